/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-fake-snapshot.h"
#include "netop-fake-source.h"
#include "netop-name-cell.h"
#include "netop-table-page.h"
#include "netop-window.h"

G_BEGIN_DECLS

/**
 * NetopWindowFixture:
 * @step: of the next made-up snapshot
 *
 * The whole window on a source whose snapshots the test makes.
 */
typedef struct
{
  NetopSource *source;
  GtkWidget   *window;
  guint        step;
} NetopWindowFixture;

typedef gboolean (*NetopWindowCondition) (gpointer user_data);

void              netop_window_fixture_init (int *argc, char ***argv);
void              netop_window_fixture_forget (void);
void              netop_window_fixture_open (NetopWindowFixture *self, const NetopApplicationOptions *options);
void              netop_window_fixture_open_source (NetopWindowFixture *self, NetopSource *source, const NetopApplicationOptions *options);
void              netop_window_fixture_close (NetopWindowFixture *self);
void              netop_window_fixture_push (NetopWindowFixture *self, guint n_processes);
void              netop_window_fixture_show (NetopWindowFixture *self, NetopSnapshot *snapshot);
void              netop_window_fixture_draw (NetopWindowFixture *self);
void              netop_window_fixture_settle (void);
gboolean          netop_window_fixture_is_whole (gpointer popover);
void              netop_window_fixture_wait (NetopWindowCondition is_done, gpointer user_data);
guint             netop_window_fixture_take_picture (NetopWindowFixture *self, const char *folder, const char *name);
void              netop_window_fixture_press_key (NetopWindowFixture *self, guint keyval);
AdwMessageDialog *netop_window_fixture_find_dialog (void);
NetopNameCell    *netop_window_fixture_find_name (GtkWidget *root, const char *name);
GtkWidget        *netop_window_fixture_find (GtkWidget *root, GType type);
NetopRowModel    *netop_window_fixture_get_model (NetopWindowFixture *self);

G_END_DECLS
