/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-column-sorter.h"

/* Which column a view is sorted by can be asked for only since GTK 4.10. The view's own sorter is asked instead to
 * compare two probes: it calls the sorter of the primary column first, which leaves its name in the probe, and it
 * turns the answer round where the order is descending. */

#define NETOP_TYPE_SORT_PROBE (netop_sort_probe_get_type ())
G_DECLARE_FINAL_TYPE (NetopSortProbe, netop_sort_probe, NETOP, SORT_PROBE, GObject)

struct _NetopSortProbe
{
  GObject parent_instance;

  gboolean found;
  guint    column;
};

G_DEFINE_FINAL_TYPE (NetopSortProbe, netop_sort_probe, G_TYPE_OBJECT)

static void
netop_sort_probe_class_init (NetopSortProbeClass *klass)
{
}

static void
netop_sort_probe_init (NetopSortProbe *self)
{
}

struct _NetopColumnSorter
{
  GtkSorter parent_instance;

  guint column;
};

G_DEFINE_FINAL_TYPE (NetopColumnSorter, netop_column_sorter, GTK_TYPE_SORTER)

static GtkOrdering
netop_column_sorter_compare (GtkSorter *sorter, gpointer item1, gpointer item2)
{
  NetopSortProbe *probe;

  if (!NETOP_IS_SORT_PROBE (item1))
    return GTK_ORDERING_EQUAL;

  probe = NETOP_SORT_PROBE (item1);
  if (!probe->found)
    {
      probe->found = TRUE;
      probe->column = NETOP_COLUMN_SORTER (sorter)->column;
    }

  return GTK_ORDERING_LARGER;
}

static void
netop_column_sorter_class_init (NetopColumnSorterClass *klass)
{
  GTK_SORTER_CLASS (klass)->compare = netop_column_sorter_compare;
}

static void
netop_column_sorter_init (NetopColumnSorter *self)
{
}

/**
 * netop_column_sorter_new:
 * @column: what netop_column_view_get_sort() is to say of the column
 *
 * Returns: (transfer full): the sorter for one column
 */
GtkSorter *
netop_column_sorter_new (guint column)
{
  NetopColumnSorter *self = g_object_new (NETOP_TYPE_COLUMN_SORTER, NULL);

  self->column = column;

  return GTK_SORTER (self);
}

/**
 * netop_column_view_get_sort:
 * @view: its columns have a #NetopColumnSorter
 * @column: (out): of the header that was pressed last
 * @direction: (out): which way
 *
 * Returns: %FALSE where the view is not sorted by any column; then nothing is set
 */
gboolean
netop_column_view_get_sort (GtkColumnView *view, guint *column, GtkSortType *direction)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  g_autoptr (NetopSortProbe) a = g_object_new (NETOP_TYPE_SORT_PROBE, NULL);
  g_autoptr (NetopSortProbe) b = g_object_new (NETOP_TYPE_SORT_PROBE, NULL);
  GtkOrdering ordering = gtk_sorter_compare (sorter, a, b);

  if (!a->found)
    return FALSE;

  *column = a->column;
  *direction = ordering == GTK_ORDERING_SMALLER ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;

  return TRUE;
}
