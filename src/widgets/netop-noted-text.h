/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NetopNotedText:
 * @text: (nullable): %NULL for the note alone
 * @note: (nullable): quiet words behind it
 * @is_inferred: it is not known for sure: slanted, quiet, and behind a tilde
 *
 * A text of a cell with what belongs to it.
 */
typedef struct
{
  const char *text;
  const char *note;
  gboolean    is_inferred;
} NetopNotedText;

char *netop_noted_text_dup_markup (const NetopNotedText *self, GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
char *netop_noted_text_dup_spoken (const NetopNotedText *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
