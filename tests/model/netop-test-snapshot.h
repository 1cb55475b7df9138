/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopTestProcess:
 *
 * A process by its few figures that tables show.
 */
typedef struct
{
  guint       id;
  const char *name;
  guint       pid;
  const char *username;
  guint       n_sockets;
  guint       n_connections;
  double      rx_rate;
  double      tx_rate;
  guint64     rx_bytes;
  guint64     tx_bytes;
} NetopTestProcess;

NetopSnapshot *netop_test_snapshot_new (const NetopTestProcess *processes, guint n_processes) G_GNUC_WARN_UNUSED_RESULT;
void           netop_test_snapshot_add_cause (NetopSnapshot *self, NetopCause cause, guint64 rx_bytes, NetopHistory *history);
NetopRowKey    netop_test_process_key (guint id);

G_END_DECLS
