/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-menu.h"

#include <glib/gi18n.h>

#include "netop-interface-chooser.h"
#include "netop-menu-text.h"
#include "netop-row-expression.h"

static void
append_section (GMenu *menu,
                GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static char *
dup_label (const char *title,
           const char *value)
{
  g_autofree char *escaped = netop_menu_text_dup_escaped (value);

  /* Translators: what to filter by, and the value: "Port: 443" */
  return g_strdup_printf (_ ("%s: %s"), title, escaped);
}

/* For what has the same as the row, or with @minus for what has not. */
static GMenu *
make_filter_menu (const NetopRow      *row,
                  const NetopSnapshot *snapshot,
                  const char          *minus)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < NETOP_ROW_EXPRESSION_N_KEYS; i++)
    {
      const char      *key = netop_row_expression_get_key (i);
      g_autofree char *value = netop_row_expression_dup_value (row, snapshot, key);
      g_autofree char *label = value != NULL ? dup_label (netop_row_expression_get_key_title (i), value) : NULL;
      g_autofree char *target = g_strconcat (minus, key, NULL);
      g_autoptr (GMenuItem) item = NULL;

      if (value == NULL)
        continue;
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.filter-by", "s", target);
      g_menu_append_item (menu, item);
    }
  return menu;
}

static GMenu *
make_filter_section (const NetopRow      *row,
                     const NetopSnapshot *snapshot)
{
  GMenu *section = g_menu_new ();
  g_autoptr (GMenu) same = make_filter_menu (row, snapshot, "");
  g_autoptr (GMenu) others = make_filter_menu (row, snapshot, "-");

  if (g_menu_model_get_n_items (G_MENU_MODEL (same)) == 0)
    return section;

  g_menu_append_submenu (section, _ ("_Filter By"), G_MENU_MODEL (same));
  g_menu_append_submenu (section, _ ("Filter _Out"), G_MENU_MODEL (others));
  return section;
}

static GMenu *
make_copy_section (void)
{
  GMenu *section = g_menu_new ();

  g_menu_append (section, _ ("_Copy"), "win.copy");
  g_menu_append (section, _ ("Copy as _JSON"), "win.copy-json");
  g_menu_append (section, _ ("Copy _Address"), "win.copy-address");
  return section;
}

static void
append_interface (GMenu      *section,
                  const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Show Traffic of _This Interface Only"), NULL);

  g_menu_item_set_action_and_target (item, "win.interface", "s", name);
  g_menu_append_item (section, item);
}

/**
 * netop_row_menu_new:
 * @row: (nullable): of @snapshot; %NULL where it is gone
 * @has_details: the menu is not that of the details
 *
 * Returns: (transfer full): what can be done with a row; what cannot is disabled with its action
 */
GMenuModel *
netop_row_menu_new (const NetopRow      *row,
                    const NetopSnapshot *snapshot,
                    gboolean             has_details)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) show = g_menu_new ();
  g_autoptr (GMenu) copy = make_copy_section ();
  g_autoptr (GMenu) filter = row != NULL ? make_filter_section (row, snapshot) : g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  if (has_details)
    g_menu_append (show, _ ("Show _Details"), "win.show-details");
  if (row != NULL && row->interface != NULL && netop_interface_chooser_can_show (snapshot, &row->interface->facts))
    append_interface (show, row->interface->name);
  if (row != NULL && row->process != NULL)
    g_menu_append (end, _ ("_End Process…"), "win.end-process");

  append_section (menu, show);
  append_section (menu, copy);
  append_section (menu, filter);
  append_section (menu, end);
  return G_MENU_MODEL (menu);
}
