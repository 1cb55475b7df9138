/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-filter-mistake.h"
#include "netop-network.h"
#include "netop-snapshot.h"
#include "netop-word.h"

G_BEGIN_DECLS

/* States as a set: the kernel's of a socket by their numbers, and these. */
typedef enum {
  NETOP_FILTER_STATE_CLOSED = 1 << 16, /* it has ended */
  NETOP_FILTER_STATE_ACTIVE = 1 << 17, /* it is there, and its protocol keeps no state */
  NETOP_FILTER_STATE_UP = 1 << 18,     /* of an interface, like the others */
  NETOP_FILTER_STATE_DOWN = 1 << 19,
  NETOP_FILTER_STATE_NO_LINK = 1 << 20,
} NetopFilterState;

/**
 * NetopFilterTerm:
 * @negated: what has it is left out
 * @word: of a key that asks for text, and of none; else it is not set
 * @first: the first number that is asked for, and @last: of ports, and a PID
 * @network: of %NETOP_SEARCH_KEY_NET
 * @states: of %NETOP_SEARCH_KEY_STATE
 * @protocols: of %NETOP_SEARCH_KEY_PROTO, a bit a number
 *
 * One part of a search, with all that can be known before thousands of rows are asked.
 */
typedef struct
{
  NetopSearchKey key;
  bool           negated;
  NetopWord      word;
  uint32_t       first;
  uint32_t       last;
  NetopNetwork   network;
  uint32_t       states;
  uint64_t       protocols[4];
} NetopFilterTerm;

bool netop_filter_term_init (NetopFilterTerm *self, NetopSearchKey key, bool negated, const char *value, NetopFilterError *problem) G_GNUC_WARN_UNUSED_RESULT;
void netop_filter_term_clear (NetopFilterTerm *self);

/**
 * netop_filter_term_has_protocol:
 */
static inline bool
netop_filter_term_has_protocol (const NetopFilterTerm *self,
                                uint8_t                protocol)
{
  return (self->protocols[protocol / 64] >> (protocol % 64) & 1) != 0;
}

/**
 * netop_filter_term_has_number:
 */
static inline bool
netop_filter_term_has_number (const NetopFilterTerm *self,
                              uint32_t               number)
{
  return number >= self->first && number <= self->last;
}

G_END_DECLS
