/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <string.h>

#include "netop-address-database-reader.h"
#include "netop-preferences.h"
#include "netop-rate-style.h"
#include "netop-row-fixture.h"
#include "netop-settings-keeper.h"
#include "netop-settings.h"
#include "netop-window-fixture.h"

/* Preferences take effect at once, whoever changes them; what may not be changed cannot be, and nonsense has no effect. Its
 * pictures stay in the folder the first argument names. */

static const char *picture_folder;

/* --- Settings that somebody else has written, and nobody may change --- */

typedef struct
{
  GSettingsBackend parent_instance;
} LockedBackend;

typedef GSettingsBackendClass LockedBackendClass;

GType locked_backend_get_type (void);
G_DEFINE_TYPE (LockedBackend, locked_backend, G_TYPE_SETTINGS_BACKEND)

static GVariant *
locked_backend_read (GSettingsBackend   *backend,
                     const char         *key,
                     const GVariantType *type,
                     gboolean            default_value)
{
  if (g_str_has_suffix (key, "/refresh-interval"))
    return g_variant_ref_sink (g_variant_new_uint32 (4000000000));
  if (g_str_has_suffix (key, "/capture-mode"))
    return g_variant_ref_sink (g_variant_new_string ("magic"));
  if (g_str_has_suffix (key, "/keep-closed"))
    return g_variant_ref_sink (g_variant_new_string ("thirty"));
  if (g_str_has_suffix (key, "/tint-low"))
    return g_variant_ref_sink (g_variant_new_uint32 (5000));
  return NULL;
}

static gboolean
locked_backend_get_writable (GSettingsBackend *backend,
                             const char       *key)
{
  return FALSE;
}

static gboolean
locked_backend_write (GSettingsBackend *backend,
                      const char       *key,
                      GVariant         *value,
                      gpointer          origin)
{
  g_variant_unref (g_variant_ref_sink (value));
  return FALSE;
}

static void
locked_backend_class_init (LockedBackendClass *klass)
{
  klass->read = locked_backend_read;
  klass->get_writable = locked_backend_get_writable;
  klass->write = locked_backend_write;
}

static void
locked_backend_init (LockedBackend *self)
{
}

static GSettings *
new_locked_settings (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = g_object_new (locked_backend_get_type (), NULL);

  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_new_full (schema, backend, NULL);
}

/* --- What is looked for in the window --- */

static GtkWidget *
get_child (GtkWidget  *preferences,
           const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (preferences, NETOP_TYPE_PREFERENCES, name));
}

static void
set_number (GtkWidget  *preferences,
            const char *name,
            double      value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (get_child (preferences, name)), value);
}

static double
get_number (GtkWidget  *preferences,
            const char *name)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (get_child (preferences, name)));
}

/* Returns (transfer none) the preferences, which the window opens. */
static GtkWidget *
open_preferences (NetopWindowFixture *fixture)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  gtk_widget_activate_action (fixture->window, "win.preferences", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (NETOP_IS_PREFERENCES (window))
        return window;
    }
  g_assert_not_reached ();
}

static void
reset_settings (void)
{
  static const char *const keys[] = { "refresh-interval", "use-bits", "tint-low", "tint-middle", "tint-high", "show-loopback",
                                      "count-carriers", "keep-closed", "capture-mode", "capture-buffer", "reverse-dns", "address-databases" };
  g_autoptr (GSettings) settings = netop_settings_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
}

static gboolean
has_text (GtkWidget  *root,
          const char *text)
{
  const char *shown = netop_row_fixture_get_text (root);

  if (shown != NULL && strstr (shown, text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

/* --- Tests --- */

static void
assert_capture (NetopFakeSource *source,
                const char      *mode,
                guint            mib)
{
  guint buffer_bytes;

  g_assert_cmpstr (netop_fake_source_get_capture (source, &buffer_bytes), ==, mode);
  g_assert_cmpuint (buffer_bytes, ==, mib * 1024 * 1024);
}

static void
test_sources_are_told (void)
{
  NetopWindowFixture fixture;
  NetopFakeSource   *source;
  GtkWidget         *preferences;

  netop_window_fixture_open (&fixture, NULL);
  source = NETOP_FAKE_SOURCE (fixture.source);
  g_assert_cmpuint (netop_fake_source_get_refresh_interval (source), ==, 1000);
  g_assert_true (netop_fake_source_get_loopback_shown (source));
  g_assert_cmpuint (netop_fake_source_get_keep_closed (source), ==, 30);
  assert_capture (source, "auto", 64);

  preferences = open_preferences (&fixture);
  set_number (preferences, "refresh_interval", 0.1);
  g_assert_cmpuint (netop_fake_source_get_refresh_interval (source), ==, 100);
  set_number (preferences, "refresh_interval", 99);
  g_assert_cmpuint (netop_fake_source_get_refresh_interval (source), ==, 10000);
  set_number (preferences, "keep_closed", 0);
  g_assert_cmpuint (netop_fake_source_get_keep_closed (source), ==, 0);
  gtk_switch_set_active (GTK_SWITCH (get_child (preferences, "show_loopback")), FALSE);
  g_assert_false (netop_fake_source_get_loopback_shown (source));
  gtk_switch_set_active (GTK_SWITCH (get_child (preferences, "count_carriers")), TRUE);
  g_assert_true (netop_fake_source_get_carriers_counted (source));
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_child (preferences, "capture_mode")), 2);
  set_number (preferences, "capture_buffer", 1024);
  assert_capture (source, "sockets", 1024);
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);

  /* The next window remembers. */
  netop_window_fixture_open (&fixture, NULL);
  source = NETOP_FAKE_SOURCE (fixture.source);
  g_assert_cmpuint (netop_fake_source_get_refresh_interval (source), ==, 10000);
  g_assert_false (netop_fake_source_get_loopback_shown (source));
  g_assert_cmpuint (netop_fake_source_get_keep_closed (source), ==, 0);
  assert_capture (source, "sockets", 1024);
  netop_window_fixture_close (&fixture);
  reset_settings ();
}

static void
test_shows_what_is_set (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  NetopWindowFixture fixture;
  GtkWidget         *preferences;

  netop_window_fixture_open (&fixture, NULL);
  preferences = open_preferences (&fixture);
  g_settings_set_uint (settings, "refresh-interval", 2500);
  g_settings_set_uint (settings, "keep-closed", 77);
  g_settings_set_boolean (settings, "use-bits", TRUE);
  g_settings_set_string (settings, "capture-mode", "pcap");
  netop_window_fixture_settle ();
  g_assert_cmpfloat (get_number (preferences, "refresh_interval"), ==, 2.5);
  g_assert_cmpfloat (get_number (preferences, "keep_closed"), ==, 77);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_child (preferences, "unit"))), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_child (preferences, "capture_mode"))), ==, 1);
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);
  reset_settings ();
}

/* Also of a view that is paused. */
static void
test_bits (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  NetopWindowFixture fixture;
  GtkWidget         *preferences;

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_push (&fixture, 30);
  netop_window_fixture_draw (&fixture);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  g_assert_true (has_text (fixture.window, "MB/s"));
  g_assert_false (has_text (fixture.window, "Mb/s"));

  preferences = open_preferences (&fixture);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_child (preferences, "unit")), 1);
  netop_window_fixture_draw (&fixture);
  g_assert_true (g_settings_get_boolean (settings, "use-bits"));
  g_assert_true (has_text (fixture.window, "Mb/s"));
  g_assert_false (has_text (fixture.window, "MB/s"));
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "bits"), >, 100);
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);
  reset_settings ();
}

static void
assert_levels (guint at_50_kb,
               guint at_2_mb,
               guint at_20_mb)
{
  g_assert_cmpuint (netop_rate_style_get_level (netop_figure (50e3)), ==, at_50_kb);
  g_assert_cmpuint (netop_rate_style_get_level (netop_figure (2e6)), ==, at_2_mb);
  g_assert_cmpuint (netop_rate_style_get_level (netop_figure (20e6)), ==, at_20_mb);
}

static void
test_tints (void)
{
  NetopWindowFixture fixture;
  GtkWidget         *preferences;

  netop_window_fixture_open (&fixture, NULL);
  assert_levels (0, 2, 3);
  preferences = open_preferences (&fixture);
  set_number (preferences, "tint_low", 10);
  assert_levels (1, 2, 3);
  /* In no order of their own: none is passed over. */
  set_number (preferences, "tint_low", 5000);
  assert_levels (0, 0, 3);
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);
  reset_settings ();
  netop_window_fixture_open (&fixture, NULL);
  assert_levels (0, 2, 3);
  netop_window_fixture_close (&fixture);
}

static void
test_locked (void)
{
  static const char *const names[] = { "refresh_interval", "unit", "tint_low", "tint_middle", "tint_high", "show_loopback",
                                       "count_carriers", "keep_closed", "capture_mode", "capture_buffer", "reverse_dns", "address_databases" };
  g_autoptr (GSettings) settings = new_locked_settings ();
  g_autoptr (NetopSource) source = netop_fake_source_new ();
  NetopSettingsKeeper *keeper = netop_settings_keeper_new (settings, source);
  NetopWindowFixture   fixture;
  GtkWidget           *preferences;

  /* Values that are out of range, of no choice, of another type: the defaults. */
  g_assert_cmpuint (netop_fake_source_get_refresh_interval (NETOP_FAKE_SOURCE (source)), ==, 1000);
  g_assert_cmpuint (netop_fake_source_get_keep_closed (NETOP_FAKE_SOURCE (source)), ==, 30);
  assert_capture (NETOP_FAKE_SOURCE (source), "auto", 64);
  assert_levels (0, 0, 3);

  netop_window_fixture_open (&fixture, NULL);
  preferences = netop_preferences_new (GTK_WINDOW (fixture.window), settings);
  gtk_window_present (GTK_WINDOW (preferences));
  netop_window_fixture_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (gtk_widget_get_sensitive (get_child (preferences, names[i])));
  g_assert_cmpfloat (get_number (preferences, "refresh_interval"), ==, 1);
  g_assert_cmpfloat (get_number (preferences, "tint_low"), ==, 5000);
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);
  g_assert_finalize_object (keeper);
}

/* A file that is none is said where it was chosen, in words, whatever it is called. */
static void
test_names (void)
{
  g_autofree char  *path = g_build_filename (g_get_tmp_dir (), "<b>no database.mmdb", NULL);
  const char *const paths[] = { path, NULL };
  g_autoptr (GSettings) settings = netop_settings_new ();
  NetopAddressDatabaseReader *reader = netop_address_database_reader_get_default ();
  NetopWindowFixture          fixture;
  GtkWidget                  *preferences;
  GtkWidget                  *row;

  netop_window_fixture_open (&fixture, NULL);
  preferences = open_preferences (&fixture);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (get_child (preferences, "reverse_dns"))));
  gtk_switch_set_active (GTK_SWITCH (get_child (preferences, "reverse_dns")), TRUE);
  g_assert_true (g_settings_get_boolean (settings, "reverse-dns"));

  row = get_child (preferences, "address_databases");
  g_settings_set_strv (settings, "address-databases", paths);
  while (netop_address_database_reader_get_problem (reader) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has_text (row, netop_address_database_reader_get_problem (reader)));
  gtk_widget_activate_action (row, "databases.forget", NULL);
  g_assert_null (netop_address_database_reader_get_problem (reader));
  g_assert_true (has_text (row, "files in MaxMind’s format"));
  gtk_window_destroy (GTK_WINDOW (preferences));
  netop_window_fixture_close (&fixture);
  reset_settings ();
}

int
main (int    argc,
      char **argv)
{
  picture_folder = argv[1];
  netop_window_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/preferences/sources-are-told", test_sources_are_told);
  g_test_add_func ("/ui/preferences/shows-what-is-set", test_shows_what_is_set);
  g_test_add_func ("/ui/preferences/bits", test_bits);
  g_test_add_func ("/ui/preferences/tints", test_tints);
  g_test_add_func ("/ui/preferences/locked", test_locked);

  g_test_add_func ("/ui/preferences/names", test_names);
  return g_test_run ();
}
