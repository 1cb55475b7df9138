/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-cards.h"

#include <glib/gi18n.h>

#include "netop-interface-card.h"
#include "netop-row-menu.h"

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
  GtkWidget     *popover; /* NULL while none is open */
  guint          close_id;
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

/* --- The menu of a card --- */

static void
drop_popover (NetopInterfaceCards *self)
{
  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static gboolean
drop_popover_cb (gpointer user_data)
{
  NetopInterfaceCards *self = user_data;

  self->close_id = 0;
  drop_popover (self);
  return G_SOURCE_REMOVE;
}

/* The item that was chosen acts after this. */
static void
on_closed (NetopInterfaceCards *self)
{
  if (self->close_id == 0)
    self->close_id = g_idle_add (drop_popover_cb, self);
}

static void
open_menu (NetopInterfaceCards *self,
           NetopInterfaceCard  *card,
           const GdkRectangle  *place)
{
  const NetopRow *row = netop_row_model_lookup (self->model, netop_interface_card_get_key (card));
  g_autoptr (GMenuModel) menu = NULL;

  if (row == NULL)
    return;

  drop_popover (self);
  gtk_flow_box_select_child (self->box, GTK_FLOW_BOX_CHILD (card));
  menu = netop_row_menu_new (row, netop_row_model_get_snapshot (self->model), TRUE);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Actions"), -1);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), place);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (on_closed), self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_pressed (GtkGestureClick     *gesture,
            int                  n_press,
            double               x,
            double               y,
            NetopInterfaceCards *self)
{
  GtkWidget   *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget   *card = picked != NULL ? gtk_widget_get_ancestor (picked, NETOP_TYPE_INTERFACE_CARD) : NULL;
  GdkRectangle place = { (int)x, (int)y, 1, 1 };

  if (!gdk_event_triggers_context_menu (gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture))) || card == NULL)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, NETOP_INTERFACE_CARD (card), &place);
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  NetopInterfaceCards *self = NETOP_INTERFACE_CARDS (widget);
  NetopInterfaceCard  *card = get_focused (self);
  graphene_rect_t      bounds;
  GdkRectangle         place;

  if (card == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (card), widget, &bounds))
    return GDK_EVENT_PROPAGATE;

  place = (GdkRectangle){ (int)(bounds.origin.x + bounds.size.width / 8), (int)(bounds.origin.y + bounds.size.height / 8), 1, 1 };
  open_menu (self, card, &place);
  return GDK_EVENT_STOP;
}

static void
add_key (GtkEventController *controller,
         const char         *keys,
         GtkShortcutAction  *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), action));
}

static void
watch_input (NetopInterfaceCards *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  add_key (keys, "Menu|<Shift>F10", gtk_callback_action_new (on_menu_key, NULL, NULL));
  add_key (keys, "<Control>c", gtk_named_action_new ("win.copy"));
  add_key (keys, "<Shift><Control>c", gtk_named_action_new ("win.copy-json"));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* --- The widget --- */

static void
netop_interface_cards_dispose (GObject *object)
{
  NetopInterfaceCards *self = NETOP_INTERFACE_CARDS (object);

  drop_popover (self);
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
  watch_input (self);
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
