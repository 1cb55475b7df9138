/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stack-counter.h"
#include "netop-packet.h"
#include "netop-tunnels.h"

#define MAX_INTERFACES 6
#define MAX_SEEN 8

#define UP(index_, kind_, ...)                                                                     \
  {                                                                                                \
    .index = (index_), .kind = kind_, .state = NETOP_INTERFACE_STATE_UP, .present = 1, __VA_ARGS__ \
  }
#define DOWN(index_, kind_)                                                             \
  {                                                                                     \
    .index = (index_), .kind = kind_, .state = NETOP_INTERFACE_STATE_DOWN, .present = 1 \
  }

enum {
  IPIP = 4,
  SIX = 41,
  GRE = 47,
  ESP = 50,
  L2TP = 115,
  TCP = NETOP_PROTOCOL_TCP,
  UDP = NETOP_PROTOCOL_UDP,
  PROCESS = NETOP_CARRIER_OWNER_PROCESS,
  KERNEL = NETOP_CARRIER_OWNER_KERNEL,
  NOBODY = NETOP_CARRIER_OWNER_NOBODY,
  UNKNOWN = NETOP_CARRIER_OWNER_UNKNOWN,
};

/* One flow as it is captured: its tuple, and what up to two interfaces saw of it. */
typedef struct
{
  uint8_t  protocol;
  uint16_t local_port;
  uint16_t remote_port;
  int      owner;
  uint32_t interfaces[2];
  uint64_t rx_bytes;
  uint64_t tx_bytes;
  bool     forwarded;
} Seen;

/* What the interfaces are, what is captured, and what is to be counted of it. */
typedef struct
{
  const char    *name;
  NetopInterface interfaces[MAX_INTERFACES];
  Seen           seen[MAX_SEEN];
  uint64_t       rx_bytes;
  uint64_t       tx_bytes;
} Case;

/* In each, 1000 bytes come in and 600 go out by TCP, and what carries them is 100 and 60 more. */
static const Case cases[] = {
  { "no tunnel", { UP (1, "ethernet") }, { { TCP, 4000, 443, PROCESS, { 1 }, 1000, 600 } }, 1000, 600 },
  { "WireGuard",
    { UP (1, "wifi"), UP (2, "wireguard") },
    { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 51820, 51820, KERNEL, { 1 }, 1100, 660 } },
    1000,
    600 },
  { "WireGuard that is down",
    { UP (1, "wifi"), DOWN (2, "wireguard") },
    { { UDP, 51820, 51820, KERNEL, { 1 }, 1100, 660 } },
    1100,
    660 },
  { "WireGuard beside a process' own datagrams",
    { UP (1, "wifi"), UP (2, "wireguard") },
    { { UDP, 4001, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 4002, 53, UNKNOWN, { 1 }, 50, 40 }, { UDP, 51820, 51820, KERNEL, { 1 }, 1100, 660 } },
    1050,
    640 },
  { "WireGuard on a VLAN on a bond",
    { UP (1, "ethernet", .master = 2), UP (2, "bond"), UP (3, "vlan", .link = 2), UP (4, "wireguard") },
    { { TCP, 4000, 443, PROCESS, { 4 }, 1000, 600 }, { UDP, 51820, 51820, KERNEL, { 1, 3 }, 1100, 660 } },
    1000,
    600 },
  { "IPIP", { UP (1, "ethernet"), UP (2, "ipip") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { IPIP, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "IPv6 in IPv4", { UP (1, "ethernet"), UP (2, "sit") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { SIX, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "IPv6 in IPv4, nobody takes it off", { UP (1, "ethernet"), DOWN (2, "sit") }, { { SIX, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1100, 660 },
  { "IPv6 in IPv4 of somebody behind this host", { UP (1, "ethernet"), UP (2, "sit") }, { { SIX, 0, 0, NOBODY, { 1 }, 1100, 660, true } }, 1100, 660 },
  { "IPv4 in IPv6", { UP (1, "ethernet"), UP (2, "ip6tnl") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { IPIP, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "GRE", { UP (1, "ethernet"), UP (2, "gre") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { GRE, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "GRE of Ethernet, in a bridge",
    { UP (1, "ethernet"), UP (2, "gretap", .master = 3), UP (3, "bridge") },
    { { TCP, 4000, 443, PROCESS, { 2, 3 }, 1000, 600 }, { GRE, 0, 0, NOBODY, { 1 }, 1100, 660 } },
    1000,
    600 },
  { "PPTP", { UP (1, "ethernet"), UP (2, "ppp") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { GRE, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "L2TP", { UP (1, "ethernet"), UP (2, "l2tpeth") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { L2TP, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "L2TP in IPsec",
    { UP (1, "ethernet"), UP (2, "ppp") },
    { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 1701, 1701, KERNEL, { 1 }, 1050, 0 }, { ESP, 0, 0, NOBODY, { 1 }, 1100, 660 } },
    1000,
    600 },
  { "IPsec by policy: what goes out is seen wrapped only",
    { UP (1, "ethernet") },
    { { TCP, 4000, 443, PROCESS, { 1 }, 1000, 0 }, { ESP, 0, 0, NOBODY, { 1 }, 1100, 660 } },
    1000,
    660 },
  { "IPsec with an interface", { UP (1, "ethernet"), UP (2, "xfrm") }, { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { ESP, 0, 0, NOBODY, { 1 }, 1100, 660 } }, 1000, 600 },
  { "IPsec behind NAT, with an interface",
    { UP (1, "ethernet"), UP (2, "vti") },
    { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 4500, 4500, PROCESS, { 1 }, 1100, 660 } },
    1000,
    600 },
  { "VXLAN, a flow each way",
    { UP (1, "ethernet"), UP (2, "vxlan", .tunnel_port = 4789), UP (3, "bridge") },
    { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 4789, 51000, KERNEL, { 1 }, 1100, 0 }, { UDP, 52000, 4789, NOBODY, { 1 }, 0, 660 } },
    1000,
    600 },
  { "a process that speaks on the port of VXLAN",
    { UP (1, "ethernet"), UP (2, "vxlan", .tunnel_port = 8472) },
    { { UDP, 4000, 8472, PROCESS, { 1 }, 1000, 600 } },
    1000,
    600 },
  { "Geneve on its own port",
    { UP (1, "ethernet"), UP (2, "geneve", .tunnel_port = 6081) },
    { { TCP, 4000, 443, PROCESS, { 2 }, 1000, 600 }, { UDP, 6081, 6081, KERNEL, { 1 }, 1100, 660 } },
    1000,
    600 },
  { "a file, of which no interface is known", { { 0 } }, { { ESP, 0, 0, UNKNOWN, { 0 }, 1100, 660 } }, 1100, 660 },
};

static guint
count_interfaces (const Case *test)
{
  guint n = 0;

  while (n < MAX_INTERFACES && test->interfaces[n].index != 0)
    n++;
  return n;
}

static void
count (const Case *test,
       const Seen *seen,
       uint64_t   *rx_bytes,
       uint64_t   *tx_bytes)
{
  const NetopTopology topology = { .interfaces = test->interfaces, .n_interfaces = count_interfaces (test) };
  NetopFlow           flow = { .id = 2, .n_interfaces = seen->interfaces[1] != 0 ? 2 : 1 };
  NetopStackCounter   counter = { 0 };
  NetopTunnels        tunnels = { 0 };
  NetopFlowCount      counted;
  NetopCarries        carries;

  flow.key.protocol = seen->protocol;
  flow.key.local_port = seen->local_port;
  flow.key.remote_port = seen->remote_port;
  flow.key.forwarded = seen->forwarded;
  for (guint i = 0; i < flow.n_interfaces; i++)
    {
      flow.interfaces[i].index = seen->interfaces[i];
      flow.interfaces[i].rx_bytes = seen->rx_bytes;
      flow.interfaces[i].tx_bytes = seen->tx_bytes;
    }

  netop_tunnels_update (&tunnels, topology.interfaces, topology.n_interfaces, 0);
  carries = netop_tunnels_get_carried (&tunnels, &flow.key, (NetopCarrierOwner)seen->owner);
  counted = netop_stack_counter_update (&counter, NULL, &flow, &topology);
  if ((carries & NETOP_CARRIES_RX) == 0)
    *rx_bytes += counted.rx_bytes;
  if ((carries & NETOP_CARRIES_TX) == 0)
    *tx_bytes += counted.tx_bytes;
}

static void
test_cases (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      uint64_t rx_bytes = 0, tx_bytes = 0;

      g_test_message ("%s", cases[i].name);
      for (guint k = 0; k < MAX_SEEN && cases[i].seen[k].protocol != 0; k++)
        count (&cases[i], &cases[i].seen[k], &rx_bytes, &tx_bytes);
      g_assert_cmpuint (rx_bytes, ==, cases[i].rx_bytes);
      g_assert_cmpuint (tx_bytes, ==, cases[i].tx_bytes);
    }
}

/* As many ports as there may be, and one more. */
static void
test_bound (void)
{
  NetopInterface interfaces[NETOP_TUNNELS_MAX_PORTS + 1] = { 0 };
  NetopTunnels   tunnels;
  NetopFlowKey   key = { .protocol = UDP, .local_port = 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    interfaces[i] = (NetopInterface){ .index = i + 1, .kind = "vxlan", .present = 1, .state = NETOP_INTERFACE_STATE_UP, .tunnel_port = (uint16_t)(1000 + i) };

  netop_tunnels_update (&tunnels, interfaces, G_N_ELEMENTS (interfaces), 0);
  g_assert_cmpint (netop_tunnels_get_carried (&tunnels, &key, NETOP_CARRIER_OWNER_NOBODY), ==, NETOP_CARRIES_BOTH);
  key.local_port = 1000 + NETOP_TUNNELS_MAX_PORTS;
  g_assert_cmpint (netop_tunnels_get_carried (&tunnels, &key, NETOP_CARRIER_OWNER_NOBODY), ==, NETOP_CARRIES_NOTHING);
  netop_tunnels_update (&tunnels, interfaces, G_N_ELEMENTS (interfaces), 1);
  g_assert_false (tunnels.known);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/tunnels/cases", test_cases);
  g_test_add_func ("/core/tunnels/bound", test_bound);
  return g_test_run ();
}
