/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-application-index.h"

#include <stdbool.h>
#include <string.h>

#include "netop-format.h"

#define MAX_APPLICATIONS 4096
#define DESKTOP_SUFFIX ".desktop"

/* What runs other programs is no application's own. */
static const char *const launchers[] = {
  "bash", "dbus-launch", "dash", "electron", "env", "flatpak", "gapplication", "gjs", "gtk-launch", "java", "kioclient", "node",
  "perl", "pkexec", "python", "python2", "python3", "ruby", "setsid", "sh", "snap", "sudo", "systemd-run", "wine", "x-terminal-emulator",
  "xdg-open", "xterm", "zsh"
};

struct _NetopApplicationIndex
{
  gatomicrefcount ref_count;
  GPtrArray      *applications; /* of NetopApplication */
  GHashTable     *by_id;        /* of those, by their id and window class in small letters */
  GHashTable     *by_program;   /* of those, by the file name of their executable; NULL where several have it */
};

static GRefString *
new_text (const char *text)
{
  g_autofree char *shown = text != NULL ? netop_format_name (text, strlen (text)) : NULL;

  return shown != NULL && *shown != '\0' ? g_ref_string_new (shown) : NULL;
}

/**
 * netop_application_new:
 * @id: of a desktop entry, with or without ".desktop"
 * @executable: (nullable):
 * @window_class: (nullable):
 *
 * Returns: (transfer full): copies of them, as they may be shown
 */
NetopApplication *
netop_application_new (const char *id,
                       const char *name,
                       const char *executable,
                       const char *window_class)
{
  NetopApplication *self = g_new0 (NetopApplication, 1);
  g_autofree char  *plain = g_str_has_suffix (id, DESKTOP_SUFFIX) ? g_strndup (id, strlen (id) - strlen (DESKTOP_SUFFIX)) : g_strdup (id);

  self->id = new_text (plain);
  self->name = new_text (name);
  self->executable = new_text (executable);
  self->window_class = new_text (window_class);
  return self;
}

/**
 * netop_application_free:
 * @self: (transfer full) (nullable):
 */
void
netop_application_free (NetopApplication *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->id, g_ref_string_release);
  g_clear_pointer (&self->name, g_ref_string_release);
  g_clear_pointer (&self->executable, g_ref_string_release);
  g_clear_pointer (&self->window_class, g_ref_string_release);
  g_free (self);
}

static const char *
get_file_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static bool
is_launcher (const char *program)
{
  for (guint i = 0; i < G_N_ELEMENTS (launchers); i++)
    {
      if (strcmp (launchers[i], program) == 0)
        return true;
    }
  return false;
}

/* The first of a name keeps it: the order is that of the user's data folders. */
static void
add_id (NetopApplicationIndex  *self,
        const char             *id,
        const NetopApplication *application)
{
  char *folded = g_ascii_strdown (id, -1);

  if (g_hash_table_contains (self->by_id, folded))
    g_free (folded);
  else
    g_hash_table_insert (self->by_id, folded, (gpointer)application);
}

static void
add_program (NetopApplicationIndex  *self,
             const NetopApplication *application)
{
  const char *program = get_file_name (application->executable);

  if (*program == '\0' || is_launcher (program))
    return;
  /* Several entries of one program, as an office suite has them: which of them it was started by nobody knows. */
  if (g_hash_table_contains (self->by_program, program))
    application = NULL;
  g_hash_table_insert (self->by_program, g_strdup (program), (gpointer)application);
}

/**
 * netop_application_index_new:
 * @applications: (element-type NetopApplication) (transfer full): at most 4,096 of them are taken
 *
 * Returns: (transfer full): them, to be looked up
 */
NetopApplicationIndex *
netop_application_index_new (GPtrArray *applications)
{
  NetopApplicationIndex *self = g_new0 (NetopApplicationIndex, 1);
  guint                  n = MIN (applications->len, MAX_APPLICATIONS);

  g_atomic_ref_count_init (&self->ref_count);
  g_ptr_array_set_free_func (applications, (GDestroyNotify)netop_application_free);
  self->applications = applications;
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_program = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* An id is worth more than a window class that is the same. */
  for (guint i = 0; i < n; i++)
    {
      const NetopApplication *application = g_ptr_array_index (applications, i);

      if (application->id != NULL)
        add_id (self, application->id, application);
    }
  for (guint i = 0; i < n; i++)
    {
      const NetopApplication *application = g_ptr_array_index (applications, i);

      if (application->id != NULL && application->window_class != NULL)
        add_id (self, application->window_class, application);
      if (application->id != NULL && application->executable != NULL)
        add_program (self, application);
    }
  return self;
}

/**
 * netop_application_index_read:
 *
 * Reads the desktop entries of the user: files, so not for a thread that somebody waits for.
 *
 * Returns: (transfer full): them, to be looked up
 */
NetopApplicationIndex *
netop_application_index_read (void)
{
  return netop_application_index_new (netop_application_list_all ());
}

/**
 * netop_application_index_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopApplicationIndex *
netop_application_index_ref (NetopApplicationIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * netop_application_index_unref:
 * @self: (transfer full) (nullable): any thread
 */
void
netop_application_index_unref (NetopApplicationIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_program);
  g_ptr_array_unref (self->applications);
  g_free (self);
}

/**
 * netop_application_index_find_id:
 * @kind: of @id: a Flatpak's desktop entry is called as it is, a Snap's NAME_NAME
 * @id: as the cgroup tells it
 *
 * Returns: (transfer none) (nullable): its desktop entry
 */
const NetopApplication *
netop_application_index_find_id (const NetopApplicationIndex *self,
                                 NetopApplicationKind         kind,
                                 const char                  *id)
{
  g_autofree char *folded = g_ascii_strdown (id, -1);
  g_autofree char *snap = kind == NETOP_APPLICATION_SNAP ? g_strdup_printf ("%s_%s", folded, folded) : NULL;

  return g_hash_table_lookup (self->by_id, snap != NULL ? snap : folded);
}

/**
 * netop_application_index_find_program:
 * @program: a file name, or a path
 *
 * Returns: (transfer none) (nullable): the one desktop entry that starts it, or whose windows are called so
 */
const NetopApplication *
netop_application_index_find_program (const NetopApplicationIndex *self,
                                      const char                  *program)
{
  const char             *name = get_file_name (program);
  const NetopApplication *application = is_launcher (name) ? NULL : g_hash_table_lookup (self->by_program, name);

  if (application != NULL || is_launcher (name) || g_hash_table_contains (self->by_program, name))
    return application;
  return netop_application_index_find_id (self, NETOP_APPLICATION_DESKTOP, name);
}
