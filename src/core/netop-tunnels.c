/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tunnels.h"

/* Numbers as IANA assigns them (protocol-numbers). */
#define PROTOCOL_IPV4 4
#define PROTOCOL_IPV6 41
#define PROTOCOL_GRE 47
#define PROTOCOL_ESP 50
#define PROTOCOL_AH 51
#define PROTOCOL_L2TP 115

/* RFC 3948: IPsec behind NAT. */
#define NAT_TRAVERSAL_PORT 4500

/* Which protocols an interface of a kind wraps in: ip-link(8), and the kernel's net/ipv4 and net/ipv6. */
static const struct
{
  char    kind[NETOP_INTERFACE_KIND_SIZE];
  uint8_t protocols[2];
} wrappings[] = {
  { "ipip", { PROTOCOL_IPV4 } },
  { "sit", { PROTOCOL_IPV6, PROTOCOL_IPV4 } },
  { "ip6tnl", { PROTOCOL_IPV6, PROTOCOL_IPV4 } },
  { "gre", { PROTOCOL_GRE } },
  { "gretap", { PROTOCOL_GRE } },
  { "ip6gre", { PROTOCOL_GRE } },
  { "ip6gretap", { PROTOCOL_GRE } },
  { "erspan", { PROTOCOL_GRE } },
  { "ip6erspan", { PROTOCOL_GRE } },
  { "l2tpeth", { PROTOCOL_L2TP } },
  { "ppp", { PROTOCOL_GRE, PROTOCOL_L2TP } },
};

/* These show what came out of IPsec and what is to go into it. */
static const char *const ipsec_kinds[] = { "xfrm", "vti", "vti6", "ppp" };

/* These have a UDP socket of the kernel's own. */
static const char *const udp_kinds[] = { "wireguard", "amneziawg", "gtp", "l2tpeth", "ppp", "bareudp", "ipip", "gre", "sit" };

static bool
is_one_of (const NetopInterface *interface,
           const char *const    *kinds,
           size_t                n_kinds)
{
  for (size_t i = 0; i < n_kinds; i++)
    if (netop_interface_has_kind (interface, kinds[i]))
      return true;

  return false;
}

static void
set_protocol (NetopTunnels *self,
              uint8_t       protocol)
{
  if (protocol != 0)
    self->protocols[protocol / 64] |= G_GUINT64_CONSTANT (1) << protocol % 64;
}

static bool
has_protocol (const NetopTunnels *self,
              uint8_t             protocol)
{
  return (self->protocols[protocol / 64] >> protocol % 64 & 1) != 0;
}

static void
add_interface (NetopTunnels         *self,
               const NetopInterface *interface)
{
  for (size_t i = 0; i < G_N_ELEMENTS (wrappings); i++)
    if (netop_interface_has_kind (interface, wrappings[i].kind))
      for (size_t k = 0; k < G_N_ELEMENTS (wrappings[i].protocols); k++)
        set_protocol (self, wrappings[i].protocols[k]);

  self->has_ipsec |= is_one_of (interface, ipsec_kinds, G_N_ELEMENTS (ipsec_kinds));
  if (interface->tunnel_port == 0)
    self->has_kernel_udp |= is_one_of (interface, udp_kinds, G_N_ELEMENTS (udp_kinds));
  else if (self->n_ports < NETOP_TUNNELS_MAX_PORTS)
    self->ports[self->n_ports++] = interface->tunnel_port;
}

/**
 * netop_tunnels_update:
 * @interfaces: (array length=n_interfaces): all that are known, of any namespace
 * @namespace_id: whose are wanted
 *
 * Finds out anew what tunnels there are. A tunnel that is down wraps nothing.
 */
void
netop_tunnels_update (NetopTunnels         *self,
                      const NetopInterface *interfaces,
                      guint                 n_interfaces,
                      uint32_t              namespace_id)
{
  *self = (NetopTunnels){ 0 };
  for (guint i = 0; i < n_interfaces; i++)
    {
      if (interfaces[i].namespace_id != namespace_id)
        continue;
      self->known = true;
      if (interfaces[i].present && interfaces[i].state != NETOP_INTERFACE_STATE_DOWN)
        add_interface (self, &interfaces[i]);
    }
}

static bool
has_port (const NetopTunnels *self,
          const NetopFlowKey *key)
{
  for (guint i = 0; i < self->n_ports; i++)
    if (self->ports[i] == key->local_port || self->ports[i] == key->remote_port)
      return true;

  return false;
}

/* What a policy alone sends through IPsec is never seen unwrapped on its way out, and what comes in is seen a second
 * time, on the same interface. With an interface of its own it is seen both ways. */
static NetopCarries
get_carried_by_ipsec (const NetopTunnels *self)
{
  return self->has_ipsec ? NETOP_CARRIES_BOTH : NETOP_CARRIES_RX;
}

static NetopCarries
get_carried_by_udp (const NetopTunnels *self,
                    const NetopFlowKey *key,
                    NetopCarrierOwner   owner)
{
  if (self->has_ipsec && (key->local_port == NAT_TRAVERSAL_PORT || key->remote_port == NAT_TRAVERSAL_PORT))
    return NETOP_CARRIES_BOTH;
  if (owner == NETOP_CARRIER_OWNER_PROCESS)
    return NETOP_CARRIES_NOTHING;
  if (has_port (self, key) || (self->has_kernel_udp && owner == NETOP_CARRIER_OWNER_KERNEL))
    return NETOP_CARRIES_BOTH;

  return NETOP_CARRIES_NOTHING;
}

/**
 * netop_tunnels_get_carried:
 * @key: of a flow in the namespace that @self is of
 * @owner: who has its socket
 *
 * Finds whether a flow is the outside of a tunnel that ends here: its packets are those of other flows, which are seen
 * by themselves. What goes through a process is not told here. A pure function; any thread.
 *
 * Returns: the directions in which it is
 */
NetopCarries
netop_tunnels_get_carried (const NetopTunnels *self,
                           const NetopFlowKey *key,
                           NetopCarrierOwner   owner)
{
  if (!self->known || key->forwarded)
    return NETOP_CARRIES_NOTHING;

  switch (key->protocol)
    {
    case PROTOCOL_ESP:
    case PROTOCOL_AH:
      return get_carried_by_ipsec (self);
    case NETOP_PROTOCOL_UDP:
      return get_carried_by_udp (self, key, owner);
    default:
      return has_protocol (self, key->protocol) ? NETOP_CARRIES_BOTH : NETOP_CARRIES_NOTHING;
    }
}
