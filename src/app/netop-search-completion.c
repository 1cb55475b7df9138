/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-search-completion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-search-key.h"

#define ID_CHARS 9

/* Of the entry. */
#define NARROW_PX 440

struct _NetopSearchCompletion
{
  GtkPopover parent_instance;

  GtkEditable   *entry; /* in the same widget: lives as long */
  GtkListBox    *list;
  NetopSearchKey keys[NETOP_N_SEARCH_KEYS]; /* of the rows */
  guint          n_keys;
  size_t         start; /* of what is completed, in bytes */
  guint          complete_id;
};

G_DEFINE_FINAL_TYPE (NetopSearchCompletion, netop_search_completion, GTK_TYPE_POPOVER)

static const char *
get_hint (NetopSearchKey key)
{
  switch (key)
    {
    case NETOP_SEARCH_KEY_PROCESS:
      return _ ("Name of the process or application");
    case NETOP_SEARCH_KEY_PID:
      return _ ("Process ID");
    case NETOP_SEARCH_KEY_APP:
      return _ ("Application, Flatpak or Snap");
    case NETOP_SEARCH_KEY_UNIT:
      return _ ("systemd unit");
    case NETOP_SEARCH_KEY_CONTAINER:
      return _ ("Container");
    case NETOP_SEARCH_KEY_USER:
      return _ ("User name or ID");
    case NETOP_SEARCH_KEY_HOST:
      return _ ("Name or address of the other end");
    case NETOP_SEARCH_KEY_NET:
      return _ ("Network of the other end, such as 10.0.0.0/8");
    case NETOP_SEARCH_KEY_COUNTRY:
      return _ ("Country of the other end, such as SE");
    case NETOP_SEARCH_KEY_OPERATOR:
      return _ ("Operator of the other end’s network");
    case NETOP_SEARCH_KEY_PORT:
      return _ ("Port of either end, or 8000-8999");
    case NETOP_SEARCH_KEY_SERVICE:
      return _ ("Service of a port, such as https");
    case NETOP_SEARCH_KEY_PROTO:
      return _ ("Protocol, such as tcp or udp");
    case NETOP_SEARCH_KEY_STATE:
      return _ ("State, such as established or closed");
    case NETOP_SEARCH_KEY_IFACE:
      return _ ("Interface");
    case NETOP_SEARCH_KEY_WORD:
    case NETOP_N_SEARCH_KEYS:
    default:
      return "";
    }
}

/* In a narrow window there is room for the names alone. */
static GtkWidget *
make_row (NetopSearchKey key,
          gboolean       is_narrow)
{
  g_autofree char *id = g_strconcat (netop_search_key_get_id (key), ":", NULL);
  g_autofree char *spoken = g_strdup_printf ("%s %s", id, get_hint (key));
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *id_label = gtk_label_new (id);
  GtkWidget       *hint_label = gtk_label_new (get_hint (key));
  GtkWidget       *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (id_label), 0);
  gtk_label_set_width_chars (GTK_LABEL (id_label), ID_CHARS);
  gtk_label_set_xalign (GTK_LABEL (hint_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (hint_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (hint_label, !is_narrow);
  gtk_widget_add_css_class (hint_label, "np-quiet");
  gtk_box_append (GTK_BOX (box), id_label);
  gtk_box_append (GTK_BOX (box), hint_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
fill_list (NetopSearchCompletion *self)
{
  gboolean   is_narrow = gtk_widget_get_width (GTK_WIDGET (self->entry)) < NARROW_PX;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->n_keys; i++)
    gtk_list_box_append (self->list, make_row (self->keys[i], is_narrow));
}

static size_t
get_cursor (NetopSearchCompletion *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  return (size_t)(g_utf8_offset_to_pointer (text, gtk_editable_get_position (self->entry)) - text);
}

/* One that is typed is chosen by nobody yet: Enter is the entry's still. */
static gboolean
complete (gpointer user_data)
{
  NetopSearchCompletion *self = user_data;
  NetopSearchKey         keys[NETOP_N_SEARCH_KEYS];
  guint                  n_keys = netop_search_key_complete (gtk_editable_get_text (self->entry), get_cursor (self), &self->start, keys);

  if (n_keys != self->n_keys || memcmp (keys, self->keys, n_keys * sizeof *keys) != 0)
    {
      self->n_keys = n_keys;
      memcpy (self->keys, keys, n_keys * sizeof *keys);
      fill_list (self);
    }
  gtk_list_box_unselect_all (self->list);
  if (n_keys > 0)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    gtk_popover_popdown (GTK_POPOVER (self));
  self->complete_id = 0;
  return G_SOURCE_REMOVE;
}

/* The cursor moves after this. What others put in is not being typed. */
static void
on_entry_changed (GtkEditable           *entry,
                  NetopSearchCompletion *self)
{
  if (!gtk_widget_is_focus (GTK_WIDGET (gtk_editable_get_delegate (entry))))
    gtk_popover_popdown (GTK_POPOVER (self));
  else if (self->complete_id == 0)
    self->complete_id = g_idle_add_full (G_PRIORITY_DEFAULT, complete, self, NULL);
}

static void
take_key (NetopSearchCompletion *self,
          int                    index)
{
  const char      *text = gtk_editable_get_text (self->entry);
  g_autofree char *rest = g_strconcat (netop_search_key_get_id (self->keys[index]), ":", NULL);
  int              start = (int)g_utf8_pointer_to_offset (text, text + self->start);
  int              position = start;

  gtk_editable_delete_text (self->entry, start, gtk_editable_get_position (self->entry));
  gtk_editable_insert_text (self->entry, rest, -1, &position);
  gtk_editable_set_position (self->entry, position);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_row_activated (GtkListBox            *list,
                  GtkListBoxRow         *row,
                  NetopSearchCompletion *self)
{
  take_key (self, gtk_list_box_row_get_index (row));
}

/* Beyond either end none is chosen, as before. */
static void
move_choice (NetopSearchCompletion *self,
             int                    step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int            n_places = (int)self->n_keys + 1;
  int            place = (row != NULL ? gtk_list_box_row_get_index (row) + 1 : 0) + step;

  place = (place + n_places) % n_places;
  gtk_list_box_select_row (self->list, place > 0 ? gtk_list_box_get_row_at_index (self->list, place - 1) : NULL);
}

static void
on_row_selected (GtkListBox            *list,
                 GtkListBoxRow         *row,
                 NetopSearchCompletion *self)
{
  GtkAccessible *entry = GTK_ACCESSIBLE (gtk_editable_get_delegate (self->entry));

  if (row != NULL)
    gtk_accessible_update_relation (entry, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  else
    gtk_accessible_reset_relation (entry, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
}

static gboolean
take_chosen (NetopSearchCompletion *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    take_key (self, gtk_list_box_row_get_index (row));
  return row != NULL;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                NetopSearchCompletion *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_choice (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_choice (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return take_chosen (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
netop_search_completion_dispose (GObject *object)
{
  g_clear_handle_id (&NETOP_SEARCH_COMPLETION (object)->complete_id, g_source_remove);

  G_OBJECT_CLASS (netop_search_completion_parent_class)->dispose (object);
}

static void
netop_search_completion_class_init (NetopSearchCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_search_completion_dispose;
}

static void
netop_search_completion_init (NetopSearchCompletion *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search fields"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect (self->list, "row-selected", G_CALLBACK (on_row_selected), self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
  gtk_widget_add_css_class (GTK_WIDGET (self), "np-completion");
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->list));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * netop_search_completion_new:
 * @entry: (transfer none): what is typed in; lives as long as the list
 *
 * Returns: (transfer floating): the list, to be given a parent
 */
GtkWidget *
netop_search_completion_new (GtkEditable *entry)
{
  NetopSearchCompletion *self = g_object_new (NETOP_TYPE_SEARCH_COMPLETION, NULL);
  GtkEventController    *keys = gtk_event_controller_key_new ();
  GtkEventController    *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (gtk_popover_popdown), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (entry), keys);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_entry_changed), self, 0);
  return GTK_WIDGET (self);
}
