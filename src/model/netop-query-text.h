/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

const char *netop_query_get_asker (const NetopDnsQuery *query);
char       *netop_query_dup_through (const NetopDnsQuery *query) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_query_dup_answer (const NetopDnsQuery *query) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_query_get_answer_note (const NetopDnsQuery *query);
const char *netop_query_get_answer_order (const NetopDnsQuery *query);
const char *netop_query_get_service_text (const NetopDnsQuery *query);

G_END_DECLS
