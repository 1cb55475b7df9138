/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-cards.h"

#include <glib/gi18n.h>

#include "netop-interface-card.h"
#include "netop-row-popup.h"

/* A host of containers has hundreds of interfaces, and each card has a graph: the rest is in the list. */
#define MAX_CARDS 48
#define GAP_PX 12
#define MARGIN_PX 12

struct _NetopInterfaceCards
{
  AdwBin parent_instance;

  NetopRowModel *model;
  GtkFlowBox    *box;
  GtkLabel      *rest;
  GtkSizeGroup  *keys;
  guint          n_cards;
  gboolean       is_selecting; /* takes over what is selected in the model */
};

G_DEFINE_FINAL_TYPE (NetopInterfaceCards, netop_interface_cards, ADW_TYPE_BIN)

/* --- Which there are --- */

/* What carries something comes first, the loopback behind it, and what is not connected last. */
static int
get_rank (const NetopInterface *facts)
{
  if (facts->state != NETOP_INTERFACE_STATE_UP && facts->state != NETOP_INTERFACE_STATE_UNKNOWN)
    return 2;
  return facts->is_loopback || netop_interface_has_kind (facts, "loopback") ? 1 : 0;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const NetopInterface *first = &(*(const NetopRow *const *)a)->interface->facts;
  const NetopInterface *second = &(*(const NetopRow *const *)b)->interface->facts;
  int                   order = get_rank (first) - get_rank (second);

  return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

static GPtrArray *
find_rows (NetopInterfaceCards *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  guint      n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (rows, (gpointer)netop_row_model_get_row (self->model, i));
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

static NetopInterfaceCard *
get_card (NetopInterfaceCards *self,
          guint                position)
{
  return NETOP_INTERFACE_CARD (gtk_flow_box_get_child_at_index (self->box, (int)position));
}

static int
compare_positions (GtkFlowBoxChild *a,
                   GtkFlowBoxChild *b,
                   gpointer         user_data)
{
  guint first = netop_interface_card_get_position (NETOP_INTERFACE_CARD (a));
  guint second = netop_interface_card_get_position (NETOP_INTERFACE_CARD (b));

  return (first > second) - (first < second);
}

static guint
find_position (GPtrArray         *rows,
               const NetopRowKey *key)
{
  for (guint i = 0; i < rows->len; i++)
    if (netop_row_key_equal (&((const NetopRow *)g_ptr_array_index (rows, i))->key, key))
      return i;
  return G_MAXUINT;
}

/* Puts the card of each row at its position in @cards. Returns: (transfer container): those whose interface has none */
static GPtrArray *
match_cards (NetopInterfaceCards *self,
             GPtrArray           *rows,
             GPtrArray           *cards)
{
  GPtrArray *left_over = g_ptr_array_new ();

  for (guint i = 0; i < self->n_cards; i++)
    {
      NetopInterfaceCard *card = get_card (self, i);
      guint               position = find_position (rows, netop_interface_card_get_key (card));

      if (position < cards->len && g_ptr_array_index (cards, position) == NULL)
        g_ptr_array_index (cards, position) = card;
      else
        g_ptr_array_add (left_over, card);
    }
  return left_over;
}

/* A card that is left over becomes that of an interface that has none yet. */
static NetopInterfaceCard *
take_card (NetopInterfaceCards *self,
           GPtrArray           *left_over)
{
  GtkWidget *card;

  if (left_over->len > 0)
    return g_ptr_array_steal_index (left_over, left_over->len - 1);

  card = netop_interface_card_new (self->keys);
  gtk_flow_box_append (self->box, card);
  self->n_cards++;
  return NETOP_INTERFACE_CARD (card);
}

/* Sorting lays out all of them anew. */
static void
put_in_order (NetopInterfaceCards *self)
{
  gboolean is_in_order = TRUE;

  for (guint i = 0; i < self->n_cards; i++)
    is_in_order &= netop_interface_card_get_position (get_card (self, i)) == i;
  if (!is_in_order)
    gtk_flow_box_invalidate_sort (self->box);
}

/* A card stays its interface's wherever that comes to stand, so that who has come to it with the keys does not find another
 * interface under them. */
static void
show_cards (NetopInterfaceCards *self,
            GPtrArray           *rows)
{
  NetopSnapshot *snapshot = netop_row_model_get_snapshot (self->model);
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  g_autoptr (GPtrArray) left_over = NULL;

  g_ptr_array_set_size (cards, (int)MIN (rows->len, MAX_CARDS));
  left_over = match_cards (self, rows, cards);
  for (guint i = 0; i < cards->len; i++)
    {
      NetopInterfaceCard *card = g_ptr_array_index (cards, i);

      if (card == NULL)
        card = take_card (self, left_over);
      netop_interface_card_set_row (card, g_ptr_array_index (rows, i), snapshot);
      netop_interface_card_set_position (card, i);
    }
  for (guint i = 0; i < left_over->len; i++)
    gtk_flow_box_remove (self->box, g_ptr_array_index (left_over, i));
  self->n_cards = cards->len;
  put_in_order (self);
}

static void
show_rest (NetopInterfaceCards *self,
           guint                n_rest)
{
  /* Translators: interfaces for which there is no card */
  g_autofree char *text = g_strdup_printf (ngettext ("%u more interface is in the list.", "%u more interfaces are in the list.", n_rest), n_rest);

  gtk_label_set_text (self->rest, text);
  gtk_widget_set_visible (GTK_WIDGET (self->rest), n_rest > 0);
}

/* --- What is selected: the model's, by identity --- */

static void
on_card_selected (GtkFlowBox          *box,
                  NetopInterfaceCards *self)
{
  g_autoptr (GList) selected = gtk_flow_box_get_selected_children (box);

  if (!self->is_selecting)
    netop_row_model_set_selected (self->model, selected != NULL ? netop_interface_card_get_key (selected->data) : NULL);
}

static void
show_selected (NetopInterfaceCards *self)
{
  NetopRowKey key = netop_row_model_get_selected (self->model);

  self->is_selecting = TRUE;
  for (guint i = 0; i < self->n_cards; i++)
    {
      NetopInterfaceCard *card = get_card (self, i);

      if (netop_row_key_equal (netop_interface_card_get_key (card), &key))
        gtk_flow_box_select_child (self->box, GTK_FLOW_BOX_CHILD (card));
      else if (gtk_flow_box_child_is_selected (GTK_FLOW_BOX_CHILD (card)))
        gtk_flow_box_unselect_child (self->box, GTK_FLOW_BOX_CHILD (card));
    }
  self->is_selecting = FALSE;
}

/* Returns: (transfer none) (nullable): the card that has the keys */
static NetopInterfaceCard *
get_focused (NetopInterfaceCards *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *card = focus != NULL ? gtk_widget_get_ancestor (focus, NETOP_TYPE_INTERFACE_CARD) : NULL;

  return card != NULL && gtk_widget_is_ancestor (card, GTK_WIDGET (self)) ? NETOP_INTERFACE_CARD (card) : NULL;
}

/* The one that had the keys has gone: its neighbour gets them, and is not selected by that. */
static void
keep_focus (NetopInterfaceCards *self,
            guint                position)
{
  if (self->n_cards > 0 && get_focused (self) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (get_card (self, MIN (position, self->n_cards - 1))));
}

/* A flow box selects what gets the keys: who only comes to the cards, from wherever, has not chosen one. */
static gboolean
netop_interface_cards_take_focus (GtkWidget       *widget,
                                  GtkDirectionType direction)
{
  NetopInterfaceCards *self = NETOP_INTERFACE_CARDS (widget);
  gboolean             is_coming = get_focused (self) == NULL;
  gboolean             is_taken;

  self->is_selecting = is_coming;
  is_taken = GTK_WIDGET_CLASS (netop_interface_cards_parent_class)->focus (widget, direction);
  if (is_coming)
    show_selected (self);
  return is_taken;
}

static void
on_activated (GtkFlowBox          *box,
              GtkFlowBoxChild     *child,
              NetopInterfaceCards *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-details", NULL);
}

/* --- Which card is which row, for its menu --- */

static guint
find_card_position (gpointer   owner,
                    GtkWidget *widget)
{
  NetopInterfaceCards *self = owner;
  GtkWidget           *card = widget != NULL ? gtk_widget_get_ancestor (widget, NETOP_TYPE_INTERFACE_CARD) : NULL;

  if (card == NULL || !gtk_widget_is_ancestor (card, GTK_WIDGET (self)))
    return GTK_INVALID_LIST_POSITION;
  return netop_row_model_get_position (self->model, netop_interface_card_get_key (NETOP_INTERFACE_CARD (card)));
}

static GtkWidget *
find_card (gpointer owner,
           guint    position)
{
  NetopInterfaceCards *self = owner;
  const NetopRow      *row = netop_row_model_get_row (self->model, position);

  for (guint i = 0; row != NULL && i < self->n_cards; i++)
    if (netop_row_key_equal (netop_interface_card_get_key (get_card (self, i)), &row->key))
      return GTK_WIDGET (get_card (self, i));
  return NULL;
}

static const NetopRowWidgets card_widgets = { find_card_position, find_card };

/* --- The widget --- */

static void
netop_interface_cards_dispose (GObject *object)
{
  NetopInterfaceCards *self = NETOP_INTERFACE_CARDS (object);

  g_clear_object (&self->model);
  g_clear_object (&self->keys);

  G_OBJECT_CLASS (netop_interface_cards_parent_class)->dispose (object);
}

static void
netop_interface_cards_class_init (NetopInterfaceCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_interface_cards_dispose;
  GTK_WIDGET_CLASS (klass)->focus = netop_interface_cards_take_focus;
}

static void
make_box (NetopInterfaceCards *self)
{
  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_column_spacing (self->box, GAP_PX);
  gtk_flow_box_set_row_spacing (self->box, GAP_PX);
  gtk_flow_box_set_max_children_per_line (self->box, 6);
  gtk_flow_box_set_activate_on_single_click (self->box, FALSE);
  gtk_flow_box_set_sort_func (self->box, compare_positions, NULL, NULL);
  gtk_widget_set_valign (GTK_WIDGET (self->box), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Interfaces"), -1);
  g_signal_connect (self->box, "selected-children-changed", G_CALLBACK (on_card_selected), self);
  g_signal_connect (self->box, "child-activated", G_CALLBACK (on_activated), self);
}

static void
netop_interface_cards_init (NetopInterfaceCards *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);

  self->keys = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  make_box (self);
  self->rest = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->rest), "np-quiet");
  gtk_label_set_wrap (self->rest, TRUE);
  gtk_widget_set_margin_start (content, MARGIN_PX);
  gtk_widget_set_margin_end (content, MARGIN_PX);
  gtk_widget_set_margin_top (content, MARGIN_PX);
  gtk_widget_set_margin_bottom (content, MARGIN_PX);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->box));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->rest));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * netop_interface_cards_new:
 * @model: (transfer none): of the table of interfaces
 *
 * Returns: (transfer floating): cards that follow the model's selection, and its rows with netop_interface_cards_update()
 */
GtkWidget *
netop_interface_cards_new (NetopRowModel *model)
{
  NetopInterfaceCards *self = g_object_new (NETOP_TYPE_INTERFACE_CARDS, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  netop_row_popup_attach (GTK_WIDGET (self), model, &card_widgets, self);
  return GTK_WIDGET (self);
}

/**
 * netop_interface_cards_update:
 *
 * Shows the rows that the model has now.
 */
void
netop_interface_cards_update (NetopInterfaceCards *self)
{
  g_autoptr (GPtrArray) rows = find_rows (self);
  NetopInterfaceCard *focused = get_focused (self);
  guint               position = focused != NULL ? netop_interface_card_get_position (focused) : 0;

  /* A card that becomes another's takes its selection with it only if that is selected. */
  self->is_selecting = TRUE;
  show_cards (self, rows);
  if (focused != NULL)
    keep_focus (self, position);
  show_rest (self, rows->len - self->n_cards);
  show_selected (self);
}

/**
 * netop_interface_cards_get_n_cards:
 *
 * Returns: how many there are
 */
guint
netop_interface_cards_get_n_cards (NetopInterfaceCards *self)
{
  return self->n_cards;
}

/**
 * netop_interface_cards_focus:
 *
 * Gives the keys to the selected card. Without one they stay where they are among the cards, else the first one has them.
 */
void
netop_interface_cards_focus (NetopInterfaceCards *self)
{
  g_autoptr (GList) selected = gtk_flow_box_get_selected_children (self->box);

  if (selected != NULL)
    gtk_widget_grab_focus (selected->data);
  else if (get_focused (self) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
