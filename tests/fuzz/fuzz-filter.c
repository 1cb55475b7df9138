/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter.h"
#include "netop-fake-snapshot.h"
#include "netop-fuzz-input.h"
#include "netop-word.h"

/* A search expression, asked of rows of every kind; and whether it is, as one word, in a text. Input: the expression;
 * after a NUL, the text. */

static void
match_all (const NetopFilter   *filter,
           const NetopSnapshot *snapshot)
{
  bool  empty = netop_filter_is_empty (filter);
  guint n_matched = 0;

  for (guint i = 0; i < snapshot->processes->len; i++)
    n_matched += netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, i));
  for (guint i = 0; i < snapshot->connections->len; i++)
    n_matched += netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, i));
  for (guint i = 0; i < snapshot->unknown->len; i++)
    n_matched += netop_filter_match_unknown (filter, snapshot, &g_array_index (snapshot->unknown, NetopUnknown, i));
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    n_matched += netop_filter_match_interface (filter, &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i));

  if (empty)
    g_assert_cmpuint (n_matched, ==, snapshot->processes->len + snapshot->connections->len + snapshot->unknown->len + snapshot->interfaces->len);
}

/* A process is found where one of its connections is, and the other way round where it has any. */
static void
check_processes (const NetopFilter   *filter,
                 const NetopSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);
      bool                any = false;

      for (guint j = 0; j < process->n_listed_connections; j++)
        any |= netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, process->first_connection + j));
      if (process->n_listed_connections > 0)
        g_assert_cmpint (netop_filter_match_process (filter, snapshot, process), ==, any);
    }
}

/* What is one word finds the rest with a minus before it. */
static void
check_negated (const char          *expression,
               const NetopSnapshot *snapshot)
{
  g_autofree char *negated = g_strconcat ("-", expression, NULL);
  g_autoptr (NetopFilter) with = netop_filter_parse (expression, NULL);
  g_autoptr (NetopFilter) without = NULL;

  if (with == NULL || *expression == '-' || strchr (expression, '"') != NULL || strlen (expression) >= NETOP_FILTER_MAX_BYTES)
    return;
  for (const char *c = expression; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isspace (g_utf8_get_char (c)))
      return;

  without = netop_filter_parse (negated, NULL);
  if (netop_filter_is_empty (with))
    {
      g_assert_null (without);
      return;
    }
  g_assert_nonnull (without);
  for (guint i = 0; i < snapshot->connections->len; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, i);

      g_assert_cmpint (netop_filter_match_connection (with, snapshot, connection), !=, netop_filter_match_connection (without, snapshot, connection));
    }
}

/* The place is in the text, and what is said of it is a line that can be shown. */
static void
check_mistake (const char *expression)
{
  g_autoptr (GError) error = NULL;
  NetopFilterMistake mistake;

  g_assert_null (netop_filter_try_parse (expression, &mistake));
  g_assert_cmpuint (mistake.start, <, mistake.end);
  g_assert_cmpuint (mistake.end, <=, strlen (expression));
  g_assert_null (netop_filter_parse (expression, &error));
  g_assert_true (error->domain == NETOP_FILTER_ERROR && error->code == (int)mistake.code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 1000);
  g_assert_null (strchr (error->message, '\n'));
}

/* The short way of ASCII must say what the long way does. */
static void
check_word (const char *expression,
            const char *text)
{
  g_autofree char *folded = NULL;
  NetopWord        word;

  if (*expression == '\0' || !g_utf8_validate (expression, -1, NULL) || !g_utf8_validate (text, -1, NULL))
    return;

  word = netop_word_new (expression, strlen (expression));
  folded = g_utf8_casefold (text, -1);
  g_assert_cmpint (netop_word_is_in (&word, text), ==, strstr (folded, word.folded) != NULL);
  netop_word_clear (&word);
}

/* Whatever is put in is a key then: the word that was begun is no mistake of that kind. */
static void
check_complete (const char *expression)
{
  NetopSearchKey keys[NETOP_N_SEARCH_KEYS];
  size_t         start = 0;
  guint          n;

  if (!g_utf8_validate (expression, -1, NULL))
    return;

  n = netop_search_key_complete (expression, strlen (expression), &start, keys);
  for (guint i = 0; i < n; i++)
    {
      const char *id = netop_search_key_get_id (keys[i]);

      g_assert_cmpuint (start, <, strlen (expression));
      g_assert_cmpint (g_ascii_strncasecmp (id, expression + start, strlen (expression) - start), ==, 0);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static NetopSnapshot *snapshot;
  g_autofree char      *expression = g_strndup ((const char *)data, size);
  const size_t          length = strlen (expression);
  g_autofree char      *text = length < size ? g_strndup ((const char *)data + length + 1, size - length - 1) : g_strdup ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopFilter) filter = netop_filter_parse (expression, &error);

  if (snapshot == NULL)
    snapshot = netop_fake_snapshot (5, 20, 1);

  g_assert_cmpint (filter == NULL, ==, error != NULL);
  if (filter != NULL)
    {
      match_all (filter, snapshot);
      check_processes (filter, snapshot);
    }
  else
    check_mistake (expression);
  check_negated (expression, snapshot);
  check_complete (expression);
  check_word (expression, text);
  return 0;
}
