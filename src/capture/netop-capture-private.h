/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <pcap/pcap.h>
#include <stdio.h>

#include "netop-capture.h"

G_BEGIN_DECLS

/**
 * NetopCapture:
 * @file: of the file backend, owned by @pcap; else %NULL
 * @file_fd: of the file backend, owned by @file; else -1
 * @await_bytes: (nullable): asked before each read of @file_fd
 * @await_data: for @await_bytes
 * @interface_index: of the one device that is open; 0 for all and for files
 * @ring_bytes: what the kernel gave
 * @read_errno: why the last read of @file_fd failed, 0 if it did not
 * @n_empty: records without a packet, in a row, up to the last one
 * @last_dropped: libpcap's 32-bit count at the last look, of which @statistics has the 64-bit one
 *
 * Both backends are libpcap, so there is one struct; they differ in how it is opened.
 */
struct _NetopCapture
{
  pcap_t                *pcap;
  FILE                  *file;
  int                    file_fd;
  NetopAwaitBytesFunc    await_bytes;
  void                  *await_data;
  int                    read_errno;
  uint64_t               n_empty;
  NetopLinkType          link_type;
  uint32_t               interface_index;
  uint32_t               ring_bytes;
  uint32_t               last_dropped;
  char                  *device;
  NetopCaptureStatistics statistics;
};

extern const NetopCaptureOps netop_capture_pcap_ops;
extern const NetopCaptureOps netop_capture_file_ops;

bool netop_capture_set_link_type (NetopCapture *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* netop-file-capture.c: what the stream reads with. */
ssize_t netop_capture_read_file (NetopCapture *self, char *buffer, size_t n_bytes);

/* netop-file-stream-*.c: a stream over netop_capture_read_file(), which closes the descriptor. */
FILE *netop_capture_open_stream (NetopCapture *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
