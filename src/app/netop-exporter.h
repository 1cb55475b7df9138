/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-export.h"

G_BEGIN_DECLS

/**
 * NetopExporter:
 *
 * Saves snapshots as documents or tables, each in a thread of its own. Main thread.
 *
 * Signal "written" (#GFile, #NetopSnapshot, #GError or %NULL): one is done, or why it was not saved.
 */
#define NETOP_TYPE_EXPORTER (netop_exporter_get_type ())
G_DECLARE_FINAL_TYPE (NetopExporter, netop_exporter, NETOP, EXPORTER, GObject)

NetopExporter    *netop_exporter_new (void) G_GNUC_WARN_UNUSED_RESULT;
void              netop_exporter_ask (NetopExporter *self, GtkWindow *parent, NetopSnapshot *snapshot);
void              netop_exporter_write (NetopExporter *self, NetopSnapshot *snapshot, GFile *file, NetopExportFormat format);
gboolean          netop_exporter_is_busy (NetopExporter *self);
void              netop_exporter_add_filters (GtkFileChooser *chooser);
NetopExportFormat netop_exporter_find_format (const char *name, GtkFileChooser *chooser);
char             *netop_exporter_rename (const char *name, GtkFileChooser *chooser) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
