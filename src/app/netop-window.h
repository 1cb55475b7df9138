/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-application.h"

G_BEGIN_DECLS

/**
 * NetopWindow:
 *
 * The one window: shows what its source has, and nothing else.
 */
#define NETOP_TYPE_WINDOW (netop_window_get_type ())
G_DECLARE_FINAL_TYPE (NetopWindow, netop_window, NETOP, WINDOW, AdwApplicationWindow)

GtkWidget *netop_window_new (AdwApplication *application, NetopSource *source, const NetopApplicationOptions *options) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
