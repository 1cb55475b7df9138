/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-preferences.h"

#include "netop-address-database-row.h"

#define MS_PER_S 1000.0

struct _NetopPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkSpinButton           *refresh_interval;
  AdwComboRow             *unit;
  GtkSpinButton           *tint_low;
  GtkSpinButton           *tint_middle;
  GtkSpinButton           *tint_high;
  GtkSwitch               *show_loopback;
  GtkSwitch               *count_carriers;
  GtkSpinButton           *keep_closed;
  GtkSwitch               *reverse_dns;
  NetopAddressDatabaseRow *address_databases;
  AdwComboRow             *capture_mode;
  GtkSpinButton           *capture_buffer;
};

G_DEFINE_FINAL_TYPE (NetopPreferences, netop_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* As they stand in the list. */
static const char *const capture_modes[] = { "auto", "pcap", "sockets" };

/* --- Between settings and what shows them --- */

static gboolean
get_seconds (GValue   *value,
             GVariant *variant,
             gpointer  user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant) / MS_PER_S);
  return TRUE;
}

static GVariant *
set_seconds (const GValue       *value,
             const GVariantType *type,
             gpointer            user_data)
{
  return g_variant_new_uint32 ((guint32)(g_value_get_double (value) * MS_PER_S + 0.5));
}

static gboolean
get_number (GValue   *value,
            GVariant *variant,
            gpointer  user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant));
  return TRUE;
}

static GVariant *
set_number (const GValue       *value,
            const GVariantType *type,
            gpointer            user_data)
{
  return g_variant_new_uint32 ((guint32)(g_value_get_double (value) + 0.5));
}

static gboolean
get_unit (GValue   *value,
          GVariant *variant,
          gpointer  user_data)
{
  g_value_set_uint (value, g_variant_get_boolean (variant) ? 1 : 0);
  return TRUE;
}

static GVariant *
set_unit (const GValue       *value,
          const GVariantType *type,
          gpointer            user_data)
{
  return g_variant_new_boolean (g_value_get_uint (value) == 1);
}

static gboolean
get_capture_mode (GValue   *value,
                  GVariant *variant,
                  gpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (capture_modes); i++)
    {
      if (g_str_equal (capture_modes[i], g_variant_get_string (variant, NULL)))
        {
          g_value_set_uint (value, i);
          return TRUE;
        }
    }

  return FALSE;
}

static GVariant *
set_capture_mode (const GValue       *value,
                  const GVariantType *type,
                  gpointer            user_data)
{
  guint i = g_value_get_uint (value);

  return i < G_N_ELEMENTS (capture_modes) ? g_variant_new_string (capture_modes[i]) : NULL;
}

static void
bind_spin (GtkSpinButton          *spin,
           GSettings              *settings,
           const char             *key,
           GSettingsBindGetMapping get,
           GSettingsBindSetMapping set)
{
  g_settings_bind_with_mapping (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT, get, set, NULL, NULL);
}

static void
bind (NetopPreferences *self,
      GSettings        *settings)
{
  bind_spin (self->refresh_interval, settings, "refresh-interval", get_seconds, set_seconds);
  bind_spin (self->tint_low, settings, "tint-low", get_number, set_number);
  bind_spin (self->tint_middle, settings, "tint-middle", get_number, set_number);
  bind_spin (self->tint_high, settings, "tint-high", get_number, set_number);
  bind_spin (self->keep_closed, settings, "keep-closed", get_number, set_number);
  bind_spin (self->capture_buffer, settings, "capture-buffer", get_number, set_number);
  g_settings_bind (settings, "show-loopback", self->show_loopback, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "reverse-dns", self->reverse_dns, "active", G_SETTINGS_BIND_DEFAULT);
  netop_address_database_row_set_settings (self->address_databases, settings);
  g_settings_bind (settings, "count-carriers", self->count_carriers, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "use-bits", self->unit, "selected", G_SETTINGS_BIND_DEFAULT, get_unit, set_unit, NULL, NULL);
  g_settings_bind_with_mapping (settings, "capture-mode", self->capture_mode, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_capture_mode, set_capture_mode, NULL, NULL);
}

/* --- The widget --- */

static void
netop_preferences_class_init (NetopPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NETOP_TYPE_ADDRESS_DATABASE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, refresh_interval);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, unit);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, tint_low);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, tint_middle);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, tint_high);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, show_loopback);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, count_carriers);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, keep_closed);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, reverse_dns);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, address_databases);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, capture_mode);
  gtk_widget_class_bind_template_child (widget_class, NetopPreferences, capture_buffer);
}

static void
netop_preferences_init (NetopPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * netop_preferences_new:
 * @parent: (transfer none): the window it belongs to
 * @settings: (transfer none): the program's
 *
 * Returns: (transfer floating): the window, to be presented
 */
GtkWidget *
netop_preferences_new (GtkWindow *parent,
                       GSettings *settings)
{
  NetopPreferences *self = g_object_new (NETOP_TYPE_PREFERENCES, "transient-for", parent, NULL);

  bind (self, settings);
  return GTK_WIDGET (self);
}
