/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-word.h"

#include <string.h>

static int64_t
parse_number (const char *text)
{
  int64_t number = 0;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isdigit (*at) || number > G_MAXUINT32)
        return -1;
      number = number * 10 + (*at - '0');
    }

  return number;
}

/**
 * netop_word_new:
 * @text: (array length=length): valid UTF-8, not empty
 *
 * Returns: the word, to be cleared
 */
NetopWord
netop_word_new (const char *text,
                size_t      length)
{
  NetopWord word = { .folded = g_utf8_casefold (text, (gssize)length) };

  word.number = parse_number (word.folded);
  word.like_v4 = strspn (word.folded, "0123456789.") == strlen (word.folded);
  word.like_address = strspn (word.folded, "0123456789abcdef.:") == strlen (word.folded);
  return word;
}

/**
 * netop_word_clear:
 */
void
netop_word_clear (NetopWord *self)
{
  g_clear_pointer (&self->folded, g_free);
}

static bool
begins_with (const char *text,
             const char *word)
{
  for (; *word != '\0'; text++, word++)
    if (g_ascii_tolower (*text) != *word)
      return false;

  return true;
}

/* Where characters beyond ASCII may fold to others, and others to them. */
static bool
is_in_folded (const NetopWord *self,
              const char      *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, self->folded) != NULL;
}

/**
 * netop_word_is_in:
 * @text: (nullable): valid UTF-8
 *
 * Allocates nothing unless @text has characters beyond ASCII. Any thread.
 *
 * Returns: whether the word is part of @text, without regard to case
 */
bool
netop_word_is_in (const NetopWord *self,
                  const char      *text)
{
  if (text == NULL)
    return false;

  for (const char *at = text; *at != '\0'; at++)
    {
      if ((*at & 0x80) != 0)
        return is_in_folded (self, text);
      if (g_ascii_tolower (*at) == *self->folded && begins_with (at, self->folded))
        return true;
    }

  return false;
}
