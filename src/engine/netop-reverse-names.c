/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-reverse-names.h"

#include <gio/gio.h>

#include "netop-format.h"
#include "netop-special-range.h"

/* Reverse DNS, where the user wants it: whoever needs the name of an address asks here and gets what is known by now; what is
 * not known is looked up by GLib's resolver from the main loop, two at a time, and remembered, failures too. It is one for a
 * whole run of the program. */

#define FRESH_US (60 * 60 * (int64_t)G_USEC_PER_SEC)
#define FAILURE_FRESH_US (5 * 60 * (int64_t)G_USEC_PER_SEC)
/* Packets are stamped by another clock than ours, and an answer may pass by once more. */
#define SLACK_US (100 * 1000)
#define MAX_NAME 255 /* RFC 1035, 2.3.4 */

/**
 * Entry:
 * @address: first: the key
 * @name: %NULL as long as it has none
 * @asked_us: when the lookup began; 0 before
 * @answered_us: and ended; 0 before
 * @fresh_until_us: 0 while it is looked up or waits for that
 */
typedef struct
{
  NetopAddress address;
  GRefString  *name;
  int64_t      asked_us;
  int64_t      answered_us;
  int64_t      fresh_until_us;
} Entry;

/* Of all threads: what follows, under the lock. */
static GMutex      lock;
static bool        is_preferred;
static bool        is_asked_for;
static GHashTable *entries; /* of Entry by its address; NULL while it is off */
static GQueue      waiting; /* of NetopAddress */
static GQueue      done;    /* of NetopAddress, oldest first */
static guint       n_lookups;
static bool        is_scheduled;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->name, g_ref_string_release);
  g_free (entry);
}

static gboolean start_cb (gpointer user_data);

static void
schedule (void)
{
  if (is_scheduled || g_queue_is_empty (&waiting) || n_lookups >= NETOP_REVERSE_NAMES_MAX_LOOKUPS)
    return;

  is_scheduled = true;
  g_idle_add (start_cb, NULL);
}

/* Under the lock. What was looked up longest ago gives way. */
static void
finish (const NetopAddress *address,
        const char         *name)
{
  g_autofree NetopAddress *oldest = NULL;
  g_autofree char         *text = NULL;
  Entry                   *entry = entries != NULL ? g_hash_table_lookup (entries, address) : NULL;

  /* It was switched off meanwhile. */
  if (entry == NULL || entry->fresh_until_us != 0)
    return;

  if (name != NULL && *name != '\0')
    {
      text = netop_format_name (name, strnlen (name, MAX_NAME));
      entry->name = g_ref_string_new (text);
    }
  entry->answered_us = g_get_monotonic_time ();
  entry->fresh_until_us = entry->answered_us + (name != NULL ? FRESH_US : FAILURE_FRESH_US);
  g_queue_push_tail (&done, g_memdup2 (address, sizeof *address));
  if (g_queue_get_length (&done) > NETOP_REVERSE_NAMES_MAX)
    {
      oldest = g_queue_pop_head (&done);
      g_hash_table_remove (entries, oldest);
    }
}

static void
take_name_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree NetopAddress *address = user_data;
  g_autofree char         *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, NULL);

  g_mutex_lock (&lock);
  n_lookups--;
  finish (address, name);
  schedule ();
  g_mutex_unlock (&lock);
}

static void
look_up (NetopAddress *address)
{
  bool           is_v4 = netop_address_is_v4 (address);
  const size_t   v4_offset = sizeof address->bytes - 4;
  const uint8_t *bytes = address->bytes + (is_v4 ? v4_offset : 0);
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_bytes (bytes, is_v4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_by_address_async (resolver, inet, NULL, take_name_cb, address);
}

/* Main thread. */
static gboolean
start_cb (gpointer user_data)
{
  NetopAddress *next[NETOP_REVERSE_NAMES_MAX_LOOKUPS];
  guint         n = 0;

  g_mutex_lock (&lock);
  is_scheduled = false;
  while (n_lookups < NETOP_REVERSE_NAMES_MAX_LOOKUPS && !g_queue_is_empty (&waiting))
    {
      Entry *entry = g_hash_table_lookup (entries, g_queue_peek_head (&waiting));

      entry->asked_us = g_get_monotonic_time ();
      next[n++] = g_queue_pop_head (&waiting);
      n_lookups++;
    }
  g_mutex_unlock (&lock);

  for (guint i = 0; i < n; i++)
    look_up (next[i]);
  return G_SOURCE_REMOVE;
}

/* Under the lock. */
static void
switch_on_or_off (void)
{
  bool is_on = is_preferred || is_asked_for;

  if (is_on == (entries != NULL))
    return;

  g_queue_clear_full (&waiting, g_free);
  g_queue_clear_full (&done, g_free);
  g_clear_pointer (&entries, g_hash_table_unref);
  if (is_on)
    entries = g_hash_table_new_full (netop_address_hash, netop_address_is_key, NULL, entry_free);
}

/**
 * netop_reverse_names_set_preferred:
 * @preferred: whether names are looked up: by the user's settings
 *
 * Where neither these nor the command line want it nothing is asked, and what is known is forgotten. Any thread.
 */
void
netop_reverse_names_set_preferred (bool preferred)
{
  g_mutex_lock (&lock);
  is_preferred = preferred;
  switch_on_or_off ();
  g_mutex_unlock (&lock);
}

/**
 * netop_reverse_names_set_asked_for:
 * @asked_for: the same by the command line
 */
void
netop_reverse_names_set_asked_for (bool asked_for)
{
  g_mutex_lock (&lock);
  is_asked_for = asked_for;
  switch_on_or_off ();
  g_mutex_unlock (&lock);
}

/* Others are nobody's, or have no name that a resolver knows. */
static bool
may_have_name (const NetopAddress *address)
{
  NetopSpecialRange range = netop_special_range_find (address);

  return range == NETOP_SPECIAL_RANGE_NONE || range == NETOP_SPECIAL_RANGE_PRIVATE || range == NETOP_SPECIAL_RANGE_SHARED;
}

/* Under the lock. */
static GRefString *
find_or_ask (const NetopAddress *address)
{
  Entry *entry = g_hash_table_lookup (entries, address);

  if (entry != NULL && (entry->fresh_until_us == 0 || entry->fresh_until_us > g_get_monotonic_time ()))
    return entry->name != NULL ? g_ref_string_acquire (entry->name) : NULL;
  if (entry == NULL && !may_have_name (address))
    return NULL;
  if (g_queue_get_length (&waiting) >= NETOP_REVERSE_NAMES_MAX_WAITING)
    return NULL;

  if (entry != NULL)
    {
      GList *link = g_queue_find_custom (&done, address, (GCompareFunc)netop_address_compare);

      g_free (link->data);
      g_queue_delete_link (&done, link);
      g_hash_table_remove (entries, address);
    }
  entry = g_new0 (Entry, 1);
  entry->address = *address;
  g_hash_table_add (entries, entry);
  g_queue_push_tail (&waiting, g_memdup2 (address, sizeof *address));
  schedule ();
  return NULL;
}

/**
 * netop_reverse_names_find:
 *
 * Any thread; waits for nothing. The first question about an address begins to look it up, if that is wanted and the address is
 * one that may have a name.
 *
 * Returns: (transfer full) (nullable): what whoever has the address calls it, for display; %NULL where that is not known, or
 *   not yet
 */
GRefString *
netop_reverse_names_find (const NetopAddress *address,
                          void               *unused)
{
  GRefString *name = NULL;

  g_mutex_lock (&lock);
  if (entries != NULL)
    name = find_or_ask (address);
  g_mutex_unlock (&lock);
  return name;
}

/**
 * netop_reverse_names_has_asked:
 * @time_us: monotonic
 *
 * Any thread.
 *
 * Returns: whether the name of @address was being looked up at that moment
 */
bool
netop_reverse_names_has_asked (const NetopAddress *address,
                               int64_t             time_us,
                               void               *unused)
{
  const Entry *entry;
  bool         has_asked = false;

  g_mutex_lock (&lock);
  entry = entries != NULL ? g_hash_table_lookup (entries, address) : NULL;
  if (entry != NULL && entry->asked_us != 0)
    has_asked = time_us >= entry->asked_us - SLACK_US && (entry->answered_us == 0 || time_us <= entry->answered_us + SLACK_US);
  g_mutex_unlock (&lock);
  return has_asked;
}
