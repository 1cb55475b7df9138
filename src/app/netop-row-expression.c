/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-expression.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-origin-text.h"
#include "netop-query-text.h"

/* A search is no longer than 4,096 bytes, and nobody reads one of that. */
#define MAX_VALUE_BYTES 256

/* Those of the search language, in the order of the menu. */
static const struct
{
  const char *key;
  const char *title;
} keys[] = {
  { "process", N_ ("Process") },
  { "pid", N_ ("PID") },
  { "app", N_ ("Application") },
  { "unit", N_ ("Unit") },
  { "container", N_ ("Container") },
  { "user", N_ ("User") },
  { "host", N_ ("Host") },
  { "net", N_ ("Address") },
  { "country", N_ ("Country") },
  { "operator", N_ ("Operator") },
  { "service", N_ ("Service") },
  { "port", N_ ("Port") },
  { "proto", N_ ("Protocol") },
  { "state", N_ ("State") },
  { "iface", N_ ("Interface") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (keys) == NETOP_ROW_EXPRESSION_N_KEYS);

/**
 * netop_row_expression_get_key:
 *
 * Returns: one of the keys that a row may have a value for
 */
const char *
netop_row_expression_get_key (guint index)
{
  return keys[index].key;
}

/**
 * netop_row_expression_get_key_title:
 *
 * Returns: what it is called, translated
 */
const char *
netop_row_expression_get_key_title (guint index)
{
  return _ (keys[index].title);
}

static const NetopProcess *
get_process (const NetopRow      *row,
             const NetopSnapshot *snapshot)
{
  if (row->process != NULL || row->connection == NULL || row->connection->process < 0)
    return row->process;
  return &g_array_index (snapshot->processes, NetopProcess, row->connection->process);
}

static char *
dup_address (const NetopAddress *address)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  return g_strdup (netop_address_format (address, text, sizeof text));
}

static char *
dup_port (uint16_t port)
{
  return port != 0 ? g_strdup_printf ("%u", port) : NULL;
}

static char *
dup_connection_value (const NetopConnection *connection,
                      const char            *key)
{
  char buffer[16];

  if (g_str_equal (key, "host"))
    return g_strdup (connection->remote_name);
  if (g_str_equal (key, "net"))
    return dup_address (&connection->remote);
  if (g_str_equal (key, "port"))
    return dup_port (netop_connection_get_service_port (connection));
  if (g_str_equal (key, "service"))
    return g_strdup (connection->service);
  if (g_str_equal (key, "country"))
    return g_strdup (connection->country);
  if (g_str_equal (key, "operator"))
    return g_strdup (connection->operator);
  if (g_str_equal (key, "proto"))
    return g_strdup (netop_format_protocol_id (connection->protocol, buffer, sizeof buffer));
  if (g_str_equal (key, "state"))
    return connection->closed_us == 0 ? g_strdup (netop_format_state_id (connection->state)) : NULL;
  if (g_str_equal (key, "iface"))
    return g_strdup (connection->interface_name);
  return NULL;
}

static char *
dup_host_value (const NetopUnknownHost *host,
                const char             *key)
{
  if (g_str_equal (key, "host"))
    return g_strdup (host->name);
  if (g_str_equal (key, "net"))
    return dup_address (&host->address);
  return g_str_equal (key, "port") ? dup_port (host->port) : NULL;
}

static char *
dup_process_value (const NetopProcess *process,
                   const char         *key)
{
  const char *colon = process->container != NULL ? strchr (process->container, ':') : NULL;

  if (g_str_equal (key, "process"))
    return g_strdup (process->name);
  if (g_str_equal (key, "pid"))
    return process->pid != 0 ? g_strdup_printf ("%u", process->pid) : NULL;
  if (g_str_equal (key, "app"))
    return netop_origin_dup_application (process);
  if (g_str_equal (key, "unit"))
    return g_strdup (process->unit);
  if (g_str_equal (key, "container"))
    return colon != NULL ? g_strdup (colon + 1) : NULL;
  return g_str_equal (key, "user") ? g_strdup (process->username) : NULL;
}

static char *
dup_query_value (const NetopDnsQuery *query,
                 const char          *key)
{
  char buffer[16];

  if (g_str_equal (key, "process"))
    return g_strdup (netop_query_get_asker (query));
  if (g_str_equal (key, "pid"))
    return query->pid != 0 ? g_strdup_printf ("%u", query->pid) : NULL;
  if (g_str_equal (key, "host"))
    return g_strdup (query->name);
  if (g_str_equal (key, "net"))
    return dup_address (&query->server);
  if (g_str_equal (key, "proto"))
    return g_strdup (netop_format_protocol_id (query->protocol, buffer, sizeof buffer));
  return g_str_equal (key, "iface") ? g_strdup (query->interface_name) : NULL;
}

static char *
dup_resolver_value (const NetopDnsResolver *resolver,
                    const char             *key)
{
  if (g_str_equal (key, "net"))
    return dup_address (&resolver->server);
  return g_str_equal (key, "iface") ? g_strdup (resolver->interface_name) : NULL;
}

/* What its processes have in common, and nothing that only some of them have. */
static char *
dup_group_value (const NetopRowGroup *group,
                 const char          *key)
{
  static const char *const kind_keys[] = {
    [NETOP_GROUP_APPLICATION] = "app",
    [NETOP_GROUP_CONTAINER] = "container",
    [NETOP_GROUP_UNIT] = "unit",
    [NETOP_GROUP_PROGRAM] = "process",
    [NETOP_GROUP_USER] = "user",
  };
  gboolean is_common = g_str_equal (key, kind_keys[group->kind]) || (g_str_equal (key, "user") && group->is_of_one_user);

  return is_common ? dup_process_value (group->first, key) : NULL;
}

/* What a row has of its process, then its own. */
static char *
dup_any_value (const NetopRow      *row,
               const NetopSnapshot *snapshot,
               const char          *key)
{
  const NetopProcess *process = get_process (row, snapshot);
  char               *value = process != NULL ? dup_process_value (process, key) : NULL;

  if (value != NULL)
    return value;
  if (row->group != NULL)
    return dup_group_value (row->group, key);
  if (row->connection != NULL)
    return dup_connection_value (row->connection, key);
  if (row->host != NULL)
    return dup_host_value (row->host, key);
  if (row->query != NULL)
    return dup_query_value (row->query, key);
  if (row->resolver != NULL)
    return dup_resolver_value (row->resolver, key);
  if (row->cause != NULL && g_str_equal (key, "user"))
    return g_strdup (row->cause->username);
  return row->interface != NULL && g_str_equal (key, "iface") ? g_strdup (row->interface->name) : NULL;
}

/**
 * netop_row_expression_dup_value:
 * @row: of @snapshot
 * @key: of the search language
 *
 * Returns: (transfer full) (nullable): what the row has under @key; %NULL where it has nothing, or nothing one can search
 *   for
 */
char *
netop_row_expression_dup_value (const NetopRow      *row,
                                const NetopSnapshot *snapshot,
                                const char          *key)
{
  g_autofree char *value = dup_any_value (row, snapshot, key);

  /* A quote cannot be written in a search. */
  if (value == NULL || *value == '\0' || strlen (value) > MAX_VALUE_BYTES || strchr (value, '"') != NULL)
    return NULL;
  return g_steal_pointer (&value);
}

/* What has a meaning of its own in a search, or ends a word, stands in quotes. */
static gboolean
needs_quotes (const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("._-/:", *c) == NULL)
      return TRUE;
  return FALSE;
}

/**
 * netop_row_expression_new:
 * @row: of @snapshot
 * @key: of the search language
 *
 * Returns: (transfer full) (nullable): a search that finds what has the same under @key as the row; %NULL where the row has
 *   nothing there
 */
char *
netop_row_expression_new (const NetopRow      *row,
                          const NetopSnapshot *snapshot,
                          const char          *key)
{
  g_autofree char *value = netop_row_expression_dup_value (row, snapshot, key);

  if (value == NULL)
    return NULL;
  return g_strdup_printf (needs_quotes (value) ? "%s:\"%s\"" : "%s:%s", key, value);
}
