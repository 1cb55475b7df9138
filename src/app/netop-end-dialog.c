/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-end-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "netop-process-end.h"

/* A program may call itself anything. */
#define MAX_NAME_CHARS 60

/* Whom it is about: the process itself may be another by the time there is an answer. */
typedef struct
{
  uint32_t pid;
  int64_t  start_time_ms;
  char    *name;
  char    *user; /* NULL where not known */
} Process;

static void
process_free (gpointer  data,
              GClosure *closure)
{
  Process *process = data;

  g_free (process->name);
  g_free (process->user);
  g_free (process);
}

static char *
dup_name (const char *name)
{
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (name, -1) <= MAX_NAME_CHARS)
    return g_strdup (name);
  cut = g_utf8_substring (name, 0, MAX_NAME_CHARS - 1);
  return g_strdup_printf ("%s…", cut);
}

/* What went wrong, and what to do. */
static char *
dup_problem (const Process *process,
             const GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    /* Translators: the name of a user, and the number of a process; the command stays as it is */
    return g_strdup_printf (_ ("It belongs to %s: only that user and the administrator may end it. In a terminal: sudo kill %u"),
                            process->user != NULL ? process->user : _ ("another user"), process->pid);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    /* Translators: the number of a process */
    return g_strdup_printf (_ ("Process %u has ended already. Nothing was done."), process->pid);
  return g_strdup (error->message);
}

static void
tell_problem (GtkWindow     *parent,
              const Process *process,
              const GError  *error)
{
  g_autofree char *heading = g_strdup_printf (_ ("%s Was Not Ended"), process->name);
  g_autofree char *problem = dup_problem (process, error);
  GtkWidget       *dialog = adw_message_dialog_new (parent, heading, problem);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             const Process    *process)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "end") && !netop_process_end (process->pid, process->start_time_ms, &error))
    tell_problem (gtk_window_get_transient_for (GTK_WINDOW (dialog)), process, error);
}

static Process *
process_new (const NetopProcess *shown)
{
  Process *process = g_new0 (Process, 1);

  process->pid = shown->pid;
  process->start_time_ms = shown->start_time_ms;
  process->name = dup_name (shown->name);
  process->user = shown->username != NULL ? dup_name (shown->username) : NULL;
  return process;
}

/**
 * netop_end_dialog_ask:
 * @parent: what the dialog stands over
 * @process: alive when it was last seen
 *
 * Asks whether the process is to end, and then asks it to. Where it may not be ended, or is not the same any more, that is
 * said with what to do.
 */
void
netop_end_dialog_ask (GtkWindow          *parent,
                      const NetopProcess *process)
{
  Process         *asked = process_new (process);
  g_autofree char *heading = g_strdup_printf (_ ("End %s?"), asked->name);
  /* Translators: the number of a process */
  g_autofree char *body = g_strdup_printf (_ ("Process %u is asked to end, and what it has not saved may be lost."), asked->pid);
  GtkWidget       *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "end", _ ("_End Process"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), asked, process_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
