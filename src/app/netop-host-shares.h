/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-details.h"

G_BEGIN_DECLS

void netop_host_shares_add (NetopDetails *details, const NetopSnapshot *snapshot, const NetopProcess *process);
void netop_host_shares_add_of_processes (NetopDetails *details, const NetopSnapshot *snapshot, GPtrArray *processes);
void netop_host_shares_add_unknown (NetopDetails *details, const NetopUnknown *unknown);

G_END_DECLS
