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
 * @interface_index: of the one device that is open; 0 for all and for files
 * @ring_bytes: what the kernel gave
 * @last_dropped: libpcap's 32-bit count at the last look, of which @statistics has the 64-bit one
 *
 * Both backends are libpcap, so there is one struct; they differ in how it is opened.
 */
struct _NetopCapture
{
  pcap_t                *pcap;
  FILE                  *file;
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

G_END_DECLS
