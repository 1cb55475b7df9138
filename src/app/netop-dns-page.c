/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-page.h"

#include "netop-query-table.h"
#include "netop-resolver-table.h"

#define MAX_RESOLVERS 6
#define GAP_PX 8

struct _NetopDnsPage
{
  GtkWidget parent_instance;

  GtkWidget *resolvers;
  GtkWidget *queries;
};

G_DEFINE_FINAL_TYPE (NetopDnsPage, netop_dns_page, GTK_TYPE_WIDGET)

/* Where nobody is asked there is nothing to say of it; where the search hides them all, that. */
static guint
get_n_resolvers (NetopDnsPage *self)
{
  NetopRowTotals totals = netop_row_model_get_totals (netop_table_page_get_model (NETOP_TABLE_PAGE (self->resolvers)));

  return MIN (totals.n_shown, MAX_RESOLVERS);
}

static void
netop_dns_page_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  NetopDnsPage *self = NETOP_DNS_PAGE (widget);
  int           resolvers_minimum;
  int           resolvers_natural;

  gtk_widget_measure (self->resolvers, orientation, -1, &resolvers_minimum, &resolvers_natural, NULL, NULL);
  gtk_widget_measure (self->queries, orientation, -1, minimum, natural, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (*minimum, resolvers_minimum);
      *natural = MAX (*natural, resolvers_natural);
      return;
    }
  *minimum += resolvers_minimum + GAP_PX;
  *natural += resolvers_natural + GAP_PX;
}

static void
netop_dns_page_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  NetopDnsPage *self = NETOP_DNS_PAGE (widget);
  GtkAllocation above = { 0, 0, width, 0 };
  GtkAllocation below = { 0, 0, width, height };
  int           minimum;

  gtk_widget_measure (self->resolvers, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  above.height = MAX (minimum, MIN (netop_table_page_get_height (NETOP_TABLE_PAGE (self->resolvers), get_n_resolvers (self)), height / 2));
  below.y = above.height + GAP_PX;
  below.height = MAX (height - below.y, 0);
  gtk_widget_size_allocate (self->resolvers, &above, -1);
  gtk_widget_size_allocate (self->queries, &below, -1);
}

static void
netop_dns_page_dispose (GObject *object)
{
  NetopDnsPage *self = NETOP_DNS_PAGE (object);

  g_clear_pointer (&self->resolvers, gtk_widget_unparent);
  g_clear_pointer (&self->queries, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_dns_page_parent_class)->dispose (object);
}

static void
netop_dns_page_class_init (NetopDnsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_dns_page_dispose;
  widget_class->measure = netop_dns_page_measure;
  widget_class->size_allocate = netop_dns_page_size_allocate;
}

/* Another number of rows is another height. */
static void
on_items_changed (GListModel   *model,
                  guint         position,
                  guint         n_removed,
                  guint         n_added,
                  NetopDnsPage *self)
{
  if (n_removed != n_added)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
netop_dns_page_init (NetopDnsPage *self)
{
  self->resolvers = netop_resolver_table_new ();
  self->queries = netop_query_table_new ();
  gtk_widget_set_parent (self->resolvers, GTK_WIDGET (self));
  gtk_widget_set_parent (self->queries, GTK_WIDGET (self));
  g_signal_connect_object (netop_table_page_get_model (NETOP_TABLE_PAGE (self->resolvers)), "items-changed", G_CALLBACK (on_items_changed), self, 0);
}

/**
 * netop_dns_page_new:
 *
 * Returns: (transfer floating): a page without rows
 */
GtkWidget *
netop_dns_page_new (void)
{
  return g_object_new (NETOP_TYPE_DNS_PAGE, NULL);
}

/**
 * netop_dns_page_get_resolvers:
 *
 * Returns: (transfer none): the upper table
 */
NetopTablePage *
netop_dns_page_get_resolvers (NetopDnsPage *self)
{
  return NETOP_TABLE_PAGE (self->resolvers);
}

/**
 * netop_dns_page_get_queries:
 *
 * Returns: (transfer none): the lower table
 */
NetopTablePage *
netop_dns_page_get_queries (NetopDnsPage *self)
{
  return NETOP_TABLE_PAGE (self->queries);
}

/**
 * netop_dns_page_get_focused:
 *
 * Returns: (transfer none): the table that has the keys; the lower one where neither has
 */
NetopTablePage *
netop_dns_page_get_focused (NetopDnsPage *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->resolvers))
    return NETOP_TABLE_PAGE (self->resolvers);
  return NETOP_TABLE_PAGE (self->queries);
}

/**
 * netop_dns_page_focus:
 *
 * Gives the keys to the log, which is what one comes for; to the resolvers as long as it has no row.
 */
void
netop_dns_page_focus (NetopDnsPage *self)
{
  NetopTablePage *queries = NETOP_TABLE_PAGE (self->queries);
  gboolean        has_queries = g_list_model_get_n_items (G_LIST_MODEL (netop_table_page_get_model (queries))) > 0;

  netop_table_page_focus (has_queries ? queries : NETOP_TABLE_PAGE (self->resolvers));
}
