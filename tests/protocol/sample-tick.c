/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "sample-tick.h"

#include <string.h>

static NetopFlow
make_flow (guint64 id)
{
  NetopFlow flow = { .id = id, .generation = 3, .rx_mss = 1448, .tx_mss = 1460, .opener = NETOP_FLOW_OPENER_LOCAL };

  flow.key.local = netop_address_from_v4 ((const uint8_t[]){ 192, 0, 2, 1 });
  flow.key.remote = netop_address_from_v4 ((const uint8_t[]){ 198, 51, 100, (uint8_t)id });
  flow.key.local_port = (uint16_t)(40000 + id);
  flow.key.remote_port = 443;
  flow.key.protocol = NETOP_PROTOCOL_TCP;
  flow.first_us = 1000;
  flow.last_us = 2000 + (int64_t)id;
  flow.n_interfaces = 2;
  flow.interfaces[0].index = 2;
  flow.interfaces[0].rx_bytes = NETOP_FLOW_COUNTER_MAX - id;
  flow.interfaces[1].index = 3;
  flow.interfaces[1].tx_correction_packets = id;
  return flow;
}

static void
add_process (NetopTick  *tick,
             guint64     id,
             const void *name,
             gsize       length)
{
  NetopProcessRecord record = { .id = id, .pid = 100, .parent_pid = 1, .start_boot_ns = 77, .uid = 1000, .uid_known = 1 };

  record.name = netop_tick_add_string (tick, name, length);
  record.cmdline = netop_tick_add_string (tick, "a\0b", 3);
  g_array_append_val (tick->processes, record);
}

/* One row of each kind and @n_flows flows; the process's name is not UTF-8. */
NetopTick *
sample_tick_new (guint64 sequence,
                 guint   n_flows)
{
  NetopTick            *tick = netop_tick_new ();
  NetopSocketRecord     socket = { .id = 5, .flow_id = 2, .facts = { .cookie = 9, .inode = 10, .uid = 1000, .state = 1, .rtt_us = 250, .bytes_acked = 12345, .known = NETOP_SOCKET_KNOWS_RTT } };
  NetopHolderRecord     holder = { .socket_id = 5, .process_id = 4 };
  NetopInterface        interface = { .index = 2, .name = "veth0", .kind = "veth", .state = NETOP_INTERFACE_STATE_UP, .present = 1, .rx_bytes = 11 };
  NetopInterfaceAddress address = { .index = 2, .prefix_length = 24 };
  NetopTwinRecord       twin = { .flow_id = 1000, .twin_id = 2 };
  NetopPayloadRecord    payload = { .flow_id = 2, .time_us = 1500, .interface_index = 3, .sequence = 0xfedcba98, .received = 1, .is_cut = 1 };
  NetopClosedFlow       closed = { .flow = make_flow (1000), .closed_us = 1700, .reason = NETOP_CLOSE_RST };

  tick->sequence = sequence;
  tick->mono_us = 5000000;
  tick->real_us = 1700000000000000;
  tick->addresses_changed = true;
  add_process (tick, 4, "\xff\xfe na\nme", 8);
  address.address = netop_address_from_v4 ((const uint8_t[]){ 192, 0, 2, 1 });
  payload.bytes = netop_tick_add_string (tick, "\0\1\2query", 8);
  g_array_append_val (tick->sockets, socket);
  g_array_append_val (tick->holders, holder);
  for (guint i = 0; i < n_flows; i++)
    {
      NetopFlow flow = make_flow (2 + i);

      g_array_append_val (tick->flows, flow);
    }
  g_array_append_val (tick->closed, closed);
  g_array_append_val (tick->interfaces, interface);
  g_array_append_val (tick->addresses, address);
  g_array_append_val (tick->payloads, payload);
  g_array_append_val (tick->twins, twin);
  tick->health.packets = 42;
  tick->health.socket_dump_age_us = 900;
  return tick;
}

static void
assert_rows_equal (const GArray *a,
                   const GArray *b)
{
  gsize size = g_array_get_element_size ((GArray *)a);

  g_assert_cmpmem (a->data, (int)(a->len * size), b->data, (int)(b->len * size));
}

void
assert_ticks_equal (const NetopTick *a,
                    const NetopTick *b)
{
  g_assert_cmpuint (a->sequence, ==, b->sequence);
  g_assert_cmpint (a->mono_us, ==, b->mono_us);
  g_assert_cmpint (a->real_us, ==, b->real_us);
  g_assert_cmpint (a->final, ==, b->final);
  g_assert_cmpint (a->addresses_changed, ==, b->addresses_changed);
  assert_rows_equal (a->processes, b->processes);
  assert_rows_equal (a->sockets, b->sockets);
  assert_rows_equal (a->holders, b->holders);
  assert_rows_equal (a->flows, b->flows);
  assert_rows_equal (a->closed, b->closed);
  assert_rows_equal (a->interfaces, b->interfaces);
  assert_rows_equal (a->addresses, b->addresses);
  assert_rows_equal (a->payloads, b->payloads);
  assert_rows_equal (a->twins, b->twins);
  g_assert_cmpmem (a->strings->data, (int)a->strings->len, b->strings->data, (int)b->strings->len);
  g_assert_cmpmem (&a->health, sizeof a->health, &b->health, sizeof b->health);
}
