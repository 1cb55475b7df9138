/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-window-fixture.h"

G_BEGIN_DECLS

/**
 * NetopView:
 * @name: of its picture
 * @is_page: one of the pages as it is most of the time
 * @make: (nullable): what is shown; %NULL for a desktop at work
 * @show: (nullable): brings it up, in a window that has that snapshot
 *
 * Something that a user may have before them: a page, a state, a dialog.
 */
typedef struct
{
  const char *name;
  gboolean    is_page;
  NetopSnapshot *(*make) (void);
  void (*show) (NetopWindowFixture *window);
} NetopView;

void             netop_view_fixture_init (int *argc, char ***argv);
const NetopView *netop_view_fixture_get_views (guint *n_views);
GtkWidget       *netop_view_fixture_open (const NetopView *view, NetopWindowFixture *window, int width, int height);
void             netop_view_fixture_close (NetopWindowFixture *window);

G_END_DECLS
