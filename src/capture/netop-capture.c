/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture.h"

#include <string.h>

#include "netop-capture-private.h"

G_DEFINE_QUARK (netop - capture - error - quark, netop_capture_error)

static NetopProbeResult
probe_ebpf (char **reason)
{
  *reason = g_strdup ("not in this version");
  return NETOP_PROBE_UNSUPPORTED;
}

static NetopCapture *
open_ebpf (const NetopCaptureOptions *options,
           GError                   **error)
{
  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED, "Counting by eBPF is not in this version");
  return NULL;
}

static const NetopCaptureOps ebpf_ops = { "ebpf", probe_ebpf, open_ebpf };

/* Best first. The file backend is last: it is never chosen by probing. */
static const NetopCaptureOps *const backends[] = {
  &ebpf_ops,
  &netop_capture_pcap_ops,
  &netop_capture_file_ops,
};

/**
 * netop_capture_get_backends:
 * @n_backends: (out): how many
 *
 * Returns: (transfer none) (array length=n_backends): all backends, best first; "file" is the last
 */
const NetopCaptureOps *const *
netop_capture_get_backends (guint *n_backends)
{
  *n_backends = G_N_ELEMENTS (backends);
  return backends;
}

/**
 * netop_capture_find_backend:
 * @name: "ebpf", "pcap" or "file"
 *
 * Returns: (transfer none) (nullable): the backend of that name. Its open() takes over file_fd of the options,
 *   whether it succeeds or not, and fails with a code of %NETOP_CAPTURE_ERROR
 */
const NetopCaptureOps *
netop_capture_find_backend (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    {
      if (strcmp (backends[i]->name, name) == 0)
        return backends[i];
    }

  return NULL;
}
