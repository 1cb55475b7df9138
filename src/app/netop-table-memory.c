/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-memory.h"

struct _NetopTableMemory
{
  GObject parent_instance;

  GSettings      *settings;     /* of this table */
  NetopTablePage *page;         /* not owned: it outlives this */
  NetopColumn     given_column; /* for this run, not to be remembered; else none */
  GtkSortType     given_direction;
};

G_DEFINE_FINAL_TYPE (NetopTableMemory, netop_table_memory, G_TYPE_OBJECT)

static void
remember_sort (NetopTableMemory *self,
               NetopColumn       column,
               GtkSortType       direction)
{
  g_autofree char *known = g_settings_get_string (self->settings, "sort-column");
  gboolean         is_descending = direction == GTK_SORT_DESCENDING;

  if (g_settings_get_boolean (self->settings, "sort-descending") != is_descending)
    g_settings_set_boolean (self->settings, "sort-descending", is_descending);
  if (!g_str_equal (known, netop_column_get_id (column)))
    g_settings_set_string (self->settings, "sort-column", netop_column_get_id (column));
}

static void
on_refreshed (NetopRowModel    *model,
              NetopTableMemory *self)
{
  GtkSortType direction;
  NetopColumn column = netop_row_model_get_sort (model, &direction);

  if (column == NETOP_COLUMN_NONE || (column == self->given_column && direction == self->given_direction))
    return;

  self->given_column = NETOP_COLUMN_NONE;
  remember_sort (self, column, direction);
}

static void
on_columns_changed (NetopTableColumns *columns,
                    NetopTableMemory  *self)
{
  g_autoptr (GVariant) state = netop_table_columns_dup_state (columns);

  g_settings_set_value (self->settings, "columns", state);
}

/* A settings file may say anything. */
static void
restore (NetopTableMemory *self)
{
  NetopTableColumns *columns = netop_table_page_get_columns (self->page);
  g_autoptr (GVariant) state = g_settings_get_value (self->settings, "columns");
  g_autofree char *id = g_settings_get_string (self->settings, "sort-column");
  gboolean         is_descending = g_settings_get_boolean (self->settings, "sort-descending");
  NetopColumn      column = netop_column_from_id (id);

  netop_table_columns_set_state (columns, state);
  if (netop_table_columns_find (columns, column) != NULL)
    netop_table_page_set_sort (self->page, column, is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
netop_table_memory_dispose (GObject *object)
{
  g_clear_object (&NETOP_TABLE_MEMORY (object)->settings);

  G_OBJECT_CLASS (netop_table_memory_parent_class)->dispose (object);
}

static void
netop_table_memory_class_init (NetopTableMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_table_memory_dispose;
}

static void
netop_table_memory_init (NetopTableMemory *self)
{
}

/**
 * netop_table_memory_new:
 * @settings: (transfer none): of this one table
 * @page: gets what is remembered, and is asked from then on; outlives the memory
 *
 * Returns: (transfer full): remembers as long as it lives
 */
NetopTableMemory *
netop_table_memory_new (GSettings      *settings,
                        NetopTablePage *page)
{
  NetopTableMemory *self = g_object_new (NETOP_TYPE_TABLE_MEMORY, NULL);

  self->settings = g_object_ref (settings);
  self->page = page;
  restore (self);
  g_signal_connect_object (netop_table_page_get_model (page), "refreshed", G_CALLBACK (on_refreshed), self, 0);
  g_signal_connect_object (netop_table_page_get_columns (page), "changed", G_CALLBACK (on_columns_changed), self, 0);
  return self;
}

/**
 * netop_table_memory_sort_once:
 *
 * Sorts by what the command line says, for one run: what the user does with a header is for the next ones too.
 */
void
netop_table_memory_sort_once (NetopTableMemory *self,
                              NetopColumn       column,
                              GtkSortType       direction)
{
  self->given_column = column;
  self->given_direction = direction;
  netop_table_page_set_sort (self->page, column, direction);
}
