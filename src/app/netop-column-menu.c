/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-column-menu.h"

#include <glib/gi18n.h>

#include "netop-popup-menu.h"

#define STEP_PX 16

struct _NetopColumnMenu
{
  GObject parent_instance;

  GtkWidget            *page; /* not owned: it outlives this, like the view */
  GtkColumnView        *view;
  const NetopTableKind *kind;
  NetopTableColumns    *columns;
  NetopTableKeeper     *keeper;
  GSimpleActionGroup   *actions;
  GtkWidget            *popover; /* the page's child; NULL while none is open */
};

G_DEFINE_FINAL_TYPE (NetopColumnMenu, netop_column_menu, G_TYPE_OBJECT)

/* --- Actions --- */

static void
change_wanted (GSimpleAction *action,
               GVariant      *value,
               gpointer       user_data)
{
  NetopColumnMenu *self = user_data;

  netop_table_columns_set_wanted (self->columns, netop_column_from_id (g_action_get_name (G_ACTION (action))), g_variant_get_boolean (value));
}

static void
activate_move (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  NetopColumnMenu *self = user_data;
  const char      *id;
  int              n_steps;

  g_variant_get (parameter, "(&si)", &id, &n_steps);
  netop_table_columns_move (self->columns, netop_column_from_id (id), CLAMP (n_steps, -1, 1));
}

static void
activate_widen (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  NetopColumnMenu *self = user_data;
  const char      *id;
  int              n_pixels;

  g_variant_get (parameter, "(&si)", &id, &n_pixels);
  netop_table_columns_widen (self->columns, netop_column_from_id (id), CLAMP (n_pixels, -1000, 1000));
}

static void
activate_reset (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  netop_table_columns_reset (NETOP_COLUMN_MENU (user_data)->columns);
}

static void
show_states (NetopColumnMenu *self)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      NetopColumn column = self->kind->columns[i].column;
      GAction    *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), netop_column_get_id (column));

      if (action != NULL)
        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (netop_table_columns_is_wanted (self->columns, column)));
    }
}

static void
add_actions (NetopColumnMenu *self)
{
  static const GActionEntry entries[] = {
    { .name = "move", .parameter_type = "(si)", .activate = activate_move },
    { .name = "widen", .parameter_type = "(si)", .activate = activate_widen },
    { .name = "reset", .activate = activate_reset },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      GActionEntry entry = { .name = netop_column_get_id (self->kind->columns[i].column), .state = "true", .change_state = change_wanted };

      if (!self->kind->columns[i].grows)
        g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
    }
  show_states (self);
  gtk_widget_insert_action_group (self->page, "columns", G_ACTION_GROUP (self->actions));
}

/* --- The menu --- */

static GMenuModel *
make_list (NetopColumnMenu *self)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const NetopTableColumn *column = &self->kind->columns[i];
      g_autofree char        *action = g_strdup_printf ("columns.%s", netop_column_get_id (column->column));

      if (!column->grows)
        g_menu_append (menu, _ (column->title), action);
    }
  return G_MENU_MODEL (menu);
}

static void
append_step (GMenu      *menu,
             const char *label,
             const char *action,
             NetopColumn column,
             int         by)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(si)", netop_column_get_id (column), by);
  g_menu_append_item (menu, item);
}

/* What is to the left is not the same in every direction of writing. */
static GMenuModel *
make_steps (NetopColumnMenu *self,
            NetopColumn      column)
{
  GMenu *menu = g_menu_new ();
  int    left = gtk_widget_get_direction (self->page) == GTK_TEXT_DIR_RTL ? 1 : -1;

  append_step (menu, _ ("Move _Left"), "columns.move", column, left);
  append_step (menu, _ ("Move _Right"), "columns.move", column, -left);
  append_step (menu, _ ("_Wider"), "columns.widen", column, STEP_PX);
  append_step (menu, _ ("_Narrower"), "columns.widen", column, -STEP_PX);
  return G_MENU_MODEL (menu);
}

/* Without a pointer there is no header to press: each column that can be seen, with its steps. */
static GMenuModel *
make_all_steps (NetopColumnMenu *self)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const NetopTableColumn *column = &self->kind->columns[i];
      g_autoptr (GMenuModel) steps = NULL;

      if (!netop_table_columns_is_wanted (self->columns, column->column))
        continue;
      steps = make_steps (self, column->column);
      g_menu_append_submenu (menu, _ (column->title), steps);
    }
  return G_MENU_MODEL (menu);
}

static const char *
get_title (NetopColumnMenu *self,
           NetopColumn      column)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->kind->columns[i].column == column)
      return _ (self->kind->columns[i].title);

  return NULL;
}

static GMenuModel *
make_menu (NetopColumnMenu *self,
           NetopColumn      column)
{
  GMenu      *menu = g_menu_new ();
  const char *title = get_title (self, column);
  g_autoptr (GMenuModel) list = make_list (self);
  g_autoptr (GMenuModel) all_steps = make_all_steps (self);
  g_autoptr (GMenu) end = g_menu_new ();

  if (title != NULL)
    {
      g_autoptr (GMenuModel) steps = make_steps (self, column);
      /* Translators: of a column of a table */
      g_autofree char *label = g_strdup_printf (_ ("Column “%s”"), title);

      g_menu_append_section (menu, label, steps);
    }
  g_menu_append_section (menu, _ ("Columns"), list);
  g_menu_append_submenu (end, _ ("_Move or Resize"), all_steps);
  g_menu_append (end, _ ("_Reset Columns"), "columns.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (menu);
}

static void
on_taken_away (NetopColumnMenu *self)
{
  self->popover = NULL;
  netop_table_keeper_release (self->keeper);
}

static void
drop (NetopColumnMenu *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
}

static void
open_at (NetopColumnMenu    *self,
         NetopColumn         column,
         const GdkRectangle *place)
{
  g_autoptr (GMenuModel) menu = make_menu (self, column);

  drop (self);
  netop_table_keeper_hold (self->keeper);
  self->popover = netop_popup_menu_open (self->page, menu, place);
  g_signal_connect_object (self->popover, "notify::parent", G_CALLBACK (on_taken_away), self, G_CONNECT_SWAPPED);
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n_presses,
            double           x,
            double           y,
            NetopColumnMenu *self)
{
  GtkWidget   *header = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  NetopColumn  column = netop_table_columns_get_at (self->columns, gtk_widget_pick (header, x, y, GTK_PICK_DEFAULT));
  double       page_x;
  double       page_y;
  GdkRectangle place = { .width = 1, .height = 1 };

  if (!gtk_widget_translate_coordinates (header, self->page, x, y, &page_x, &page_y))
    return;

  place.x = (int)page_x;
  place.y = (int)page_y;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_at (self, column, &place);
}

static void
watch_header (NetopColumnMenu *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  gtk_widget_add_controller (gtk_widget_get_first_child (GTK_WIDGET (self->view)), GTK_EVENT_CONTROLLER (click));
}

static void
netop_column_menu_dispose (GObject *object)
{
  NetopColumnMenu *self = NETOP_COLUMN_MENU (object);

  drop (self);
  g_clear_object (&self->actions);
  g_clear_object (&self->keeper);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (netop_column_menu_parent_class)->dispose (object);
}

static void
netop_column_menu_class_init (NetopColumnMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_column_menu_dispose;
}

static void
netop_column_menu_init (NetopColumnMenu *self)
{
}

/**
 * netop_column_menu_new:
 * @page: has the actions from then on; outlives the menu, like @view
 *
 * Returns: (transfer full): opens where a header is pressed with the secondary button
 */
NetopColumnMenu *
netop_column_menu_new (GtkWidget            *page,
                       GtkColumnView        *view,
                       const NetopTableKind *kind,
                       NetopTableColumns    *columns,
                       NetopTableKeeper     *keeper)
{
  NetopColumnMenu *self = g_object_new (NETOP_TYPE_COLUMN_MENU, NULL);

  self->page = page;
  self->view = view;
  self->kind = kind;
  self->columns = g_object_ref (columns);
  self->keeper = g_object_ref (keeper);
  add_actions (self);
  watch_header (self);
  g_signal_connect_object (columns, "changed", G_CALLBACK (show_states), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (columns, "fitted", G_CALLBACK (show_states), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * netop_column_menu_open:
 * @column: which it is about beside all others; %NETOP_COLUMN_NONE for none
 *
 * Opens the menu without a pointer.
 */
void
netop_column_menu_open (NetopColumnMenu *self,
                        NetopColumn      column)
{
  GtkWidget   *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GdkRectangle place = { .x = gtk_widget_get_width (self->page) / 2, .y = gtk_widget_get_height (header), .width = 1, .height = 1 };

  open_at (self, column, &place);
}

/**
 * netop_column_menu_allocate:
 *
 * For the page's size_allocate: whoever has a popover as a child must do that.
 */
void
netop_column_menu_allocate (NetopColumnMenu *self)
{
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}
