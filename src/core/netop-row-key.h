/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef enum {
  NETOP_ROW_NONE,
  NETOP_ROW_PROCESS,    /* a: the helper's process id (never reused) */
  NETOP_ROW_CONNECTION, /* a: flow id, b: side */
  NETOP_ROW_UNKNOWN,    /* the one row above all causes */
  NETOP_ROW_CAUSE,      /* a: NetopCause, b: uid + 1 or 0 */
  NETOP_ROW_HOST,       /* a: handed out once in a run */
  NETOP_ROW_GROUP,      /* a, b: keyed hashes of what its processes have in common */
  NETOP_ROW_ENDED,      /* a: handed out once in a run */
  NETOP_ROW_INTERFACE,  /* a: index */
  NETOP_ROW_RESOLVER,   /* a, b: its address */
  NETOP_ROW_QUERY,      /* a: counts the queries of a run */
} NetopRowKind;

/**
 * NetopRowKey:
 *
 * The identity of a row of any table, equal in every snapshot in which the row stands. Selection, menus and
 * actions hold this and never a position.
 */
typedef struct
{
  uint64_t     a;
  uint64_t     b;
  NetopRowKind kind;
} NetopRowKey;

bool  netop_row_key_equal (const NetopRowKey *a, const NetopRowKey *b);
guint netop_row_key_hash (const NetopRowKey *self);

G_END_DECLS
