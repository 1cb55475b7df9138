/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-hosts-reader.h"

#include <gio/gio.h>

/* The hosts file is read by a thread of GLib's for such things, once at the start and again when it changes: another file may
 * have taken its place. It is one for a whole run of the program. */

#define FILE_PATH "/etc/hosts"

/* Of the main thread. */
static GFileMonitor *monitor;
static bool          is_reading;
static bool          is_stale; /* changed while it was read */

/* Of all threads: what follows. */
static GMutex      lock;
static NetopHosts *hosts;

static void
publish (NetopHosts *fresh)
{
  NetopHosts *old;

  g_mutex_lock (&lock);
  old = hosts;
  hosts = fresh;
  g_mutex_unlock (&lock);
  netop_hosts_unref (old);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = g_file_read (G_FILE (source), NULL, NULL);
  g_autofree char *text = NULL;
  gsize            length = 0;

  if (stream != NULL)
    {
      text = g_malloc (NETOP_HOSTS_MAX_BYTES);
      g_input_stream_read_all (G_INPUT_STREAM (stream), text, NETOP_HOSTS_MAX_BYTES, &length, NULL, NULL);
    }
  publish (text != NULL ? netop_hosts_new (text, length) : NULL);
}

static void take_done_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

static void
read_file (GFile *file)
{
  g_autoptr (GTask) task = NULL;

  is_stale = is_reading;
  if (is_reading)
    return;

  is_reading = true;
  task = g_task_new (file, NULL, take_done_cb, NULL);
  g_task_run_in_thread (task, read_in_thread);
}

static void
take_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  is_reading = false;
  if (is_stale)
    read_file (G_FILE (source));
}

/* Where another file takes its place, @file is that one under the name it had. */
static void
changed_cb (GFileMonitor     *self,
            GFile            *file,
            GFile            *other,
            GFileMonitorEvent event,
            gpointer          user_data)
{
  read_file (G_FILE (user_data));
}

/**
 * netop_hosts_reader_start:
 * @path: (nullable): of the file; %NULL for the system's
 *
 * Begins to read, once in a run of the program, and goes on in the main loop. Main thread.
 */
void
netop_hosts_reader_start (const char *path)
{
  g_autoptr (GFile) file = NULL;

  if (monitor != NULL)
    return;

  file = g_file_new_for_path (path != NULL ? path : FILE_PATH);
  monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (monitor != NULL)
    g_signal_connect (monitor, "changed", G_CALLBACK (changed_cb), g_object_ref (file));
  read_file (file);
}

/**
 * netop_hosts_reader_get:
 *
 * Any thread; waits for nothing.
 *
 * Returns: (transfer full) (nullable): the newest; %NULL until something is read
 */
NetopHosts *
netop_hosts_reader_get (void)
{
  NetopHosts *newest;

  g_mutex_lock (&lock);
  newest = hosts != NULL ? netop_hosts_ref (hosts) : NULL;
  g_mutex_unlock (&lock);
  return newest;
}
