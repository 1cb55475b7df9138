/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stack-counter.h"

#define KIND(index_, kind_, master_, link_)                                \
  {                                                                        \
    .index = (index_), .kind = kind_, .master = (master_), .link = (link_) \
  }

/* 1 uplink, 2 bridge, 3 and 4 its ports, 5 bond over 6 and 7, 8 VLAN on the bond, 9 bridge over the VLAN,
 * 10 macvlan on the uplink, 11 a loop with 12, 13 veth whose peer is 14, 15 VLAN of another namespace, 16 veth whose peer
 * 17 is in the bridge 18, which has the uplink 19 too, 20 bridge that the pair of 21 and 22 joins to the bridge 18, 23
 * veth whose peer is in another namespace and in bridge 18, 24 macvtap on the VLAN 8, 25 slave of the VRF 26, 27 port of
 * the switch whose conduit is 1, 28 team over 29, 30 ipvlan on the team. */
static const NetopInterface interfaces[] = {
  KIND (1, "ethernet", 0, 0),
  KIND (2, "bridge", 0, 0),
  KIND (3, "veth", 2, 0),
  KIND (4, "veth", 2, 0),
  KIND (5, "bond", 0, 0),
  KIND (6, "ethernet", 5, 0),
  KIND (7, "ethernet", 5, 0),
  KIND (8, "vlan", 9, 5),
  KIND (9, "bridge", 0, 0),
  KIND (10, "macvlan", 0, 1),
  KIND (11, "bridge", 12, 0),
  KIND (12, "bridge", 11, 0),
  KIND (13, "veth", 0, 14),
  KIND (14, "veth", 0, 13),
  { .index = 15, .kind = "vlan", .link = 1, .peer_namespace = 1 },
  KIND (16, "veth", 0, 17),
  KIND (17, "veth", 18, 16),
  KIND (18, "bridge", 0, 0),
  KIND (19, "ethernet", 18, 0),
  KIND (20, "bridge", 0, 0),
  KIND (21, "veth", 20, 22),
  KIND (22, "veth", 18, 21),
  { .index = 23, .kind = "veth", .master = 18, .link = 16, .peer_namespace = 1 },
  KIND (24, "macvtap", 0, 8),
  KIND (25, "ethernet", 26, 0),
  KIND (26, "vrf", 0, 0),
  KIND (27, "dsa", 0, 1),
  KIND (28, "team", 0, 0),
  KIND (29, "ethernet", 28, 0),
  KIND (30, "ipvlan", 0, 28),
};

static void
test_cases (void)
{
  static const struct
  {
    const char *name;
    uint32_t    seen[4]; /* interface k saw 1000 * (k + 1) bytes */
    guint       n_seen;
    uint32_t    only;
    uint64_t    bytes;
    uint32_t    counted;
  } cases[] = {
    { "one", { 1 }, 1, 0, 1000, 1 },
    { "port and bridge", { 3, 2 }, 2, 0, 2000, 2 },
    { "port ahead of its bridge", { 2, 3 }, 2, 0, 2000, 2 },
    { "two ports of a bridge that did not see it", { 3, 4 }, 2, 0, 3000, 4 },
    { "slave and bond", { 6, 5 }, 2, 0, 2000, 5 },
    { "slave, bond, vlan, bridge", { 6, 5, 8, 9 }, 4, 0, 4000, 9 },
    { "vlan over a bond over a slave, bond unseen", { 6, 8 }, 2, 0, 2000, 8 },
    { "bridge over vlan over bond over slave, middle unseen", { 9, 6 }, 2, 0, 2000, 9 },
    { "macvlan and its parent", { 1, 10 }, 2, 0, 2000, 10 },
    { "unrelated add up", { 1, 2 }, 2, 0, 3000, 2 },
    { "both ends of a veth pair", { 13, 14 }, 2, 0, 2000, 13 },
    { "a veth, its peer in a bridge", { 16, 17 }, 2, 0, 2000, 16 },
    { "out of a veth, through the bridge, over the uplink", { 16, 17, 19 }, 3, 0, 3000, 16 },
    { "out of a veth, to the bridge itself", { 16, 17, 18 }, 3, 0, 3000, 16 },
    { "in by the uplink, through the bridge, to a veth", { 19, 17, 16 }, 3, 0, 3000, 16 },
    { "two bridges that a pair joins", { 20, 21, 22, 19 }, 4, 0, 4000, 20 },
    { "two bridges that a pair joins, inwards", { 19, 22, 21, 20 }, 4, 0, 4000, 22 },
    { "a container behind a bridge, over the uplink", { 23, 19 }, 2, 0, 3000, 19 },
    { "a container behind a bridge, to the bridge", { 23, 18 }, 2, 0, 2000, 18 },
    { "macvtap, VLAN, bond, slave", { 24, 8, 5, 6 }, 4, 0, 4000, 24 },
    { "macvlan, VLAN and parent", { 6, 24 }, 2, 0, 2000, 24 },
    { "VRF and its member", { 25, 26 }, 2, 0, 2000, 26 },
    { "port of a switch and its conduit", { 1, 27 }, 2, 0, 2000, 27 },
    { "ipvlan, team, member", { 29, 28, 30 }, 3, 0, 3000, 30 },
    { "link in another namespace adds up", { 1, 15 }, 2, 0, 3000, 15 },
    { "unknown index may be of the stack", { 2, 99 }, 2, 0, 2000, 2 },
    { "two unknown ones", { 99, 98 }, 2, 0, 2000, 99 },
    { "unknown index and two that are unrelated", { 99, 1, 2 }, 3, 0, 5000, 2 },
    { "a loop counts once", { 11, 12 }, 2, 0, 2000, 11 },
    { "broadcast of a bridge over its ports", { 2, 3, 4 }, 3, 0, 3000, 2 },
    {
      "stack and uplink",
      { 1, 3, 2 },
      3,
      0,
      4000,
      2,
    },
    { "one chosen below", { 2, 3 }, 2, 3, 2000, 3 },
    { "one chosen that saw nothing", { 2, 3 }, 2, 1, 0, 0 },
    { "index 0 may be of the stack", { 0, 1 }, 2, 0, 2000, 1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopFlow           flow = { .id = 2, .n_interfaces = (uint8_t)cases[i].n_seen };
      const NetopTopology topology = { .interfaces = interfaces, .n_interfaces = G_N_ELEMENTS (interfaces), .only_interface = cases[i].only };
      NetopStackCounter   counter = { 0 };
      NetopFlowCount      count;

      g_test_message ("%s", cases[i].name);
      for (guint k = 0; k < cases[i].n_seen; k++)
        {
          flow.interfaces[k].index = cases[i].seen[k];
          flow.interfaces[k].rx_bytes = 1000 * (k + 1);
        }
      count = netop_stack_counter_update (&counter, NULL, &flow, &topology);
      g_assert_cmpuint (count.rx_bytes, ==, cases[i].bytes);
      g_assert_cmpuint (count.interface_index, ==, cases[i].counted);
      g_assert_false (count.estimated);
    }
}

static void
test_correction (void)
{
  const NetopTopology topology = { 0 };
  NetopStackCounter   counter = { 0 };
  NetopFlow           flow = { .id = 2, .n_interfaces = 1 };
  NetopFlowCount      count;

  flow.interfaces[0] = (NetopFlowInterface){
    .tx_bytes = 5000,
    .tx_packets = 2,
    .tx_correction_bytes = 80,
    .tx_correction_packets = 2,
  };
  count = netop_stack_counter_update (&counter, NULL, &flow, &topology);
  g_assert_cmpuint (count.tx_bytes, ==, 5080);
  g_assert_cmpuint (count.tx_packets, ==, 4);
  g_assert_true (count.estimated);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/interface-stack/cases", test_cases);
  g_test_add_func ("/core/interface-stack/correction", test_correction);
  return g_test_run ();
}
