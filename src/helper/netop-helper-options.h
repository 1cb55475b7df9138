/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopHelperOptions:
 * @interface_name: %NULL for all
 * @capture_mode: "auto", "ebpf", "pcap" or "sockets"
 * @read_fd: a capture file, -1 for the network
 * @namespace_fd: a network namespace to enter, -1 for the one we are in
 * @duration_us: packets later than this are not counted: after the first tick, or a file's first packet; 0 for all
 * @no_dns: no payload is kept, and none sent
 *
 * All that the helper can be told at its start: a closed set, because it may run as root for somebody who is not.
 */
typedef struct
{
  const char *interface_name;
  const char *capture_mode;
  uint32_t    buffer_bytes;
  int         read_fd;
  int         namespace_fd;
  int64_t     duration_us;
  bool        no_dns;
} NetopHelperOptions;

bool netop_helper_options_parse (NetopHelperOptions *self, int argc, char **argv, GError **error);

G_END_DECLS
