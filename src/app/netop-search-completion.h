/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopSearchCompletion:
 *
 * The keys of a search that what is typed may become, in a list below the entry. Down and Up choose one, Enter or Tab takes
 * it, Escape closes the list; what is typed goes on meanwhile, because the entry keeps the focus.
 */
#define NETOP_TYPE_SEARCH_COMPLETION (netop_search_completion_get_type ())
G_DECLARE_FINAL_TYPE (NetopSearchCompletion, netop_search_completion, NETOP, SEARCH_COMPLETION, GtkPopover)

GtkWidget *netop_search_completion_new (GtkEditable *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
