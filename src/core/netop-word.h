/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopWord:
 * @folded: case folded, never empty
 * @number: its value where it is nothing but digits, else -1: a port or a PID
 * @like_address: whether it could be part of an address's text, and @like_v4: of an IPv4 address's
 *
 * A word that is searched for, with what is worth knowing of it before thousands of rows are asked.
 */
typedef struct
{
  char   *folded;
  int64_t number;
  bool    like_address;
  bool    like_v4;
} NetopWord;

NetopWord netop_word_new (const char *text, size_t length);
void      netop_word_clear (NetopWord *self);
bool      netop_word_is_in (const NetopWord *self, const char *text);

G_END_DECLS
