/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-text.h"

#include <glib/gi18n.h>

#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-group-text.h"
#include "netop-interface-text.h"
#include "netop-query-text.h"
#include "netop-rate-style.h"

static void
append (GString    *text,
        const char *field)
{
  if (field != NULL && *field != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\t" : "", field);
}

static void
append_process (GString            *text,
                const NetopProcess *process)
{
  char pid[16] = "";

  if (process->pid != 0)
    g_snprintf (pid, sizeof pid, "%u", process->pid);
  append (text, pid);
  append (text, process->username);
}

static void
append_group (GString             *text,
              const NetopRowGroup *group)
{
  g_autofree char *count = netop_group_dup_count (group);

  append (text, count);
  if (group->is_of_one_user && group->kind != NETOP_GROUP_USER)
    append (text, group->first->username);
}

static void
append_connection (GString               *text,
                   const NetopRow        *row,
                   const NetopSnapshot   *snapshot,
                   const NetopConnection *connection)
{
  g_autofree char *local = netop_format_endpoint (&connection->local, connection->local_port);
  g_autofree char *remote = netop_format_endpoint (&connection->remote, connection->remote_port);
  char             buffer[16];

  if (connection->process >= 0)
    append (text, g_array_index (snapshot->processes, NetopProcess, connection->process).name);
  append (text, netop_format_protocol (connection->protocol, buffer, sizeof buffer));
  append (text, local);
  append (text, remote);
  append (text, connection->remote_name);
  append (text, netop_connection_get_state_text (connection));
}

static void
append_interface (GString                      *text,
                  const NetopSnapshotInterface *interface)
{
  g_autofree char *addresses = netop_interface_dup_addresses (interface, " ");

  append (text, netop_interface_get_state_text (&interface->facts));
  append (text, addresses);
}

static void
append_query (GString             *text,
              const NetopDnsQuery *query)
{
  g_autofree char *time = netop_format_time (query->asked_us, "%F %T");
  g_autofree char *answer = netop_query_dup_answer (query);
  g_autofree char *latency = query->latency_us.known ? netop_format_joined (netop_format_milliseconds (query->latency_us)) : NULL;
  g_autofree char *server = netop_format_endpoint (&query->server, query->server_port);
  char             buffer[16];

  append (text, time);
  append (text, netop_query_get_asker (query));
  append (text, query->name);
  append (text, netop_dns_query_format_type (query, buffer, sizeof buffer));
  append (text, answer);
  append (text, netop_query_get_answer_note (query));
  append (text, latency);
  append (text, server);
}

static void
append_resolver (GString                *text,
                 const NetopDnsResolver *resolver)
{
  g_autofree char *queries = netop_format_count (resolver->total.n_queries);
  g_autofree char *mean = netop_format_joined (netop_format_milliseconds (resolver->total.mean_us));
  g_autofree char *p95 = netop_format_joined (netop_format_milliseconds (resolver->total.p95_us));
  g_autofree char *failed = netop_format_joined (netop_format_percent (resolver->total.failure_rate));
  /* Translators: a row as text: a number, two times, a percentage; the tabs stay */
  g_autofree char *figures = g_strdup_printf (_ ("queries %s\tmean %s\t95th percentile %s\tfailed %s"), queries, mean, p95, failed);

  append (text, resolver->interface_name);
  append (text, figures);
}

static void
append_traffic (GString        *text,
                const NetopRow *row)
{
  g_autofree char *down = netop_format_joined (netop_rate_style_format (netop_rate_get_rx (&row->rate)));
  g_autofree char *up = netop_format_joined (netop_rate_style_format (netop_rate_get_tx (&row->rate)));
  g_autofree char *received = netop_format_joined (netop_format_bytes (netop_figure ((double)row->traffic.rx_bytes)));
  g_autofree char *sent = netop_format_joined (netop_format_bytes (netop_figure ((double)row->traffic.tx_bytes)));
  g_autofree char *rates = g_strdup_printf ("↓ %s\t↑ %s", down, up);
  /* Translators: a row as text: two numbers of bytes; the tab stays */
  g_autofree char *totals = g_strdup_printf (_ ("received %s\tsent %s"), received, sent);

  append (text, rates);
  append (text, totals);
}

/**
 * netop_row_text_new:
 * @row: of @snapshot
 *
 * Returns: (transfer full): the row on one line, translated, with tabs between its fields
 */
char *
netop_row_text_new (const NetopRow      *row,
                    const NetopSnapshot *snapshot)
{
  GString         *text = g_string_new (NULL);
  g_autofree char *name = netop_row_dup_name (row);

  if (row->connection != NULL)
    append_connection (text, row, snapshot, row->connection);
  else if (row->query != NULL)
    append_query (text, row->query);
  else
    append (text, name);
  if (row->group != NULL)
    append_group (text, row->group);
  else if (row->process != NULL)
    append_process (text, row->process);
  else if (row->interface != NULL)
    append_interface (text, row->interface);
  if (row->resolver != NULL)
    append_resolver (text, row->resolver);
  else if (row->query == NULL)
    append_traffic (text, row);
  return g_string_free (text, FALSE);
}

/* The first that the answer has: others may stand before it that are names. */
static char *
dup_answered_address (const NetopDnsQuery *query)
{
  NetopAddress address;

  for (guint i = 0; query->answers != NULL && i < query->answers->len; i++)
    if (netop_address_parse (g_ptr_array_index (query->answers, i), &address))
      return g_strdup (g_ptr_array_index (query->answers, i));

  return NULL;
}

/**
 * netop_row_text_dup_address:
 *
 * Returns: (transfer full) (nullable): the address of what the row is about: of a connection the remote one, of a query the
 *   one that was found, of an interface the first; %NULL where it has none
 */
char *
netop_row_text_dup_address (const NetopRow *row)
{
  const NetopAddress *address = NULL;
  char                text[NETOP_ADDRESS_STRING_SIZE];

  if (row->connection != NULL)
    address = &row->connection->remote;
  else if (row->host != NULL)
    address = &row->host->address;
  else if (row->resolver != NULL)
    address = &row->resolver->server;
  else if (row->query != NULL)
    return dup_answered_address (row->query);
  else if (row->interface != NULL && row->interface->addresses != NULL && row->interface->addresses->len > 0)
    address = &g_array_index (row->interface->addresses, NetopInterfaceAddress, 0).address;
  return address != NULL ? g_strdup (netop_address_format (address, text, sizeof text)) : NULL;
}
