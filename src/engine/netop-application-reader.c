/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-application-reader.h"

#include <stdbool.h>

/* Desktop entries are read once a run of the program, by a thread that does nothing else: hundreds of files. What is
 * installed later has no name until the next start. */

/* Of all threads: what follows. */
static GMutex                 lock;
static NetopApplicationIndex *applications;
static GThread               *thread;
static bool                   is_begun;

static void *
run (void *data)
{
  NetopApplicationIndex *fresh = netop_application_index_read ();

  g_mutex_lock (&lock);
  applications = fresh;
  g_mutex_unlock (&lock);
  return NULL;
}

/**
 * netop_application_reader_get:
 *
 * The first call begins to read. Any thread; waits for nothing.
 *
 * Returns: (transfer full) (nullable): the desktop entries; %NULL until they are read
 */
NetopApplicationIndex *
netop_application_reader_get (void)
{
  NetopApplicationIndex *read;

  g_mutex_lock (&lock);
  if (!is_begun)
    thread = g_thread_new ("applications", run, NULL);
  is_begun = true;
  read = applications != NULL ? netop_application_index_ref (applications) : NULL;
  g_mutex_unlock (&lock);
  return read;
}

/**
 * netop_application_reader_wait:
 *
 * Waits until they are read, if that was begun: no thread is left behind where the program ends. Any thread.
 */
void
netop_application_reader_wait (void)
{
  GThread *running;

  g_mutex_lock (&lock);
  running = g_steal_pointer (&thread);
  g_mutex_unlock (&lock);
  if (running != NULL)
    g_thread_join (running);
}
