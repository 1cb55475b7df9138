/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-application-reader.h"

/* Desktop entries are read once a run of the program, by a thread that does nothing else: hundreds of files. What is
 * installed later has no name until the next start. */

static GMutex                 lock; /* of applications */
static NetopApplicationIndex *applications;

static void *
run (void *data)
{
  NetopApplicationIndex *fresh = netop_application_index_read ();

  g_mutex_lock (&lock);
  applications = fresh;
  g_mutex_unlock (&lock);
  return NULL;
}

static void *
start (void *data)
{
  g_thread_unref (g_thread_new ("applications", run, NULL));
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
  static GOnce           once = G_ONCE_INIT;
  NetopApplicationIndex *read;

  g_once (&once, start, NULL);
  g_mutex_lock (&lock);
  read = applications != NULL ? netop_application_index_ref (applications) : NULL;
  g_mutex_unlock (&lock);
  return read;
}
