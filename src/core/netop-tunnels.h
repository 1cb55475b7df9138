/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow.h"
#include "netop-interface.h"

G_BEGIN_DECLS

/* UDP ports of tunnels that are kept; what has one beyond is taken for ordinary traffic. */
#define NETOP_TUNNELS_MAX_PORTS 32

/* In which direction what a flow carries is seen again, out of its wrapping, on an interface of this machine. */
typedef enum {
  NETOP_CARRIES_NOTHING = 0,
  NETOP_CARRIES_RX = 1 << 0,
  NETOP_CARRIES_TX = 1 << 1,
  NETOP_CARRIES_BOTH = NETOP_CARRIES_RX | NETOP_CARRIES_TX,
} NetopCarries;

/* Who has the socket of a flow. */
typedef enum {
  NETOP_CARRIER_OWNER_PROCESS,
  NETOP_CARRIER_OWNER_KERNEL,  /* a socket that no process holds */
  NETOP_CARRIER_OWNER_NOBODY,  /* no socket */
  NETOP_CARRIER_OWNER_UNKNOWN, /* nobody knows yet, or any more */
} NetopCarrierOwner;

/**
 * NetopTunnels:
 * @protocols: a bit per protocol of IP that an interface takes off or puts on
 * @has_ipsec: an interface shows what IPsec carries, both ways
 * @has_kernel_udp: an interface that wraps in UDP and does not say with which port
 * @ports: (array length=n_ports): of interfaces that do
 * @known: whether there are interfaces at all: not in a file
 *
 * What the interfaces of one namespace say of tunnels. Zeroed it says that nothing is known.
 */
typedef struct
{
  uint64_t protocols[4];
  bool     has_ipsec;
  bool     has_kernel_udp;
  bool     known;
  guint    n_ports;
  uint16_t ports[NETOP_TUNNELS_MAX_PORTS];
} NetopTunnels;

void         netop_tunnels_update (NetopTunnels *self, const NetopInterface *interfaces, guint n_interfaces, uint32_t namespace_id);
NetopCarries netop_tunnels_get_carried (const NetopTunnels *self, const NetopFlowKey *key, NetopCarrierOwner owner);

G_END_DECLS
