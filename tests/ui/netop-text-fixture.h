/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*NetopTextFunc) (GtkWidget *widget, const char *text, gpointer user_data);

void netop_text_fixture_foreach (GtkWidget *root, NetopTextFunc func, gpointer user_data);
void netop_text_fixture_foreach_spoken (GtkWidget *root, NetopTextFunc func, gpointer user_data);
void netop_text_fixture_add_cut (GtkWidget *root, GPtrArray *faults);
void netop_text_fixture_add_outside (GtkWidget *root, GPtrArray *faults);
void netop_text_fixture_add_too_wide (GtkWidget *root, int width, GPtrArray *faults);
void netop_text_fixture_assert_none (GPtrArray *faults);

G_END_DECLS
