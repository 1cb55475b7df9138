/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-format.h"
#include "netop-graph-range.h"
#include "netop-history.h"

G_BEGIN_DECLS

char *netop_graph_words_new (const char *title, NetopGraphRange range, NetopUnit unit, NetopSample now, NetopSample peak) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
