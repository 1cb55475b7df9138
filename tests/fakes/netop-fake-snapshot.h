/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

NetopSnapshot *netop_fake_snapshot (guint n_processes, guint n_connections, guint step) G_GNUC_WARN_UNUSED_RESULT;
void           netop_fake_snapshot_add_user (NetopSnapshot *snapshot, guint uid, const char *name, guint n_hosts);

G_END_DECLS
