/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopConfinement:
 * @NETOP_CONFINEMENT_LIVE: reads /proc and open sockets, writes to its client, starts its threads
 * @NETOP_CONFINEMENT_FILE: reads and writes what is open
 * @NETOP_CONFINEMENT_BROKER: enters network namespaces, and opens one kind of socket there
 *
 * What the rest of the program's life needs.
 */
typedef enum {
  NETOP_CONFINEMENT_LIVE,
  NETOP_CONFINEMENT_FILE,
  NETOP_CONFINEMENT_BROKER,
} NetopConfinement;

bool  netop_confinement_set_limits (NetopConfinement kind, uint64_t buffer_bytes, GError **error);
bool  netop_confinement_seal (GError **error);
char *netop_confinement_close_files (NetopConfinement kind) G_GNUC_WARN_UNUSED_RESULT;
bool  netop_confinement_list_calls (NetopConfinement kind, GError **error);

G_END_DECLS
