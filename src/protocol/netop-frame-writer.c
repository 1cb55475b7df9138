/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame-writer.h"

#include <errno.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

struct _NetopFrameWriter
{
  int    fd;
  bool   is_socket;
  GQueue frames;
  size_t n_written; /* of the first frame */
};

static bool
is_socket (int fd)
{
  int       type;
  socklen_t length = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0;
}

/**
 * netop_frame_writer_new:
 * @fd: a socket or pipe that does not block; it stays the caller's. Whoever writes to a pipe ignores SIGPIPE
 *
 * Returns: (transfer full): a writer with nothing to do
 */
NetopFrameWriter *
netop_frame_writer_new (int fd)
{
  NetopFrameWriter *self = g_new0 (NetopFrameWriter, 1);

  self->fd = fd;
  self->is_socket = is_socket (fd);
  g_queue_init (&self->frames);
  return self;
}

/**
 * netop_frame_writer_free:
 * @self: (transfer full) (nullable):
 */
void
netop_frame_writer_free (NetopFrameWriter *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->frames, (GDestroyNotify)g_bytes_unref);
  g_free (self);
}

/**
 * netop_frame_writer_push:
 * @frame: to be sent after those before it; a reference is taken
 *
 * Nothing bounds the queue here: the caller pushes a tick only to an idle writer.
 */
void
netop_frame_writer_push (NetopFrameWriter *self,
                         GBytes           *frame)
{
  g_queue_push_tail (&self->frames, g_bytes_ref (frame));
}

/**
 * netop_frame_writer_is_idle:
 *
 * Returns: whether all that was pushed is with the kernel
 */
bool
netop_frame_writer_is_idle (const NetopFrameWriter *self)
{
  return self->frames.length == 0;
}

static ssize_t
write_some (const NetopFrameWriter *self,
            const uint8_t          *bytes,
            size_t                  length)
{
  ssize_t n_written;

  do
    n_written = self->is_socket ? send (self->fd, bytes, length, MSG_NOSIGNAL) : write (self->fd, bytes, length);
  while (n_written < 0 && errno == EINTR);

  return n_written;
}

/**
 * netop_frame_writer_flush:
 * @error: set if the other side is gone
 *
 * Writes as much as is taken now; what is left waits for POLLOUT.
 *
 * Returns: %false if nothing can ever be written again
 */
bool
netop_frame_writer_flush (NetopFrameWriter *self,
                          GError          **error)
{
  while (self->frames.length > 0)
    {
      GBytes        *frame = g_queue_peek_head (&self->frames);
      gsize          size;
      const uint8_t *bytes = g_bytes_get_data (frame, &size);
      ssize_t        n_written = write_some (self, bytes + self->n_written, size - self->n_written);

      if (n_written < 0)
        {
          int saved_errno = errno;

          if (saved_errno == EAGAIN)
            return true;
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), "Writing to the stream: %s", g_strerror (saved_errno));
          return false;
        }

      self->n_written += (size_t)n_written;
      if (self->n_written == size)
        {
          g_bytes_unref (g_queue_pop_head (&self->frames));
          self->n_written = 0;
        }
    }

  return true;
}
