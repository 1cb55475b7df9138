/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "two-ways.h"

#include <string.h>

#include "netop-orientation.h"

void
two_ways_init (TwoWays *self,
               guint    capacity,
               guint    closed_capacity)
{
  *self = (TwoWays){ .told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free) };
  for (guint i = 0; i < 2; i++)
    self->tables[i] = netop_flow_table_new (capacity, closed_capacity);
}

void
two_ways_clear (TwoWays *self)
{
  for (guint i = 0; i < 2; i++)
    netop_flow_table_free (self->tables[i]);
  g_clear_pointer (&self->local, netop_local_addresses_unref);
  g_hash_table_unref (self->told);
}

/* @local: (transfer full) (nullable) */
void
two_ways_take_local (TwoWays             *self,
                     NetopLocalAddresses *local)
{
  g_clear_pointer (&self->local, netop_local_addresses_unref);
  self->local = local;
}

static NetopPacketStatus
count_long (TwoWays                   *self,
            const NetopCapturedPacket *captured,
            int64_t                    time_us)
{
  NetopOrientation  orientations[2];
  NetopPacket       packet;
  NetopPacketStatus status;

  status = netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes);
  if (status != NETOP_PACKET_OK)
    return status;
  if (packet.interface_index == 0)
    packet.interface_index = captured->interface_index;
  netop_flow_table_add_packet (self->tables[0], &packet, self->local, 0, time_us);
  self->n_bytes_due += (uint64_t)packet.ip_bytes * netop_packet_orient (&packet, self->local, 0, orientations);
  return status;
}

NetopPacketStatus
two_ways_count (TwoWays                   *self,
                const NetopCapturedPacket *captured,
                int64_t                    time_us)
{
  NetopPacketStatus status = count_long (self, captured, time_us);

  g_assert_cmpint (netop_flow_table_add_captured (self->tables[1], captured, self->local, 0, time_us), ==, status);
  return status;
}

void
two_ways_expire (TwoWays *self,
                 int64_t  now_us)
{
  for (guint i = 0; i < 2; i++)
    netop_flow_table_expire (self->tables[i], now_us);
}

void
two_ways_close (TwoWays         *self,
                uint64_t         flow_id,
                NetopCloseReason reason,
                int64_t          now_us)
{
  for (guint i = 0; i < 2; i++)
    netop_flow_table_close (self->tables[i], flow_id, reason, now_us);
}

void
two_ways_set_mss (TwoWays *self,
                  uint64_t flow_id,
                  uint16_t rx_mss,
                  uint16_t tx_mss)
{
  for (guint i = 0; i < 2; i++)
    netop_flow_table_set_mss (self->tables[i], flow_id, rx_mss, tx_mss);
}

/* But for the generation: each table forgets those by a hash of its own. */
static void
assert_same_flow (const NetopFlow *a,
                  const NetopFlow *b)
{
  NetopFlow same = *b;

  g_assert_cmpuint (a->id, ==, b->id);
  g_assert_true (memcmp (&a->key, &b->key, sizeof a->key) == 0);
  g_assert_cmpuint (a->tx_mss, ==, b->tx_mss);
  g_assert_cmpint (a->last_us, ==, b->last_us);
  g_assert_cmpuint (a->n_interfaces, ==, b->n_interfaces);
  for (guint i = 0; i < a->n_interfaces; i++)
    {
      g_assert_cmpuint (a->interfaces[i].rx_bytes, ==, b->interfaces[i].rx_bytes);
      g_assert_cmpuint (a->interfaces[i].tx_bytes, ==, b->interfaces[i].tx_bytes);
      g_assert_cmpuint (a->interfaces[i].tx_correction_bytes, ==, b->interfaces[i].tx_correction_bytes);
    }
  same.generation = a->generation;
  g_assert_true (memcmp (a, &same, sizeof *a) == 0);
}

/* A flow has at least what it had when it was told before. */
static void
note_told (TwoWays         *self,
           const NetopFlow *flow)
{
  uint64_t *before = g_hash_table_lookup (self->told, &flow->id);
  uint64_t  n_bytes = 0;

  for (guint i = 0; i < flow->n_interfaces; i++)
    n_bytes += flow->interfaces[i].rx_bytes + flow->interfaces[i].tx_bytes;
  if (before == NULL)
    {
      before = g_new0 (uint64_t, 1);
      g_hash_table_insert (self->told, g_memdup2 (&flow->id, sizeof flow->id), before);
    }
  g_assert_cmpuint (n_bytes, >=, *before);
  self->n_bytes_told += n_bytes - *before;
  *before = n_bytes;
}

void
two_ways_assert_equal (TwoWays *self)
{
  GArray *flows[2], *closed[2];

  for (guint i = 0; i < 2; i++)
    {
      flows[i] = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
      closed[i] = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
      netop_flow_table_take_dirty (self->tables[i], flows[i], closed[i]);
    }

  g_assert_cmpuint (flows[0]->len, ==, flows[1]->len);
  for (guint i = 0; i < flows[0]->len; i++)
    {
      assert_same_flow (&g_array_index (flows[0], NetopFlow, i), &g_array_index (flows[1], NetopFlow, i));
      note_told (self, &g_array_index (flows[0], NetopFlow, i));
    }
  g_assert_cmpuint (closed[0]->len, ==, closed[1]->len);
  for (guint i = 0; i < closed[0]->len; i++)
    {
      const NetopClosedFlow *a = &g_array_index (closed[0], NetopClosedFlow, i), *b = &g_array_index (closed[1], NetopClosedFlow, i);

      g_assert_cmpuint (a->reason, ==, b->reason);
      g_assert_cmpint (a->closed_us, ==, b->closed_us);
      assert_same_flow (&a->flow, &b->flow);
      note_told (self, &a->flow);
    }
  g_assert_cmpuint (self->n_bytes_told, ==, self->n_bytes_due);

  for (guint i = 0; i < 2; i++)
    {
      g_array_unref (flows[i]);
      g_array_unref (closed[i]);
    }
}
