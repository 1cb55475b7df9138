/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-search-key.h"

#include <string.h>

/* The longest key has as many letters; what is much longer is none that was mistyped. */
#define MAX_LENGTH 9

/* Of the language that is typed: never translated. */
static const char *const ids[] = {
  [NETOP_SEARCH_KEY_WORD] = "",
  [NETOP_SEARCH_KEY_PROCESS] = "process",
  [NETOP_SEARCH_KEY_PID] = "pid",
  [NETOP_SEARCH_KEY_APP] = "app",
  [NETOP_SEARCH_KEY_UNIT] = "unit",
  [NETOP_SEARCH_KEY_CONTAINER] = "container",
  [NETOP_SEARCH_KEY_USER] = "user",
  [NETOP_SEARCH_KEY_HOST] = "host",
  [NETOP_SEARCH_KEY_NET] = "net",
  [NETOP_SEARCH_KEY_COUNTRY] = "country",
  [NETOP_SEARCH_KEY_OPERATOR] = "operator",
  [NETOP_SEARCH_KEY_PORT] = "port",
  [NETOP_SEARCH_KEY_SERVICE] = "service",
  [NETOP_SEARCH_KEY_PROTO] = "proto",
  [NETOP_SEARCH_KEY_STATE] = "state",
  [NETOP_SEARCH_KEY_IFACE] = "iface",
};

G_STATIC_ASSERT (G_N_ELEMENTS (ids) == NETOP_N_SEARCH_KEYS);

/**
 * netop_search_key_get_id:
 *
 * Returns: (transfer none): as it is typed, without the colon; empty for a word
 */
const char *
netop_search_key_get_id (NetopSearchKey key)
{
  g_return_val_if_fail (key < NETOP_N_SEARCH_KEYS, "");

  return ids[key];
}

/**
 * netop_search_key_find:
 * @text: (array length=length): what stands before a colon
 * @key: (out): set only where there is one
 *
 * Returns: whether it is a key, without regard to case
 */
bool
netop_search_key_find (const char     *text,
                       size_t          length,
                       NetopSearchKey *key)
{
  for (guint i = NETOP_SEARCH_KEY_WORD + 1; i < NETOP_N_SEARCH_KEYS; i++)
    {
      if (strlen (ids[i]) == length && g_ascii_strncasecmp (text, ids[i], length) == 0)
        {
          *key = (NetopSearchKey)i;
          return true;
        }
    }

  return false;
}

static bool
is_same (char a,
         char b)
{
  return g_ascii_tolower (a) == g_ascii_tolower (b);
}

/* How many letters have to be put in, taken out, changed or changed over with their neighbour (optimal string alignment). */
static guint
get_distance (const char *a,
              size_t      a_length,
              const char *b,
              size_t      b_length)
{
  guint rows[MAX_LENGTH + 2][MAX_LENGTH + 2];

  for (guint i = 0; i <= a_length; i++)
    rows[i][0] = i;
  for (guint j = 0; j <= b_length; j++)
    rows[0][j] = j;
  for (guint i = 1; i <= a_length; i++)
    for (guint j = 1; j <= b_length; j++)
      {
        guint changed = rows[i - 1][j - 1] + (is_same (a[i - 1], b[j - 1]) ? 0 : 1);

        rows[i][j] = MIN (changed, MIN (rows[i - 1][j], rows[i][j - 1]) + 1);
        if (i > 1 && j > 1 && is_same (a[i - 1], b[j - 2]) && is_same (a[i - 2], b[j - 1]))
          rows[i][j] = MIN (rows[i][j], rows[i - 2][j - 2] + 1);
      }

  return rows[a_length][b_length];
}

/**
 * netop_search_key_guess:
 * @text: (array length=length): what is no key
 * @guesses: (out): the first of the keys that are one slip away from it, or that it is the beginning of
 *
 * Returns: how many
 */
guint
netop_search_key_guess (const char    *text,
                        size_t         length,
                        NetopSearchKey guesses[NETOP_SEARCH_KEY_N_GUESSES])
{
  guint n = 0;

  if (length < 2 || length > MAX_LENGTH + 1)
    return 0;

  for (guint i = NETOP_SEARCH_KEY_WORD + 1; i < NETOP_N_SEARCH_KEYS && n < NETOP_SEARCH_KEY_N_GUESSES; i++)
    if (g_ascii_strncasecmp (text, ids[i], length) == 0 || get_distance (text, length, ids[i], strlen (ids[i])) == 1)
      guesses[n++] = (NetopSearchKey)i;

  return n;
}

/* Returns where the word at @cursor begins; sets @quoted where it is in quotes there. */
static size_t
find_word (const char *expression,
           size_t      cursor,
           bool       *quoted)
{
  size_t start = 0;

  *quoted = false;
  for (const char *c = expression; c < expression + cursor; c = g_utf8_next_char (c))
    {
      if (*c == '"')
        *quoted = !*quoted;
      else if (!*quoted && g_unichar_isspace (g_utf8_get_char (c)))
        start = (size_t)(g_utf8_next_char (c) - expression);
    }

  return start;
}

/**
 * netop_search_key_complete:
 * @expression: valid UTF-8, as far as it is typed
 * @cursor: in bytes, at a character of @expression
 * @start: (out): where the beginning of a key stands, which ends at @cursor; set only where there are some
 * @keys: (out): those it may become
 *
 * Returns: how many; 0 where no key is being typed
 */
guint
netop_search_key_complete (const char    *expression,
                           size_t         cursor,
                           size_t        *start,
                           NetopSearchKey keys[NETOP_N_SEARCH_KEYS])
{
  guint  n = 0;
  bool   quoted;
  size_t word = find_word (expression, cursor, &quoted);

  if (expression[word] == '-' && word < cursor)
    word++;
  if (quoted || word >= cursor || (expression[cursor] != '\0' && !g_unichar_isspace (g_utf8_get_char (expression + cursor))))
    return 0;

  for (guint i = NETOP_SEARCH_KEY_WORD + 1; i < NETOP_N_SEARCH_KEYS; i++)
    if (g_ascii_strncasecmp (expression + word, ids[i], cursor - word) == 0)
      keys[n++] = (NetopSearchKey)i;
  if (n > 0)
    *start = word;
  return n;
}
