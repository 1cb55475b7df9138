/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-private.h"
#include "netop-format.h"

static const char *
get_service (NetopDnsService service)
{
  switch (service)
    {
    case NETOP_DNS_SERVICE_MDNS:
      return "mdns";
    case NETOP_DNS_SERVICE_LLMNR:
      return "llmnr";
    case NETOP_DNS_SERVICE_NETBIOS:
      return "netbios";
    case NETOP_DNS_SERVICE_DNS:
    default:
      return "dns";
    }
}

static const char *
get_encryption (NetopDnsEncryption encryption)
{
  switch (encryption)
    {
    case NETOP_DNS_ENCRYPTION_TLS:
      return "tls";
    case NETOP_DNS_ENCRYPTION_QUIC:
      return "quic";
    case NETOP_DNS_ENCRYPTION_HTTPS:
    default:
      return "https";
    }
}

static void
add_pid (JsonBuilder *builder,
         const char  *name,
         uint32_t     pid)
{
  if (pid != 0)
    netop_export_add_int (builder, name, pid);
  else
    netop_export_add_null (builder, name);
}

static void
add_milliseconds (JsonBuilder *builder,
                  const char  *name,
                  NetopFigure  us)
{
  netop_export_add_figure (builder, name, us.known ? netop_figure (us.value / 1000) : us);
}

static void
add_summary (JsonBuilder           *builder,
             const NetopDnsSummary *summary)
{
  NetopFigure rate = summary->failure_rate;

  add_milliseconds (builder, "avg_latency_ms", summary->mean_us);
  add_milliseconds (builder, "p95_latency_ms", summary->p95_us);
  netop_export_add_figure (builder, "failure_rate_pct", rate.known ? netop_figure (rate.value * 100) : rate);
  netop_export_add_int (builder, "query_count", (gint64)summary->n_queries);
}

/**
 * netop_export_add_resolver:
 *
 * Adds an element of "resolvers".
 */
void
netop_export_add_resolver (JsonBuilder            *builder,
                           const NetopDnsResolver *resolver)
{
  json_builder_begin_object (builder);
  netop_export_add_string (builder, "interface", resolver->interface_name);
  netop_export_add_address (builder, "server", &resolver->server);
  netop_export_add_bool (builder, "configured", resolver->is_configured);
  add_summary (builder, &resolver->total);
  json_builder_set_member_name (builder, "last_10_min");
  json_builder_begin_object (builder);
  add_summary (builder, &resolver->recent);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_response (JsonBuilder         *builder,
              const NetopDnsQuery *query)
{
  char buffer[16];

  if (query->state == NETOP_DNS_STATE_ANSWERED)
    netop_export_add_string (builder, "response", netop_dns_format_rcode (query->rcode, buffer, sizeof buffer));
  else if (query->state == NETOP_DNS_STATE_TIMEOUT)
    netop_export_add_string (builder, "response", "TIMEOUT");
  else
    netop_export_add_null (builder, "response");
}

static void
add_answers (JsonBuilder         *builder,
             const NetopDnsQuery *query)
{
  json_builder_set_member_name (builder, "answers");
  json_builder_begin_array (builder);
  for (guint i = 0; query->answers != NULL && i < query->answers->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (query->answers, i));
  json_builder_end_array (builder);
  if (query->state == NETOP_DNS_STATE_ANSWERED)
    netop_export_add_int (builder, "answer_count", query->n_answers);
  else
    netop_export_add_null (builder, "answer_count");
}

/**
 * netop_export_add_query:
 *
 * Adds an element of "queries".
 */
void
netop_export_add_query (JsonBuilder         *builder,
                        const NetopDnsQuery *query)
{
  char        buffer[16];
  const char *type = netop_dns_query_format_type (query, buffer, sizeof buffer);

  json_builder_begin_object (builder);
  netop_export_add_time (builder, "timestamp_ms", query->asked_us);
  add_pid (builder, "pid", query->pid);
  netop_export_add_string (builder, "process", query->process_name);
  add_pid (builder, "asker_pid", query->asker_pid);
  netop_export_add_string (builder, "asker_process", query->asker_name);
  netop_export_add_string (builder, "asker_source", query->asker_pid != 0 ? "inferred" : NULL);
  netop_export_add_string (builder, "service", get_service (query->service));
  netop_export_add_string (builder, "query_name", query->name);
  netop_export_add_string (builder, "query_type", type);
  add_response (builder, query);
  add_answers (builder, query);
  netop_export_add_bool (builder, "truncated", query->is_truncated);
  netop_export_add_bool (builder, "retried_over_tcp", query->is_retried);
  netop_export_add_int (builder, "retransmissions", query->n_retransmissions);
  add_milliseconds (builder, "latency_ms", query->latency_us);
  netop_export_add_string (builder, "transport", netop_format_protocol_id (query->protocol, buffer, sizeof buffer));
  netop_export_add_bool (builder, "from_this_host", query->is_ours);
  netop_export_add_address (builder, "client", &query->client);
  netop_export_add_int (builder, "client_port", query->client_port);
  netop_export_add_address (builder, "resolver", &query->server);
  netop_export_add_int (builder, "resolver_port", query->server_port);
  netop_export_add_string (builder, "interface", query->interface_name);
  json_builder_end_object (builder);
}

static void
add_encrypted (JsonBuilder             *builder,
               const NetopSnapshot     *snapshot,
               const NetopDnsEncrypted *encrypted)
{
  const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, encrypted->connection);
  const NetopProcess    *process = connection->process >= 0 ? &g_array_index (snapshot->processes, NetopProcess, connection->process) : NULL;

  json_builder_begin_object (builder);
  netop_export_add_string (builder, "encryption", get_encryption (encrypted->encryption));
  add_pid (builder, "pid", process != NULL ? process->pid : 0);
  netop_export_add_string (builder, "process", process != NULL ? process->name : NULL);
  netop_export_add_address (builder, "server", &connection->remote);
  netop_export_add_int (builder, "port", connection->remote_port);
  netop_export_add_bytes (builder, &connection->traffic);
  json_builder_end_object (builder);
}

/**
 * netop_export_add_dns:
 *
 * Adds the member "dns": null where no DNS message is looked at.
 */
void
netop_export_add_dns (JsonBuilder         *builder,
                      const NetopSnapshot *snapshot)
{
  const NetopSnapshotDns *dns = &snapshot->dns;

  if (!dns->is_watched)
    {
      netop_export_add_null (builder, "dns");
      return;
    }

  json_builder_set_member_name (builder, "dns");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "resolvers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dns->resolvers->len; i++)
    netop_export_add_resolver (builder, &g_array_index (dns->resolvers, NetopDnsResolver, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "queries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dns->queries->len; i++)
    netop_export_add_query (builder, &g_array_index (dns->queries, NetopDnsQuery, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "encrypted");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dns->encrypted->len; i++)
    add_encrypted (builder, snapshot, &g_array_index (dns->encrypted, NetopDnsEncrypted, i));
  json_builder_end_array (builder);
  netop_export_add_int (builder, "queries_seen", (gint64)dns->n_queries);
  netop_export_add_int (builder, "unmatched_answers", (gint64)dns->n_unmatched);
  netop_export_add_int (builder, "malformed", (gint64)dns->n_malformed);
  netop_export_add_int (builder, "lost", (gint64)dns->n_lost);
  netop_export_add_int (builder, "overflowed", (gint64)dns->n_overflowed);
  json_builder_end_object (builder);
}
