/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopSettingsKeeper:
 *
 * Has the preferences take effect: at once, and again whenever one changes, whoever changes it.
 */
#define NETOP_TYPE_SETTINGS_KEEPER (netop_settings_keeper_get_type ())
G_DECLARE_FINAL_TYPE (NetopSettingsKeeper, netop_settings_keeper, NETOP, SETTINGS_KEEPER, GObject)

NetopSettingsKeeper *netop_settings_keeper_new (GSettings *settings, NetopSource *source) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
