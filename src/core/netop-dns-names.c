/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-names.h"

#include <string.h>

/* Many names may have one address, as where many sites share a front; the newest ones of it are kept. */
#define MAX_NAMES 8
/* Whatever an answer says. */
#define MAX_TTL_S (24 * 60 * 60)
/* A connection's first packet may be told with a time that is a little before the answer's. */
#define SLACK_US (20 * 1000)

/**
 * Name:
 * @asker: (nullable): %NULL where nobody need have asked
 */
typedef struct
{
  GRefString     *name;
  NetopNameAsker *asker;
  int64_t         told_us;
  int64_t         fresh_until_us;
} Name;

typedef struct
{
  NetopAddress address; /* first: the key */
  GList       *link;
  guint        n_names;
  Name         names[MAX_NAMES]; /* newest last */
} Host;

struct _NetopDnsNames
{
  GHashTable *hosts; /* of Host by its address */
  GQueue      order; /* of Host, oldest told first */
  guint       capacity;
};

static void
name_clear (Name *name)
{
  g_clear_pointer (&name->name, g_ref_string_release);
  g_clear_pointer (&name->asker, g_rc_box_release);
}

static void
host_free (gpointer data)
{
  Host *host = data;

  for (guint i = 0; i < host->n_names; i++)
    name_clear (&host->names[i]);
  g_free (host);
}

static Host *
get_host (NetopDnsNames      *self,
          const NetopAddress *address)
{
  Host *host = g_hash_table_lookup (self->hosts, address);

  if (host != NULL)
    {
      g_queue_unlink (&self->order, host->link);
      g_queue_push_tail_link (&self->order, host->link);
      return host;
    }

  if (g_hash_table_size (self->hosts) >= self->capacity)
    g_hash_table_remove (self->hosts, g_queue_pop_head (&self->order));
  host = g_new0 (Host, 1);
  host->address = *address;
  g_queue_push_tail (&self->order, host);
  host->link = self->order.tail;
  g_hash_table_add (self->hosts, host);
  return host;
}

/* The place of the same name of the same asker, else of the one that was told longest ago; it is taken out. */
static void
make_place (Host                 *host,
            const char           *text,
            const NetopNameAsker *asker)
{
  guint place = 0;
  bool  is_there = false;

  for (guint i = 0; i < host->n_names && !is_there; i++)
    {
      const Name *known = &host->names[i];
      uint64_t    process_id = known->asker != NULL ? known->asker->process_id : 0;

      is_there = strcmp (known->name, text) == 0 && process_id == (asker != NULL ? asker->process_id : 0);
      place = is_there ? i : 0;
    }
  if (!is_there && host->n_names < MAX_NAMES)
    return;

  name_clear (&host->names[place]);
  memmove (&host->names[place], &host->names[place + 1], (host->n_names - place - 1) * sizeof host->names[0]);
  host->n_names--;
}

/**
 * netop_dns_names_new:
 * @capacity: addresses
 *
 * Returns: (transfer full): one that knows none
 */
NetopDnsNames *
netop_dns_names_new (guint capacity)
{
  NetopDnsNames *self = g_new0 (NetopDnsNames, 1);

  self->capacity = capacity;
  self->hosts = g_hash_table_new_full (netop_address_hash, netop_address_is_key, NULL, host_free);
  g_queue_init (&self->order);
  return self;
}

/**
 * netop_dns_names_free:
 * @self: (transfer full) (nullable):
 */
void
netop_dns_names_free (NetopDnsNames *self)
{
  if (self == NULL)
    return;

  g_queue_clear (&self->order);
  g_hash_table_unref (self->hosts);
  g_free (self);
}

/**
 * netop_dns_names_add:
 * @name: (transfer none): what was asked for, for display
 * @asker: (transfer none) (nullable): who did; %NULL where the host itself told it to all
 * @told_us: when the answer passed by
 * @ttl_s: as it says
 */
void
netop_dns_names_add (NetopDnsNames      *self,
                     const NetopAddress *address,
                     GRefString         *name,
                     NetopNameAsker     *asker,
                     int64_t             told_us,
                     int64_t             ttl_s)
{
  Host   *host = get_host (self, address);
  int64_t fresh_us = MAX (CLAMP (ttl_s, 0, MAX_TTL_S) * G_USEC_PER_SEC, NETOP_DNS_NAMES_MIN_FRESH_US);

  make_place (host, name, asker);
  host->names[host->n_names++] = (Name){
    .name = g_ref_string_acquire (name),
    .asker = asker != NULL ? g_rc_box_acquire (asker) : NULL,
    .told_us = told_us,
    .fresh_until_us = told_us + fresh_us,
  };
}

static NetopNameSource
get_source (const Name *name,
            uint64_t    process_id)
{
  if (name->asker == NULL)
    return NETOP_NAME_SOURCE_MDNS;
  return process_id != 0 && name->asker->process_id == process_id ? NETOP_NAME_SOURCE_SAME_PROCESS : NETOP_NAME_SOURCE_OTHER_PROCESS;
}

/**
 * netop_dns_names_find:
 * @process_id: of whoever uses the address, 0 where not known
 * @time_us: when it was used first
 * @name: (out) (transfer none): set where one is found; valid until the next is added
 *
 * Looks for the name under which somebody got an address: what the process asked for itself before any other, and of
 * several the one that was told last before it was used. An answer that was stale by then says nothing.
 *
 * Returns: how it is known
 */
NetopNameSource
netop_dns_names_find (const NetopDnsNames *self,
                      const NetopAddress  *address,
                      uint64_t             process_id,
                      int64_t              time_us,
                      GRefString         **name)
{
  const Host     *host = g_hash_table_lookup (self->hosts, address);
  NetopNameSource best = NETOP_NAME_SOURCE_NONE;

  for (guint i = host != NULL ? host->n_names : 0; i > 0; i--)
    {
      const Name     *known = &host->names[i - 1];
      NetopNameSource source = get_source (known, process_id);

      if (known->told_us > time_us + SLACK_US || time_us > known->fresh_until_us || source <= best)
        continue;
      best = source;
      *name = known->name;
    }
  return best;
}
