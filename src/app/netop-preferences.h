/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * NetopPreferences:
 *
 * The window of preferences. What is chosen is remembered at once; #NetopSettingsKeeper has it take effect. What may not be
 * changed is shown, and cannot be.
 */
#define NETOP_TYPE_PREFERENCES (netop_preferences_get_type ())
G_DECLARE_FINAL_TYPE (NetopPreferences, netop_preferences, NETOP, PREFERENCES, AdwPreferencesWindow)

GtkWidget *netop_preferences_new (GtkWindow *parent, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
