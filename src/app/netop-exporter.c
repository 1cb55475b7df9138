/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-exporter.h"

#include <glib/gi18n.h>

#include "netop-export.h"

struct _NetopExporter
{
  GObject parent_instance;

  guint n_running;
};

G_DEFINE_FINAL_TYPE (NetopExporter, netop_exporter, G_TYPE_OBJECT)

enum {
  SIGNAL_WRITTEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  NetopSnapshot *snapshot;
  GFile         *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  netop_snapshot_unref (export->snapshot);
  g_object_unref (export->file);
  g_free (export);
}

/* In a thread of the task. */
static void
write_export (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Export *export = task_data;
  const NetopExportOptions options = { .format = NETOP_EXPORT_STATE };
  g_autoptr (GError) error = NULL;

  if (netop_export_to_file (export->snapshot, &options, export->file, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  NetopExporter *self = NETOP_EXPORTER (object);
  const Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  self->n_running--;
  g_signal_emit (self, signals[SIGNAL_WRITTEN], 0, export->file, error);
}

typedef struct
{
  NetopExporter *exporter;
  NetopSnapshot *snapshot;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->exporter);
  netop_snapshot_unref (question->snapshot);
  g_free (question);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int              response,
                Question        *question)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    netop_exporter_write (question->exporter, question->snapshot, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
netop_exporter_class_init (NetopExporterClass *klass)
{
  signals[SIGNAL_WRITTEN] = g_signal_new ("written",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          2,
                                          G_TYPE_FILE,
                                          G_TYPE_ERROR);
}

static void
netop_exporter_init (NetopExporter *self)
{
}

/**
 * netop_exporter_new:
 *
 * Returns: (transfer full): an exporter with nothing to do
 */
NetopExporter *
netop_exporter_new (void)
{
  return g_object_new (NETOP_TYPE_EXPORTER, NULL);
}

/**
 * netop_exporter_ask:
 * @parent: what the dialog stands over
 * @snapshot: referenced: it is what is saved, also if another one comes while the name is chosen
 *
 * Asks for a file and writes it.
 */
void
netop_exporter_ask (NetopExporter *self,
                    GtkWindow     *parent,
                    NetopSnapshot *snapshot)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (snapshot->timestamp_us / G_USEC_PER_SEC);
  g_autofree char      *name = time != NULL ? g_date_time_format (time, "netoproc-%Y%m%d-%H%M%S.json") : g_strdup ("netoproc.json");
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Export Snapshot"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  Question             *question = g_new0 (Question, 1);

  question->exporter = g_object_ref (self);
  question->snapshot = netop_snapshot_ref (snapshot);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_file_chosen), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * netop_exporter_write:
 * @snapshot: referenced
 * @file: replaced once the new one is whole
 *
 * Writes @snapshot; "written" says how it went, from the main loop.
 */
void
netop_exporter_write (NetopExporter *self,
                      NetopSnapshot *snapshot,
                      GFile         *file)
{
  g_autoptr (GTask) task = NULL;
  Export *export;

  g_return_if_fail (NETOP_IS_EXPORTER (self));

  export = g_new0 (Export, 1);
  export->snapshot = netop_snapshot_ref (snapshot);
  export->file = g_object_ref (file);
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, export, export_free);
  self->n_running++;
  g_task_run_in_thread (task, write_export);
}

/**
 * netop_exporter_is_busy:
 *
 * Returns: whether a file is being written
 */
gboolean
netop_exporter_is_busy (NetopExporter *self)
{
  g_return_val_if_fail (NETOP_IS_EXPORTER (self), FALSE);

  return self->n_running > 0;
}
