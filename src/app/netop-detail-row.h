/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-details.h"

G_BEGIN_DECLS

/**
 * NetopDetailRow:
 *
 * One line of the details pane: a button that copies its text ("win.copy-text"). Its labels change only where what they
 * say does.
 */
#define NETOP_TYPE_DETAIL_ROW (netop_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (NetopDetailRow, netop_detail_row, NETOP, DETAIL_ROW, GtkButton)

GtkWidget *netop_detail_row_new (GtkSizeGroup *keys) G_GNUC_WARN_UNUSED_RESULT;
void       netop_detail_row_set_detail (NetopDetailRow *self, const NetopDetail *detail);

G_END_DECLS
