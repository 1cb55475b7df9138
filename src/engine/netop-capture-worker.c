/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-worker.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-frame-reader.h"
#include "netop-source.h"

/* So many are as good as a message. */
#define PROGRESS_BYTES 65536

struct _NetopCaptureWorker
{
  int                  fd;
  NetopCapturePatience patience;
  int                  silence_ms; /* of these, what counts now */
  int64_t              begun_us;   /* waiting for what is next */
  size_t               n_bytes;    /* since then */
  NetopFrameReader    *reader;
  NetopMessageQueue   *queue;
  NetopMessageFunc     func;
  void                *user_data;
  GThread             *thread;
};

static GError *
new_error (const char *text)
{
  return g_error_new_literal (NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED, text);
}

static void
begin_waiting (NetopCaptureWorker *self)
{
  self->begun_us = g_get_monotonic_time ();
  self->n_bytes = 0;
}

/* How long the helper may still say nothing; -1 for ever. */
static int
get_patience_ms (const NetopCaptureWorker *self)
{
  const int     patience_ms = self->silence_ms;
  const int64_t end_by_us = *self->patience.end_by_us;
  int64_t       until_us = patience_ms < 0 ? G_MAXINT64 : self->begun_us + (int64_t)patience_ms * 1000;

  if (end_by_us != 0)
    until_us = MIN (until_us, end_by_us);
  if (until_us == G_MAXINT64)
    return -1;
  return (int)CLAMP ((until_us - g_get_monotonic_time () + 999) / 1000, 0, G_MAXINT);
}

/* A large message takes its time, however we were held up ourselves; a helper that gives it out drop by drop hangs. */
static void
take_bytes (NetopCaptureWorker *self,
            size_t              n_bytes)
{
  netop_frame_reader_commit (self->reader, n_bytes);
  self->n_bytes += n_bytes;
  if (self->n_bytes >= PROGRESS_BYTES)
    begin_waiting (self);
}

/* Waits for bytes and gives them to the reader. Returns why there are none any more. */
static GError *
read_some (NetopCaptureWorker *self)
{
  GPollFD  fd = { .fd = self->fd, .events = G_IO_IN };
  int      patience_ms = get_patience_ms (self);
  size_t   room;
  uint8_t *buffer = netop_frame_reader_get_buffer (self->reader, &room);
  ssize_t  n;
  int      ready = g_poll (&fd, 1, patience_ms);

  if (ready == 0)
    return new_error (_ ("The helper does not answer any more"));
  if (ready < 0)
    return NULL;

  n = read (self->fd, buffer, room);
  if (n > 0)
    take_bytes (self, (size_t)n);
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    return new_error (_ ("The helper ended unexpectedly"));
  return NULL;
}

/* Returns false when the stream is over. */
static bool
step (NetopCaptureWorker *self)
{
  NetopEngineMessage *message = g_new0 (NetopEngineMessage, 1);
  g_autoptr (GError) error = NULL;

  switch (netop_frame_reader_next (self->reader, &message->incoming, &error))
    {
    case NETOP_READ_MESSAGE:
      self->silence_ms = message->incoming.type == NETOP_MESSAGE_BEGUN ? self->patience.hello_ms : self->patience.tick_ms;
      self->func (&message->incoming, self->user_data);
      if (!netop_message_queue_push (self->queue, message))
        return false;
      begin_waiting (self);
      return true;

    case NETOP_READ_ERROR:
      message->error = g_error_new (NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED, _ ("The helper sent what cannot be read: %s"), error->message);
      break;

    case NETOP_READ_MORE:
    default:
      message->error = read_some (self);
      break;
    }

  if (message->error != NULL)
    {
      netop_message_queue_push (self->queue, message);
      return false;
    }
  netop_engine_message_free (message);
  return true;
}

static void *
run (void *data)
{
  while (step (data))
    continue;
  return NULL;
}

/**
 * netop_capture_worker_new:
 * @fd: a socket; borrowed until the worker is freed
 * @patience: after what time of silence the stream is over, with an error
 * @queue: (transfer none): where messages go; an error comes last
 * @func: told of each message
 * @user_data: for @func
 *
 * Returns: (transfer full): a worker, running
 */
NetopCaptureWorker *
netop_capture_worker_new (int                  fd,
                          NetopCapturePatience patience,
                          NetopMessageQueue   *queue,
                          NetopMessageFunc     func,
                          void                *user_data)
{
  NetopCaptureWorker *self = g_new0 (NetopCaptureWorker, 1);

  self->fd = fd;
  self->patience = patience;
  self->silence_ms = patience.begin_ms;
  self->queue = queue;
  self->func = func;
  self->user_data = user_data;
  self->reader = netop_frame_reader_new (true);
  begin_waiting (self);
  self->thread = g_thread_new ("capture", run, self);
  return self;
}

/**
 * netop_capture_worker_free:
 * @self: (transfer full) (nullable):
 *
 * Ends the stream, which the helper sees, and waits for the thread. The queue must be closed or be read.
 */
void
netop_capture_worker_free (NetopCaptureWorker *self)
{
  if (self == NULL)
    return;

  shutdown (self->fd, SHUT_RDWR);
  g_thread_join (self->thread);
  netop_frame_reader_free (self->reader);
  g_free (self);
}
