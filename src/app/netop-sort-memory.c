/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sort-memory.h"

struct _NetopSortMemory
{
  GObject parent_instance;

  GSettings  *settings;     /* NULL where there is no schema */
  NetopColumn given_column; /* of the command line: for this run, not to be remembered; else none */
  GtkSortType given_direction;
};

G_DEFINE_FINAL_TYPE (NetopSortMemory, netop_sort_memory, G_TYPE_OBJECT)

static void
on_refreshed (NetopRowModel   *model,
              NetopSortMemory *self)
{
  GtkSortType direction;
  NetopColumn column = netop_row_model_get_sort (model, &direction);

  if (column == self->given_column && direction == self->given_direction)
    return;

  self->given_column = NETOP_COLUMN_NONE;
  if (g_settings_get_boolean (self->settings, "sort-descending") != (direction == GTK_SORT_DESCENDING))
    g_settings_set_boolean (self->settings, "sort-descending", direction == GTK_SORT_DESCENDING);
  if (column != NETOP_COLUMN_NONE)
    {
      g_autofree char *known = g_settings_get_string (self->settings, "sort-column");

      if (!g_str_equal (known, netop_column_get_id (column)))
        g_settings_set_string (self->settings, "sort-column", netop_column_get_id (column));
    }
}

static void
restore (NetopSortMemory     *self,
         NetopTablePage      *processes,
         NetopApplicationSort sort)
{
  static const struct
  {
    NetopColumn column;
    GtkSortType direction;
  } chosen[] = {
    [NETOP_APPLICATION_SORT_REMEMBERED] = { NETOP_COLUMN_RX_RATE, GTK_SORT_DESCENDING },
    [NETOP_APPLICATION_SORT_TRAFFIC] = { NETOP_COLUMN_TRAFFIC, GTK_SORT_DESCENDING },
    [NETOP_APPLICATION_SORT_PID] = { NETOP_COLUMN_PID, GTK_SORT_ASCENDING },
    [NETOP_APPLICATION_SORT_NAME] = { NETOP_COLUMN_NAME, GTK_SORT_ASCENDING },
    [NETOP_APPLICATION_SORT_CONNECTIONS] = { NETOP_COLUMN_CONNECTIONS, GTK_SORT_DESCENDING },
  };
  NetopColumn      column = chosen[sort].column;
  GtkSortType      direction = chosen[sort].direction;
  g_autofree char *id = NULL;

  if (sort == NETOP_APPLICATION_SORT_REMEMBERED && self->settings != NULL)
    {
      id = g_settings_get_string (self->settings, "sort-column");
      if (netop_column_from_id (id) != NETOP_COLUMN_NONE)
        {
          column = netop_column_from_id (id);
          direction = g_settings_get_boolean (self->settings, "sort-descending") ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
        }
    }
  else
    {
      self->given_column = column;
      self->given_direction = direction;
    }
  netop_table_page_set_sort (processes, column, direction);
}

static void
netop_sort_memory_dispose (GObject *object)
{
  g_clear_object (&NETOP_SORT_MEMORY (object)->settings);

  G_OBJECT_CLASS (netop_sort_memory_parent_class)->dispose (object);
}

static void
netop_sort_memory_class_init (NetopSortMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_sort_memory_dispose;
}

static void
netop_sort_memory_init (NetopSortMemory *self)
{
}

/**
 * netop_sort_memory_new:
 * @settings: (nullable) (transfer none): %NULL where nothing can be remembered
 * @processes: sorted by what is remembered, and asked from then on
 * @sort: what the command line says
 *
 * Returns: (transfer full): remembers as long as it lives
 */
NetopSortMemory *
netop_sort_memory_new (GSettings           *settings,
                       NetopTablePage      *processes,
                       NetopApplicationSort sort)
{
  NetopSortMemory *self = g_object_new (NETOP_TYPE_SORT_MEMORY, NULL);

  g_set_object (&self->settings, settings);
  restore (self, processes, sort);
  if (settings != NULL)
    g_signal_connect_object (netop_table_page_get_model (processes), "refreshed", G_CALLBACK (on_refreshed), self, 0);
  return self;
}
