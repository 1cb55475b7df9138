/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-chooser.h"

#include <glib/gi18n.h>

#include "netop-interface-text.h"
#include "netop-menu-button.h"
#include "netop-menu-text.h"

/* A host of containers has hundreds. The page of interfaces has them all, and can show each alone. */
#define MAX_LISTED 24

/* What the action calls all of them. */
#define ALL ""

struct _NetopInterfaceChooser
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GSimpleAction *action;
  GMenu         *menu;   /* of one section for each part */
  char          *listed; /* what the menu was made of */
  NetopSource   *source;
  char          *name; /* the chosen one, NULL for all */
  guint          index;
  gboolean       is_possible;
  gboolean       is_paused;
};

G_DEFINE_FINAL_TYPE (NetopInterfaceChooser, netop_interface_chooser, ADW_TYPE_BIN)

static const NetopSnapshotInterface *
find_interface (const NetopSnapshot *snapshot,
                const char          *name)
{
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);

      if (g_strcmp0 (interface->name, name) == 0)
        return interface;
    }
  return NULL;
}

static void
show_label (NetopInterfaceChooser *self)
{
  const char *label = self->name != NULL ? self->name : _ ("All Interfaces");

  if (g_strcmp0 (gtk_menu_button_get_label (self->button), label) == 0)
    return;

  gtk_menu_button_set_label (self->button, label);
  /* What it is called is its value, and does not say what it is for. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Interface"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label, -1);
}

static void
enable (NetopInterfaceChooser *self)
{
  gboolean is_enabled = self->is_possible && !self->is_paused;

  g_simple_action_set_enabled (self->action, is_enabled);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), is_enabled);
}

static void
tell_source (NetopInterfaceChooser *self,
             guint                  index)
{
  if (self->index == index)
    return;

  self->index = index;
  if (self->source != NULL)
    netop_source_set_shown_interface (self->source, index);
}

/* --- The menu --- */

static char *
dup_label (const NetopSnapshotInterface *interface)
{
  g_autofree char *name = netop_menu_text_dup_escaped (interface->name);
  g_autofree char *kind = netop_interface_dup_kind_text (&interface->facts);
  g_autofree char *escaped = kind != NULL ? netop_menu_text_dup_escaped (kind) : NULL;

  return escaped != NULL ? g_strdup_printf ("%s · %s", name, escaped) : g_steal_pointer (&name);
}

static void
append_item (GMenu      *section,
             const char *label,
             const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.interface", "s", target);
  g_menu_append_item (section, item);
}

/* Those that are up come first. */
static void
append_interfaces (GMenu               *section,
                   const NetopSnapshot *snapshot,
                   gboolean             is_up,
                   guint               *n_left)
{
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);
      g_autofree char              *label = NULL;

      if (*n_left == 0)
        return;
      if (!netop_interface_chooser_can_show (snapshot, &interface->facts) || (interface->facts.state == NETOP_INTERFACE_STATE_UP) != is_up)
        continue;
      label = dup_label (interface);
      append_item (section, label, interface->name);
      (*n_left)--;
    }
}

static GMenu *
make_section (NetopInterfaceChooser *self,
              const NetopSnapshot   *snapshot)
{
  GMenu *section = g_menu_new ();
  guint  n_left = MAX_LISTED;

  append_interfaces (section, snapshot, TRUE, &n_left);
  append_interfaces (section, snapshot, FALSE, &n_left);
  /* Gone, and still chosen. */
  if (self->name != NULL && find_interface (snapshot, self->name) == NULL)
    {
      g_autofree char *label = netop_menu_text_dup_escaped (self->name);

      append_item (section, label, self->name);
    }
  return section;
}

/* Of what the menu's items depend on. */
static char *
dup_listed (NetopInterfaceChooser *self,
            const NetopSnapshot   *snapshot)
{
  GString *text = g_string_new (self->name);

  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i);

      g_string_append_printf (text, "\n%s %.*s %u %u", interface->name, (int)sizeof interface->facts.kind, interface->facts.kind, interface->facts.state, interface->facts.master);
    }
  return g_string_free (text, FALSE);
}

/* A menu that is open is not made anew under the pointer for nothing. */
static void
fill_menu (NetopInterfaceChooser *self,
           const NetopSnapshot   *snapshot)
{
  g_autofree char *listed = dup_listed (self, snapshot);
  g_autoptr (GMenu) section = NULL;

  if (g_strcmp0 (listed, self->listed) == 0)
    return;

  g_free (self->listed);
  self->listed = g_steal_pointer (&listed);
  section = make_section (self, snapshot);
  g_menu_remove (self->menu, 1);
  g_menu_insert_section (self->menu, 1, NULL, G_MENU_MODEL (section));
}

/* --- The choice --- */

static void
change_interface (GSimpleAction         *action,
                  GVariant              *value,
                  NetopInterfaceChooser *self)
{
  const char          *name = g_variant_get_string (value, NULL);
  const NetopSnapshot *snapshot = self->source != NULL ? netop_source_get_snapshot (self->source) : NULL;

  const NetopSnapshotInterface *interface = snapshot != NULL ? find_interface (snapshot, name) : NULL;

  /* What is there no more, or never was, cannot be chosen. */
  if (*name != '\0' && interface == NULL && g_strcmp0 (name, self->name) != 0)
    return;

  g_free (self->name);
  self->name = *name != '\0' ? g_strdup (name) : NULL;
  g_simple_action_set_state (action, value);
  show_label (self);
  if (interface != NULL || self->name == NULL)
    tell_source (self, interface != NULL ? interface->facts.index : 0);
}

/* --- The widget --- */

static void
netop_interface_chooser_dispose (GObject *object)
{
  NetopInterfaceChooser *self = NETOP_INTERFACE_CHOOSER (object);

  g_clear_object (&self->action);
  g_clear_object (&self->menu);
  g_clear_object (&self->source);
  g_clear_pointer (&self->listed, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (netop_interface_chooser_parent_class)->dispose (object);
}

static void
netop_interface_chooser_class_init (NetopInterfaceChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_interface_chooser_dispose;
}

static void
netop_interface_chooser_init (NetopInterfaceChooser *self)
{
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "np-chooser");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Interface whose traffic is shown"));
  netop_menu_button_renew (self->button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  self->action = g_simple_action_new_stateful ("interface", G_VARIANT_TYPE_STRING, g_variant_new_string (ALL));
  g_signal_connect_object (self->action, "change-state", G_CALLBACK (change_interface), self, 0);
  g_simple_action_set_enabled (self->action, FALSE);
  show_label (self);
}

/**
 * netop_interface_chooser_add_actions:
 * @map: ends no later than the chooser
 *
 * Adds "interface", whose state is the name of the chosen one, and empty for all.
 */
void
netop_interface_chooser_add_actions (NetopInterfaceChooser *self,
                                     GActionMap            *map)
{
  g_return_if_fail (NETOP_IS_INTERFACE_CHOOSER (self));

  g_action_map_add_action (map, G_ACTION (self->action));
}

/**
 * netop_interface_chooser_set_menu:
 * @menu: (transfer none): filled with what can be chosen, from now on; the button's, and whosesoever else
 */
void
netop_interface_chooser_set_menu (NetopInterfaceChooser *self,
                                  GMenu                 *menu)
{
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) each = g_menu_new ();

  g_return_if_fail (NETOP_IS_INTERFACE_CHOOSER (self));

  g_set_object (&self->menu, menu);
  append_item (all, _ ("_All Interfaces"), ALL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (each));
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));
}

/**
 * netop_interface_chooser_set_source:
 * @source: (transfer none): that is told
 */
void
netop_interface_chooser_set_source (NetopInterfaceChooser *self,
                                    NetopSource           *source)
{
  g_return_if_fail (NETOP_IS_INTERFACE_CHOOSER (self));

  g_set_object (&self->source, source);
}

/**
 * netop_interface_chooser_set_snapshot:
 * @snapshot: the newest, whether or not it is shown
 */
void
netop_interface_chooser_set_snapshot (NetopInterfaceChooser *self,
                                      const NetopSnapshot   *snapshot)
{
  const NetopSnapshotInterface *interface = self->name != NULL ? find_interface (snapshot, self->name) : NULL;
  gboolean                      is_fixed = self->index == 0 && snapshot->capture.interface_name != NULL;
  gboolean                      is_told_apart = snapshot->capture.backend == NETOP_BACKEND_PCAP || snapshot->capture.backend == NETOP_BACKEND_EBPF;

  g_return_if_fail (NETOP_IS_INTERFACE_CHOOSER (self));

  self->is_possible = is_told_apart && !is_fixed;
  enable (self);
  fill_menu (self, snapshot);
  if (interface != NULL)
    tell_source (self, interface->facts.index);
}

/**
 * netop_interface_chooser_set_paused:
 * @is_paused: what is shown stays as it is, whatever is chosen: so nothing can be
 */
void
netop_interface_chooser_set_paused (NetopInterfaceChooser *self,
                                    gboolean               is_paused)
{
  g_return_if_fail (NETOP_IS_INTERFACE_CHOOSER (self));

  self->is_paused = is_paused;
  enable (self);
}

/**
 * netop_interface_chooser_has_choice:
 *
 * Returns: whether there is anything to choose from
 */
gboolean
netop_interface_chooser_has_choice (NetopInterfaceChooser *self)
{
  return self->is_possible;
}

/**
 * netop_interface_chooser_can_show:
 * @facts: of an interface in @snapshot
 *
 * Returns: whether traffic counts there: what a member of a bridge or a bond carries counts above it
 */
gboolean
netop_interface_chooser_can_show (const NetopSnapshot  *snapshot,
                                  const NetopInterface *facts)
{
  if (facts->master == 0)
    return TRUE;

  /* Of a master in another namespace, or a VRF that is not listed, nothing is known. */
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    if (g_array_index (snapshot->interfaces, NetopSnapshotInterface, i).facts.index == facts->master)
      return FALSE;
  return TRUE;
}
