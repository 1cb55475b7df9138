/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tick.h"

/**
 * netop_tick_new:
 *
 * Returns: (transfer full): an empty tick; it belongs to one thread at a time
 */
NetopTick *
netop_tick_new (void)
{
  NetopTick *self = g_new0 (NetopTick, 1);

  self->processes = g_array_new (FALSE, FALSE, sizeof (NetopProcessRecord));
  self->sockets = g_array_new (FALSE, FALSE, sizeof (NetopSocketRecord));
  self->holders = g_array_new (FALSE, FALSE, sizeof (NetopHolderRecord));
  self->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  self->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
  self->interfaces = g_array_new (FALSE, FALSE, sizeof (NetopInterface));
  self->addresses = g_array_new (FALSE, FALSE, sizeof (NetopInterfaceAddress));
  self->payloads = g_array_new (FALSE, FALSE, sizeof (NetopPayloadRecord));
  self->twins = g_array_new (FALSE, FALSE, sizeof (NetopTwinRecord));
  self->strings = g_byte_array_new ();
  self->health.socket_dump_age_us = -1;
  return self;
}

/**
 * netop_tick_free:
 * @self: (transfer full) (nullable):
 */
void
netop_tick_free (NetopTick *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->processes);
  g_array_unref (self->sockets);
  g_array_unref (self->holders);
  g_array_unref (self->flows);
  g_array_unref (self->closed);
  g_array_unref (self->interfaces);
  g_array_unref (self->addresses);
  g_array_unref (self->payloads);
  g_array_unref (self->twins);
  g_byte_array_unref (self->strings);
  g_free (self);
}

/**
 * netop_tick_clear:
 *
 * Empties it for the next tick and keeps its memory.
 */
void
netop_tick_clear (NetopTick *self)
{
  self->sequence = 0;
  self->mono_us = 0;
  self->real_us = 0;
  self->final = false;
  self->addresses_changed = false;
  g_array_set_size (self->processes, 0);
  g_array_set_size (self->sockets, 0);
  g_array_set_size (self->holders, 0);
  g_array_set_size (self->flows, 0);
  g_array_set_size (self->closed, 0);
  g_array_set_size (self->interfaces, 0);
  g_array_set_size (self->addresses, 0);
  g_array_set_size (self->payloads, 0);
  g_array_set_size (self->twins, 0);
  g_byte_array_set_size (self->strings, 0);
  self->health = (NetopHealth){ .socket_dump_age_us = -1 };
}

/**
 * netop_tick_add_string:
 * @bytes: (nullable): any bytes
 * @length: how many
 *
 * Returns: the span that stands for them in the records of this tick
 */
NetopSpan
netop_tick_add_string (NetopTick  *self,
                       const void *bytes,
                       size_t      length)
{
  NetopSpan span = { self->strings->len, (uint32_t)length };

  if (length == 0)
    return (NetopSpan){ 0, 0 };

  g_byte_array_append (self->strings, bytes, (guint)length);
  return span;
}

/**
 * netop_tick_get_string:
 * @span: of a record of this tick
 * @length: (out): how many bytes
 *
 * Returns: (transfer none) (nullable): the bytes, valid until the tick changes; not NUL-terminated. %NULL if there
 *   are none
 */
const uint8_t *
netop_tick_get_string (const NetopTick *self,
                       NetopSpan        span,
                       size_t          *length)
{
  *length = 0;
  if (span.length == 0 || span.offset > self->strings->len || span.length > self->strings->len - span.offset)
    return NULL;

  *length = span.length;
  return self->strings->data + span.offset;
}

/**
 * netop_tick_get_facts_size:
 *
 * Returns: bytes that everything but the flows takes so far, to be kept under %NETOP_TICK_MAX_FACTS_SIZE
 */
size_t
netop_tick_get_facts_size (const NetopTick *self)
{
  return self->processes->len * sizeof (NetopProcessRecord) +
         self->sockets->len * sizeof (NetopSocketRecord) +
         self->holders->len * sizeof (NetopHolderRecord) +
         self->interfaces->len * sizeof (NetopInterface) +
         self->addresses->len * sizeof (NetopInterfaceAddress) +
         self->payloads->len * sizeof (NetopPayloadRecord) +
         self->twins->len * sizeof (NetopTwinRecord) +
         self->strings->len;
}
