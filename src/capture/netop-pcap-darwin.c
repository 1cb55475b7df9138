/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

/* PKTAP and the devices of bpf(4) are not opened yet: both doors answer so. */

#define NOT_WRITTEN "capturing packets on macOS is not written yet"

static NetopProbeResult
probe_pcap (char **reason)
{
  *reason = g_strdup (NOT_WRITTEN);
  return NETOP_PROBE_UNSUPPORTED;
}

static NetopCapture *
open_pcap (const NetopCaptureOptions *options,
           GError                   **error)
{
  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

const NetopCaptureOps netop_capture_pcap_ops = { "pcap", probe_pcap, open_pcap };
