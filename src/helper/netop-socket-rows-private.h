/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-socket-rows.h"

G_BEGIN_DECLS

/* What the files of NetopSocketRows share, and nobody else sees. */

#define NETOP_SOCKET_ROW_HOLDERS 16

/**
 * NetopSocketRow:
 * @facts: first: its cookie is the key in the table
 * @held_us: when a holder was last found
 * @told: a tick had it
 * @seen: the dump that goes on has it
 * @joined: to a flow, at least once
 * @ended_us: when a notice said that it closed, else 0
 */
typedef struct
{
  NetopSocketFacts facts;
  uint64_t         id;
  int64_t          asked_us;
  int64_t          held_us;
  uint32_t         missing_dumps;
  guint            n_holders;
  uint64_t         holders[NETOP_SOCKET_ROW_HOLDERS];
  bool             dirty;
  bool             told;
  bool             seen;
  bool             joined;
  bool             removed;
  int64_t          ended_us;
} NetopSocketRow;

/**
 * NetopSocketPair:
 * @released: of a holder: it let go
 *
 * What the app is to be told of the belonging of a row.
 */
typedef struct
{
  uint64_t id;
  uint64_t other_id;
  bool     released;
} NetopSocketPair;

struct _NetopSocketRows
{
  guint       capacity;
  uint64_t    last_id;
  uint64_t    lost;
  uint64_t    n_unseen;     /* of this dump, for which there was no room */
  uint64_t    n_unseen_max; /* of one dump: so many of them are in @lost */
  GHashTable *by_cookie;    /* of NetopSocketRow, which it owns, by its cookie */
  GHashTable *by_id;
  GHashTable *by_inode; /* of the newest NetopSocketRow of an inode */
  GHashTable *holdings; /* how many rows a process holds, by its id; none: not there */
  GQueue      dirty;    /* of NetopSocketRow */
  GArray     *ended;    /* of ids: rows that closed and are not joined to a flow yet */
  GArray     *flows;    /* of NetopSocketPair with flow ids */
  GArray     *holders;  /* of NetopSocketPair with process ids */
};

/* netop-socket-holders.c */
void netop_socket_rows_forget_holders (NetopSocketRows *self, NetopSocketRow *row);

G_END_DECLS
