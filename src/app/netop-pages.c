/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-pages.h"

#include <glib/gi18n.h>

#include "netop-connections-page.h"
#include "netop-dns-page.h"
#include "netop-interfaces-page.h"
#include "netop-processes-page.h"
#include "netop-table-memory.h"

struct _NetopPages
{
  AdwBin parent_instance;

  AdwViewStack        *stack;
  NetopTablePage      *processes;
  NetopTablePage      *connections;
  NetopInterfacesPage *interfaces;
  NetopDnsPage        *dns;
  NetopSelection      *selection;
  GSimpleAction       *group_by;
  GSimpleAction       *cards;
  GSettings           *settings;   /* NULL where nothing is remembered */
  GPtrArray           *memories;   /* of NetopTableMemory, one for each page that has one */
  gboolean             is_leaving; /* a page that is there no more, which is not the user's doing */
};

G_DEFINE_FINAL_TYPE (NetopPages, netop_pages, ADW_TYPE_BIN)

static GtkWidget *
add_page (NetopPages *self,
          GtkWidget  *page,
          const char *name,
          const char *title,
          const char *icon_name)
{
  AdwViewStackPage *added = adw_view_stack_add_titled (self->stack, page, name, title);

  adw_view_stack_page_set_icon_name (added, icon_name);
  return page;
}

static void
on_page_changed (NetopPages *self)
{
  netop_selection_set_page (self->selection, adw_view_stack_get_visible_child_name (self->stack));
}

static void
watch_selection (NetopPages *self)
{
  self->selection = netop_selection_new ();
  netop_selection_add_table (self->selection, "processes", netop_table_page_get_model (self->processes));
  netop_selection_add_table (self->selection, "connections", netop_table_page_get_model (self->connections));
  netop_selection_add_table (self->selection, "interfaces", netop_table_page_get_model (netop_interfaces_page_get_table (self->interfaces)));
  netop_selection_add_table (self->selection, "dns", netop_table_page_get_model (netop_dns_page_get_queries (self->dns)));
  netop_selection_add_table (self->selection, "dns", netop_table_page_get_model (netop_dns_page_get_resolvers (self->dns)));
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (on_page_changed), self, G_CONNECT_SWAPPED);
  on_page_changed (self);
}

/* --- What the processes are grouped by --- */

static void
change_grouping (GSimpleAction *action,
                 GVariant      *value,
                 NetopPages    *self)
{
  NetopGrouping grouping = netop_grouping_from_id (g_variant_get_string (value, NULL));
  const char   *id = netop_grouping_get_id (grouping);

  netop_processes_page_set_grouping (self->processes, grouping);
  g_simple_action_set_state (action, g_variant_new_string (id));
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "group-by", id);
}

/* --- Whether interfaces are cards --- */

static void
change_cards (GSimpleAction *action,
              GVariant      *value,
              NetopPages    *self)
{
  netop_interfaces_page_set_cards (self->interfaces, g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
  if (self->settings != NULL)
    g_settings_set_value (self->settings, "interface-cards", value);
}

static void
make_cards_action (NetopPages *self)
{
  self->cards = g_simple_action_new_stateful ("interface-cards", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (self->cards, "change-state", G_CALLBACK (change_cards), self, 0);
}

static void
make_group_action (NetopPages *self)
{
  GVariant *state = g_variant_new_string (netop_grouping_get_id (NETOP_GROUPING_PROCESS));

  self->group_by = g_simple_action_new_stateful ("group-by", G_VARIANT_TYPE_STRING, state);
  g_signal_connect_object (self->group_by, "change-state", G_CALLBACK (change_grouping), self, 0);
}

static void
netop_pages_dispose (GObject *object)
{
  NetopPages *self = NETOP_PAGES (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->group_by);
  g_clear_object (&self->cards);
  g_clear_pointer (&self->memories, g_ptr_array_unref);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (netop_pages_parent_class)->dispose (object);
}

static void
netop_pages_class_init (NetopPagesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_pages_dispose;
}

static void
netop_pages_init (NetopPages *self)
{
  self->memories = g_ptr_array_new_with_free_func (g_object_unref);
  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  self->processes = NETOP_TABLE_PAGE (add_page (self, netop_processes_page_new (), "processes", _ ("Processes"), "np-processes-symbolic"));
  self->connections = NETOP_TABLE_PAGE (add_page (self, netop_connections_page_new (), "connections", _ ("Connections"), "np-connections-symbolic"));
  self->interfaces = NETOP_INTERFACES_PAGE (add_page (self, netop_interfaces_page_new (), "interfaces", _ ("Interfaces"), "np-interfaces-symbolic"));
  self->dns = NETOP_DNS_PAGE (add_page (self, netop_dns_page_new (), "dns", _ ("DNS"), "np-dns-symbolic"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  watch_selection (self);
  make_group_action (self);
  make_cards_action (self);
}

/**
 * netop_pages_get_stack:
 *
 * Returns: (transfer none): what a switcher switches
 */
AdwViewStack *
netop_pages_get_stack (NetopPages *self)
{
  return self->stack;
}

/* Returns: (transfer none): the table whose sums the status line shows */
static NetopRowModel *
get_summed_model (NetopPages *self)
{
  gboolean has_connections = netop_pages_is_on (self, "connections") && gtk_widget_get_mapped (GTK_WIDGET (self->connections));

  return netop_table_page_get_model (has_connections ? self->connections : self->processes);
}

/**
 * netop_pages_get_found:
 * @found: (out caller-allocates): to be cleared
 *
 * Says what the search has found of the total: on the pages whose rows are parts of it.
 */
void
netop_pages_get_found (NetopPages *self,
                       NetopFound *found)
{
  *found = (NetopFound){ 0 };
  if (netop_pages_is_on (self, "processes") || netop_pages_is_on (self, "connections"))
    netop_row_model_get_found (get_summed_model (self), found);
}

/**
 * netop_pages_get_totals:
 * @processes: (out): how many processes pass the filter
 * @sums: (out): what stands in the headers: those of the connections on their own page, else those of the processes
 */
void
netop_pages_get_totals (NetopPages     *self,
                        NetopRowTotals *processes,
                        NetopRowTotals *sums)
{
  *processes = netop_row_model_get_totals (netop_table_page_get_model (self->processes));
  *sums = netop_row_model_get_totals (get_summed_model (self));
}

/**
 * netop_pages_get_selection:
 *
 * Returns: (transfer none): what is selected on the page that is on the screen
 */
NetopSelection *
netop_pages_get_selection (NetopPages *self)
{
  return self->selection;
}

static AdwViewStackPage *
get_shown (NetopPages *self)
{
  return adw_view_stack_get_page (self->stack, adw_view_stack_get_visible_child (self->stack));
}

/**
 * netop_pages_is_on:
 *
 * Returns: whether the page of @name is on the screen
 */
gboolean
netop_pages_is_on (NetopPages *self,
                   const char *name)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), name) == 0;
}

/**
 * netop_pages_get_title:
 *
 * Returns: (transfer none): that of the page on the screen, translated
 */
const char *
netop_pages_get_title (NetopPages *self)
{
  return adw_view_stack_page_get_title (get_shown (self));
}

/* A machine without any interface is another matter: its page says so. */
static gboolean
has_interfaces (const NetopSnapshot *snapshot)
{
  return snapshot->interfaces->len > 0 || snapshot->capture.backend != NETOP_BACKEND_FILE;
}

/* A page that has nothing behind it is not there. */
static void
set_there (NetopPages *self,
           GtkWidget  *page,
           gboolean    is_there)
{
  self->is_leaving = TRUE;
  if (!is_there && adw_view_stack_get_visible_child (self->stack) == page)
    netop_pages_show (self, "processes");
  adw_view_stack_page_set_visible (adw_view_stack_get_page (self->stack, page), is_there);
  self->is_leaving = FALSE;
}

/**
 * netop_pages_set_snapshot:
 * @snapshot: what is shown from now on
 */
void
netop_pages_set_snapshot (NetopPages    *self,
                          NetopSnapshot *snapshot)
{
  netop_table_page_set_snapshot (self->processes, snapshot);
  netop_table_page_set_snapshot (self->connections, snapshot);
  netop_interfaces_page_set_snapshot (self->interfaces, snapshot);
  netop_table_page_set_snapshot (netop_dns_page_get_resolvers (self->dns), snapshot);
  netop_table_page_set_snapshot (netop_dns_page_get_queries (self->dns), snapshot);
  set_there (self, GTK_WIDGET (self->interfaces), has_interfaces (snapshot));
  set_there (self, GTK_WIDGET (self->dns), snapshot->dns.is_watched);
}

/**
 * netop_pages_set_filter:
 * @filter: (nullable): which rows are shown, of every page
 */
void
netop_pages_set_filter (NetopPages  *self,
                        NetopFilter *filter)
{
  netop_table_page_set_filter (self->processes, filter);
  netop_table_page_set_filter (self->connections, filter);
  netop_table_page_set_filter (netop_interfaces_page_get_table (self->interfaces), filter);
  netop_table_page_set_filter (netop_dns_page_get_resolvers (self->dns), filter);
  netop_table_page_set_filter (netop_dns_page_get_queries (self->dns), filter);
}

/* Who types in an entry goes on typing there. */
static void
go_to (NetopPages *self,
       GtkWidget  *page)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean   is_other = adw_view_stack_get_visible_child (self->stack) != page;

  adw_view_stack_set_visible_child (self->stack, page);
  if (GTK_IS_TEXT (focus))
    return;
  /* The stack gives the keys to what comes first. */
  if (is_other && page == GTK_WIDGET (self->dns))
    netop_dns_page_focus (self->dns);
  else
    netop_pages_focus (self);
}

/**
 * netop_pages_show:
 * @name: of a page; where there is none with that name nothing happens
 *
 * Puts a page on the screen and gives the keys to its table.
 */
void
netop_pages_show (NetopPages *self,
                  const char *name)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->stack, name);

  if (page != NULL && adw_view_stack_page_get_visible (adw_view_stack_get_page (self->stack, page)))
    go_to (self, page);
}

/**
 * netop_pages_step:
 * @n_steps: 1 for the next page, -1 for the one before; after the last comes the first
 */
void
netop_pages_step (NetopPages *self,
                  int         n_steps)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->stack));
  g_autoptr (GPtrArray) there = g_ptr_array_new ();
  guint shown = 0;

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (pages, i);

      if (page == get_shown (self))
        shown = there->len;
      if (adw_view_stack_page_get_visible (page))
        g_ptr_array_add (there, adw_view_stack_page_get_child (page));
    }
  go_to (self, g_ptr_array_index (there, (shown + there->len + (guint)n_steps) % there->len));
}

/* Returns: (nullable): %NULL where there are cards */
static NetopTablePage *
get_shown_table (NetopPages *self)
{
  GtkWidget *shown = adw_view_stack_get_visible_child (self->stack);

  if (shown == GTK_WIDGET (self->interfaces))
    return netop_interfaces_page_shows_cards (self->interfaces) ? NULL : netop_interfaces_page_get_table (self->interfaces);
  return shown == GTK_WIDGET (self->dns) ? netop_dns_page_get_focused (self->dns) : NETOP_TABLE_PAGE (shown);
}

/**
 * netop_pages_focus:
 *
 * Gives the keys to the table of the page on the screen.
 */
void
netop_pages_focus (NetopPages *self)
{
  if (adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->interfaces))
    netop_interfaces_page_focus (self->interfaces);
  else
    netop_table_page_focus (get_shown_table (self));
}

/* --- What is remembered --- */

/* What the command line says is for one run. */
static void
sort_once (NetopTableMemory    *memory,
           NetopTablePage      *page,
           NetopApplicationSort sort)
{
  static const struct
  {
    NetopColumn column;
    GtkSortType direction;
  } given[] = {
    [NETOP_APPLICATION_SORT_TRAFFIC] = { NETOP_COLUMN_TRAFFIC, GTK_SORT_DESCENDING },
    [NETOP_APPLICATION_SORT_PID] = { NETOP_COLUMN_PID, GTK_SORT_ASCENDING },
    [NETOP_APPLICATION_SORT_NAME] = { NETOP_COLUMN_NAME, GTK_SORT_ASCENDING },
    [NETOP_APPLICATION_SORT_CONNECTIONS] = { NETOP_COLUMN_CONNECTIONS, GTK_SORT_DESCENDING },
  };

  if (sort == NETOP_APPLICATION_SORT_REMEMBERED)
    return;
  if (memory != NULL)
    netop_table_memory_sort_once (memory, given[sort].column, given[sort].direction);
  else
    netop_table_page_set_sort (page, given[sort].column, given[sort].direction);
}

static void
remember_page (AdwViewStack *stack,
               GParamSpec   *pspec,
               NetopPages   *self)
{
  const char *name = adw_view_stack_get_visible_child_name (stack);

  if (name != NULL && !self->is_leaving)
    g_settings_set_string (self->settings, "page", name);
}

/* Returns: (transfer none) */
static NetopTableMemory *
add_memory (NetopPages     *self,
            NetopTablePage *page,
            const char     *name)
{
  g_autoptr (GSettings) settings = g_settings_get_child (self->settings, name);
  NetopTableMemory *memory = netop_table_memory_new (settings, page);

  g_ptr_array_add (self->memories, memory);
  return memory;
}

/**
 * netop_pages_restore:
 * @settings: (nullable) (transfer none): %NULL where nothing can be remembered
 * @sort: what the command line says of the processes
 *
 * Once: shows the page and the tables as the user left them, and remembers from then on.
 */
void
netop_pages_restore (NetopPages          *self,
                     GSettings           *settings,
                     NetopApplicationSort sort)
{
  NetopTableMemory *processes = NULL;
  g_autofree char  *name = NULL;
  g_autofree char  *group_by = NULL;

  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      processes = add_memory (self, self->processes, "processes");
      add_memory (self, self->connections, "connections");
      add_memory (self, netop_interfaces_page_get_table (self->interfaces), "interfaces");
      add_memory (self, netop_dns_page_get_resolvers (self->dns), "resolvers");
      add_memory (self, netop_dns_page_get_queries (self->dns), "queries");
      name = g_settings_get_string (settings, "page");
      netop_pages_show (self, name);
      group_by = g_settings_get_string (settings, "group-by");
      g_action_change_state (G_ACTION (self->group_by), g_variant_new_string (group_by));
      g_action_change_state (G_ACTION (self->cards), g_settings_get_value (settings, "interface-cards"));
      g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (remember_page), self, 0);
    }
  sort_once (processes, self->processes, sort);
}

/* --- Actions on the table that is on the screen --- */

static void
activate_next_sort (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  NetopTablePage *table = get_shown_table (user_data);

  if (table != NULL)
    netop_table_page_step_sort (table);
}

static void
activate_reverse_sort (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  NetopTablePage *table = get_shown_table (user_data);

  if (table != NULL)
    netop_table_page_reverse_sort (table);
}

static void
activate_columns (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  NetopTablePage *table = get_shown_table (user_data);

  if (table != NULL)
    netop_table_page_open_column_menu (table);
}

static void
activate_toggle_row (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  NetopPages     *self = user_data;
  NetopTablePage *table = get_shown_table (self);
  NetopRowKey     key = netop_selection_get_key (self->selection);

  if (table != NULL)
    netop_table_page_toggle (table, &key);
}

/**
 * netop_pages_add_actions:
 * @map: the window's; outlives neither
 *
 * Adds next-sort, reverse-sort, columns, toggle-row, group-by and interface-cards.
 */
void
netop_pages_add_actions (NetopPages *self,
                         GActionMap *map)
{
  static const GActionEntry entries[] = {
    { .name = "next-sort", .activate = activate_next_sort },
    { .name = "reverse-sort", .activate = activate_reverse_sort },
    { .name = "columns", .activate = activate_columns },
    { .name = "toggle-row", .activate = activate_toggle_row },
  };

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (map, G_ACTION (self->group_by));
  g_action_map_add_action (map, G_ACTION (self->cards));
}
