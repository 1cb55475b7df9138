/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture.h"
#include "netop-stream.h"

G_BEGIN_DECLS

/**
 * NetopFileRun:
 *
 * Reads a capture file for a client, and listens to it meanwhile. Helper main.
 */
typedef struct _NetopFileRun NetopFileRun;

typedef enum {
  NETOP_FILE_END_NONE,    /* the file's own */
  NETOP_FILE_END_STOPPED, /* the client wants no more, or the duration is over: say goodbye */
  NETOP_FILE_END_GONE,    /* the client is gone, or was refused: nobody is there to hear */
} NetopFileEnd;

NetopFileRun *netop_file_run_new (NetopStream *stream, int64_t duration_us, bool keeps_dns) G_GNUC_WARN_UNUSED_RESULT;
void          netop_file_run_free (NetopFileRun *self);
bool          netop_file_run_await_bytes (int fd, void *user_data);
NetopFileEnd  netop_file_run_get_end (const NetopFileRun *self);
void          netop_file_run_read (NetopFileRun *self, NetopCapture *capture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFileRun, netop_file_run_free)

G_END_DECLS
