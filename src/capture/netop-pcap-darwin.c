/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

static NetopProbeResult
probe_pcap (char **reason)
{
  *reason = g_strdup ("not written yet for this system");
  return NETOP_PROBE_UNSUPPORTED;
}

static NetopCapture *
open_pcap (const NetopCaptureOptions *options,
           GError                   **error)
{
  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED, "Capture is not written yet for this system");
  return NULL;
}

const NetopCaptureOps netop_capture_pcap_ops = { "pcap", probe_pcap, open_pcap };
