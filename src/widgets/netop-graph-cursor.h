/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-graph-plot.h"
#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopGraphCursor:
 *
 * One moment of a graph that the pointer, or the keys, are at, with a card beside it. Part of #NetopGraph.
 */
typedef struct _NetopGraphCursor NetopGraphCursor;

NetopGraphCursor *netop_graph_cursor_new (GtkWidget *graph, GtkWidget *card) G_GNUC_WARN_UNUSED_RESULT;
void              netop_graph_cursor_free (NetopGraphCursor *self);
void              netop_graph_cursor_update (NetopGraphCursor *self, const NetopGraphPlot *plot, double phase, guint length);
void              netop_graph_cursor_pass (NetopGraphCursor *self, guint n_samples);
int               netop_graph_cursor_get_age (const NetopGraphCursor *self);
gboolean          netop_graph_cursor_has_keys (const NetopGraphCursor *self);
void              netop_graph_cursor_allocate (NetopGraphCursor *self, const NetopGraphPlot *plot, double phase);
void              netop_graph_cursor_draw (NetopGraphCursor *self, GtkSnapshot *snapshot, const NetopGraphPlot *plot, double phase, const NetopHistory *history, double px_per_byte);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopGraphCursor, netop_graph_cursor_free)

G_END_DECLS
