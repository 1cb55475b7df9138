/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-failure.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  NetopExporter *exporter;
  NetopSnapshot *snapshot;
} Unsaved;

static void
unsaved_free (gpointer  data,
              GClosure *closure)
{
  Unsaved *unsaved = data;

  g_object_unref (unsaved->exporter);
  netop_snapshot_unref (unsaved->snapshot);
  g_free (unsaved);
}

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             const Unsaved    *unsaved)
{
  if (g_str_equal (response, "elsewhere"))
    netop_exporter_ask (unsaved->exporter, gtk_window_get_transient_for (GTK_WINDOW (dialog)), unsaved->snapshot);
}

/**
 * netop_export_failure_show:
 * @parent: what the dialog stands over
 * @exporter: referenced: writes it elsewhere, if that is wanted
 * @snapshot: referenced: what was to be saved, and is not lost yet
 * @file: where it could not be saved
 * @error: why
 *
 * Says that a snapshot was not saved, and offers to save the same one in another place.
 */
void
netop_export_failure_show (GtkWindow     *parent,
                           NetopExporter *exporter,
                           NetopSnapshot *snapshot,
                           GFile         *file,
                           const GError  *error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: the name of a file */
  g_autofree char *heading = g_strdup_printf (_ ("%s Was Not Saved"), shown);
  GtkWidget       *dialog = adw_message_dialog_new (parent, heading, error->message);
  Unsaved         *unsaved = g_new0 (Unsaved, 1);

  unsaved->exporter = g_object_ref (exporter);
  unsaved->snapshot = netop_snapshot_ref (snapshot);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "elsewhere", _ ("_Save Elsewhere…"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "elsewhere", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), unsaved, unsaved_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
