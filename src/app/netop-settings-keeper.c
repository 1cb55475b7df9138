/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-settings-keeper.h"

#include "netop-address-database-reader.h"
#include "netop-rate-style.h"
#include "netop-reverse-names.h"

#define BYTES_PER_KB 1000.0
#define BYTES_PER_MIB (1024 * 1024)

struct _NetopSettingsKeeper
{
  GObject parent_instance;

  GSettings   *settings;
  NetopSource *source;
};

G_DEFINE_FINAL_TYPE (NetopSettingsKeeper, netop_settings_keeper, G_TYPE_OBJECT)

static void
take_rate_style (NetopSettingsKeeper *self)
{
  static const char *const keys[NETOP_TINT_N_LEVELS] = { "tint-low", "tint-middle", "tint-high" };
  NetopTintThresholds      thresholds;

  for (guint i = 0; i < NETOP_TINT_N_LEVELS; i++)
    thresholds.bytes_per_s[i] = g_settings_get_uint (self->settings, keys[i]) * BYTES_PER_KB;
  netop_rate_style_set (g_settings_get_boolean (self->settings, "use-bits") ? NETOP_UNIT_BITS : NETOP_UNIT_BYTES, &thresholds);
}

static void
take_refresh_interval (NetopSettingsKeeper *self)
{
  netop_source_set_refresh_interval (self->source, g_settings_get_uint (self->settings, "refresh-interval"));
}

static void
take_carriers (NetopSettingsKeeper *self)
{
  netop_source_set_carriers_counted (self->source, g_settings_get_boolean (self->settings, "count-carriers"));
}

static void
take_listed (NetopSettingsKeeper *self)
{
  netop_source_set_listed (self->source,
                           g_settings_get_boolean (self->settings, "show-loopback"),
                           g_settings_get_uint (self->settings, "keep-closed"));
}

static void
take_capture (NetopSettingsKeeper *self)
{
  g_autofree char *mode = g_settings_get_string (self->settings, "capture-mode");

  netop_source_set_capture (self->source, mode, g_settings_get_uint (self->settings, "capture-buffer") * BYTES_PER_MIB);
}

static void
take_reverse_dns (NetopSettingsKeeper *self)
{
  netop_reverse_names_set_preferred (g_settings_get_boolean (self->settings, "reverse-dns"));
}

static void
take_address_databases (NetopSettingsKeeper *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "address-databases");

  netop_address_database_reader_set_preferred (netop_address_database_reader_get_default (), (const char *const *)paths);
}

static const struct
{
  const char *key;
  void (*take) (NetopSettingsKeeper *self);
} preferences[] = {
  { "use-bits", take_rate_style },
  { "tint-low", take_rate_style },
  { "tint-middle", take_rate_style },
  { "tint-high", take_rate_style },
  { "refresh-interval", take_refresh_interval },
  { "count-carriers", take_carriers },
  { "show-loopback", take_listed },
  { "keep-closed", take_listed },
  { "capture-mode", take_capture },
  { "capture-buffer", take_capture },
  { "reverse-dns", take_reverse_dns },
  { "address-databases", take_address_databases },
};

static void
on_changed (GSettings           *settings,
            const char          *key,
            NetopSettingsKeeper *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    if (g_str_equal (preferences[i].key, key))
      preferences[i].take (self);
}

static void
netop_settings_keeper_dispose (GObject *object)
{
  NetopSettingsKeeper *self = NETOP_SETTINGS_KEEPER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (netop_settings_keeper_parent_class)->dispose (object);
}

static void
netop_settings_keeper_class_init (NetopSettingsKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_settings_keeper_dispose;
}

static void
netop_settings_keeper_init (NetopSettingsKeeper *self)
{
}

/**
 * netop_settings_keeper_new:
 * @settings: (transfer none): the program's
 * @source: (transfer none): not started yet, so that it starts with what is preferred
 *
 * Returns: (transfer full): it has told @source and the style of rates, and goes on as long as it lives
 */
NetopSettingsKeeper *
netop_settings_keeper_new (GSettings   *settings,
                           NetopSource *source)
{
  NetopSettingsKeeper *self = g_object_new (NETOP_TYPE_SETTINGS_KEEPER, NULL);

  self->settings = g_object_ref (settings);
  self->source = g_object_ref (source);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_changed), self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    preferences[i].take (self);
  return self;
}
