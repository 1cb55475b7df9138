/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row.h"

G_BEGIN_DECLS

/**
 * NetopFound:
 * @is_searched: whether there is a filter at all; else the rest is empty
 * @rate: of the top rows that pass it, without what is in no total unless they are very many
 * @history: (nullable): theirs, in seconds; %NULL where all are silent, or they are too many
 * @n_seconds: as far back as @history can go
 *
 * The traffic of what a search has found, as a part of the total. What has left the table has left this part too.
 */
typedef struct
{
  bool          is_searched;
  NetopRate     rate;
  NetopHistory *history;
  guint         n_seconds;
} NetopFound;

void netop_found_take (NetopFound *self, NetopFound *other);
void netop_found_clear (NetopFound *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopFound, netop_found_clear)

G_END_DECLS
