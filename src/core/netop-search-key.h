/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

G_BEGIN_DECLS

/* What a part of a search asks for. */
typedef enum {
  NETOP_SEARCH_KEY_WORD, /* no key: whatever a row is known by */
  NETOP_SEARCH_KEY_PROCESS,
  NETOP_SEARCH_KEY_PID,
  NETOP_SEARCH_KEY_APP,
  NETOP_SEARCH_KEY_UNIT,
  NETOP_SEARCH_KEY_CONTAINER,
  NETOP_SEARCH_KEY_USER,
  NETOP_SEARCH_KEY_HOST,
  NETOP_SEARCH_KEY_NET,
  NETOP_SEARCH_KEY_COUNTRY,
  NETOP_SEARCH_KEY_OPERATOR,
  NETOP_SEARCH_KEY_PORT,
  NETOP_SEARCH_KEY_SERVICE,
  NETOP_SEARCH_KEY_PROTO,
  NETOP_SEARCH_KEY_STATE,
  NETOP_SEARCH_KEY_IFACE,
  NETOP_N_SEARCH_KEYS,
} NetopSearchKey;

/* At most so many guesses are made of a mistyped one. */
#define NETOP_SEARCH_KEY_N_GUESSES 2

const char *netop_search_key_get_id (NetopSearchKey key);
bool        netop_search_key_find (const char *text, size_t length, NetopSearchKey *key) G_GNUC_WARN_UNUSED_RESULT;
guint       netop_search_key_guess (const char *text, size_t length, NetopSearchKey guesses[NETOP_SEARCH_KEY_N_GUESSES]);
guint       netop_search_key_complete (const char *expression, size_t cursor, size_t *start, NetopSearchKey keys[NETOP_N_SEARCH_KEYS]);

G_END_DECLS
