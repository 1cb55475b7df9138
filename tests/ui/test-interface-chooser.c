/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-interface-chooser.h"
#include "netop-row-fixture.h"
#include "netop-row-menu.h"

/* All interfaces, or one: what can be chosen, what the source is told, and what stays chosen. */

#define ETHERNET 2

static const char *picture_folder;

static GtkWidget *
get_chooser (NetopWindowFixture *fixture)
{
  return netop_window_fixture_find (fixture->window, NETOP_TYPE_INTERFACE_CHOOSER);
}

static GtkMenuButton *
get_button (NetopWindowFixture *fixture)
{
  return GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (get_chooser (fixture))));
}

static guint
get_told (NetopWindowFixture *fixture)
{
  return netop_fake_source_get_shown_interface (NETOP_FAKE_SOURCE (fixture->source));
}

static gboolean
can_choose (NetopWindowFixture *fixture)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "interface");
}

static void
choose (NetopWindowFixture *fixture,
        const char         *name)
{
  gtk_widget_activate_action (fixture->window, "win.interface", "s", name);
  netop_window_fixture_draw (fixture);
}

static void
assert_chosen (NetopWindowFixture *fixture,
               const char         *name,
               const char         *label)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "interface");

  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, name);
  g_assert_cmpstr (gtk_menu_button_get_label (get_button (fixture)), ==, label);
}

static void
add_interface (NetopSnapshot *snapshot,
               uint32_t       index,
               const char    *name,
               uint32_t       master,
               uint8_t        state)
{
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = index },
    .facts = { .index = index, .master = master, .state = state, .present = 1 },
    .name = g_ref_string_new (name),
  };

  g_array_append_val (snapshot->interfaces, interface);
}

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  return netop_fake_snapshot (3, 9, fixture->step++);
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_forget ();
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_show (fixture, make_snapshot (fixture));
}

/* Returns: (transfer full): the labels of a menu's items, those of its sections after a "|" */
static char *
dup_items (GMenuModel *menu)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *items = section != NULL ? dup_items (section) : NULL;
      g_autofree char *label = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", items != NULL ? items : label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_items (NetopWindowFixture *fixture,
              const char         *expected)
{
  g_autofree char *items = dup_items (gtk_menu_button_get_menu_model (get_button (fixture)));

  g_assert_cmpstr (items, ==, expected);
}

static void
test_choice (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  g_assert_true (gtk_widget_get_visible (get_chooser (&fixture)));
  assert_chosen (&fixture, "", "All Interfaces");
  g_assert_cmpuint (get_told (&fixture), ==, 0);

  choose (&fixture, "eth0");
  assert_chosen (&fixture, "eth0", "eth0");
  g_assert_cmpuint (get_told (&fixture), ==, ETHERNET);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "one-interface"), >, 100);

  /* There is none. */
  choose (&fixture, "eth7");
  assert_chosen (&fixture, "eth0", "eth0");
  choose (&fixture, "");
  assert_chosen (&fixture, "", "All Interfaces");
  g_assert_cmpuint (get_told (&fixture), ==, 0);
  netop_window_fixture_close (&fixture);
}

/* By its name it is the same when it comes again, under another number. */
static void
test_coming_and_going (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_window (&fixture);
  snapshot = make_snapshot (&fixture);
  add_interface (snapshot, 9, "wg0", 0, NETOP_INTERFACE_STATE_UP);
  netop_window_fixture_show (&fixture, snapshot);
  choose (&fixture, "wg0");
  g_assert_cmpuint (get_told (&fixture), ==, 9);
  assert_items (&fixture, "_All Interfaces|eth0 · Ethernet|wg0");

  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  assert_chosen (&fixture, "wg0", "wg0");
  assert_items (&fixture, "_All Interfaces|eth0 · Ethernet|wg0");

  snapshot = make_snapshot (&fixture);
  add_interface (snapshot, 10, "wg0", 0, NETOP_INTERFACE_STATE_UP);
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_cmpuint (get_told (&fixture), ==, 10);
  choose (&fixture, "");
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  assert_items (&fixture, "_All Interfaces|eth0 · Ethernet");
  netop_window_fixture_close (&fixture);
}

/* Those that are up first; none below another; of many the first; and names that are no mnemonics. */
static void
test_menu (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  g_autofree char   *items = NULL;
  guint              n_items = 1;

  open_window (&fixture);
  snapshot = make_snapshot (&fixture);
  add_interface (snapshot, 5, "down_0", 0, NETOP_INTERFACE_STATE_DOWN);
  add_interface (snapshot, 6, "br0", 0, NETOP_INTERFACE_STATE_UP);
  add_interface (snapshot, 7, "port0", 6, NETOP_INTERFACE_STATE_UP);
  add_interface (snapshot, 8, "other", 99, NETOP_INTERFACE_STATE_UP);
  netop_window_fixture_show (&fixture, snapshot);
  assert_items (&fixture, "_All Interfaces|eth0 · Ethernet|br0|other|down__0");

  snapshot = make_snapshot (&fixture);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("veth%u", i);

      add_interface (snapshot, 100 + i, name, 0, NETOP_INTERFACE_STATE_UP);
    }
  netop_window_fixture_show (&fixture, snapshot);
  items = dup_items (gtk_menu_button_get_menu_model (get_button (&fixture)));
  for (const char *c = items; *c != '\0'; c++)
    n_items += *c == '|';
  g_assert_cmpuint (n_items, ==, 25);
  /* Those that are not listed can be chosen on their page. */
  choose (&fixture, "veth999");
  g_assert_cmpuint (get_told (&fixture), ==, 1099);
  netop_window_fixture_close (&fixture);
}

static void
test_without_choice (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  netop_window_fixture_open (&fixture, NULL);
  snapshot = make_snapshot (&fixture);
  snapshot->capture.backend = NETOP_BACKEND_SOCKETS;
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_false (can_choose (&fixture));
  g_assert_false (gtk_widget_get_visible (get_chooser (&fixture)));
  netop_window_fixture_close (&fixture);

  /* One alone is watched, as the command line has it. */
  netop_window_fixture_open (&fixture, NULL);
  snapshot = make_snapshot (&fixture);
  snapshot->capture.interface_name = g_ref_string_new ("eth0");
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_false (can_choose (&fixture));
  netop_window_fixture_close (&fixture);
}

static void
test_pause (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  netop_window_fixture_draw (&fixture);
  g_assert_false (can_choose (&fixture));
  g_assert_true (gtk_widget_get_visible (get_chooser (&fixture)));
  gtk_widget_activate_action (fixture.window, "win.pause", NULL);
  netop_window_fixture_draw (&fixture);
  g_assert_true (can_choose (&fixture));
  netop_window_fixture_close (&fixture);
}

static void
test_row_menu (void)
{
  static const NetopRowKey key = { .kind = NETOP_ROW_INTERFACE, .a = ETHERNET };
  NetopWindowFixture       fixture;
  const NetopRow          *row;
  g_autofree char         *items = NULL;

  open_window (&fixture);
  netop_row_fixture_select (&fixture, "interfaces", key);
  row = netop_selection_get_row (netop_row_fixture_get_selection (&fixture));
  {
    g_autoptr (GMenuModel) menu = netop_row_menu_new (row, netop_source_get_snapshot (fixture.source), TRUE);

    items = dup_items (menu);
  }
  g_assert_nonnull (strstr (items, "Show Traffic of _This Interface Only"));
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  picture_folder = argv[1];
  g_test_add_func ("/ui/interface-chooser/choice", test_choice);
  g_test_add_func ("/ui/interface-chooser/coming-and-going", test_coming_and_going);
  g_test_add_func ("/ui/interface-chooser/menu", test_menu);
  g_test_add_func ("/ui/interface-chooser/without-choice", test_without_choice);
  g_test_add_func ("/ui/interface-chooser/pause", test_pause);
  g_test_add_func ("/ui/interface-chooser/row-menu", test_row_menu);
  return g_test_run ();
}
