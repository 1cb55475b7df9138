/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-file.h"

#include <adwaita.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "netop-format.h"
#include "netop-helper-source.h"
#include "netop-window.h"

/* A capture file in a window of its own: what the window before watches goes on. */

static char *
dup_shown_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return netop_format_name (name, strlen (name));
}

static void
tell_problem (GtkWindow  *parent,
              const char *name,
              const char *problem)
{
  g_autofree char *heading = g_strdup_printf (_ ("%s Cannot Be Opened"), name);
  GtkWidget       *dialog = adw_message_dialog_new (parent, heading, problem);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_window (AdwApplication *application,
             const char     *name,
             int             fd)
{
  const NetopSourceOptions      source_options = { .file_fd = fd, .namespace_fd = -1 };
  const NetopApplicationOptions options = { .sort = NETOP_APPLICATION_SORT_REMEMBERED, .file_name = name };
  g_autoptr (NetopSource) source = netop_helper_source_new (&source_options);
  GtkWidget *window = netop_window_new (application, source, &options);

  gtk_window_present (GTK_WINDOW (window));
  netop_source_start (source);
}

/**
 * netop_capture_file_open:
 * @parent: a window of the application
 * @file: pcap or pcapng; what it is not is said by the window that opens
 *
 * Opens a window on what is in @file. Where it cannot be opened, that is said over @parent.
 */
void
netop_capture_file_open (GtkWindow *parent,
                         GFile     *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = dup_shown_name (file);
  int              fd;

  if (path == NULL)
    {
      tell_problem (parent, name, _ ("It is not on this computer: copy it here first."));
      return;
    }

  /* A FIFO that nobody writes to yet is waited for where that can be interrupted, not here. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    tell_problem (parent, name, g_strerror (errno));
  else
    open_window (ADW_APPLICATION (gtk_window_get_application (parent)), name, fd);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int              response,
                gpointer         user_data)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  GtkWindow *parent = gtk_native_dialog_get_transient_for (dialog);

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && parent != NULL)
    netop_capture_file_open (parent, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const suffixes[] = { "pcap", "pcapng", "cap", "dmp" };
  g_autoptr (GtkFileFilter) captures = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (captures, _ ("Capture Files"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (captures, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, captures);
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * netop_capture_file_ask:
 * @parent: what the dialog stands over; of the application
 *
 * Asks for a capture file and opens it.
 */
void
netop_capture_file_ask (GtkWindow *parent)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Open Capture File"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (on_file_chosen), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
