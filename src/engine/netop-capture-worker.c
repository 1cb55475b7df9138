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

struct _NetopCaptureWorker
{
  int                  fd;
  NetopCapturePatience patience;
  int                  silence_ms; /* of these, what counts now */
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

/* Waits for bytes and gives them to the reader. Returns why there are none any more. */
static GError *
read_some (NetopCaptureWorker *self)
{
  GPollFD  fd = { .fd = self->fd, .events = G_IO_IN };
  size_t   room;
  uint8_t *buffer = netop_frame_reader_get_buffer (self->reader, &room);
  ssize_t  n;
  int      ready = g_poll (&fd, 1, self->silence_ms);

  if (ready == 0)
    return new_error (_ ("The helper does not answer any more"));
  if (ready < 0)
    return NULL;

  n = read (self->fd, buffer, room);
  if (n > 0)
    netop_frame_reader_commit (self->reader, (size_t)n);
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
      return netop_message_queue_push (self->queue, message);

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
