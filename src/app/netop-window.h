/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-application.h"

G_BEGIN_DECLS

/**
 * NetopWindow:
 *
 * The one window: shows what its source has, and nothing else. Closed while a snapshot is being saved it goes out of
 * sight, and is destroyed when that is done; if it fails the window comes back and says so.
 */
#define NETOP_TYPE_WINDOW (netop_window_get_type ())
G_DECLARE_FINAL_TYPE (NetopWindow, netop_window, NETOP, WINDOW, AdwApplicationWindow)

GtkWidget *netop_window_new (AdwApplication *application, NetopSource *source, const NetopApplicationOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void       netop_window_export (NetopWindow *self, GFile *file);

G_END_DECLS
