/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter.h"

#include <string.h>

#include "netop-filter-subject.h"

struct _NetopFilter
{
  gatomicrefcount ref_count;
  char           *expression;
  GArray         *terms; /* of NetopFilterTerm */
  bool            asks_connection;
};

/* One word as it is typed, in an expression. */
typedef struct
{
  const char *expression;
  const char *start; /* after a minus */
  const char *value; /* after a key and its colon; else @start */
  const char *end;
} Token;

/* What is known of a row by itself, before its connections or hosts are asked. */
typedef enum {
  VERDICT_YES,     /* and so of all that stand under it */
  VERDICT_NO,      /* and so of all that stand under it */
  VERDICT_DEPENDS, /* on these; where there are none it is yes */
  VERDICT_LACKS,   /* something that one of these may have; where there are none it is no */
} Verdict;

static void
clear_term (gpointer data)
{
  netop_filter_term_clear (data);
}

/* What of all rows a connection alone has. */
static bool
is_connection_key (NetopSearchKey key)
{
  return key == NETOP_SEARCH_KEY_PROTO || key == NETOP_SEARCH_KEY_STATE || key == NETOP_SEARCH_KEY_IFACE || key == NETOP_SEARCH_KEY_SERVICE ||
         key == NETOP_SEARCH_KEY_COUNTRY || key == NETOP_SEARCH_KEY_OPERATOR;
}

/* --- Parsing --- */

static bool
is_wrong (NetopFilterMistake *mistake,
          NetopFilterError    code,
          const Token        *token,
          const char         *start,
          const char         *end)
{
  *mistake = (NetopFilterMistake){ .code = code, .start = (size_t)(start - token->expression), .end = (size_t)(end - token->expression) };
  return false;
}

/* Sets the end. */
static bool
find_end (Token              *token,
          NetopFilterMistake *mistake)
{
  const char *quote = NULL;
  const char *c = token->start;

  for (; *c != '\0' && (quote != NULL || !g_unichar_isspace (g_utf8_get_char (c))); c = g_utf8_next_char (c))
    if (*c == '"')
      quote = quote == NULL ? c : NULL;

  token->end = c;
  return quote == NULL || is_wrong (mistake, NETOP_FILTER_ERROR_QUOTE, token, quote, c);
}

static bool
is_like_address (const Token *token)
{
  return strspn (token->start, "0123456789abcdefABCDEF.:") >= (size_t)(token->end - token->start);
}

/* Sets the value. What has a colon after its first letters has a key, but for an IPv6 address. */
static bool
find_key (Token              *token,
          NetopSearchKey     *key,
          NetopFilterMistake *mistake)
{
  const char *colon = token->start;

  *key = NETOP_SEARCH_KEY_WORD;
  token->value = token->start;
  while (g_ascii_isalpha (*colon))
    colon++;
  if (*colon != ':' || colon == token->start || is_like_address (token))
    return true;

  token->value = colon + 1;
  if (netop_search_key_find (token->start, (size_t)(colon - token->start), key))
    return true;

  is_wrong (mistake, NETOP_FILTER_ERROR_KEY, token, token->start, colon);
  mistake->n_guesses = netop_search_key_guess (token->start, (size_t)(colon - token->start), mistake->guesses);
  return false;
}

/* Returns (transfer full) the value, quotes off. */
static char *
dup_value (const Token *token)
{
  GString *value = g_string_new (NULL);

  for (const char *c = token->value; c < token->end; c++)
    if (*c != '"')
      g_string_append_c (value, *c);

  return g_string_free (value, FALSE);
}

static bool
add_term (NetopFilter        *self,
          Token              *token,
          bool                negated,
          NetopFilterMistake *mistake)
{
  g_autofree char *value = NULL;
  NetopSearchKey   key;
  NetopFilterTerm  term;
  NetopFilterError problem;

  if (!find_key (token, &key, mistake))
    return false;

  value = dup_value (token);
  if (*value == '\0' && (negated || key != NETOP_SEARCH_KEY_WORD))
    return is_wrong (mistake, NETOP_FILTER_ERROR_MISSING, token, token->start - (negated ? 1 : 0), token->end);
  if (*value == '\0')
    return true;
  if (self->terms->len == NETOP_FILTER_MAX_TERMS)
    return is_wrong (mistake, NETOP_FILTER_ERROR_TOO_MANY, token, token->start, token->end);
  if (!netop_filter_term_init (&term, key, negated, value, &problem))
    return is_wrong (mistake, problem, token, token->value, token->end);

  g_array_append_val (self->terms, term);
  self->asks_connection |= is_connection_key (key);
  return true;
}

static bool
take_word (NetopFilter        *self,
           const char         *expression,
           const char        **at,
           NetopFilterMistake *mistake)
{
  bool  negated = **at == '-';
  Token token = { .expression = expression, .start = *at + (negated ? 1 : 0) };

  if (!find_end (&token, mistake) || !add_term (self, &token, negated, mistake))
    return false;

  *at = token.end;
  return true;
}

/* Before a byte of it is looked at. */
static bool
check_text (const char         *expression,
            NetopFilterMistake *mistake)
{
  size_t      length = strlen (expression);
  const Token whole = { .expression = expression };
  const char *invalid;

  if (length > NETOP_FILTER_MAX_BYTES)
    return is_wrong (mistake, NETOP_FILTER_ERROR_TOO_LONG, &whole, expression + NETOP_FILTER_MAX_BYTES, expression + length);
  if (!g_utf8_validate (expression, (gssize)length, &invalid))
    return is_wrong (mistake, NETOP_FILTER_ERROR_NOT_UTF8, &whole, invalid, invalid + 1);

  return true;
}

/**
 * netop_filter_try_parse:
 * @expression: as #NetopFilter says; empty is a filter that matches all
 * @mistake: (out): set only where it fails
 *
 * Returns: (transfer full) (nullable): the filter, or %NULL and what is wrong and where
 */
NetopFilter *
netop_filter_try_parse (const char         *expression,
                        NetopFilterMistake *mistake)
{
  g_autoptr (NetopFilter) self = NULL;
  const char *at = expression;

  if (!check_text (expression, mistake))
    return NULL;

  self = g_new0 (NetopFilter, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->expression = g_strdup (expression);
  self->terms = g_array_new (FALSE, TRUE, sizeof (NetopFilterTerm));
  g_array_set_clear_func (self->terms, clear_term);

  while (*at != '\0')
    {
      if (g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      else if (!take_word (self, expression, &at, mistake))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * netop_filter_may_follow:
 * @expression: that is no search as it stands
 *
 * Returns: whether it is one with more behind it, as while it is being typed: a value, a quote, the rest of a network or a port
 */
bool
netop_filter_may_follow (const char *expression)
{
  static const char *const rests[] = { "a", "0", "00", "000", "0000", "9", "99", "999", "9999", "\"", "a\"", ".0", ".0.0", ".0.0.0", "0.0", "0.0.0", ":", "::", "65535" };

  for (size_t i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autofree char   *longer = g_strconcat (expression, rests[i], NULL);
      NetopFilterMistake mistake;
      g_autoptr (NetopFilter) filter = netop_filter_try_parse (longer, &mistake);

      if (filter != NULL)
        return true;
    }

  return false;
}

static const char *
keep_english (const char *text)
{
  return text;
}

/**
 * netop_filter_parse:
 * @expression: as #NetopFilter says
 *
 * Like netop_filter_try_parse(), for where a line of English is wanted.
 *
 * Returns: (transfer full) (nullable): the filter, or %NULL and an error that says what is wrong and where
 */
NetopFilter *
netop_filter_parse (const char *expression,
                    GError    **error)
{
  NetopFilterMistake mistake;
  NetopFilter       *self = netop_filter_try_parse (expression, &mistake);
  g_autofree char   *text = NULL;

  if (self != NULL)
    return self;

  text = netop_filter_mistake_dup_text (&mistake, expression, keep_english);
  g_set_error (error, NETOP_FILTER_ERROR, (int)mistake.code, "%s (at character %ld)", text, g_utf8_strlen (expression, (gssize)mistake.start) + 1);
  return NULL;
}

/**
 * netop_filter_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopFilter *
netop_filter_ref (NetopFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * netop_filter_unref:
 * @self: (transfer full): any thread
 */
void
netop_filter_unref (NetopFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->terms);
  g_free (self->expression);
  g_free (self);
}

/**
 * netop_filter_get_expression:
 *
 * Returns: (transfer none): what it was parsed from
 */
const char *
netop_filter_get_expression (const NetopFilter *self)
{
  return self->expression;
}

/**
 * netop_filter_is_empty:
 *
 * Returns: whether it matches all
 */
bool
netop_filter_is_empty (const NetopFilter *self)
{
  return self->terms->len == 0;
}

/* --- Matching --- */

static bool
match (const NetopFilter        *self,
       const NetopFilterSubject *subject)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const NetopFilterTerm *term = &g_array_index (self->terms, NetopFilterTerm, i);

      if (netop_filter_subject_has (subject, term) == term->negated)
        return false;
    }

  return true;
}

/* What a row has, all under it have too. */
static Verdict
judge (const NetopFilter        *self,
       const NetopFilterSubject *subject)
{
  Verdict verdict = VERDICT_YES;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const NetopFilterTerm *term = &g_array_index (self->terms, NetopFilterTerm, i);
      bool                   has = netop_filter_subject_has (subject, term);

      if (has && term->negated)
        return VERDICT_NO;
      if (!has)
        verdict = MAX (verdict, term->negated ? VERDICT_DEPENDS : VERDICT_LACKS);
    }

  return verdict;
}

static NetopFilterSubject
get_connection_subject (const NetopSnapshot   *snapshot,
                        const NetopConnection *connection)
{
  return (NetopFilterSubject){
    .snapshot = snapshot,
    .process = connection->process >= 0 ? &g_array_index (snapshot->processes, NetopProcess, connection->process) : NULL,
    .connection = connection,
  };
}

/**
 * netop_filter_match_connection:
 * @snapshot: the one @connection is of
 *
 * Allocates nothing, as a rule. Any thread.
 *
 * Returns: whether the search finds it, by what it has itself and by its process, or, where it has none, by "unknown", the
 *   cause and the user
 */
bool
netop_filter_match_connection (const NetopFilter     *self,
                               const NetopSnapshot   *snapshot,
                               const NetopConnection *connection)
{
  NetopFilterSubject subject = get_connection_subject (snapshot, connection);

  return match (self, &subject);
}

/**
 * netop_filter_match_process:
 * @snapshot: the one @process is of
 *
 * Returns: whether the search finds one of its connections; or, where it has none, itself
 */
bool
netop_filter_match_process (const NetopFilter   *self,
                            const NetopSnapshot *snapshot,
                            const NetopProcess  *process)
{
  NetopFilterSubject subject = { .snapshot = snapshot, .process = process };
  Verdict            verdict = judge (self, &subject);

  if (verdict == VERDICT_YES || verdict == VERDICT_NO)
    return verdict == VERDICT_YES;
  if (process->n_listed_connections == 0)
    return verdict == VERDICT_DEPENDS;

  for (guint i = 0; i < process->n_listed_connections; i++)
    if (netop_filter_match_connection (self, snapshot, &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i)))
      return true;

  return false;
}

/**
 * netop_filter_match_host:
 * @unknown: the cause it stands under, which is found
 *
 * Returns: whether the search finds it, by its address, port or name, or by "unknown", the cause or the user. A protocol,
 *   a state and an interface are not asked for: a host stands for connections that are over, too
 */
bool
netop_filter_match_host (const NetopFilter      *self,
                         const NetopUnknown     *unknown,
                         const NetopUnknownHost *host)
{
  NetopFilterSubject subject = { .unknown = unknown, .host = host };

  for (guint i = 0; i < self->terms->len; i++)
    {
      const NetopFilterTerm *term = &g_array_index (self->terms, NetopFilterTerm, i);

      if (!is_connection_key (term->key) && netop_filter_subject_has (&subject, term) == term->negated)
        return false;
    }

  return true;
}

static bool
is_of_cause (const NetopConnection *connection,
             const NetopUnknown    *unknown)
{
  return connection->cause == unknown->cause && connection->cause_uid == unknown->uid;
}

/* Its connections stand at the end of the array. @has_any (out): whether there are some still. */
static bool
match_unowned (const NetopFilter   *self,
               const NetopSnapshot *snapshot,
               const NetopUnknown  *unknown,
               bool                *has_any)
{
  *has_any = false;
  for (guint i = snapshot->connections->len; i > 0; i--)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i - 1);

      if (connection->process >= 0)
        break;
      if (!is_of_cause (connection, unknown))
        continue;
      *has_any = true;
      if (netop_filter_match_connection (self, snapshot, connection))
        return true;
    }

  return false;
}

static bool
match_hosts (const NetopFilter  *self,
             const NetopUnknown *unknown)
{
  for (guint i = 0; i < unknown->hosts->len; i++)
    {
      NetopFilterSubject subject = { .unknown = unknown, .host = &g_array_index (unknown->hosts, NetopUnknownHost, i) };

      if (match (self, &subject))
        return true;
    }

  return false;
}

/**
 * netop_filter_match_unknown:
 * @snapshot: the one @unknown is of
 *
 * Returns: whether the search finds one of its hosts, or, where it asks for what these do not have, one of its connections;
 *   where there are neither, the cause itself
 */
bool
netop_filter_match_unknown (const NetopFilter   *self,
                            const NetopSnapshot *snapshot,
                            const NetopUnknown  *unknown)
{
  NetopFilterSubject subject = { .unknown = unknown };
  Verdict            verdict = judge (self, &subject);
  bool               has_any = false;

  if (verdict == VERDICT_YES || verdict == VERDICT_NO)
    return verdict == VERDICT_YES;
  if (self->asks_connection && match_unowned (self, snapshot, unknown, &has_any))
    return true;
  if (has_any || unknown->hosts == NULL || unknown->hosts->len == 0)
    return !has_any && verdict == VERDICT_DEPENDS;

  return match_hosts (self, unknown);
}

/**
 * netop_filter_match_interface:
 *
 * Returns: whether the search finds it, by its name, kind, state or addresses; no process, port or protocol is an interface's
 */
bool
netop_filter_match_interface (const NetopFilter            *self,
                              const NetopSnapshotInterface *interface)
{
  NetopFilterSubject subject = { .interface = interface };

  return match (self, &subject);
}

/**
 * netop_filter_match_query:
 *
 * Returns: whether the search finds it, by who asked, what for, what was answered, and by whom
 */
bool
netop_filter_match_query (const NetopFilter   *self,
                          const NetopSnapshot *snapshot,
                          const NetopDnsQuery *query)
{
  NetopFilterSubject subject = { .snapshot = snapshot, .query = query };

  if (query->process >= 0)
    subject.process = &g_array_index (snapshot->processes, NetopProcess, query->process);
  return match (self, &subject);
}

/**
 * netop_filter_match_resolver:
 *
 * Returns: whether the search finds it, by its address or interface; no process, port or protocol is a resolver's
 */
bool
netop_filter_match_resolver (const NetopFilter      *self,
                             const NetopDnsResolver *resolver)
{
  NetopFilterSubject subject = { .resolver = resolver };

  return match (self, &subject);
}
