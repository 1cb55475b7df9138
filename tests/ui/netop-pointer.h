/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-window-fixture.h"

G_BEGIN_DECLS

/* The display's own pointer and keys, moved by xdotool: what is done with them comes to the window as a hand's does. Places
 * are in pixels of a widget. */

gboolean netop_pointer_find (void);
void     netop_pointer_begin (NetopWindowFixture *fixture, guint n_processes);
gboolean netop_pointer_can_reach (GtkWidget *widget);
void     netop_pointer_move (GtkWidget *widget, double x, double y);
void     netop_pointer_move_over (GtkWidget *widget);
void     netop_pointer_click (GtkWidget *widget, guint button, guint n_clicks);
void     netop_pointer_click_here (guint button);
void     netop_pointer_drag (GtkWidget *widget, double x, double y, int by_x);
void     netop_pointer_turn_wheel (guint n_clicks);
void     netop_pointer_leave (GtkWidget *window);
void     netop_pointer_press_key (const char *keys);
void     netop_pointer_resize (GtkWidget *window, int width, int height);
void     netop_pointer_wait_for (const char *what, NetopWindowCondition is_so, gpointer user_data);

/**
 * netop_pointer_assert_soon:
 *
 * Fails where @is_so does not come true in a time that is long for a busy machine.
 */
#define netop_pointer_assert_soon(is_so, user_data) netop_pointer_wait_for (G_STRLOC ": " #is_so, is_so, user_data)

G_END_DECLS
