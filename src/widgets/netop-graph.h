/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-format.h"
#include "netop-graph-range.h"
#include "netop-history.h"

G_BEGIN_DECLS

/**
 * NetopGraph:
 *
 * Down above the axis, up below, over time, on one scale. Draws again only when its content moves by a device
 * pixel, and not while every sample is 0 or it is not mapped. Main thread.
 */
#define NETOP_TYPE_GRAPH (netop_graph_get_type ())
G_DECLARE_FINAL_TYPE (NetopGraph, netop_graph, NETOP, GRAPH, GtkWidget)

GtkWidget      *netop_graph_new (void);
void            netop_graph_set_histories (NetopGraph *self, NetopHistory *seconds, NetopHistory *minutes);
void            netop_graph_set_time (NetopGraph *self, gint64 time_us);
void            netop_graph_set_share (NetopGraph *self, NetopHistory *share);
void            netop_graph_set_card (NetopGraph *self, GtkWidget *card);
int             netop_graph_get_cursor (NetopGraph *self);
gboolean        netop_graph_has_keys (NetopGraph *self);
void            netop_graph_set_paused (NetopGraph *self, gboolean paused);
gboolean        netop_graph_is_moving (NetopGraph *self);
void            netop_graph_speak (NetopGraph *self, const char *text);
void            netop_graph_set_small (NetopGraph *self);
void            netop_graph_set_range (NetopGraph *self, NetopGraphRange range);
NetopGraphRange netop_graph_get_range (NetopGraph *self);
void            netop_graph_set_unit (NetopGraph *self, NetopUnit unit);
void            netop_graph_set_title (NetopGraph *self, const char *title);

G_END_DECLS
