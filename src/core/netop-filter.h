/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter-mistake.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopFilter:
 *
 * A search, parsed. Immutable and refcounted; any thread. One parser for the window and for `--filter`.
 *
 * A search is words with spaces between them, all of which must match. A word matches what a row is known by: a process's
 * name, PID or user, an address, port or name, an interface's name or kind; without regard to case. `KEY:VALUE` asks for
 * one thing only (#NetopSearchKey). A leading minus leaves out what matches. In double quotes, which may stand anywhere in
 * a word, space, minus and colon are as others.
 */
typedef struct _NetopFilter NetopFilter;

NetopFilter *netop_filter_parse (const char *expression, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopFilter *netop_filter_try_parse (const char *expression, NetopFilterMistake *mistake) G_GNUC_WARN_UNUSED_RESULT;
bool         netop_filter_may_follow (const char *expression);
NetopFilter *netop_filter_ref (NetopFilter *self);
void         netop_filter_unref (NetopFilter *self);
const char  *netop_filter_get_expression (const NetopFilter *self);
bool         netop_filter_is_empty (const NetopFilter *self);
bool         netop_filter_match_connection (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopConnection *connection);
bool         netop_filter_match_process (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopProcess *process);
bool         netop_filter_match_host (const NetopFilter *self, const NetopUnknown *unknown, const NetopUnknownHost *host);
bool         netop_filter_match_interface (const NetopFilter *self, const NetopSnapshotInterface *interface);
bool         netop_filter_match_query (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopDnsQuery *query);
bool         netop_filter_match_resolver (const NetopFilter *self, const NetopDnsResolver *resolver);
bool         netop_filter_match_unknown (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopUnknown *unknown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFilter, netop_filter_unref)

G_END_DECLS
