/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-interface-card.h"
#include "netop-interface-cards.h"
#include "netop-interfaces-page.h"
#include "netop-row-fixture.h"
#include "netop-search.h"

/* The interfaces as cards: which there are, what they say, and that they are the table's rows all the same. */

#define ETHERNET 2

static const char *picture_folder;

static NetopInterfacesPage *
get_page (NetopWindowFixture *fixture)
{
  return NETOP_INTERFACES_PAGE (netop_window_fixture_find (fixture->window, NETOP_TYPE_INTERFACES_PAGE));
}

static NetopInterfaceCards *
get_cards (NetopWindowFixture *fixture)
{
  return NETOP_INTERFACE_CARDS (netop_window_fixture_find (GTK_WIDGET (get_page (fixture)), NETOP_TYPE_INTERFACE_CARDS));
}

static GtkWidget *
get_card (NetopWindowFixture *fixture,
          int                 index)
{
  return GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (netop_window_fixture_find (GTK_WIDGET (get_cards (fixture)), GTK_TYPE_FLOW_BOX)), index));
}

static gboolean
has_label (GtkWidget  *root,
           const char *text)
{
  return netop_row_fixture_find_label (root, text) != NULL;
}

static NetopSnapshotInterface *
add_interface (NetopSnapshot *snapshot,
               uint32_t       index,
               const char    *name,
               const char    *kind,
               uint8_t        state)
{
  NetopSnapshotInterface interface = {
    .key = { .kind = NETOP_ROW_INTERFACE, .a = index },
    .facts = { .index = index, .state = state, .present = 1, .is_loopback = g_str_equal (kind, "loopback") },
    .name = g_ref_string_new (name),
    .rate = { .known = true },
  };

  g_strlcpy (interface.facts.kind, kind, sizeof interface.facts.kind);
  g_array_append_val (snapshot->interfaces, interface);
  return &g_array_index (snapshot->interfaces, NetopSnapshotInterface, snapshot->interfaces->len - 1);
}

static void
add_names (NetopSnapshotInterface *interface)
{
  NetopAddress server = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 1 });

  interface->dns_servers = g_array_new (FALSE, FALSE, sizeof server);
  g_array_append_val (interface->dns_servers, server);
  interface->search_domains = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ref_string_release);
  g_ptr_array_add (interface->search_domains, g_ref_string_new ("home.test"));
}

static NetopSnapshot *
make_snapshot (NetopWindowFixture *fixture)
{
  NetopSnapshot          *snapshot = netop_fake_snapshot (3, 9, fixture->step++);
  NetopSnapshotInterface *ethernet = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0);
  NetopSnapshotInterface *wifi;

  ethernet->rate = (NetopRate){ .known = true, .rx_bytes_per_s = 11.6e6, .tx_bytes_per_s = 2890 };
  add_names (ethernet);
  add_interface (snapshot, 1, "lo", "loopback", NETOP_INTERFACE_STATE_UP);
  add_interface (snapshot, 3, "enp4s0", "ethernet", NETOP_INTERFACE_STATE_NO_LINK);
  wifi = add_interface (snapshot, 4, "wlp2s0", "wifi", NETOP_INTERFACE_STATE_UP);
  wifi->facts.rx_dropped = 37;
  add_interface (snapshot, 5, "wg0", "wireguard", NETOP_INTERFACE_STATE_UP);
  add_interface (snapshot, 6, "podman0", "bridge", NETOP_INTERFACE_STATE_UP);
  return snapshot;
}

static void
show_cards (NetopWindowFixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "win.page", "s", "interfaces");
  gtk_widget_activate_action (fixture->window, "win.interface-cards", NULL);
  netop_window_fixture_draw (fixture);
}

static void
open_window (NetopWindowFixture *fixture)
{
  netop_window_fixture_forget ();
  netop_window_fixture_open (fixture, NULL);
  netop_window_fixture_show (fixture, make_snapshot (fixture));
}

static void
test_toggle (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  netop_window_fixture_draw (&fixture);
  g_assert_false (netop_interfaces_page_shows_cards (get_page (&fixture)));
  show_cards (&fixture);
  g_assert_true (netop_interfaces_page_shows_cards (get_page (&fixture)));
  g_assert_cmpuint (netop_interface_cards_get_n_cards (get_cards (&fixture)), ==, 6);
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture, picture_folder, "interface-cards"), >, 100);
  /* What sorts tables has none to sort. */
  gtk_widget_activate_action (fixture.window, "win.next-sort", NULL);
  gtk_widget_activate_action (fixture.window, "win.reverse-sort", NULL);
  gtk_widget_activate_action (fixture.window, "win.columns", NULL);
  netop_window_fixture_close (&fixture);

  /* As it was left. */
  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  netop_window_fixture_draw (&fixture);
  g_assert_true (netop_interfaces_page_shows_cards (get_page (&fixture)));
  gtk_widget_activate_action (fixture.window, "win.interface-cards", NULL);
  netop_window_fixture_draw (&fixture);
  g_assert_false (netop_interfaces_page_shows_cards (get_page (&fixture)));
  netop_window_fixture_close (&fixture);
}

/* In an order that does not depend on what they carry. */
static void
test_words (void)
{
  static const char *const order[] = { "eth0", "wlp2s0", "wg0", "podman0", "lo", "enp4s0" };
  NetopWindowFixture       fixture;

  open_window (&fixture);
  show_cards (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_true (has_label (get_card (&fixture, (int)i), order[i]));

  g_assert_true (has_label (get_card (&fixture, 0), "Ethernet · 1.00 Gb/s"));
  g_assert_true (has_label (get_card (&fixture, 0), "11.6 MB/s"));
  g_assert_true (has_label (get_card (&fixture, 0), "192.0.2.10/24"));
  g_assert_true (has_label (get_card (&fixture, 0), "192.0.2.1"));
  g_assert_true (has_label (get_card (&fixture, 0), "home.test"));
  g_assert_true (has_label (get_card (&fixture, 0), "nothing"));
  g_assert_true (has_label (get_card (&fixture, 1), "37 dropped, 0 errors"));
  g_assert_true (has_label (get_card (&fixture, 5), "no link"));
  g_assert_true (has_label (get_card (&fixture, 5), "nothing yet"));
  netop_window_fixture_close (&fixture);
}

static void
test_selection (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        key = { .kind = NETOP_ROW_INTERFACE, .a = ETHERNET };
  const NetopRow    *row;
  g_autofree char   *text = NULL;

  open_window (&fixture);
  show_cards (&fixture);
  gtk_flow_box_select_child (GTK_FLOW_BOX (gtk_widget_get_parent (get_card (&fixture, 1))), GTK_FLOW_BOX_CHILD (get_card (&fixture, 1)));
  row = netop_selection_get_row (netop_row_fixture_get_selection (&fixture));
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, "wlp2s0");
  gtk_widget_activate_action (fixture.window, "win.copy", NULL);
  netop_window_fixture_draw (&fixture);
  text = netop_row_fixture_dup_copied (&fixture);
  g_assert_true (g_str_has_prefix (text, "wlp2s0\t"));

  /* It stays when others come and go, and the other way round. */
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_true (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (get_card (&fixture, 1))));
  netop_row_model_set_selected (netop_table_page_get_model (netop_interfaces_page_get_table (get_page (&fixture))), &key);
  g_assert_true (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (get_card (&fixture, 0))));
  g_assert_false (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (get_card (&fixture, 1))));
  netop_window_fixture_close (&fixture);
}

static const char *
get_selected_name (NetopWindowFixture *fixture)
{
  const NetopRow *row = netop_selection_get_row (netop_row_fixture_get_selection (fixture));

  return row != NULL ? row->name : NULL;
}

/* Who only comes to the cards has not chosen one, whichever way they came. */
static void
test_coming (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  show_cards (&fixture);
  g_assert_null (get_selected_name (&fixture));
  netop_window_fixture_close (&fixture);

  netop_window_fixture_open (&fixture, NULL);
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  gtk_widget_activate_action (fixture.window, "win.page", "s", "interfaces");
  netop_window_fixture_draw (&fixture);
  g_assert_true (netop_interfaces_page_shows_cards (get_page (&fixture)));
  g_assert_null (get_selected_name (&fixture));
  g_assert_true (has_label (gtk_root_get_focus (GTK_ROOT (fixture.window)), "eth0"));
  netop_window_fixture_close (&fixture);
}

static NetopSnapshotInterface *
find_interface (NetopSnapshot *snapshot,
                const char    *name,
                guint         *index)
{
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);

      *index = i;
      if (g_str_equal (interface->name, name))
        return interface;
    }
  g_assert_not_reached ();
}

static void
remove_interface (NetopSnapshot *snapshot,
                  const char    *name)
{
  guint index;

  find_interface (snapshot, name, &index);
  g_array_remove_index (snapshot->interfaces, index);
}

/* A card is its interface's: what has the keys and what is selected goes with it wherever it comes to stand. */
static void
test_identity (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;
  GtkWidget         *card;
  guint              index;

  open_window (&fixture);
  show_cards (&fixture);
  card = get_card (&fixture, 2);
  g_assert_true (has_label (card, "wg0"));
  gtk_flow_box_select_child (GTK_FLOW_BOX (gtk_widget_get_parent (card)), GTK_FLOW_BOX_CHILD (card));
  gtk_widget_grab_focus (card);

  /* One before it goes, and comes back. */
  snapshot = make_snapshot (&fixture);
  remove_interface (snapshot, "wlp2s0");
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (get_card (&fixture, 1) == card);
  g_assert_true (has_label (card, "wg0"));
  netop_window_fixture_show (&fixture, make_snapshot (&fixture));
  g_assert_true (get_card (&fixture, 2) == card);
  g_assert_true (has_label (get_card (&fixture, 1), "wlp2s0"));

  /* It goes behind the others. */
  snapshot = make_snapshot (&fixture);
  find_interface (snapshot, "wg0", &index)->facts.state = NETOP_INTERFACE_STATE_DOWN;
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (get_card (&fixture, 5) == card);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) == card);
  g_assert_cmpstr (get_selected_name (&fixture), ==, "wg0");

  /* Without it a neighbour has the keys, and nothing is selected in its place. */
  snapshot = make_snapshot (&fixture);
  remove_interface (snapshot, "wg0");
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) == get_card (&fixture, 4));
  g_assert_null (get_selected_name (&fixture));
  netop_window_fixture_close (&fixture);
}

static gboolean
has_one_card (gpointer user_data)
{
  return netop_interface_cards_get_n_cards (get_cards (user_data)) == 1;
}

static gboolean
has_no_cards (gpointer user_data)
{
  return !netop_interfaces_page_shows_cards (get_page (user_data));
}

static void
search (NetopWindowFixture *fixture,
        const char         *text)
{
  netop_search_set_text (NETOP_SEARCH (netop_window_fixture_find (fixture->window, NETOP_TYPE_SEARCH)), text);
}

static void
test_search (void)
{
  NetopWindowFixture fixture;

  open_window (&fixture);
  show_cards (&fixture);
  search (&fixture, "wg0");
  netop_window_fixture_wait (has_one_card, &fixture);
  g_assert_true (has_label (get_card (&fixture, 0), "wg0"));
  /* Where none is left the table says so. */
  search (&fixture, "nothing-is-called-so");
  netop_window_fixture_wait (has_no_cards, &fixture);
  g_assert_true (has_label (GTK_WIDGET (get_page (&fixture)), "No Matches"));
  netop_window_fixture_close (&fixture);
}

static void
test_numbers (void)
{
  static const guint numbers[] = { 0, 1, 1000, 2 };
  NetopWindowFixture fixture;

  open_window (&fixture);
  show_cards (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      NetopSnapshot *snapshot = make_snapshot (&fixture);

      g_array_set_size (snapshot->interfaces, 0);
      for (guint j = 0; j < numbers[i]; j++)
        {
          g_autofree char *name = g_strdup_printf ("veth%u", j);

          add_interface (snapshot, 10 + j, name, "veth", NETOP_INTERFACE_STATE_UP);
        }
      netop_window_fixture_show (&fixture, snapshot);
      g_assert_cmpuint (netop_interface_cards_get_n_cards (get_cards (&fixture)), ==, MIN (numbers[i], 48));
      g_assert_cmpint (netop_interfaces_page_shows_cards (get_page (&fixture)), ==, numbers[i] > 0);
      g_assert_cmpint (has_label (GTK_WIDGET (get_cards (&fixture)), "952 more interfaces are in the list."), ==, numbers[i] == 1000);
    }
  netop_window_fixture_close (&fixture);
}

/* The kernel allows an interface nearly any name. */
static void
test_hostile (void)
{
  NetopWindowFixture fixture;
  NetopSnapshot     *snapshot;

  open_window (&fixture);
  show_cards (&fixture);
  snapshot = make_snapshot (&fixture);
  add_interface (snapshot, 8, "<b>&amp;%s_x", "<i>", NETOP_INTERFACE_STATE_UP);
  add_interface (snapshot, 9, "\xe2\x80\xaegnp.exe", "\xe2\x80\xae", NETOP_INTERFACE_STATE_DOWN);
  netop_window_fixture_show (&fixture, snapshot);
  g_assert_true (has_label (get_card (&fixture, 4), "<b>&amp;%s_x"));
  netop_window_fixture_close (&fixture);
}

static GtkWidget *
find_popover (NetopWindowFixture *fixture)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (get_cards (fixture)));

  return GTK_IS_POPOVER_MENU (last) ? last : NULL;
}

static void
press_menu (NetopWindowFixture *fixture)
{
  netop_row_fixture_press_shortcut (GTK_WIDGET (get_cards (fixture)), "Menu|<Shift>F10");
  netop_window_fixture_draw (fixture);
}

/* At the selected card, and without one at the one that has the keys, which is selected by that. */
static void
test_menu (void)
{
  NetopWindowFixture fixture;
  NetopRowKey        key = { .kind = NETOP_ROW_INTERFACE, .a = ETHERNET };

  open_window (&fixture);
  show_cards (&fixture);
  gtk_window_set_focus (GTK_WINDOW (fixture.window), NULL);
  press_menu (&fixture);
  g_assert_null (find_popover (&fixture));

  netop_interface_cards_focus (get_cards (&fixture));
  g_assert_null (get_selected_name (&fixture));
  press_menu (&fixture);
  g_assert_nonnull (find_popover (&fixture));
  g_assert_true (has_label (get_card (&fixture, 0), get_selected_name (&fixture)));
  gtk_popover_popdown (GTK_POPOVER (find_popover (&fixture)));
  netop_window_fixture_draw (&fixture);
  g_assert_null (find_popover (&fixture));

  gtk_widget_grab_focus (get_card (&fixture, 2));
  netop_row_model_set_selected (netop_table_page_get_model (netop_interfaces_page_get_table (get_page (&fixture))), &key);
  press_menu (&fixture);
  g_assert_nonnull (find_popover (&fixture));
  g_assert_true (has_label (get_card (&fixture, 0), get_selected_name (&fixture)));
  /* A window that is closed with it open. */
  netop_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  picture_folder = argv[1];
  g_test_add_func ("/ui/interface-cards/toggle", test_toggle);
  g_test_add_func ("/ui/interface-cards/words", test_words);
  g_test_add_func ("/ui/interface-cards/selection", test_selection);
  g_test_add_func ("/ui/interface-cards/coming", test_coming);
  g_test_add_func ("/ui/interface-cards/identity", test_identity);
  g_test_add_func ("/ui/interface-cards/search", test_search);
  g_test_add_func ("/ui/interface-cards/numbers", test_numbers);
  g_test_add_func ("/ui/interface-cards/hostile", test_hostile);
  g_test_add_func ("/ui/interface-cards/menu", test_menu);
  return g_test_run ();
}
