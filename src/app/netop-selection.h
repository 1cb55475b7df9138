/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-model.h"

G_BEGIN_DECLS

/**
 * NetopSelection:
 *
 * What is selected in the window: of the page on the screen the row that is selected in its table, by its identity. Of a
 * page with several tables it is that of the table in which a row was selected last. Each page keeps its own while another
 * is on the screen. Main thread.
 *
 * A row that is selected and goes leaves its key here, until something else is selected, or nothing: what was shown of it
 * may stay.
 *
 * Signal "changed": another row is selected, or none, or the one that is has gone.
 */
#define NETOP_TYPE_SELECTION (netop_selection_get_type ())
G_DECLARE_FINAL_TYPE (NetopSelection, netop_selection, NETOP, SELECTION, GObject)

NetopSelection *netop_selection_new (void) G_GNUC_WARN_UNUSED_RESULT;
void            netop_selection_add_table (NetopSelection *self, const char *page, NetopRowModel *model);
void            netop_selection_set_page (NetopSelection *self, const char *page);
const char     *netop_selection_get_page (NetopSelection *self);
NetopRowKey     netop_selection_get_key (NetopSelection *self);
gboolean        netop_selection_is_gone (NetopSelection *self);
const NetopRow *netop_selection_get_row (NetopSelection *self);
NetopRowModel  *netop_selection_get_model (NetopSelection *self);

G_END_DECLS
