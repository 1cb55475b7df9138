/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stream.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

#include "netop-frame-reader.h"
#include "netop-frame-writer.h"

struct _NetopStream
{
  int               command_fd;
  int               frame_fd;
  NetopFrameReader *reader;
  NetopFrameWriter *writer;
  bool              broken;
};

/**
 * netop_stream_new:
 * @command_fd: where commands come from; not closed
 * @frame_fd: where frames go; not closed
 *
 * Both are made non-blocking.
 *
 * Returns: (transfer full): a stream
 */
NetopStream *
netop_stream_new (int command_fd,
                  int frame_fd)
{
  NetopStream *self = g_new0 (NetopStream, 1);

  self->command_fd = command_fd;
  self->frame_fd = frame_fd;
  self->reader = netop_frame_reader_new (false);
  self->writer = netop_frame_writer_new (frame_fd);
  self->broken = !g_unix_set_fd_nonblocking (command_fd, TRUE, NULL) || !g_unix_set_fd_nonblocking (frame_fd, TRUE, NULL);
  return self;
}

/**
 * netop_stream_free:
 * @self: (transfer full) (nullable): a stream
 */
void
netop_stream_free (NetopStream *self)
{
  if (self == NULL)
    return;

  netop_frame_reader_free (self->reader);
  netop_frame_writer_free (self->writer);
  g_free (self);
}

static void
flush (NetopStream *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->broken && !netop_frame_writer_flush (self->writer, &error))
    self->broken = true;
}

/**
 * netop_stream_send:
 * @frame: (transfer full): a whole frame
 */
void
netop_stream_send (NetopStream *self,
                   GBytes      *frame)
{
  netop_frame_writer_push (self->writer, frame);
  g_bytes_unref (frame);
  flush (self);
}

/**
 * netop_stream_send_tick:
 * @tick: to be sent in as many parts as it takes
 */
void
netop_stream_send_tick (NetopStream     *self,
                        const NetopTick *tick)
{
  g_autoptr (GPtrArray) frames = netop_tick_encode (tick);

  for (guint i = 0; i < frames->len; i++)
    netop_frame_writer_push (self->writer, frames->pdata[i]);
  flush (self);
}

/**
 * netop_stream_send_bye:
 * @text: what the user is told
 */
void
netop_stream_send_bye (NetopStream   *self,
                       NetopByeReason reason,
                       const char    *text)
{
  NetopBye bye = { reason, (char *)text };

  netop_stream_send (self, netop_bye_encode (&bye));
}

/**
 * netop_stream_is_idle:
 *
 * Returns: whether all that was sent is written whole
 */
bool
netop_stream_is_idle (const NetopStream *self)
{
  return netop_frame_writer_is_idle (self->writer);
}

/**
 * netop_stream_get_poll_fds:
 * @fds: (out): what to wait for
 *
 * The end of a client shows at either of them, also when nothing is to be read or written.
 *
 * Returns: 2
 */
guint
netop_stream_get_poll_fds (const NetopStream *self,
                           GPollFD            fds[2])
{
  fds[0] = (GPollFD){ .fd = self->command_fd, .events = G_IO_IN };
  fds[1] = (GPollFD){ .fd = self->frame_fd, .events = (gushort)(netop_stream_is_idle (self) ? 0 : G_IO_OUT) };
  return 2;
}

static NetopStreamResult
read_command (NetopStream  *self,
              NetopCommand *command)
{
  g_autoptr (GError) error = NULL;
  NetopIncoming   incoming = { 0 };
  NetopReadResult result;
  size_t          room;
  uint8_t        *buffer = netop_frame_reader_get_buffer (self->reader, &room);
  ssize_t         n = read (self->command_fd, buffer, room);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR ? NETOP_STREAM_QUIET : NETOP_STREAM_GONE;
  if (n == 0)
    return NETOP_STREAM_GONE;

  netop_frame_reader_commit (self->reader, (size_t)n);
  result = netop_frame_reader_next (self->reader, &incoming, &error);
  *command = incoming.command;
  netop_incoming_clear (&incoming);
  if (result == NETOP_READ_ERROR)
    return NETOP_STREAM_GARBAGE;
  return result == NETOP_READ_MESSAGE ? NETOP_STREAM_COMMAND : NETOP_STREAM_QUIET;
}

/**
 * netop_stream_dispatch:
 * @fds: polled
 * @command: (out): set with %NETOP_STREAM_COMMAND
 *
 * Goes on writing, and reads at most one command.
 */
NetopStreamResult
netop_stream_dispatch (NetopStream  *self,
                       const GPollFD fds[2],
                       NetopCommand *command)
{
  if (fds[1].revents & (G_IO_ERR | G_IO_HUP))
    return NETOP_STREAM_GONE;
  if (fds[1].revents & G_IO_OUT)
    flush (self);
  if (self->broken)
    return NETOP_STREAM_GONE;
  if (fds[0].revents != 0)
    return read_command (self, command);
  return NETOP_STREAM_QUIET;
}

/**
 * netop_stream_finish:
 * @timeout_ms: how long a client that does not read is waited for; -1 for as long as it is there
 *
 * Writes what is left.
 *
 * Returns: whether all was written
 */
bool
netop_stream_finish (NetopStream *self,
                     int          timeout_ms)
{
  int64_t end_us = g_get_monotonic_time () + (int64_t)timeout_ms * 1000;

  while (!self->broken && !netop_stream_is_idle (self))
    {
      GPollFD fd = { .fd = self->frame_fd, .events = G_IO_OUT };
      int64_t left_us = end_us - g_get_monotonic_time ();

      if (timeout_ms >= 0 && left_us <= 0)
        break;
      if (g_poll (&fd, 1, timeout_ms < 0 ? -1 : (int)(left_us / 1000) + 1) < 0 && errno != EINTR)
        break;
      flush (self);
    }

  return netop_stream_is_idle (self);
}

/**
 * netop_stream_refuse:
 *
 * Says goodbye to a client that sent what is no command. It may not read either: what it was sent is not waited for
 * long.
 */
void
netop_stream_refuse (NetopStream *self)
{
  netop_stream_send_bye (self, NETOP_BYE_PROTOCOL_ERROR, "The helper was sent something that is no command");
  netop_stream_finish (self, NETOP_INTERVAL_MAX_MS);
}
