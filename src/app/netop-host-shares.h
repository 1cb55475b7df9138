/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-details.h"

G_BEGIN_DECLS

void netop_host_shares_add (NetopDetails *details, const NetopConnection *connections, guint n_connections);
void netop_host_shares_add_unknown (NetopDetails *details, const NetopUnknown *unknown);

G_END_DECLS
