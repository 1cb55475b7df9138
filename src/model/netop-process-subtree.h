/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-list.h"

G_BEGIN_DECLS

void netop_process_subtree_append (NetopRowList *list, GHashTable *expanded, const NetopProcess *process, int parent);
void netop_unknown_subtree_append (NetopRowList *list, GHashTable *expanded);

G_END_DECLS
