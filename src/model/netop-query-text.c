/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-query-text.h"

#include <glib/gi18n.h>

#include "netop-dns-message.h"

/* Of an answer with more the first ones stand in a row: the others are in the details. */
#define MAX_ANSWERS 4

/**
 * netop_query_get_asker:
 *
 * Returns: (transfer none) (nullable): the name of the process that wants to know, as far as it is known or inferred;
 *   %NULL for nobody
 */
const char *
netop_query_get_asker (const NetopDnsQuery *query)
{
  return query->asker_name ? query->asker_name : query->process_name;
}

/**
 * netop_query_dup_through:
 *
 * Returns: (transfer full) (nullable): through whom the asker asked, and that this is inferred, translated; %NULL where the
 *   one who sent it is the one who asked
 */
char *
netop_query_dup_through (const NetopDnsQuery *query)
{
  if (!query->asker_name)
    return NULL;
  if (!query->process_name)
    return g_strdup (_ ("inferred"));

  /* Translators: behind the name of a program: it asked this other program, as it seems, which then asked a resolver */
  return g_strdup_printf (_ ("inferred, through %s"), query->process_name);
}

static char *
join_answers (const GPtrArray *answers)
{
  GString *text = g_string_new (NULL);
  guint    n = MIN (answers->len, MAX_ANSWERS);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index (answers, i));
  if (answers->len > n)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

/**
 * netop_query_dup_answer:
 *
 * Returns: (transfer full) (nullable): what came back, in a few words, the first of its records or the name of its code
 *   (RFC 6895, 2.3); %NULL where nothing is known yet, or there is no record
 */
char *
netop_query_dup_answer (const NetopDnsQuery *query)
{
  char buffer[16];

  switch (query->state)
    {
    case NETOP_DNS_STATE_TIMEOUT:
      return g_strdup (_ ("timeout"));
    case NETOP_DNS_STATE_ANSWERED:
      if (query->rcode != NETOP_DNS_RCODE_NOERROR)
        return g_strdup (netop_dns_format_rcode (query->rcode, buffer, sizeof buffer));
      return query->answers && query->answers->len > 0 ? join_answers (query->answers) : NULL;
    case NETOP_DNS_STATE_PENDING:
    case NETOP_DNS_STATE_UNANSWERED:
    default:
      return NULL;
    }
}

/**
 * netop_query_get_answer_note:
 *
 * Returns: (transfer none) (nullable): the same in plain words, translated, where the answer does not speak for itself
 */
const char *
netop_query_get_answer_note (const NetopDnsQuery *query)
{
  switch (query->state)
    {
    case NETOP_DNS_STATE_PENDING:
      return _ ("waiting for an answer");
    case NETOP_DNS_STATE_TIMEOUT:
      return _ ("no answer within 5 s");
    case NETOP_DNS_STATE_UNANSWERED:
      return _ ("nobody answered");
    case NETOP_DNS_STATE_ANSWERED:
    default:
      break;
    }

  switch (query->rcode)
    {
    case NETOP_DNS_RCODE_NOERROR:
      if (query->answers && query->answers->len > 0)
        return NULL;
      return query->is_truncated ? _ ("cut short") : _ ("no record of this type");
    case NETOP_DNS_RCODE_NXDOMAIN:
      return _ ("no such name");
    case NETOP_DNS_RCODE_SERVFAIL:
      return _ ("the resolver could not answer");
    case NETOP_DNS_RCODE_REFUSED:
      return _ ("the resolver refused");
    default:
      return _ ("the resolver answered with an error");
    }
}

/**
 * netop_query_get_answer_order:
 *
 * Returns: (transfer none) (nullable): what the answers are sorted by
 */
const char *
netop_query_get_answer_order (const NetopDnsQuery *query)
{
  if (query->state == NETOP_DNS_STATE_ANSWERED && query->rcode == NETOP_DNS_RCODE_NOERROR && query->answers && query->answers->len > 0)
    return g_ptr_array_index (query->answers, 0);

  return netop_query_get_answer_note (query);
}

/**
 * netop_query_get_service_text:
 *
 * Returns: (transfer none): by which protocol it was asked
 */
const char *
netop_query_get_service_text (const NetopDnsQuery *query)
{
  switch (query->service)
    {
    case NETOP_DNS_SERVICE_MDNS:
      return "mDNS";
    case NETOP_DNS_SERVICE_LLMNR:
      return "LLMNR";
    case NETOP_DNS_SERVICE_NETBIOS:
      return "NetBIOS";
    case NETOP_DNS_SERVICE_DNS:
    default:
      return "DNS";
    }
}
