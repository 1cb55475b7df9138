/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* pcap and pcapng files, by descriptor: whoever reads a file has no right to open one. libpcap reads through a stream
 * of ours, so that a pipe which has nothing to say keeps nobody from hearing who has. */

#define STREAM_BUFFER_BYTES (64 << 10)

static NetopProbeResult
probe_file (char **reason)
{
  return NETOP_PROBE_SUPPORTED;
}

static void
set_open_error (const NetopCapture *self,
                FILE               *file,
                const struct stat  *status,
                GError            **error)
{
  const char *text = "The file is neither pcap nor pcapng: save the packets as one of them, as “tcpdump -w” does";

  if (S_ISDIR (status->st_mode))
    text = "This is a folder: name a capture file in it";
  else if (self->read_errno != 0)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "The file cannot be read: %s", g_strerror (self->read_errno));
      return;
    }
  else if (feof (file) && self->statistics.file_bytes_read == 0)
    text = "The file is empty: capture the packets again";
  else if (feof (file))
    text = "The file ends before the header of a capture file does: copy it again, or capture the packets again";

  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE, text);
}

static bool
await_bytes (const NetopCapture *self)
{
  GPollFD fd = { .fd = self->file_fd, .events = G_IO_IN };

  if (self->await_bytes != NULL)
    return self->await_bytes (self->file_fd, self->await_data);

  while (g_poll (&fd, 1, -1) < 0)
    continue;
  return true;
}

/* Whoever gave us the descriptor may have made it non-blocking. */
ssize_t
netop_capture_read_file (NetopCapture *self,
                         char         *buffer,
                         size_t        n_bytes)
{
  ssize_t n = -1;

  do
    {
      if (!await_bytes (self))
        return 0;
      n = read (self->file_fd, buffer, n_bytes);
    }
  while (n < 0 && (errno == EINTR || errno == EAGAIN));

  self->read_errno = n < 0 ? errno : 0;
  if (n > 0)
    self->statistics.file_bytes_read += (uint64_t)n;
  return n;
}

static NetopCapture *
open_file (const NetopCaptureOptions *options,
           GError                   **error)
{
  g_autoptr (NetopCapture) self = g_new0 (NetopCapture, 1);
  char        text[PCAP_ERRBUF_SIZE];
  struct stat status;
  FILE       *file;

  self->file_fd = options->file_fd;
  self->await_bytes = options->await_bytes;
  self->await_data = options->user_data;
  if (fstat (options->file_fd, &status) < 0 || (file = netop_capture_open_stream (self)) == NULL)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Reading the file: %s", g_strerror (errno));
      if (options->file_fd >= 0)
        close (options->file_fd);
      return NULL;
    }

  setvbuf (file, NULL, _IOFBF, STREAM_BUFFER_BYTES);
  self->pcap = pcap_fopen_offline (file, text);
  if (self->pcap == NULL)
    {
      set_open_error (self, file, &status, error);
      fclose (file);
      return NULL;
    }

  self->file = file;
  self->device = g_strdup ("file");
  if (S_ISREG (status.st_mode))
    self->statistics.file_bytes = (uint64_t)status.st_size;
  if (!netop_capture_set_link_type (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

const NetopCaptureOps netop_capture_file_ops = { "file", probe_file, open_file };
