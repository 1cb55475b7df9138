/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-slot-index.h"

G_BEGIN_DECLS

typedef struct
{
  uint32_t newer;
  uint32_t older;
} NetopIdleLink;

/**
 * NetopIdleList:
 * @links: one for each row, shared by all lists over the same rows; a row is in one list at most
 *
 * Rows by their last use. The links stand apart from the rows, so that moving a row touches none of its
 * neighbours' memory.
 */
typedef struct
{
  NetopIdleLink *links;
  uint32_t       newest;
  uint32_t       oldest;
} NetopIdleList;

void netop_idle_list_init (NetopIdleList *self, NetopIdleLink *links);
void netop_idle_list_push (NetopIdleList *self, uint32_t row);
void netop_idle_list_remove (NetopIdleList *self, uint32_t row);

G_END_DECLS
