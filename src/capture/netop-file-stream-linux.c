/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

#include <unistd.h>

/* fopencookie(3): each system has a function of its own for this. */

static ssize_t
read_cb (void  *cookie,
         char  *buffer,
         size_t n_bytes)
{
  return netop_capture_read_file (cookie, buffer, n_bytes);
}

static int
close_cb (void *cookie)
{
  return close (((NetopCapture *)cookie)->file_fd);
}

FILE *
netop_capture_open_stream (NetopCapture *self)
{
  const cookie_io_functions_t functions = { .read = read_cb, .close = close_cb };

  return fopencookie (self, "r", functions);
}
