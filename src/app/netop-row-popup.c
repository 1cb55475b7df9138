/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-popup.h"

#include <glib/gi18n.h>

#include "netop-popup-menu.h"
#include "netop-row-menu.h"

/* What the keys open stands below a row, but not below all of what is taller than rows are. */
#define MAX_BELOW_PX 40

/* What a view has for its menu; it ends with the view. */
typedef struct
{
  GtkWidget             *view;
  NetopRowModel         *model;
  const NetopRowWidgets *widgets;
  gpointer               owner;
  GtkWidget             *popover; /* NULL while none is open */
} Popup;

static void
on_taken_away (Popup *self)
{
  self->popover = NULL;
  netop_row_model_thaw_sort (self->model);
}

static void
drop (Popup *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
}

/* Rows hold still while it is open. */
static void
open_at (Popup              *self,
         guint               position,
         const GdkRectangle *place)
{
  const NetopRow *row = netop_row_model_get_row (self->model, position);
  g_autoptr (GMenuModel) menu = NULL;

  if (row == NULL)
    return;

  drop (self);
  netop_row_model_freeze_sort (self->model);
  menu = netop_row_menu_new (row, netop_row_model_get_snapshot (self->model), TRUE);
  netop_row_model_set_selected (self->model, &row->key);
  self->popover = netop_popup_menu_open (self->view, menu, place);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Actions"), -1);
  g_signal_connect_swapped (self->popover, "notify::parent", G_CALLBACK (on_taken_away), self);
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            Popup           *self)
{
  GtkWidget   *picked = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);
  guint        position = self->widgets->find_position (self->owner, picked);
  GdkRectangle place = { (int)x, (int)y, 1, 1 };

  if (!gdk_event_triggers_context_menu (gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture))) || position == GTK_INVALID_LIST_POSITION)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_at (self, position, &place);
}

/* Of the selected row; where none is, of the one that has the keys. */
static guint
find_keyed (Popup *self)
{
  NetopRowKey key = netop_row_model_get_selected (self->model);
  guint       position = netop_row_model_get_position (self->model, &key);

  if (position != GTK_INVALID_LIST_POSITION)
    return position;
  return self->widgets->find_position (self->owner, gtk_root_get_focus (gtk_widget_get_root (self->view)));
}

/* At that row where it is in sight. */
static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  Popup          *self = user_data;
  guint           position = find_keyed (self);
  GtkWidget      *row = self->widgets->find_widget (self->owner, position);
  graphene_rect_t bounds;
  GdkRectangle    place = { 0, 0, 1, 1 };

  if (position == GTK_INVALID_LIST_POSITION)
    return GDK_EVENT_PROPAGATE;

  if (row != NULL && gtk_widget_compute_bounds (row, widget, &bounds))
    {
      place.x = (int)bounds.origin.x + MIN ((int)bounds.size.width, gtk_widget_get_width (widget)) / 8;
      place.y = (int)bounds.origin.y + MIN ((int)bounds.size.height, MAX_BELOW_PX);
    }
  open_at (self, position, &place);
  return GDK_EVENT_STOP;
}

static void
popup_free (gpointer  data,
            GClosure *closure)
{
  Popup *self = data;

  drop (self);
  g_object_unref (self->model);
  g_free (self);
}

static void
add_keys (GtkShortcutController *controller,
          const char            *keys,
          GtkShortcutAction     *action)
{
  gtk_shortcut_controller_add_shortcut (controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), action));
}

static void
watch_keys (Popup *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_keys (GTK_SHORTCUT_CONTROLLER (keys), "Menu|<Shift>F10", gtk_callback_action_new (on_menu_key, self, NULL));
  add_keys (GTK_SHORTCUT_CONTROLLER (keys), "<Control>c", gtk_named_action_new ("win.copy"));
  add_keys (GTK_SHORTCUT_CONTROLLER (keys), "<Shift><Control>c", gtk_named_action_new ("win.copy-json"));
  gtk_widget_add_controller (self->view, keys);
}

static void
watch_pointer (Popup *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
}

/**
 * netop_row_popup_attach:
 * @view: with the rows of @model
 * @widgets: static
 * @owner: what @widgets asks; lives as long as @view
 *
 * Gives the rows a menu, by the pointer's second button, Menu and Shift+F10, and the keys for what is copied most. What is
 * chosen acts on the selected row, so the row it is opened at is selected.
 */
void
netop_row_popup_attach (GtkWidget             *view,
                        NetopRowModel         *model,
                        const NetopRowWidgets *widgets,
                        gpointer               owner)
{
  Popup *self = g_new0 (Popup, 1);

  self->view = view;
  self->model = g_object_ref (model);
  self->widgets = widgets;
  self->owner = owner;
  watch_pointer (self);
  watch_keys (self);
  /* Before the children of the view are gone. */
  g_signal_connect_data (view, "destroy", G_CALLBACK (drop), self, popup_free, G_CONNECT_SWAPPED);
}
