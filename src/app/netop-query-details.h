/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-details.h"

G_BEGIN_DECLS

NetopDetails *netop_query_details_new (const NetopDnsQuery *query) G_GNUC_WARN_UNUSED_RESULT;
void          netop_query_details_add_of_process (NetopDetails *details, const NetopSnapshot *snapshot, const NetopProcess *process);
void          netop_query_details_add_of_processes (NetopDetails *details, const NetopSnapshot *snapshot, GPtrArray *processes);

G_END_DECLS
