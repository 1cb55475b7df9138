/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopSourceOptions:
 * @helper_path: %NULL to find it: beside the build tree's program, or in libexec
 * @capture_mode: "auto", "ebpf", "pcap" or "sockets"
 * @file_fd: a capture file to read, taken over; -1 for the network
 * @namespace_fd: a network namespace to watch, taken over; -1 for our own
 * @duration_us: stop this long after the first tick, by the ticks' clock; of a file that many of packet time, from its
 *   first packet on; 0 for never
 * @loopback_left_off: what programs of this host send one another is neither listed nor counted
 * @keep_closed_s: how long a connection stays listed after its end; 0 for the default
 * @shown_interface: as netop_source_set_shown_interface()
 * @keep_ended: every ended process stays a row of its own (snapshot mode), up to 10,000
 * @no_dns: no DNS message is kept, sent or looked at
 * @begins_limited: begin with what needs no permission, and let netop_source_unlock() ask for the rest: for a user who
 *   is there to answer, and has none. Where that can't be, as for a file, it has no effect
 */
typedef struct
{
  const char *helper_path;
  const char *interface_name;
  const char *capture_mode;
  guint       capture_buffer_bytes;
  int         file_fd;
  int         namespace_fd;
  gint64      duration_us;
  guint       refresh_interval_ms;
  gboolean    carriers_counted;
  gboolean    loopback_left_off;
  guint       keep_closed_s;
  guint       shown_interface;
  gboolean    keep_ended;
  gboolean    no_dns;
  gboolean    begins_limited;
} NetopSourceOptions;

#define NETOP_TYPE_HELPER_SOURCE (netop_helper_source_get_type ())
G_DECLARE_FINAL_TYPE (NetopHelperSource, netop_helper_source, NETOP, HELPER_SOURCE, NetopSource)

NetopSource *netop_helper_source_new (const NetopSourceOptions *options) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
