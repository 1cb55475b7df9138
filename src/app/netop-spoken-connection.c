/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken-connection.h"

#include <glib/gi18n.h>

#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-spoken-traffic.h"
#include "netop-unknown-text.h"

static char *
speak_process (const NetopRow *row)
{
  if (row->connection->process >= 0)
    return g_strdup (row->name);

  return g_strdup_printf ("%s, %s", row->name, netop_cause_get_title (row->connection->cause));
}

static char *
speak_remote (const NetopConnection *connection)
{
  g_autofree char *endpoint = netop_format_endpoint (&connection->remote, connection->remote_port);
  const char      *remote = connection->remote_name != NULL ? connection->remote_name : endpoint;

  switch (connection->direction)
    {
    case NETOP_DIRECTION_OUTGOING:
      /* Translators: %s is a host, and a port as a rule */
      return g_strdup_printf (_ ("outgoing to %s"), remote);
    case NETOP_DIRECTION_INCOMING:
      /* Translators: %s is a host, and a port as a rule */
      return g_strdup_printf (_ ("incoming from %s"), remote);
    case NETOP_DIRECTION_UNKNOWN:
    default:
      /* Translators: %s is a host, and a port as a rule */
      return g_strdup_printf (_ ("with %s"), remote);
    }
}

/* "TCP, established, shared by 2 processes": what of it is known. */
static char *
speak_facts (const NetopConnection *connection)
{
  char             buffer[16];
  const char      *protocol = netop_format_protocol (connection->protocol, buffer, sizeof buffer);
  const char      *state = netop_connection_get_state_text (connection);
  g_autofree char *marks = netop_connection_dup_marks (connection);

  return g_strconcat (protocol, state != NULL ? ", " : "", state != NULL ? state : "", marks != NULL ? ", " : "", marks, NULL);
}

/**
 * netop_spoken_connection:
 * @snapshot: the row's
 *
 * Returns: (transfer full): what a screen reader says of a row of the connections, translated
 */
char *
netop_spoken_connection (const NetopRow      *row,
                         const NetopSnapshot *snapshot)
{
  g_autofree char *process = speak_process (row);
  g_autofree char *remote = speak_remote (row->connection);
  g_autofree char *facts = speak_facts (row->connection);
  g_autofree char *rates = netop_spoken_rates (row);
  g_autofree char *totals = netop_spoken_totals (row);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s, %s, %s. %s %s", process, remote, facts, rates, totals);
  if (snapshot->capture.byte_layer_tcp_payload)
    g_string_append_printf (text, " %s", _ ("Bytes are payload."));
  if (row->connection->match == NETOP_MATCH_INFERRED)
    g_string_append_printf (text, " %s", _ ("Process inferred."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
