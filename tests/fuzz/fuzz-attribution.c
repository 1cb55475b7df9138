/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-input.h"
#include "netop-fuzz-run.h"
#include "netop-tick-part.h"

/* Ticks as the protocol lets them through, with rows that refer to each other or to nothing, in any order. Input: rows,
 * each after a byte that says of what kind; few numbers, so that they meet. */

#define STEP_US (100 * 1000)
#define START_US (1000 * (int64_t)G_USEC_PER_SEC)
#define MAX_TICKS 24

enum {
  ROW_TICK, /* the rows so far are a tick */
  ROW_PROCESS,
  ROW_SOCKET,
  ROW_HOLDER,
  ROW_FLOW,
  ROW_CLOSED,
  ROW_INTERFACE,
  ROW_ADDRESS,
  N_ROWS,
};

static uint64_t
take_id (NetopFuzzInput *input)
{
  return 1 + netop_fuzz_input_take (input, 1) % 24;
}

static NetopAddress
take_address (NetopFuzzInput *input)
{
  guint which = (guint)netop_fuzz_input_take (input, 1);

  if (which % 8 == 7)
    return netop_address_from_v6 ((const uint8_t[16]){ 0x20, 0x01, 0x0d, 0xb8, [15] = (uint8_t)(which / 8) });
  if (which % 8 == 6)
    return netop_address_from_v6 ((const uint8_t[16]){ 0 });
  return netop_address_from_v4 ((const uint8_t[4]){ which % 8 < 4 ? 192 : 0, 0, which % 8 < 4 ? 2 : 0, (uint8_t)(which % 8) });
}

static void
add_process (NetopTick      *tick,
             NetopFuzzInput *input)
{
  NetopProcessRecord  record = { .id = take_id (input) };
  uint64_t            bits = netop_fuzz_input_take (input, 1);
  size_t              length = bits >> 4;
  g_autofree uint8_t *name = netop_fuzz_input_take_block (input, &length);

  record.pid = (uint32_t)record.id;
  record.start_boot_ns = bits & 3;
  record.uid_known = bits >> 2 & 1;
  record.exited_us = bits >> 3 & 1 ? tick->mono_us : 0;
  record.name = netop_tick_add_string (tick, name, length);
  record.exe = netop_tick_add_string (tick, name, length / 2);
  record.cmdline = record.exe;
  record.cgroup = record.name;
  if ((record.id & 3) == 3)
    record.tunnel = netop_tick_add_string (tick, "if1", 3);
  g_array_append_val (tick->processes, record);
}

static void
add_socket (NetopTick      *tick,
            NetopFuzzInput *input)
{
  NetopSocketRecord record = { .id = take_id (input) };
  uint64_t          bits = netop_fuzz_input_take (input, 2);

  record.removed = bits & 1;
  record.facts.listening = bits >> 1 & 1;
  record.facts.protocol = bits >> 2 & 1 ? NETOP_PROTOCOL_TCP : NETOP_PROTOCOL_UDP;
  record.facts.inode = bits >> 3 & 3;
  record.facts.known = bits >> 5 & 0x7f;
  record.facts.namespace_id = bits >> 12 & 1;
  record.facts.uid = bits >> 13 & 3;
  record.flow_id = bits >> 15 & 1 ? take_id (input) : 0;
  record.facts.local = take_address (input);
  record.facts.remote = take_address (input);
  record.facts.local_port = (uint16_t)(netop_fuzz_input_take (input, 1) % 4);
  record.facts.remote_port = (uint16_t)(netop_fuzz_input_take (input, 1) % 4);
  record.facts.state = (uint8_t)(netop_fuzz_input_take (input, 1) % (NETOP_SOCKET_STATE_NEW_SYN_RECEIVED + 1));
  g_array_append_val (tick->sockets, record);
}

static void
add_holder (NetopTick      *tick,
            NetopFuzzInput *input)
{
  NetopHolderRecord record = { .socket_id = take_id (input), .process_id = take_id (input) };

  uint64_t        bits = netop_fuzz_input_take (input, 1);
  NetopTwinRecord twin = { .flow_id = record.socket_id + 1, .twin_id = record.process_id + 1 };

  record.released = bits & 1;
  g_array_append_val (tick->holders, record);
  /* Beside a holder now and then, so that what the corpus has means what it meant. */
  if (bits >> 1 == 0x2a && twin.flow_id != twin.twin_id)
    g_array_append_val (tick->twins, twin);
}

static void
take_counters (NetopFuzzInput     *input,
               NetopFlowInterface *interface)
{
  uint64_t bits = netop_fuzz_input_take (input, 4);

  interface->index = 1 + (bits & 7);
  interface->rx_bytes = bits >> 3 & 0xff;
  interface->tx_bytes = bits >> 11 & 0xff;
  interface->rx_packets = 1 + (bits >> 19 & 15);
  interface->tx_packets = bits >> 23 & 15;
  interface->rx_correction_bytes = bits >> 27 & 3;
  interface->tx_correction_packets = bits >> 29 & 3;
}

static NetopFlow
take_flow (NetopTick      *tick,
           NetopFuzzInput *input)
{
  NetopFlow flow = { .id = take_id (input), .first_us = tick->mono_us, .last_us = tick->mono_us };
  uint64_t  bits = netop_fuzz_input_take (input, 2);

  flow.n_interfaces = (uint8_t)(bits % (NETOP_FLOW_MAX_INTERFACES + 1));
  flow.opener = bits >> 3 & 1 ? NETOP_FLOW_OPENER_LOCAL : NETOP_FLOW_OPENER_REMOTE;
  flow.key.forwarded = (bits >> 4 & 7) == 0;
  flow.key.protocol = bits >> 7 & 1 ? NETOP_PROTOCOL_TCP : bits >> 8 & 1 ? NETOP_PROTOCOL_UDP
                                                                         : NETOP_PROTOCOL_ICMP;
  flow.key.namespace_id = bits >> 9 & 1;
  flow.key.local_port = bits >> 10 & 3;
  flow.key.remote_port = bits >> 12 & 3;
  flow.key.local = take_address (input);
  flow.key.remote = take_address (input);
  for (guint i = 0; i < flow.n_interfaces; i++)
    take_counters (input, &flow.interfaces[i]);
  return flow;
}

static void
add_flow (NetopTick      *tick,
          NetopFuzzInput *input)
{
  NetopFlow flow = take_flow (tick, input);

  g_array_append_val (tick->flows, flow);
}

static void
add_closed (NetopTick      *tick,
            NetopFuzzInput *input)
{
  NetopClosedFlow closed = { .flow = take_flow (tick, input), .closed_us = tick->mono_us };

  closed.reason = (uint8_t)(netop_fuzz_input_take (input, 1) % (NETOP_CLOSE_EVICTED + 1));
  g_array_append_val (tick->closed, closed);
}

static void
add_interface (NetopTick      *tick,
               NetopFuzzInput *input)
{
  static const char *const kinds[] = { "", "veth", "bridge", "tun", "wireguard", "vlan", "vxlan", "tun" };
  uint64_t                 bits = netop_fuzz_input_take (input, 3);
  NetopInterface           interface = { .index = 1 + (bits & 7) };

  g_snprintf (interface.name, sizeof interface.name, "if%u", (guint)(bits >> 18 & 7));
  g_strlcpy (interface.kind, kinds[(bits >> 3 & 3) | (bits >> 21 & 1) << 2], sizeof interface.kind);
  interface.master = bits >> 5 & 7;
  interface.link = bits >> 8 & 7;
  interface.present = bits >> 11 & 1;
  interface.is_loopback = bits >> 12 & 1;
  interface.peer_namespace = bits >> 13 & 1;
  interface.state = bits >> 14 & 3;
  interface.tunnel_port = bits >> 22 & 1 ? 443 : 0;
  interface.rx_bytes = bits >> 16;
  g_array_append_val (tick->interfaces, interface);
}

static void
add_address (NetopTick      *tick,
             NetopFuzzInput *input)
{
  NetopInterfaceAddress address = { .index = 1 + (uint32_t)netop_fuzz_input_take (input, 1) % 8, .address = take_address (input) };

  tick->addresses_changed = true;
  g_array_append_val (tick->addresses, address);
}

static void
send_tick (NetopFuzzRun   *run,
           NetopTick      *tick,
           NetopFuzzInput *input)
{
  g_autoptr (GError) error = NULL;
  int64_t mono_us = tick->mono_us;

  netop_tick_validate (tick, &error);
  g_assert_no_error (error);
  netop_fuzz_run_apply (run, tick);
  netop_tick_clear (tick);

  /* A tick that comes late in the round of a byte comes very late. */
  tick->sequence++;
  tick->mono_us = mono_us + STEP_US * (int64_t)netop_fuzz_input_take (input, 1);
  tick->real_us = tick->mono_us;
}

static void
add_row (NetopFuzzRun   *run,
         NetopTick      *tick,
         NetopFuzzInput *input)
{
  static void (*const add[N_ROWS]) (NetopTick *, NetopFuzzInput *) = {
    [ROW_PROCESS] = add_process,
    [ROW_SOCKET] = add_socket,
    [ROW_HOLDER] = add_holder,
    [ROW_FLOW] = add_flow,
    [ROW_CLOSED] = add_closed,
    [ROW_INTERFACE] = add_interface,
    [ROW_ADDRESS] = add_address,
  };
  guint kind = (guint)netop_fuzz_input_take (input, 1) % N_ROWS;

  if (kind == ROW_TICK)
    send_tick (run, tick, input);
  else
    add[kind](tick, input);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopFuzzInput input = { data, size };
  uint64_t       bits = netop_fuzz_input_take (&input, 1);
  NetopHello     hello = { .tier = bits & 3, .privileged = bits >> 2 & 1, .uid_served = bits >> 3 & 1, .start_mono_us = START_US };
  g_auto (NetopFuzzRun) run = { 0 };
  g_autoptr (NetopTick) tick = netop_tick_new ();

  netop_fuzz_run_begin (&run, &hello);
  tick->sequence = 1;
  tick->mono_us = START_US;
  tick->real_us = START_US;
  while (input.left > 0 && tick->sequence < MAX_TICKS)
    add_row (&run, tick, &input);
  tick->final = true;
  send_tick (&run, tick, &input);
  return 0;
}
