/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-actions.h"

#include <glib/gi18n.h>

#include "netop-end-dialog.h"
#include "netop-export.h"
#include "netop-row-expression.h"
#include "netop-row-text.h"

struct _NetopRowActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* not owned: it owns this */
  NetopSelection       *selection;
  AdwToastOverlay      *toasts; /* not owned, like the next: the window's */
  NetopSearch          *search;
  AdwToast             *copied; /* the last one, not owned; NULL where it has gone */
};

G_DEFINE_FINAL_TYPE (NetopRowActions, netop_row_actions, G_TYPE_OBJECT)

/* Of the row's table: a row belongs to the snapshot it was made of. */
static const NetopSnapshot *
get_snapshot (NetopRowActions *self)
{
  NetopRowModel *model = netop_selection_get_model (self->selection);

  return model != NULL ? netop_row_model_get_snapshot (model) : NULL;
}

/* --- Copying --- */

/* One in the place of the other: who copies ten rows does not read it for a minute. */
static void
say_copied (NetopRowActions *self,
            const char      *said)
{
  if (self->copied != NULL)
    adw_toast_dismiss (self->copied);
  g_set_weak_pointer (&self->copied, adw_toast_new (said));
  adw_toast_overlay_add_toast (self->toasts, self->copied);
}

static void
copy (NetopRowActions *self,
      const char      *text,
      const char      *said)
{
  if (text == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), text);
  say_copied (self, said);
}

static void
activate_copy (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  NetopRowActions *self = user_data;
  const NetopRow  *row = netop_selection_get_row (self->selection);
  g_autofree char *text = row != NULL ? netop_row_text_new (row, get_snapshot (self)) : NULL;

  copy (self, text, _ ("Row copied"));
}

static char *
dup_json (const NetopRow      *row,
          const NetopSnapshot *snapshot)
{
  if (row->group != NULL)
    return netop_export_processes_to_string (snapshot, row->group->members);
  return netop_export_row_to_string (snapshot, &row->key);
}

static void
activate_copy_json (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  NetopRowActions *self = user_data;
  const NetopRow  *row = netop_selection_get_row (self->selection);
  g_autofree char *text = row != NULL ? dup_json (row, get_snapshot (self)) : NULL;

  copy (self, text, _ ("Row copied as JSON"));
}

static void
activate_copy_address (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  NetopRowActions *self = user_data;
  const NetopRow  *row = netop_selection_get_row (self->selection);
  g_autofree char *text = row != NULL ? netop_row_text_dup_address (row) : NULL;

  copy (self, text, _ ("Address copied"));
}

static void
activate_copy_text (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  copy (user_data, g_variant_get_string (parameter, NULL), _ ("Copied"));
}

/* --- Others --- */

static void
activate_filter_by (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  NetopRowActions *self = user_data;
  const NetopRow  *row = netop_selection_get_row (self->selection);
  const char      *key = g_variant_get_string (parameter, NULL);
  gboolean         is_negated = *key == '-';
  g_autofree char *expression = row != NULL ? netop_row_expression_new (row, get_snapshot (self), is_negated ? key + 1 : key) : NULL;
  g_autofree char *negated = expression != NULL ? g_strconcat ("-", expression, NULL) : NULL;

  if (expression != NULL)
    netop_search_narrow (self->search, is_negated ? negated : expression);
}

static void
activate_end_process (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  NetopRowActions *self = user_data;
  const NetopRow  *row = netop_selection_get_row (self->selection);

  if (row != NULL && row->process != NULL)
    netop_end_dialog_ask (GTK_WINDOW (self->window), row->process);
}

static const GActionEntry actions[] = {
  { .name = "copy", .activate = activate_copy },
  { .name = "copy-json", .activate = activate_copy_json },
  { .name = "copy-address", .activate = activate_copy_address },
  { .name = "copy-text", .parameter_type = "s", .activate = activate_copy_text },
  { .name = "filter-by", .parameter_type = "s", .activate = activate_filter_by },
  { .name = "end-process", .activate = activate_end_process },
};

static void
enable (NetopRowActions *self,
        const char      *name,
        gboolean         is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->window), name)), is_enabled);
}

/* Several that ended stand together in one row; who reads a file finds nobody; and without the time of its start nobody
 * could say that it is still the same. */
static gboolean
can_end (const NetopRow      *row,
         const NetopSnapshot *snapshot)
{
  const NetopProcess *process = row->process;

  return process != NULL && process->pid != 0 && process->ended_us == 0 && process->start_time_ms != 0 && snapshot->capture.backend != NETOP_BACKEND_FILE;
}

static gboolean
has_expression (const NetopRow      *row,
                const NetopSnapshot *snapshot)
{
  for (guint i = 0; i < NETOP_ROW_EXPRESSION_N_KEYS; i++)
    {
      g_autofree char *value = netop_row_expression_dup_value (row, snapshot, netop_row_expression_get_key (i));

      if (value != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
netop_row_actions_dispose (GObject *object)
{
  NetopRowActions *self = NETOP_ROW_ACTIONS (object);

  g_clear_object (&self->selection);
  g_clear_weak_pointer (&self->copied);

  G_OBJECT_CLASS (netop_row_actions_parent_class)->dispose (object);
}

static void
netop_row_actions_class_init (NetopRowActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_row_actions_dispose;
}

static void
netop_row_actions_init (NetopRowActions *self)
{
}

/**
 * netop_row_actions_new:
 * @window: gets the actions; owns what is returned
 * @selection: (transfer none): whose row they are about
 * @toasts: (transfer none): where it is said that something was copied
 * @search: (transfer none): where it is filtered
 *
 * Returns: (transfer full): the actions
 */
NetopRowActions *
netop_row_actions_new (GtkApplicationWindow *window,
                       NetopSelection       *selection,
                       AdwToastOverlay      *toasts,
                       NetopSearch          *search)
{
  NetopRowActions *self = g_object_new (NETOP_TYPE_ROW_ACTIONS, NULL);

  self->window = window;
  self->selection = g_object_ref (selection);
  self->toasts = toasts;
  self->search = search;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (selection, "changed", G_CALLBACK (netop_row_actions_update), self, G_CONNECT_SWAPPED);
  netop_row_actions_update (self);
  return self;
}

/**
 * netop_row_actions_update:
 *
 * Enables what makes sense for the row that is selected now, as it is now.
 */
void
netop_row_actions_update (NetopRowActions *self)
{
  const NetopSnapshot *snapshot = get_snapshot (self);
  const NetopRow      *row = netop_selection_get_row (self->selection);
  g_autofree char     *address = row != NULL ? netop_row_text_dup_address (row) : NULL;

  enable (self, "copy", row != NULL);
  enable (self, "copy-json", row != NULL && (row->group != NULL || netop_export_has_row (&row->key)));
  enable (self, "copy-address", address != NULL);
  enable (self, "filter-by", row != NULL && has_expression (row, snapshot));
  enable (self, "end-process", row != NULL && can_end (row, snapshot));
}
