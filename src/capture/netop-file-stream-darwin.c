/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

#include <unistd.h>

/* funopen(3): each system has a function of its own for this. */

static int
read_cb (void *cookie,
         char *buffer,
         int   n_bytes)
{
  return (int)netop_capture_read_file (cookie, buffer, (size_t)n_bytes);
}

static int
close_cb (void *cookie)
{
  return close (((NetopCapture *)cookie)->file_fd);
}

FILE *
netop_capture_open_stream (NetopCapture *self)
{
  return funopen (self, read_cb, NULL, NULL, close_cb);
}
