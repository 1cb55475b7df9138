/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <stdbool.h>

#include "netop-flow.h"

G_BEGIN_DECLS

/**
 * NetopTuple:
 * @source_port: of an ICMP query its identifier, and then @destination_port is 0
 *
 * The two ends of packets that go one way. Explicit padding, always zero: it is hashed and compared as bytes.
 */
typedef struct
{
  NetopAddress source;
  NetopAddress destination;
  uint16_t     source_port;
  uint16_t     destination_port;
  uint8_t      protocol;
  uint8_t      padding[3];
} NetopTuple;

G_STATIC_ASSERT (sizeof (NetopTuple) == 40);

/**
 * NetopTranslation:
 * @original: as whoever began the connection sends
 * @reply: as the answers come to where addresses are translated
 *
 * One connection that passes this host, as its connection tracking knows it. Where no address is translated one is the
 * reverse of the other.
 */
typedef struct
{
  NetopTuple original;
  NetopTuple reply;
} NetopTranslation;

/**
 * NetopTranslationTable:
 *
 * Which two tuples are one connection before and after address translation. Of fixed capacity. One thread.
 */
typedef struct _NetopTranslationTable NetopTranslationTable;

NetopTranslationTable *netop_translation_table_new (guint capacity) G_GNUC_WARN_UNUSED_RESULT;
void                   netop_translation_table_free (NetopTranslationTable *self);
void                   netop_translation_table_add (NetopTranslationTable *self, const NetopTranslation *translation);
void                   netop_translation_table_remove (NetopTranslationTable *self, const NetopTranslation *translation);
bool                   netop_translation_table_find (const NetopTranslationTable *self, const NetopTuple *tuple, NetopTuple *other);
guint                  netop_translation_table_get_size (const NetopTranslationTable *self);
uint64_t               netop_translation_table_get_lost (const NetopTranslationTable *self);

NetopTuple netop_tuple_reverse (const NetopTuple *self);
NetopTuple netop_tuple_of_key (const NetopFlowKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTranslationTable, netop_translation_table_free)

G_END_DECLS
