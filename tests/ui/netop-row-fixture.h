/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-pages.h"
#include "netop-window-fixture.h"

G_BEGIN_DECLS

NetopPages     *netop_row_fixture_get_pages (NetopWindowFixture *window);
NetopSelection *netop_row_fixture_get_selection (NetopWindowFixture *window);
void            netop_row_fixture_select (NetopWindowFixture *window, const char *page, NetopRowKey key);
GtkWidget      *netop_row_fixture_find_cell (NetopWindowFixture *window, const char *name);
GtkWidget      *netop_row_fixture_find_label (GtkWidget *root, const char *text);
void            netop_row_fixture_press_shortcut (GtkWidget *view, const char *keys);
const char     *netop_row_fixture_get_text (GtkWidget *widget);
GtkWidget      *netop_row_fixture_find_prefix (GtkWidget *root, const char *prefix);
char           *netop_row_fixture_dup_copied (NetopWindowFixture *window) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
