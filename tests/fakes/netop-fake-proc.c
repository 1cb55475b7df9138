/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-proc.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _NetopFakeProc
{
  char *root;
};

NetopFakeProc *
netop_fake_proc_new (void)
{
  g_autoptr (GError) error = NULL;
  NetopFakeProc *self = g_new0 (NetopFakeProc, 1);

  self->root = g_dir_make_tmp ("netop-proc-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

static void
remove_tree (const char *path)
{
  GStatBuf status;

  if (g_lstat (path, &status) == 0 && S_ISDIR (status.st_mode))
    {
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          remove_tree (inner);
        }
    }
  g_remove (path);
}

void
netop_fake_proc_free (NetopFakeProc *self)
{
  remove_tree (self->root);
  g_free (self->root);
  g_free (self);
}

const char *
netop_fake_proc_get_root (const NetopFakeProc *self)
{
  return self->root;
}

static char *
make_path (NetopFakeProc *self,
           uint32_t       pid,
           const char    *name)
{
  g_autofree char *folder = g_strdup_printf ("%s/%u", self->root, pid);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  return g_steal_pointer (&path);
}

void
netop_fake_proc_set_file (NetopFakeProc *self,
                          uint32_t       pid,
                          const char    *name,
                          const void    *bytes,
                          gsize          length)
{
  g_autofree char *path = make_path (self, pid, name);

  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
}

void
netop_fake_proc_set_link (NetopFakeProc *self,
                          uint32_t       pid,
                          const char    *name,
                          const char    *target)
{
  g_autofree char *path = make_path (self, pid, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_remove (path);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

void
netop_fake_proc_remove (NetopFakeProc *self,
                        uint32_t       pid,
                        const char    *name)
{
  g_autofree char *path = make_path (self, pid, name);

  remove_tree (path);
}

/* As the kernel writes it: 52 fields, of which the second is @comm in parentheses and the 22nd the start. */
void
netop_fake_proc_add (NetopFakeProc *self,
                     uint32_t       pid,
                     uint32_t       parent_pid,
                     const char    *comm,
                     uint64_t       start_ticks)
{
  g_autofree char *stat = g_strdup_printf ("%u (%s) S %u 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 %" G_GUINT64_FORMAT
                                           " 1000 200 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                                           pid, comm, parent_pid, start_ticks);
  const char      *status = "Name:\tany\nUmask:\t0022\nUid:\t1000\t1001\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\n";

  netop_fake_proc_set_file (self, pid, "stat", stat, strlen (stat));
  netop_fake_proc_set_file (self, pid, "status", status, strlen (status));
  netop_fake_proc_set_file (self, pid, "cmdline", "prog\0--flag", 12);
  netop_fake_proc_set_file (self, pid, "cgroup", "0::/user.slice/a.scope\n", 23);
  netop_fake_proc_set_link (self, pid, "exe", "/usr/bin/prog");
  netop_fake_proc_set_link (self, pid, "fd/0", "/dev/null");
}
