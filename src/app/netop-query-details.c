/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-query-details.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-query-text.h"

#define MAX_OF_PROCESSES 8
#define MAX_RECORDS 32

static void
add_asker (NetopDetails        *details,
           const NetopDnsQuery *query)
{
  g_autofree char *client = netop_format_endpoint (&query->client, query->client_port);
  g_autofree char *process = query->process_name != NULL ? g_strdup_printf ("%s (%u)", query->process_name, query->pid) : NULL;
  /* Translators: a program's name, and its number */
  g_autofree char *asker = query->asker_name != NULL ? g_strdup_printf (_ ("%s (%u), inferred"), query->asker_name, query->asker_pid) : NULL;

  netop_details_add_fact (details, _ ("Asker"), _ ("Copy asker"), asker);
  netop_details_add_fact (details, _ ("Process"), _ ("Copy process"), process);
  netop_details_add_fact (details, _ ("From"), _ ("Copy address of the asker"), client);
}

static void
add_answer (NetopDetails        *details,
            const NetopDnsQuery *query)
{
  const char      *note = netop_query_get_answer_note (query);
  g_autofree char *answer = netop_query_dup_answer (query);
  g_autofree char *latency = query->latency_us.known ? netop_format_joined (netop_format_milliseconds (query->latency_us)) : NULL;
  g_autofree char *again = query->n_retransmissions > 0 ? g_strdup_printf ("%u", query->n_retransmissions) : NULL;
  gboolean         has_records = query->answers != NULL && query->answers->len > 0;

  netop_details_begin_section (details, _ ("Answer"));
  for (guint i = 0; has_records && i < MIN (query->answers->len, MAX_RECORDS); i++)
    netop_details_add_fact (details, i == 0 ? _ ("Records") : "", _ ("Copy record"), g_ptr_array_index (query->answers, i));
  if (has_records && query->n_answers > MIN (query->answers->len, MAX_RECORDS))
    {
      guint            n_more = query->n_answers - MIN (query->answers->len, MAX_RECORDS);
      g_autofree char *more = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);

      netop_details_add_fact (details, "", _ ("Copy number of records"), more)->is_quiet = TRUE;
    }
  if (!has_records && answer != NULL)
    netop_details_add_fact (details, _ ("Code"), _ ("Copy code"), answer)->is_bad = netop_dns_query_has_failed (query);
  if (note != NULL)
    netop_details_add_fact (details, _ ("Meaning"), _ ("Copy meaning"), note);
  netop_details_add_fact (details, _ ("Latency"), _ ("Copy latency"), latency);
  netop_details_add_fact (details, _ ("Sent again"), _ ("Copy number of repetitions"), again);
  if (query->is_truncated)
    netop_details_add_fact (details, _ ("Truncated"), _ ("Copy truncated"), query->is_retried ? _ ("yes, asked again over TCP") : _ ("yes"));
}

/**
 * netop_query_details_new:
 *
 * Returns: (transfer full): what is known of a query
 */
NetopDetails *
netop_query_details_new (const NetopDnsQuery *query)
{
  NetopDetails    *details = netop_details_new (query->name);
  char             buffer[16];
  g_autofree char *server = netop_format_endpoint (&query->server, query->server_port);

  details->subtitle = g_strdup_printf ("%s · %s", netop_query_get_service_text (query), netop_dns_query_format_type (query, buffer, sizeof buffer));
  details->icon = g_themed_icon_new ("np-dns-symbolic");
  netop_details_begin_section (details, _ ("Query"));
  netop_details_add_fact (details, _ ("Name"), _ ("Copy name"), query->name);
  add_asker (details, query);
  netop_details_add_time (details, _ ("Time"), _ ("Copy time"), query->asked_us);
  netop_details_add_fact (details, _ ("Resolver"), _ ("Copy resolver"), server);
  netop_details_add_fact (details, _ ("Protocol"), _ ("Copy protocol"), netop_format_protocol (query->protocol, buffer, sizeof buffer));
  netop_details_add_fact (details, _ ("Interface"), _ ("Copy interface"), query->interface_name);
  add_answer (details, query);
  return details;
}

static gboolean
is_of (const NetopDnsQuery *query,
       const NetopSnapshot *snapshot,
       GHashTable          *processes,
       GHashTable          *pids)
{
  if (query->process >= 0 && g_hash_table_contains (processes, &g_array_index (snapshot->processes, NetopProcess, query->process)))
    return TRUE;
  return query->asker_pid != 0 && g_hash_table_contains (pids, GUINT_TO_POINTER (query->asker_pid));
}

/* "example.org  AAAA  8.4 ms", and what was answered where it failed; all of it is copied. */
static void
add_query (NetopDetails        *details,
           const NetopDnsQuery *query,
           const char          *type)
{
  gboolean         has_failed = netop_dns_query_has_failed (query);
  g_autofree char *answer = netop_query_dup_answer (query);
  g_autofree char *latency = query->latency_us.known ? netop_format_joined (netop_format_milliseconds (query->latency_us)) : NULL;
  const char      *words = answer != NULL ? answer : netop_query_get_answer_note (query);
  const char      *time = latency != NULL ? latency : "–";
  const char      *figure = has_failed || query->rcode == NETOP_DNS_RCODE_NXDOMAIN ? words : time;
  g_autofree char *text = latency != NULL ? g_strdup_printf ("%s %s: %s, %s", query->name, type, words, latency)
                                          : g_strdup_printf ("%s %s: %s", query->name, type, words);

  netop_details_add_host (details, query->name, type, figure, _ ("Copy query"), text)->is_bad = has_failed;
}

/**
 * netop_query_details_add_of_processes:
 * @processes: of #NetopProcess, of @snapshot
 *
 * Adds what the processes asked for last, each name once for each type, the newest first; where they asked for nothing,
 * nothing.
 */
void
netop_query_details_add_of_processes (NetopDetails        *details,
                                      const NetopSnapshot *snapshot,
                                      GPtrArray           *processes)
{
  g_autoptr (GHashTable) own = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) pids = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GArray *queries = snapshot->dns.queries;

  for (guint i = 0; i < processes->len; i++)
    {
      NetopProcess *process = g_ptr_array_index (processes, i);

      g_hash_table_add (own, process);
      g_hash_table_add (pids, GUINT_TO_POINTER (process->pid));
    }
  netop_details_begin_section (details, _ ("DNS Queries"));
  for (guint i = queries->len; i > 0 && g_hash_table_size (known) < MAX_OF_PROCESSES; i--)
    {
      const NetopDnsQuery *query = &g_array_index (queries, NetopDnsQuery, i - 1);
      char                 buffer[16];
      const char          *type = netop_dns_query_format_type (query, buffer, sizeof buffer);
      g_autofree char     *key = NULL;

      if (!is_of (query, snapshot, own, pids))
        continue;
      key = g_strdup_printf ("%s %s", type, query->name);
      if (g_hash_table_contains (known, key))
        continue;

      add_query (details, query, type);
      g_hash_table_add (known, g_steal_pointer (&key));
    }
}

/**
 * netop_query_details_add_of_process:
 * @process: of @snapshot
 *
 * The same of one process.
 */
void
netop_query_details_add_of_process (NetopDetails        *details,
                                    const NetopSnapshot *snapshot,
                                    const NetopProcess  *process)
{
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  g_ptr_array_add (processes, (gpointer)process);
  netop_query_details_add_of_processes (details, snapshot, processes);
}
