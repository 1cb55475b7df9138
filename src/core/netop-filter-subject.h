/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter-term.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

/**
 * NetopFilterSubject:
 * @snapshot: (nullable): the one all others are of
 * @process: of a process, and of a connection that has one
 * @unknown: a cause, also of @host
 * @query: of DNS; @process is who asked, where that is a row
 * @resolver: of DNS
 *
 * What a search is asked of: a row of some kind, with what it stands under. What it is not is %NULL.
 */
typedef struct
{
  const NetopSnapshot          *snapshot;
  const NetopProcess           *process;
  const NetopConnection        *connection;
  const NetopUnknown           *unknown;
  const NetopUnknownHost       *host;
  const NetopSnapshotInterface *interface;
  const NetopDnsQuery          *query;
  const NetopDnsResolver       *resolver;
} NetopFilterSubject;

bool netop_filter_subject_has (const NetopFilterSubject *self, const NetopFilterTerm *term);

G_END_DECLS
