/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-orientation.h"

#include "netop-link-header.h"
#include "netop-local-guess.h"

static bool
is_group (const NetopAddress *address)
{
  return netop_address_is_multicast (address) || netop_address_is_broadcast (address);
}

static void
orient (NetopOrientation  *orientation,
        const NetopPacket *packet,
        uint32_t           namespace_id,
        bool               received)
{
  orientation->key = (NetopFlowKey){
    .local = received ? packet->destination : packet->source,
    .remote = received ? packet->source : packet->destination,
    .namespace_id = namespace_id,
    .local_port = received ? packet->destination_port : packet->source_port,
    .remote_port = received ? packet->source_port : packet->destination_port,
    .protocol = packet->protocol,
  };
  orientation->received = received;

  /* The identifier of an echo is the local end's alone. */
  if (packet->protocol == NETOP_PROTOCOL_ICMP || packet->protocol == NETOP_PROTOCOL_ICMPV6)
    orientation->key.remote_port = 0;
}

static guint
orient_one (NetopOrientation   orientations[2],
            const NetopPacket *packet,
            uint32_t           namespace_id,
            bool               received)
{
  orient (&orientations[0], packet, namespace_id, received);
  return 1;
}

/* Sender and receiver are both here: two facts about two processes. */
static guint
orient_both (NetopOrientation   orientations[2],
             const NetopPacket *packet,
             uint32_t           namespace_id)
{
  orient (&orientations[0], packet, namespace_id, false);
  orient (&orientations[1], packet, namespace_id, true);
  return 2;
}

/* Both copies of a forwarded packet stand under its source: the one that came in is rx, the one that went out tx. */
static guint
orient_forwarded (NetopOrientation   orientations[2],
                  const NetopPacket *packet,
                  uint32_t           namespace_id)
{
  orient (&orientations[0], packet, namespace_id, false);
  orientations[0].key.forwarded = 1;
  orientations[0].received = packet->way != NETOP_PACKET_WAY_OUT;
  return 1;
}

/* No end is known to be ours. */
static guint
orient_foreign (NetopOrientation           orientations[2],
                const NetopPacket         *packet,
                const NetopLocalAddresses *local,
                uint32_t                   namespace_id)
{
  bool received;

  if (!netop_local_addresses_is_empty (local))
    return orient_forwarded (orientations, packet, namespace_id);

  switch (packet->way)
    {
    case NETOP_PACKET_WAY_OUT:
      received = false;
      break;
    case NETOP_PACKET_WAY_IN:
    case NETOP_PACKET_WAY_IN_GROUP:
      received = true;
      break;
    case NETOP_PACKET_WAY_OTHER_HOST:
      return orient_forwarded (orientations, packet, namespace_id);
    case NETOP_PACKET_WAY_UNKNOWN:
    default:
      if (netop_address_equal (&packet->source, &packet->destination))
        return orient_both (orientations, packet, namespace_id);
      received = netop_local_guess_is_received (NULL, packet);
      break;
    }

  return orient_one (orientations, packet, namespace_id, received);
}

static bool
is_coming_in (const NetopPacket *packet)
{
  return packet->way == NETOP_PACKET_WAY_IN || packet->way == NETOP_PACKET_WAY_IN_GROUP || packet->way == NETOP_PACKET_WAY_OTHER_HOST;
}

static guint
orient_here (const NetopPacket         *packet,
             const NetopLocalAddresses *local,
             uint32_t                   namespace_id,
             NetopOrientation           orientations[2])
{
  bool came_in = is_coming_in (packet);
  bool source_local, destination_local;

  if (packet->hardware_type == NETOP_ARPHRD_LOOPBACK)
    return orient_both (orientations, packet, namespace_id);

  /* Who has no address yet (DHCP, duplicate address detection) sends from none. */
  source_local = netop_local_addresses_contain (local, &packet->source) ||
                 (packet->way == NETOP_PACKET_WAY_OUT && netop_address_is_unspecified (&packet->source));
  destination_local = netop_local_addresses_contain (local, &packet->destination);

  if (source_local && destination_local)
    {
      if (packet->way == NETOP_PACKET_WAY_UNKNOWN)
        return orient_both (orientations, packet, namespace_id);
      return orient_one (orientations, packet, namespace_id, came_in);
    }
  if (is_group (&packet->destination) && packet->way != NETOP_PACKET_WAY_OUT && (came_in || !source_local))
    return orient_one (orientations, packet, namespace_id, true);
  if (source_local || destination_local)
    return orient_one (orientations, packet, namespace_id, destination_local);
  if (packet->way == NETOP_PACKET_WAY_IN_GROUP)
    return orient_one (orientations, packet, namespace_id, true);

  return orient_foreign (orientations, packet, local, namespace_id);
}

static guint
orient_through (const NetopPacket         *packet,
                const NetopLocalAddresses *local,
                uint32_t                   namespace_id,
                uint32_t                   far_id,
                NetopOrientation           orientations[2])
{
  NetopOrientation here[2];
  bool             came_in = is_coming_in (packet);

  (void)orient_here (packet, local, namespace_id, here);
  if (is_group (&packet->destination) && !came_in)
    {
      orientations[0] = here[0];
      return 1;
    }

  orient (&orientations[0], packet, far_id, !came_in);
  if (here[0].key.forwarded != 0)
    return 1;
  orientations[1] = here[0];
  return 2;
}

/**
 * netop_packet_orient:
 * @local: (nullable): this host's addresses; %NULL or empty if they are not known, as when a file is read. Then
 *   the link header's way decides, which netop_local_guess_apply() can have set, and where that is unknown too a
 *   guess from the packet
 * @namespace_id: for the keys
 * @orientations: (out): the first so many as returned are set
 *
 * Says whose bytes a packet's are. The ends decide, not the packet type, because each copy of a packet on a
 * stack of interfaces has its own type. On a loopback device one packet is the sender's tx and the receiver's
 * rx. Multicast and broadcast that come in have the group as local end. Where neither end is ours the packet
 * is forwarded.
 *
 * What passes through an interface behind which another network namespace is, is that one's: what came in here was sent
 * there, what goes out is received there. Where one end is ours too it is ours as well, as on loopback: two facts about
 * two processes. Of what we send to a group it is not known who behind the interface listens.
 *
 * Returns: 1, or 2 on loopback and between two namespaces
 */
guint
netop_packet_orient (const NetopPacket         *packet,
                     const NetopLocalAddresses *local,
                     uint32_t                   namespace_id,
                     NetopOrientation           orientations[2])
{
  uint32_t far_id = netop_local_addresses_find_namespace (local, packet->interface_index);

  if (far_id == 0 || packet->way == NETOP_PACKET_WAY_UNKNOWN)
    return orient_here (packet, local, namespace_id, orientations);
  return orient_through (packet, local, namespace_id, far_id, orientations);
}
