/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-exporter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-format.h"

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

/* The first is that of files whose names say nothing. */
static const struct
{
  const char       *suffix;
  const char       *title;
  NetopExportFormat format;
} formats[] = {
  { ".json", N_ ("Everything, as JSON"), NETOP_EXPORT_STATE },
  { ".tsv", N_ ("Table of processes, as TSV"), NETOP_EXPORT_TSV },
  { ".csv", N_ ("Table of processes, as CSV"), NETOP_EXPORT_CSV },
};

typedef struct
{
  NetopSnapshot    *snapshot;
  GFile            *file;
  NetopExportFormat format;
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
  const NetopExportOptions options = { .format = export->format };
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
  g_signal_emit (self, signals[SIGNAL_WRITTEN], 0, export->file, export->snapshot, error);
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

/* Returns: its index, or that of none, behind the last */
static guint
find_format (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (formats) && (strlen (name) < strlen (formats[i].suffix) ||
                                        g_ascii_strcasecmp (name + strlen (name) - strlen (formats[i].suffix), formats[i].suffix) != 0))
    i++;
  return i;
}

static guint
find_format_of_filter (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  const char    *title = filter != NULL ? gtk_file_filter_get_name (filter) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (title, _ (formats[i].title)) == 0)
      return i;
  return 0;
}

/**
 * netop_exporter_find_format:
 * @name: (nullable): of a file
 * @chooser: (nullable): where it was chosen
 *
 * Returns: what the end of the name says; where it says nothing, what was chosen beside it, else the whole document
 */
NetopExportFormat
netop_exporter_find_format (const char     *name,
                            GtkFileChooser *chooser)
{
  guint i = name != NULL ? find_format (name) : G_N_ELEMENTS (formats);

  if (i < G_N_ELEMENTS (formats))
    return formats[i].format;
  return formats[chooser != NULL ? find_format_of_filter (chooser) : 0].format;
}

/**
 * netop_exporter_rename:
 * @name: of a file
 * @chooser: with what was chosen beside it
 *
 * Returns: (transfer full): the name with the end of the format that was chosen
 */
char *
netop_exporter_rename (const char     *name,
                       GtkFileChooser *chooser)
{
  guint i = find_format (name);
  gsize length = strlen (name) - (i < G_N_ELEMENTS (formats) ? strlen (formats[i].suffix) : 0);

  return g_strdup_printf ("%.*s%s", (int)length, name, formats[find_format_of_filter (chooser)].suffix);
}

/* Not where a portal shows the dialog: then the end of the name alone says it. */
static void
on_filter_changed (GtkFileChooser *chooser)
{
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  g_autofree char *renamed = name != NULL ? netop_exporter_rename (name, chooser) : NULL;

  if (renamed != NULL && !g_str_equal (renamed, name))
    gtk_file_chooser_set_current_name (chooser, renamed);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int              response,
                Question        *question)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    netop_exporter_write (question->exporter, question->snapshot, file, netop_exporter_find_format (name, GTK_FILE_CHOOSER (dialog)));
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
                                          3,
                                          G_TYPE_FILE,
                                          G_TYPE_POINTER,
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
 * netop_exporter_add_filters:
 * @chooser: gets a choice for each format; the first one is chosen
 */
void
netop_exporter_add_filters (GtkFileChooser *chooser)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (formats[i].title));
      gtk_file_filter_add_suffix (filter, formats[i].suffix + 1);
      gtk_file_chooser_add_filter (chooser, filter);
      if (i == 0)
        gtk_file_chooser_set_filter (chooser, filter);
    }
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
  g_autofree char      *time = netop_format_time (snapshot->timestamp_us, "%Y%m%d-%H%M%S");
  g_autofree char      *name = g_strdup_printf ("netoproc-%s.json", time);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Export Snapshot"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  Question             *question = g_new0 (Question, 1);

  question->exporter = g_object_ref (self);
  question->snapshot = netop_snapshot_ref (snapshot);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  netop_exporter_add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "notify::filter", G_CALLBACK (on_filter_changed), NULL);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_file_chosen), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * netop_exporter_write:
 * @snapshot: referenced
 * @file: replaced once the new one is whole
 * @format: of it
 *
 * Writes @snapshot; "written" says how it went, from the main loop.
 */
void
netop_exporter_write (NetopExporter    *self,
                      NetopSnapshot    *snapshot,
                      GFile            *file,
                      NetopExportFormat format)
{
  g_autoptr (GTask) task = NULL;
  Export *export;

  g_return_if_fail (NETOP_IS_EXPORTER (self));

  export = g_new0 (Export, 1);
  export->snapshot = netop_snapshot_ref (snapshot);
  export->file = g_object_ref (file);
  export->format = format;
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
