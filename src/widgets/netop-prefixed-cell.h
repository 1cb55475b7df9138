/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-noted-text.h"

G_BEGIN_DECLS

/**
 * NetopPrefix:
 * @NETOP_PREFIX_ICON: the name of a themed icon; one that ends in -symbolic is drawn dim
 * @NETOP_PREFIX_PILL: a word on a rounded ground, which is spoken
 * @NETOP_PREFIX_BAD_PILL: the same for a failure: bold and red
 *
 * What stands before a text.
 */
typedef enum {
  NETOP_PREFIX_NONE,
  NETOP_PREFIX_ICON,
  NETOP_PREFIX_PILL,
  NETOP_PREFIX_BAD_PILL,
} NetopPrefix;

/**
 * NetopPrefixedCell:
 *
 * A text of one line that is cut where there is no room, with something small before it.
 */
#define NETOP_TYPE_PREFIXED_CELL (netop_prefixed_cell_get_type ())
G_DECLARE_FINAL_TYPE (NetopPrefixedCell, netop_prefixed_cell, NETOP, PREFIXED_CELL, GtkWidget)

GtkWidget *netop_prefixed_cell_new (int icon_px);
GtkWidget *netop_prefixed_cell_new_silent (int icon_px);
void       netop_prefixed_cell_set_title (NetopPrefixedCell *self, const char *title);
void       netop_prefixed_cell_set_overflow (NetopPrefixedCell *self, GtkInscriptionOverflow overflow);
void       netop_prefixed_cell_set_prefix (NetopPrefixedCell *self, NetopPrefix prefix, const char *value);
void       netop_prefixed_cell_set_mark (NetopPrefixedCell *self, const char *mark);
gboolean   netop_prefixed_cell_set_text (NetopPrefixedCell *self, const NetopNotedText *text);

G_END_DECLS
