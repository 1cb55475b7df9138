/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-service-names.h"

#include <string.h>

#include "netop-format.h"

#define MAX_NAME 64 /* RFC 6335, 5.1, has at most 15 characters; files need not follow it */

/* IANA's numbers, by the words of protocols(5). */
static const struct
{
  const char *word;
  uint8_t     protocol;
} protocols[] = { { "tcp", 6 }, { "udp", 17 }, { "dccp", 33 }, { "sctp", 132 }, { "udplite", 136 } };

struct _NetopServiceNames
{
  GHashTable *names; /* GRefString by protocol and port */
};

static gpointer
get_key (uint8_t  protocol,
         uint16_t port)
{
  return GUINT_TO_POINTER ((guint)protocol << 16 | port);
}

/**
 * netop_service_names_new:
 *
 * Returns: (transfer full): one that knows none
 */
NetopServiceNames *
netop_service_names_new (void)
{
  NetopServiceNames *self = g_atomic_rc_box_new0 (NetopServiceNames);

  self->names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ref_string_release);
  return self;
}

/**
 * netop_service_names_ref:
 *
 * Returns: (transfer full): @self
 */
NetopServiceNames *
netop_service_names_ref (NetopServiceNames *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
service_names_clear (gpointer data)
{
  NetopServiceNames *self = data;

  g_hash_table_unref (self->names);
}

/**
 * netop_service_names_unref:
 * @self: (transfer full) (nullable):
 */
void
netop_service_names_unref (NetopServiceNames *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, service_names_clear);
}

/**
 * netop_service_names_add:
 * @protocol: its word
 * @name: any bytes
 *
 * The first name of a port counts; those of other protocols, and more than there is room for, are left out.
 */
void
netop_service_names_add (NetopServiceNames *self,
                         const char        *protocol,
                         uint16_t           port,
                         const char        *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      gpointer         key = get_key (protocols[i].protocol, port);
      g_autofree char *text = NULL;

      if (strcmp (protocols[i].word, protocol) != 0)
        continue;
      if (g_hash_table_size (self->names) >= NETOP_SERVICE_NAMES_MAX || g_hash_table_contains (self->names, key))
        return;
      text = netop_format_name (name, strnlen (name, MAX_NAME));
      g_hash_table_insert (self->names, key, g_ref_string_new (text));
    }
}

/**
 * netop_service_names_find:
 * @protocol: IANA's number
 * @port: in host order
 *
 * Returns: (transfer none) (nullable): what that port is called, for display
 */
GRefString *
netop_service_names_find (const NetopServiceNames *self,
                          uint8_t                  protocol,
                          uint16_t                 port)
{
  return g_hash_table_lookup (self->names, get_key (protocol, port));
}
