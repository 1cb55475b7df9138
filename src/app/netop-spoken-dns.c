/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken-dns.h"

#include <glib/gi18n.h>

#include "netop-query-text.h"
#include "netop-spoken.h"

static char *
speak_milliseconds (NetopFigure us)
{
  NetopFormatted formatted = netop_format_milliseconds (us);

  return netop_spoken_figure (&formatted);
}

/* "curl, inferred, through systemd-resolved". */
static char *
speak_asker (const NetopDnsQuery *query)
{
  const char      *asker = netop_query_get_asker (query);
  g_autofree char *through = netop_query_dup_through (query);

  if (through != NULL)
    return g_strdup_printf ("%s, %s", asker, through);
  if (asker == NULL)
    return g_strdup (query->is_ours ? _ ("Unknown") : _ ("another host"));
  return g_strdup (asker);
}

static char *
speak_answer (const NetopDnsQuery *query)
{
  g_autofree char *answer = netop_query_dup_answer (query);
  const char      *note = netop_query_get_answer_note (query);

  if (answer == NULL || note == NULL)
    return g_strdup (answer != NULL ? answer : note);
  return g_strdup_printf ("%s, %s", answer, note);
}

/**
 * netop_spoken_query:
 * @snapshot: the row's
 *
 * Returns: (transfer full): what a screen reader says of a query, translated
 */
char *
netop_spoken_query (const NetopRow      *row,
                    const NetopSnapshot *snapshot)
{
  const NetopDnsQuery *query = row->query;
  char                 buffer[16];
  char                 address[NETOP_ADDRESS_STRING_SIZE];
  const char          *type = netop_dns_query_format_type (query, buffer, sizeof buffer);
  const char          *server = netop_address_format (&query->server, address, sizeof address);
  g_autofree char     *asker = speak_asker (query);
  g_autofree char     *answer = speak_answer (query);
  g_autofree char     *latency = NULL;

  if (!query->latency_us.known)
    /* Translators: a screen reader's: who asked, for which name, which type, of which resolver; what came of it */
    return g_strdup_printf (_ ("%s asked for %s, %s, of %s. %s."), asker, query->name, type, server, answer);

  latency = speak_milliseconds (query->latency_us);
  /* Translators: the same, and how long it took */
  return g_strdup_printf (_ ("%s asked for %s, %s, of %s. %s, after %s."), asker, query->name, type, server, answer, latency);
}

/**
 * netop_spoken_resolver:
 * @snapshot: the row's
 *
 * Returns: (transfer full): what a screen reader says of a resolver, translated
 */
char *
netop_spoken_resolver (const NetopRow      *row,
                       const NetopSnapshot *snapshot)
{
  const NetopDnsResolver *resolver = row->resolver;
  NetopFormatted          failed = netop_format_percent (resolver->total.failure_rate);
  char                    address[NETOP_ADDRESS_STRING_SIZE];
  const char             *server = netop_address_format (&resolver->server, address, sizeof address);
  g_autofree char        *queries = netop_format_count (resolver->total.n_queries);
  g_autofree char        *mean = NULL;
  g_autofree char        *p95 = NULL;
  g_autofree char        *part = NULL;

  if (resolver->total.n_queries == 0)
    return g_strdup_printf (_ ("%s. Not asked yet."), server);

  mean = speak_milliseconds (resolver->total.mean_us);
  p95 = speak_milliseconds (resolver->total.p95_us);
  part = netop_spoken_figure (&failed);
  /* Translators: a screen reader's: an address, a number, two times, a percentage */
  return g_strdup_printf (_ ("%s. Queries %s, mean %s, 95th percentile %s, failed %s."), server, queries, mean, p95, part);
}
