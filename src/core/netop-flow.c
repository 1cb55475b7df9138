/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow.h"

static NetopFlowInterface *
find_interface (NetopFlow *self,
                uint32_t   index)
{
  for (guint i = 0; i < self->n_interfaces; i++)
    if (self->interfaces[i].index == index)
      return &self->interfaces[i];

  if (self->n_interfaces == NETOP_FLOW_MAX_INTERFACES)
    return &self->interfaces[NETOP_FLOW_MAX_INTERFACES - 1];

  /* The last slot is nobody's own: whoever is counted there with others has no figures of its own. */
  self->interfaces[self->n_interfaces].index = self->n_interfaces < NETOP_FLOW_MAX_NAMED_INTERFACES ? index : 0;
  return &self->interfaces[self->n_interfaces++];
}

/**
 * netop_flow_key_reverse:
 *
 * Returns: the key with its ends exchanged
 */
NetopFlowKey
netop_flow_key_reverse (const NetopFlowKey *key)
{
  NetopFlowKey reverse = *key;

  reverse.local = key->remote;
  reverse.local_port = key->remote_port;
  reverse.remote = key->local;
  reverse.remote_port = key->local_port;
  return reverse;
}

/**
 * netop_flow_note_first:
 * @packet: the first one that was seen of it
 * @received: rx of this flow, else tx
 *
 * Notes who began what has neither ports nor a SYN; an echo's reply tells that the other side asked.
 */
void
netop_flow_note_first (NetopFlow         *self,
                       const NetopPacket *packet,
                       bool               received)
{
  if (packet->protocol != NETOP_PROTOCOL_TCP && packet->protocol != NETOP_PROTOCOL_UDP)
    self->opener = received == packet->is_echo_reply ? NETOP_FLOW_OPENER_LOCAL : NETOP_FLOW_OPENER_REMOTE;
}

/**
 * netop_flow_count_packet:
 * @received: rx of this flow, else tx
 * @segment_bytes: payload of a full segment if the packet may be a super-packet that will be cut into
 *   segments, else 0
 *
 * Counts a packet on its interface: what was captured, and apart from it the headers that each further
 * segment will carry.
 */
void
netop_flow_count_packet (NetopFlow         *self,
                         const NetopPacket *packet,
                         bool               received,
                         uint32_t           segment_bytes)
{
  NetopFlowInterface *interface = find_interface (self, packet->interface_index);
  uint64_t            further_segments = 0;

  if (segment_bytes > 0 && packet->payload_bytes > segment_bytes)
    further_segments = (packet->payload_bytes - 1) / segment_bytes;

  if (received)
    {
      interface->rx_bytes += packet->ip_bytes;
      interface->rx_packets++;
      interface->rx_correction_bytes += further_segments * packet->header_bytes;
      interface->rx_correction_packets += further_segments;
    }
  else
    {
      interface->tx_bytes += packet->ip_bytes;
      interface->tx_packets++;
      interface->tx_correction_bytes += further_segments * packet->header_bytes;
      interface->tx_correction_packets += further_segments;
    }
}

/**
 * netop_flow_absorb:
 * @other: a flow whose bytes have no other place
 *
 * Adds all counters of @other to those of @self.
 */
void
netop_flow_absorb (NetopFlow       *self,
                   const NetopFlow *other)
{
  for (guint i = 0; i < other->n_interfaces; i++)
    {
      const NetopFlowInterface *from = &other->interfaces[i];
      NetopFlowInterface       *to = find_interface (self, from->index);

      to->rx_bytes += from->rx_bytes;
      to->tx_bytes += from->tx_bytes;
      to->rx_packets += from->rx_packets;
      to->tx_packets += from->tx_packets;
      to->rx_correction_bytes += from->rx_correction_bytes;
      to->tx_correction_bytes += from->tx_correction_bytes;
      to->rx_correction_packets += from->rx_correction_packets;
      to->tx_correction_packets += from->tx_correction_packets;
    }

  self->last_us = MAX (self->last_us, other->last_us);
}
