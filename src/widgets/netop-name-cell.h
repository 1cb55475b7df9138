/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopNameContent:
 * @secondary: quiet text behind the name, or %NULL
 * @icon_name: a themed icon, or the absolute path of one's file; one that ends in -symbolic is drawn dim; %NULL for none
 * @depth: levels of indentation
 * @bad: a loss: red and bold
 * @is_inferred: the name is not known for sure
 * @is_host: it is cut at its start: the end of a host's name says whose it is
 *
 * What a name cell shows. Strings are copied.
 */
typedef struct
{
  const char *name;
  const char *secondary;
  const char *icon_name;
  const char *tooltip;
  guint       depth;
  gboolean    expandable;
  gboolean    expanded;
  gboolean    bad;
  gboolean    is_inferred;
  gboolean    is_host;
} NetopNameContent;

/**
 * NetopNameCell:
 *
 * Expander, icon, name and a quiet secondary text. Signal "toggled": the expander was pressed; the page tells
 * the model, and the next content shows it.
 */
#define NETOP_TYPE_NAME_CELL (netop_name_cell_get_type ())
G_DECLARE_FINAL_TYPE (NetopNameCell, netop_name_cell, NETOP, NAME_CELL, GtkWidget)

GtkWidget  *netop_name_cell_new (void);
void        netop_name_cell_set_content (NetopNameCell *self, const NetopNameContent *content);
const char *netop_name_cell_get_name (NetopNameCell *self);

G_END_DECLS
