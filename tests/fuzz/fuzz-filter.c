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

  if (empty)
    g_assert_cmpuint (n_matched, ==, snapshot->processes->len + snapshot->connections->len + snapshot->unknown->len);
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
  if (error != NULL)
    g_assert_true (error->domain == NETOP_FILTER_ERROR);
  else
    match_all (filter, snapshot);
  check_word (expression, text);
  return 0;
}
