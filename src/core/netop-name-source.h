/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * NetopNameSource:
 *
 * How a name of a remote host is known; what is known better is greater.
 */
typedef enum {
  NETOP_NAME_SOURCE_NONE,
  NETOP_NAME_SOURCE_REVERSE_DNS,   /* whoever has the address calls it so */
  NETOP_NAME_SOURCE_HOSTS,         /* the hosts file of this host (hosts(5)) */
  NETOP_NAME_SOURCE_MDNS,          /* its host says so itself (RFC 6762) */
  NETOP_NAME_SOURCE_OTHER_PROCESS, /* another one asked for it */
  NETOP_NAME_SOURCE_SAME_PROCESS,  /* the process of the connection asked for it */
} NetopNameSource;

const char *netop_name_source_get_id (NetopNameSource self);
bool        netop_name_source_is_inferred (NetopNameSource self);

G_END_DECLS
