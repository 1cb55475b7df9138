/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-menu-text.h"

/* A name may be longer than the screen is wide. */
#define MAX_SHOWN_CHARS 40

/**
 * netop_menu_text_dup_escaped:
 * @text: of somebody else
 *
 * Returns: (transfer full): @text for the label of a menu's item: cut where it is long, and without underlines that would be
 *   taken for mnemonics
 */
char *
netop_menu_text_dup_escaped (const char *text)
{
  g_autofree char *cut = g_utf8_strlen (text, -1) > MAX_SHOWN_CHARS ? g_utf8_substring (text, 0, MAX_SHOWN_CHARS - 1) : NULL;
  g_autofree char *shown = cut != NULL ? g_strdup_printf ("%s…", cut) : g_strdup (text);
  g_auto (GStrv) parts = g_strsplit (shown, "_", -1);

  return g_strjoinv ("__", parts);
}
