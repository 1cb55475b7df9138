/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <stdbool.h>
#include <string.h>

#include "netop-address.h"

G_BEGIN_DECLS

#define NETOP_INTERFACE_NAME_SIZE 16 /* IFNAMSIZ, linux/if.h */
#define NETOP_INTERFACE_KIND_SIZE 16

typedef enum {
  NETOP_INTERFACE_STATE_UNKNOWN,
  NETOP_INTERFACE_STATE_DOWN,
  NETOP_INTERFACE_STATE_NO_LINK,
  NETOP_INTERFACE_STATE_UP,
} NetopInterfaceState;

/**
 * NetopInterface:
 * @kind: IFLA_INFO_KIND ("bridge", "veth", "tun"…), or "loopback", "ethernet", "wifi"…; NUL-padded
 * @hardware_type: ARPHRD_ value
 * @master: index of the bridge or bond this is a member of, else 0
 * @link: index of the parent (VLAN, macvlan) or peer (veth, if in this namespace), else 0
 * @peer_namespace: 1 if @link counts in another namespace
 * @speed_mbps: 0 where unknown
 * @tunnel_port: the UDP port it wraps its packets with, 0 where it is none of these or does not say
 * @present: 0 once it is gone; its id is not reused while the program runs unless the kernel does
 *
 * What the kernel says of one interface. Fixed size, explicit padding, NUL-padded names: it crosses the wire.
 */
typedef struct
{
  uint32_t index;
  uint32_t namespace_id;
  char     name[NETOP_INTERFACE_NAME_SIZE];
  char     kind[NETOP_INTERFACE_KIND_SIZE];
  uint32_t master;
  uint32_t link;
  uint32_t mtu;
  uint32_t speed_mbps;
  uint16_t hardware_type;
  uint8_t  state; /* NetopInterfaceState */
  uint8_t  present;
  uint8_t  is_loopback;
  uint8_t  peer_namespace;
  uint16_t tunnel_port;
  uint64_t rx_bytes;
  uint64_t tx_bytes;
  uint64_t rx_packets;
  uint64_t tx_packets;
  uint64_t rx_errors;
  uint64_t tx_errors;
  uint64_t rx_dropped;
  uint64_t tx_dropped;
} NetopInterface;

G_STATIC_ASSERT (sizeof (NetopInterface) == 128);

/**
 * netop_interface_has_kind:
 * @kind: as ip-link(8) calls it, or one of our own
 */
static inline bool
netop_interface_has_kind (const NetopInterface *self,
                          const char           *kind)
{
  return strncmp (self->kind, kind, sizeof self->kind) == 0;
}

/**
 * NetopInterfaceAddress:
 * @prefix_length: of the address in its own family: 0–32 for IPv4, 0–128 for IPv6
 */
typedef struct
{
  uint32_t     index;
  uint8_t      prefix_length;
  uint8_t      padding[3];
  NetopAddress address;
} NetopInterfaceAddress;

G_STATIC_ASSERT (sizeof (NetopInterfaceAddress) == 24);

G_END_DECLS
