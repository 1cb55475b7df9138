/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-search-key.h"

G_BEGIN_DECLS

/* What a search may have of bytes and of parts: so much more than anybody types. */
#define NETOP_FILTER_MAX_BYTES 4096
#define NETOP_FILTER_MAX_TERMS 64

#define NETOP_FILTER_ERROR (netop_filter_error_quark ())
typedef enum {
  NETOP_FILTER_ERROR_TOO_LONG,
  NETOP_FILTER_ERROR_TOO_MANY, /* words */
  NETOP_FILTER_ERROR_NOT_UTF8,
  NETOP_FILTER_ERROR_QUOTE,   /* not closed */
  NETOP_FILTER_ERROR_KEY,     /* there is none of that name */
  NETOP_FILTER_ERROR_MISSING, /* nothing after a key or a minus: more may be typed */
  NETOP_FILTER_ERROR_PID,
  NETOP_FILTER_ERROR_PORT,
  NETOP_FILTER_ERROR_NETWORK,
  NETOP_FILTER_ERROR_PROTOCOL,
  NETOP_FILTER_ERROR_STATE,
} NetopFilterError;
GQuark netop_filter_error_quark (void);

/* Of a text in English: in the user's language. */
typedef const char *(*NetopTranslate) (const char *text);

/**
 * NetopFilterMistake:
 * @start: first byte of what is wrong in the expression
 * @end: the byte after it; above @start
 * @guesses: of an unknown key, what may have been meant
 *
 * What is wrong with a search, and where. A plain value.
 */
typedef struct
{
  NetopFilterError code;
  size_t           start;
  size_t           end;
  NetopSearchKey   guesses[NETOP_SEARCH_KEY_N_GUESSES];
  guint            n_guesses;
} NetopFilterMistake;

char *netop_filter_mistake_dup_text (const NetopFilterMistake *self, const char *expression, NetopTranslate translate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
