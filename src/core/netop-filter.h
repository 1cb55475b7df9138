/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopFilter:
 *
 * A search expression, parsed. Immutable and refcounted; any thread. For now: words, all of which must
 * match, without regard to case, a process's name, PID or user, or the address, port or name of one of its
 * connections. One parser for the window and for `--filter`; the keys of the search language come here.
 */
typedef struct _NetopFilter NetopFilter;

#define NETOP_FILTER_ERROR (netop_filter_error_quark ())
typedef enum {
  NETOP_FILTER_ERROR_TOO_LONG,
  NETOP_FILTER_ERROR_NOT_UTF8,
  NETOP_FILTER_ERROR_QUOTE,
} NetopFilterError;
GQuark netop_filter_error_quark (void);

NetopFilter *netop_filter_parse (const char *expression, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopFilter *netop_filter_ref (NetopFilter *self);
void         netop_filter_unref (NetopFilter *self);
bool         netop_filter_is_empty (const NetopFilter *self);
bool         netop_filter_match_connection (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopConnection *connection);
bool         netop_filter_match_process (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopProcess *process);
bool         netop_filter_match_host (const NetopFilter *self, const NetopUnknown *unknown, const NetopUnknownHost *host);
bool         netop_filter_match_interface (const NetopFilter *self, const NetopSnapshotInterface *interface);
bool         netop_filter_match_unknown (const NetopFilter *self, const NetopSnapshot *snapshot, const NetopUnknown *unknown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFilter, netop_filter_unref)

G_END_DECLS
