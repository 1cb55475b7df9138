/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-table.h"

#include <string.h>

#include "frame-builder.h"

/* What a full table does: no byte may be lost, none counted twice, whatever is evicted and however full the
 * queue of closed flows is. */

typedef struct
{
  NetopFlowTable *table;
  GHashTable     *totals; /* id to Totals: the last word the taker heard of each flow */
  GHashTable     *ended;  /* ids that were closed */
  GArray         *flows;
  GArray         *closed;
} Taker;

typedef struct
{
  uint64_t bytes;
  uint64_t packets;
} Totals;

static void
taker_init (Taker *taker,
            guint  capacity,
            guint  closed_capacity)
{
  taker->table = netop_flow_table_new (capacity, closed_capacity);
  taker->totals = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  taker->ended = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  taker->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  taker->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
}

static void
taker_clear (Taker *taker)
{
  netop_flow_table_free (taker->table);
  g_hash_table_unref (taker->totals);
  g_hash_table_unref (taker->ended);
  g_array_unref (taker->flows);
  g_array_unref (taker->closed);
}

static void
hear (Taker           *taker,
      const NetopFlow *flow)
{
  Totals *before = g_hash_table_lookup (taker->totals, &flow->id);
  Totals *totals = g_new0 (Totals, 1);

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      const NetopFlowInterface *counters = &flow->interfaces[i];

      totals->bytes += counters->rx_bytes + counters->tx_bytes;
      totals->packets += counters->rx_packets + counters->tx_packets;
    }

  g_assert_false (g_hash_table_contains (taker->ended, &flow->id));
  g_assert_true (before == NULL || before->bytes <= totals->bytes);
  g_hash_table_insert (taker->totals, g_memdup2 (&flow->id, sizeof flow->id), totals);
}

static void
taker_take (Taker *taker)
{
  g_array_set_size (taker->flows, 0);
  g_array_set_size (taker->closed, 0);
  netop_flow_table_take_dirty (taker->table, taker->flows, taker->closed);
  for (guint i = 0; i < taker->flows->len; i++)
    hear (taker, &g_array_index (taker->flows, NetopFlow, i));
  for (guint i = 0; i < taker->closed->len; i++)
    {
      const NetopFlow *flow = &g_array_index (taker->closed, NetopClosedFlow, i).flow;

      hear (taker, flow);
      g_assert_cmpuint (flow->id, >, NETOP_FLOW_ID_TABLES_FULL);
      g_assert_true (g_hash_table_add (taker->ended, g_memdup2 (&flow->id, sizeof flow->id)));
    }
}

static Totals
taker_sum (Taker *taker)
{
  GHashTableIter iter;
  gpointer       value;
  Totals         sum = { 0 };

  g_hash_table_iter_init (&iter, taker->totals);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      sum.bytes += ((Totals *)value)->bytes;
      sum.packets += ((Totals *)value)->packets;
    }
  return sum;
}

static NetopPacket
make_udp (uint16_t remote_port,
          uint32_t ip_bytes)
{
  return (NetopPacket){
    .source = parse_address ("192.0.2.10"),
    .destination = parse_address ("198.51.100.1"),
    .source_port = 40000,
    .destination_port = remote_port,
    .protocol = NETOP_PROTOCOL_UDP,
    .ip_bytes = ip_bytes,
    .header_bytes = 28,
    .payload_bytes = ip_bytes - 28,
    .way = NETOP_PACKET_WAY_OUT,
    .interface_index = 2,
  };
}

static void
test_evicts_oldest (void)
{
  Taker                    taker;
  NetopFlowTableStatistics statistics;

  taker_init (&taker, 3, 8);
  for (uint16_t port = 1; port <= 3; port++)
    {
      NetopPacket packet = make_udp (port, 100);

      netop_flow_table_add_packet (taker.table, &packet, NULL, 0, port);
    }
  netop_flow_table_add_packet (taker.table, &(NetopPacket){ .protocol = 0 }, NULL, 0, 4);
  taker_take (&taker);
  g_assert_cmpuint (taker.closed->len, ==, 1);
  g_assert_cmpuint (g_array_index (taker.closed, NetopClosedFlow, 0).flow.key.remote_port, ==, 1);
  g_assert_cmpuint (g_array_index (taker.closed, NetopClosedFlow, 0).reason, ==, NETOP_CLOSE_EVICTED);

  /* Port 2 is used again, some time later, so that 3 is the next to go. */
  netop_flow_table_add_packet (taker.table, &(NetopPacket){ .protocol = 0 }, NULL, 0, 5);
  {
    NetopPacket again = make_udp (2, 100), fresh = make_udp (9, 100);

    netop_flow_table_add_packet (taker.table, &again, NULL, 0, 100000);
    netop_flow_table_add_packet (taker.table, &fresh, NULL, 0, 100001);
  }
  taker_take (&taker);
  g_assert_cmpuint (taker.closed->len, ==, 1);
  g_assert_cmpuint (g_array_index (taker.closed, NetopClosedFlow, 0).flow.key.remote_port, ==, 3);
  netop_flow_table_get_statistics (taker.table, &statistics);
  g_assert_cmpuint (statistics.evictions, ==, 2);
  g_assert_cmpuint (statistics.n_open, ==, 3);
  taker_clear (&taker);
}

/* A flow that has ended gives its place first, as what it is. */
static void
test_ended_before_evicted (void)
{
  Taker                    taker;
  NetopPacket              old = make_udp (1, 100), fresh = make_udp (3, 100), reset = make_udp (2, 40);
  NetopFlowTableStatistics statistics;

  taker_init (&taker, 2, 8);
  reset.protocol = NETOP_PROTOCOL_TCP;
  reset.tcp_flags = NETOP_TCP_RST;
  netop_flow_table_add_packet (taker.table, &old, NULL, 0, 1);
  netop_flow_table_add_packet (taker.table, &reset, NULL, 0, 2);
  netop_flow_table_add_packet (taker.table, &fresh, NULL, 0, 3);
  taker_take (&taker);
  g_assert_cmpuint (taker.closed->len, ==, 1);
  g_assert_cmpuint (g_array_index (taker.closed, NetopClosedFlow, 0).reason, ==, NETOP_CLOSE_RST);
  netop_flow_table_get_statistics (taker.table, &statistics);
  g_assert_cmpuint (statistics.evictions, ==, 0);
  taker_clear (&taker);
}

/* Nobody takes while flows come and go: what the queue can't hold is in one row. */
static void
test_tables_full (void)
{
  Taker  taker;
  Totals sum, *full;

  taker_init (&taker, 4, 3);
  for (uint16_t port = 1; port <= 100; port++)
    {
      NetopPacket packet = make_udp (port, 1000);

      netop_flow_table_add_packet (taker.table, &packet, NULL, 0, port);
    }

  taker_take (&taker);
  g_assert_cmpuint (taker.closed->len, ==, 3);
  full = g_hash_table_lookup (taker.totals, &(uint64_t){ NETOP_FLOW_ID_TABLES_FULL });
  g_assert_nonnull (full);
  g_assert_cmpuint (full->packets, ==, 100 - 4 - 3);
  g_assert_cmpuint (full->bytes, ==, 1000 * full->packets);
  sum = taker_sum (&taker);
  g_assert_cmpuint (sum.bytes, ==, 100000);

  /* It is told again only when it changed. */
  taker_take (&taker);
  g_assert_cmpuint (taker.flows->len, ==, 0);
  taker_clear (&taker);
}

/* What was handed out before must be closed by its own row, never by the full one: its bytes would be there twice. */
static void
test_taken_is_closed_by_name (void)
{
  Taker taker;

  taker_init (&taker, 4, 0);
  for (uint16_t port = 1; port <= 4; port++)
    {
      NetopPacket packet = make_udp (port, 1000);

      netop_flow_table_add_packet (taker.table, &packet, NULL, 0, port);
    }
  taker_take (&taker);
  for (uint16_t port = 11; port <= 30; port++)
    {
      NetopPacket packet = make_udp (port, 1000);

      netop_flow_table_add_packet (taker.table, &packet, NULL, 0, port);
    }
  taker_take (&taker);
  g_assert_cmpuint (taker.closed->len, ==, 4);
  g_assert_cmpuint (taker_sum (&taker).bytes, ==, 24000);
  taker_clear (&taker);
}

/* Random traffic of few ports over a small table, taken now and then: at each take the sum of all that was
 * heard is the sum of all that was added. */
static void
test_no_byte_lost (void)
{
  for (int round = 0; round < 20; round++)
    {
      Taker    taker;
      uint64_t bytes = 0, packets = 0;
      int64_t  now_us = 0;

      taker_init (&taker, (guint)g_test_rand_int_range (2, 40), (guint)g_test_rand_int_range (0, 40));
      for (int step = 0; step < 5000; step++)
        {
          NetopPacket packet = make_udp ((uint16_t)g_test_rand_int_range (1, 100), (uint32_t)g_test_rand_int_range (40, 1500));
          int         dice = g_test_rand_int_range (0, 100);

          packet.interface_index = (uint32_t)g_test_rand_int_range (1, 7);
          if (dice < 40)
            {
              packet.protocol = NETOP_PROTOCOL_TCP;
              packet.tcp_flags = (uint8_t)g_test_rand_int_range (0, 32);
            }
          packet.hardware_type = dice % 10 == 0 ? 772 : 1;
          netop_flow_table_add_packet (taker.table, &packet, NULL, 0, now_us);
          bytes += packet.ip_bytes * (packet.hardware_type == 772 ? 2 : 1);
          packets += packet.hardware_type == 772 ? 2 : 1;
          now_us += g_test_rand_int_range (0, 1000000);

          if (dice == 99)
            netop_flow_table_expire (taker.table, now_us);
          if (dice == 98)
            netop_flow_table_close (taker.table, (uint64_t)g_test_rand_int_range (2, step + 3), NETOP_CLOSE_SOCKET_GONE, now_us);
          if (dice == 97)
            {
              taker_take (&taker);
              g_assert_cmpuint (taker_sum (&taker).bytes, ==, bytes);
              g_assert_cmpuint (taker_sum (&taker).packets, ==, packets);
            }
        }

      netop_flow_table_expire (taker.table, G_MAXINT64 / 2);
      taker_take (&taker);
      g_assert_cmpuint (taker_sum (&taker).bytes, ==, bytes);
      taker_clear (&taker);
    }
}

/* Every open flow is found by its key, also after many others went, and each key has one open flow. */
static void
test_lookup_after_churn (void)
{
  Taker taker;

  taker_init (&taker, 500, 100);
  for (int step = 0; step < 20000; step++)
    {
      NetopPacket packet = make_udp ((uint16_t)g_test_rand_int_range (1, 2000), 100);

      netop_flow_table_add_packet (taker.table, &packet, NULL, 0, step);
      if (step % 50 == 0)
        taker_take (&taker);
      for (guint i = 0; i < taker.flows->len && step % 50 == 0; i++)
        {
          const NetopFlow *taken = &g_array_index (taker.flows, NetopFlow, i);
          const NetopFlow *found = netop_flow_table_lookup (taker.table, &taken->key);

          g_assert_true (taken->id == NETOP_FLOW_ID_TABLES_FULL || (found != NULL && found->id == taken->id));
        }
    }
  taker_clear (&taker);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/flow-table/evicts-oldest", test_evicts_oldest);
  g_test_add_func ("/core/flow-table/ended-before-evicted", test_ended_before_evicted);
  g_test_add_func ("/core/flow-table/tables-full", test_tables_full);
  g_test_add_func ("/core/flow-table/taken-is-closed-by-name", test_taken_is_closed_by_name);
  g_test_add_func ("/core/flow-table/no-byte-lost", test_no_byte_lost);
  g_test_add_func ("/core/flow-table/lookup-after-churn", test_lookup_after_churn);
  return g_test_run ();
}
