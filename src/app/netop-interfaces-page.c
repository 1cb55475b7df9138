/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interfaces-page.h"

#include "netop-interface-cards.h"
#include "netop-interface-table.h"

struct _NetopInterfacesPage
{
  GtkWidget parent_instance;

  GtkWidget           *stack;
  NetopTablePage      *table;
  NetopInterfaceCards *cards;
  NetopSnapshot       *snapshot; /* the newest; NULL before there is one */
  gboolean             is_cards;
};

G_DEFINE_FINAL_TYPE (NetopInterfacesPage, netop_interfaces_page, GTK_TYPE_WIDGET)

/* Why there is none, the table says. */
static void
show_child (NetopInterfacesPage *self)
{
  gboolean has_cards = self->is_cards && netop_interface_cards_get_n_cards (self->cards) > 0;

  gtk_stack_set_visible_child (GTK_STACK (self->stack), has_cards ? GTK_WIDGET (self->cards) : GTK_WIDGET (self->table));
}

static gboolean
is_in_sight (NetopInterfacesPage *self)
{
  return self->is_cards && self->snapshot != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* Another snapshot, another search, or another order. */
static void
show_cards (NetopInterfacesPage *self)
{
  if (!is_in_sight (self))
    return;

  netop_interface_cards_update (self->cards);
  show_child (self);
}

/* The table takes nothing new while the cards are in its place. What is new the model tells. */
static void
take_snapshot (NetopInterfacesPage *self)
{
  if (is_in_sight (self))
    netop_row_model_set_snapshot (netop_table_page_get_model (self->table), self->snapshot);
}

static void
netop_interfaces_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (netop_interfaces_page_parent_class)->map (widget);
  take_snapshot (NETOP_INTERFACES_PAGE (widget));
  show_cards (NETOP_INTERFACES_PAGE (widget));
}

static void
netop_interfaces_page_dispose (GObject *object)
{
  NetopInterfacesPage *self = NETOP_INTERFACES_PAGE (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);

  G_OBJECT_CLASS (netop_interfaces_page_parent_class)->dispose (object);
}

static void
netop_interfaces_page_class_init (NetopInterfacesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_interfaces_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = netop_interfaces_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
netop_interfaces_page_init (NetopInterfacesPage *self)
{
  self->table = NETOP_TABLE_PAGE (netop_interface_table_new ());
  self->cards = NETOP_INTERFACE_CARDS (netop_interface_cards_new (netop_table_page_get_model (self->table)));
  self->stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (self->table));
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (self->cards));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  g_signal_connect_object (netop_table_page_get_model (self->table), "refreshed", G_CALLBACK (show_cards), self, G_CONNECT_SWAPPED);
}

/**
 * netop_interfaces_page_new:
 *
 * Returns: (transfer floating): a page with the table
 */
GtkWidget *
netop_interfaces_page_new (void)
{
  return g_object_new (NETOP_TYPE_INTERFACES_PAGE, NULL);
}

/**
 * netop_interfaces_page_get_table:
 *
 * Returns: (transfer none): whose rows and whose selection the cards have, too
 */
NetopTablePage *
netop_interfaces_page_get_table (NetopInterfacesPage *self)
{
  return self->table;
}

/**
 * netop_interfaces_page_set_snapshot:
 * @snapshot: what is shown from now on, or as soon as the page is on the screen
 */
void
netop_interfaces_page_set_snapshot (NetopInterfacesPage *self,
                                    NetopSnapshot       *snapshot)
{
  netop_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  self->snapshot = snapshot;
  netop_table_page_set_snapshot (self->table, snapshot);
  take_snapshot (self);
}

/**
 * netop_interfaces_page_set_cards:
 * @is_cards: whether they stand in place of the table
 */
void
netop_interfaces_page_set_cards (NetopInterfacesPage *self,
                                 gboolean             is_cards)
{
  self->is_cards = is_cards;
  take_snapshot (self);
  show_cards (self);
  show_child (self);
}

/**
 * netop_interfaces_page_shows_cards:
 *
 * Returns: whether cards are there now: without any there is the table, which says why
 */
gboolean
netop_interfaces_page_shows_cards (NetopInterfacesPage *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->stack)) == GTK_WIDGET (self->cards);
}

/**
 * netop_interfaces_page_focus:
 *
 * Gives the keys to whichever is there.
 */
void
netop_interfaces_page_focus (NetopInterfacesPage *self)
{
  if (netop_interfaces_page_shows_cards (self))
    netop_interface_cards_focus (self->cards);
  else
    netop_table_page_focus (self->table);
}
