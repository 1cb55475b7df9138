/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-service-reader.h"

#include <netdb.h>
#include <stdbool.h>

/* The system's database of services is walked once a run of the program, by a thread that does nothing else: it may be a file
 * or somebody on the network (nsswitch.conf(5)), and getservent(3) is for one thread only. */

#define MAX_ENTRIES (4 * NETOP_SERVICE_NAMES_MAX)

/* Of all threads: what follows. */
static GMutex             lock;
static NetopServiceNames *names;
static GThread           *thread;
static bool               is_begun;

static void *
run (void *data)
{
  NetopServiceNames    *fresh = netop_service_names_new ();
  const struct servent *entry;

  setservent (1);
  for (guint i = 0; i < MAX_ENTRIES && (entry = getservent ()) != NULL; i++)
    netop_service_names_add (fresh, entry->s_proto, GUINT16_FROM_BE ((uint16_t)entry->s_port), entry->s_name);
  endservent ();

  g_mutex_lock (&lock);
  names = fresh;
  g_mutex_unlock (&lock);
  return NULL;
}

/**
 * netop_service_reader_get:
 *
 * The first call begins to read. Any thread; waits for nothing.
 *
 * Returns: (transfer full) (nullable): the names of ports; %NULL until they are read
 */
NetopServiceNames *
netop_service_reader_get (void)
{
  NetopServiceNames *read;

  g_mutex_lock (&lock);
  if (!is_begun)
    thread = g_thread_new ("services", run, NULL);
  is_begun = true;
  read = names != NULL ? netop_service_names_ref (names) : NULL;
  g_mutex_unlock (&lock);
  return read;
}

/**
 * netop_service_reader_wait:
 *
 * Waits until they are read, if that was begun: no thread is left behind where the program ends. Any thread.
 */
void
netop_service_reader_wait (void)
{
  GThread *running;

  g_mutex_lock (&lock);
  running = g_steal_pointer (&thread);
  g_mutex_unlock (&lock);
  if (running != NULL)
    g_thread_join (running);
}
