/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter-mistake.h"

#include <string.h>

#include "netop-format.h"

/* Marks for translation; who shows it translates. */
#define N_(text) text

/* What is shown of a word that is wrong. */
#define MAX_SHOWN_CHARACTERS 40

G_DEFINE_QUARK (netop - filter - error - quark, netop_filter_error)

/* Returns (transfer full) the wrong part of @expression, fit to be shown. */
static char *
dup_part (const NetopFilterMistake *self,
          const char               *expression)
{
  g_autofree char *part = g_strndup (expression + self->start, self->end - self->start);
  g_autofree char *valid = g_utf8_make_valid (part, -1);
  g_autofree char *start = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_SHOWN_CHARACTERS));
  g_autofree char *shown = netop_format_name (start, strlen (start));

  return g_strconcat (shown, strlen (start) < strlen (valid) ? "…" : "", NULL);
}

/* Returns (transfer full) @text in the user's language with an argument in the place of each %s, in their order. The
 * printf(3) family would want to see the text. */
static char *
fill (NetopTranslate translate,
      const char    *text,
      const char    *first,
      const char    *second,
      const char    *third)
{
  const char *arguments[] = { first, second, third };
  GString    *filled = g_string_new (NULL);
  const char *at = translate (text);
  const char *mark;

  for (guint i = 0; i < G_N_ELEMENTS (arguments) && (mark = strstr (at, "%s")) != NULL; i++)
    {
      g_string_append_len (filled, at, mark - at);
      g_string_append (filled, arguments[i]);
      at = mark + strlen ("%s");
    }
  g_string_append (filled, at);
  return g_string_free (filled, FALSE);
}

static char *
dup_key_text (const NetopFilterMistake *self,
              const char               *part,
              NetopTranslate            translate)
{
  const char *first = self->n_guesses > 0 ? netop_search_key_get_id (self->guesses[0]) : NULL;
  const char *second = self->n_guesses > 1 ? netop_search_key_get_id (self->guesses[1]) : NULL;

  if (second != NULL)
    /* Translators: what was typed before a colon, and two names that may have been meant */
    return fill (translate, N_ ("Unknown field “%s”. Did you mean “%s” or “%s”?"), part, first, second);
  if (first != NULL)
    return fill (translate, N_ ("Unknown field “%s”. Did you mean “%s”?"), part, first, "");
  return fill (translate, N_ ("Unknown field “%s”. Quotes around it search for it as it stands"), part, "", "");
}

/**
 * netop_filter_mistake_dup_text:
 * @expression: the one that was parsed
 * @translate: what makes English texts those of the user
 *
 * Returns: (transfer full): what is wrong, in one sentence that fits a line; the place is not told
 */
char *
netop_filter_mistake_dup_text (const NetopFilterMistake *self,
                               const char               *expression,
                               NetopTranslate            translate)
{
  g_autofree char *part = dup_part (self, expression);

  switch (self->code)
    {
    case NETOP_FILTER_ERROR_TOO_LONG:
      return fill (translate, N_ ("The search is longer than %s bytes: leave some of its words out"), G_STRINGIFY (NETOP_FILTER_MAX_BYTES), "", "");
    case NETOP_FILTER_ERROR_TOO_MANY:
      return fill (translate, N_ ("The search has more than %s words: leave some out"), G_STRINGIFY (NETOP_FILTER_MAX_TERMS), "", "");
    case NETOP_FILTER_ERROR_NOT_UTF8:
      return g_strdup (translate (N_ ("The search is not text in UTF-8")));
    case NETOP_FILTER_ERROR_QUOTE:
      /* Translators: what stands from the quote on */
      return fill (translate, N_ ("The quote is not closed: %s"), part, "", "");
    case NETOP_FILTER_ERROR_KEY:
      return dup_key_text (self, part, translate);
    case NETOP_FILTER_ERROR_MISSING:
      /* Translators: such as “port:” */
      return fill (translate, N_ ("Something has to follow “%s”"), part, "", "");
    case NETOP_FILTER_ERROR_PID:
      return fill (translate, N_ ("“%s” is no process ID: that is a number"), part, "", "");
    case NETOP_FILTER_ERROR_PORT:
      return fill (translate, N_ ("“%s” is no port: those are 0 to 65535, or some of them, as 8000-8999"), part, "", "");
    case NETOP_FILTER_ERROR_NETWORK:
      return fill (translate, N_ ("“%s” is no network: write one as 10.0.0.0/8 or 2001:db8::/32"), part, "", "");
    case NETOP_FILTER_ERROR_PROTOCOL:
      return fill (translate, N_ ("Unknown protocol “%s”: there are tcp, udp, icmp and others, or their number"), part, "", "");
    case NETOP_FILTER_ERROR_STATE:
      return fill (translate, N_ ("Unknown state “%s”: there are established, listen, closed and others"), part, "", "");
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}
