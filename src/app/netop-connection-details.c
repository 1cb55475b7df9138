/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-details.h"

#include <glib/gi18n.h>

#include "netop-connection-caption.h"
#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-packet.h"
#include "netop-unknown-text.h"

/* Of what was sent, the part that was sent again: where it is more, something is lost. */
#define BAD_RETRANSMIT_RATE 0.02

static char *
dup_process (const NetopSnapshot   *snapshot,
             const NetopConnection *connection)
{
  const NetopProcess *process;

  if (connection->process < 0)
    return g_strdup_printf (_ ("Unknown: %s"), netop_cause_get_title (connection->cause));

  process = &g_array_index (snapshot->processes, NetopProcess, connection->process);
  return process->pid != 0 ? g_strdup_printf ("%s (%u)", process->name, process->pid) : g_strdup (process->name);
}

/* As ls -l /proc/PID/ns/net shows it (namespaces(7)). */
static char *
dup_namespace (const NetopConnection *connection)
{
  return connection->namespace_id != 0 ? g_strdup_printf ("net:[%u]", connection->namespace_id) : NULL;
}

static char *
dup_subtitle (const NetopConnection *connection)
{
  char        buffer[16];
  const char *protocol = netop_format_protocol (connection->protocol, buffer, sizeof buffer);
  const char *state = netop_connection_get_state_text (connection);

  return state != NULL ? g_strdup_printf ("%s · %s", protocol, state) : g_strdup (protocol);
}

static void
add_ends (NetopDetails          *details,
          const NetopConnection *connection)
{
  g_autofree char *local = netop_format_endpoint (&connection->local, connection->local_port);
  g_autofree char *remote = netop_format_endpoint (&connection->remote, connection->remote_port);

  netop_details_add_fact (details, _ ("Local"), _ ("Copy local end"), local);
  netop_details_add_fact (details, _ ("Remote"), _ ("Copy remote end"), remote);
  netop_details_add_fact (details, _ ("Name"), _ ("Copy name of the host"), connection->remote_name);
  netop_details_add_fact (details, _ ("Known by"), _ ("Copy how the name is known"), netop_connection_get_name_source_text (connection));
  netop_details_add_fact (details, _ ("Service"), _ ("Copy service"), connection->service);
  netop_details_add_fact (details, _ ("Range"), _ ("Copy range of the address"), netop_connection_get_range_text (connection));
  netop_details_add_fact (details, _ ("Country"), _ ("Copy country"), connection->country);
  netop_details_add_fact (details, _ ("Operator"), _ ("Copy operator of the network"), connection->operator);
}

static void
add_facts (NetopDetails          *details,
           const NetopSnapshot   *snapshot,
           const NetopConnection *connection)
{
  g_autofree char *process = dup_process (snapshot, connection);
  g_autofree char *marks = netop_connection_dup_marks (connection);
  g_autofree char *sharers = netop_connection_caption_dup_sharers (snapshot, connection);
  g_autofree char *namespace = dup_namespace (connection);

  netop_details_begin_section (details, _ ("Connection"));
  netop_details_add_totals (details, &connection->traffic, snapshot->capture.byte_layer_tcp_payload);
  add_ends (details, connection);
  netop_details_add_fact (details, _ ("Process"), _ ("Copy process"), process);
  netop_details_add_fact (details, _ ("State"), _ ("Copy state"), netop_connection_get_state_text (connection));
  netop_details_add_fact (details, _ ("Direction"), _ ("Copy direction"), netop_connection_get_direction_text (connection));
  netop_details_add_fact (details, _ ("Interface"), _ ("Copy interface"), connection->interface_name);
  netop_details_add_fact (details, _ ("Match"), _ ("Copy match"), netop_connection_caption_get_match_words (connection->match));
  netop_details_add_fact (details, _ ("Marks"), _ ("Copy marks"), marks);
  netop_details_add_fact (details, _ ("Shared with"), _ ("Copy whom it is shared with"), sharers);
  netop_details_add_fact (details, _ ("Namespace"), _ ("Copy network namespace"), namespace);
  netop_details_add_time (details, _ ("First seen"), _ ("Copy time it was first seen"), connection->first_seen_us);
  netop_details_add_time (details, _ ("Closed"), _ ("Copy time it was closed"), connection->closed_us);
}

static void
add_milliseconds (NetopDetails *details,
                  const char   *key,
                  const char   *copy_title,
                  NetopFigure   us)
{
  g_autofree char *text = us.known ? netop_format_joined (netop_format_milliseconds (us)) : NULL;

  netop_details_add_fact (details, key, copy_title, text);
}

static void
add_retransmissions (NetopDetails          *details,
                     const NetopConnection *connection)
{
  NetopFigure      part = connection->retransmit_rate;
  g_autofree char *count = connection->retransmissions.known ? netop_format_count ((uint64_t)connection->retransmissions.value) : NULL;
  g_autofree char *percent = part.known ? netop_format_joined (netop_format_percent (part)) : NULL;
  g_autofree char *text = NULL;
  NetopDetail     *detail;

  if (count != NULL && percent != NULL)
    /* Translators: segments sent again since the connection opened, and their part of the last ten seconds' */
    text = g_strdup_printf (_ ("%s, lately %s"), count, percent);
  detail = netop_details_add_fact (details, _ ("Sent again"), _ ("Copy retransmissions"), text != NULL ? text : count);
  if (detail != NULL)
    detail->is_bad = part.known && part.value >= BAD_RETRANSMIT_RATE;
}

/* What the kernel says of it: nothing of what is no TCP, and of what it has not answered yet. */
static void
add_health (NetopDetails          *details,
            const NetopConnection *connection)
{
  if (connection->protocol != NETOP_PROTOCOL_TCP || (!connection->rtt_us.known && !connection->retransmissions.known))
    return;

  details->health = netop_history_ref (connection->health);

  netop_details_begin_section (details, _ ("Health"));
  /* Translators: the time a packet takes there and back */
  add_milliseconds (details, _ ("RTT"), _ ("Copy RTT"), connection->rtt_us);
  add_milliseconds (details, _ ("Jitter"), _ ("Copy jitter"), connection->jitter_us);
  add_retransmissions (details, connection);
}

/**
 * netop_connection_details_new:
 * @connection: of @snapshot
 *
 * Returns: (transfer full): what is known of a connection
 */
NetopDetails *
netop_connection_details_new (const NetopSnapshot   *snapshot,
                              const NetopConnection *connection)
{
  g_autofree char *remote = netop_format_endpoint (&connection->remote, connection->remote_port);
  NetopDetails    *details = netop_details_new (connection->remote_name != NULL ? connection->remote_name : remote);

  details->subtitle = dup_subtitle (connection);
  details->icon = g_themed_icon_new ("np-connections-symbolic");
  netop_details_set_traffic (details, &connection->rate, connection->history);
  add_health (details, connection);
  add_facts (details, snapshot, connection);
  return details;
}
