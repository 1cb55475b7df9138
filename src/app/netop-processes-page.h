/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopProcessesPage:
 *
 * The table of processes, each with its connections under it, and of what is unknown. Sorting by a click on a column's header; rows hold still for a while after the pointer, or a
 * key that acts on rows. Where there is little room, columns give way, the name last.
 */
#define NETOP_TYPE_PROCESSES_PAGE (netop_processes_page_get_type ())
G_DECLARE_FINAL_TYPE (NetopProcessesPage, netop_processes_page, NETOP, PROCESSES_PAGE, GtkWidget)

void           netop_processes_page_set_snapshot (NetopProcessesPage *self, NetopSnapshot *snapshot);
void           netop_processes_page_set_filter (NetopProcessesPage *self, NetopFilter *filter);
void           netop_processes_page_set_sort (NetopProcessesPage *self, NetopColumn column, GtkSortType direction);
void           netop_processes_page_toggle (NetopProcessesPage *self, const NetopRowKey *key);
NetopRowModel *netop_processes_page_get_model (NetopProcessesPage *self);
void           netop_processes_page_focus (NetopProcessesPage *self);

G_END_DECLS
