/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-pending-correction.h"

/* What fits into one frame of Ethernet is one segment, most likely; a smaller MTU is rare, and told by the SYN. */
#define MAX_PLAIN_IP_BYTES 1500

static guint
find_interface (const NetopFlow *flow,
                uint32_t         index)
{
  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      if (flow->interfaces[i].index == index)
        return i;
    }
  return NETOP_FLOW_MAX_INTERFACES - 1;
}

/**
 * netop_pending_correction_note:
 * @flow: of which @packet was counted
 * @packet: with TCP payload, and no segment size known
 *
 * Notes the packet if it is cut into segments further on.
 */
void
netop_pending_correction_note (NetopPendingCorrection *self,
                               const NetopFlow        *flow,
                               const NetopPacket      *packet,
                               bool                    received)
{
  NetopPendingSide *side;

  if (packet->ip_bytes <= MAX_PLAIN_IP_BYTES)
    return;

  side = &(received ? self->rx : self->tx)[find_interface (flow, packet->interface_index)];
  side->packets++;
  side->payload_bytes += packet->payload_bytes;
  side->header_bytes += packet->header_bytes;
}

/**
 * netop_pending_correction_settle:
 * @flow: gets the correction
 * @segment_bytes: payload of a full segment, more than 0
 *
 * Corrects what was noted of one direction. Packets larger than a segment are made of whole ones, but for the last of a
 * burst: so their number follows from the sum.
 *
 * Returns: whether there was anything
 */
bool
netop_pending_correction_settle (NetopPendingCorrection *self,
                                 NetopFlow              *flow,
                                 bool                    received,
                                 uint32_t                segment_bytes)
{
  bool changed = false;

  for (guint i = 0; i < flow->n_interfaces; i++)
    {
      NetopPendingSide   *side = &(received ? self->rx : self->tx)[i];
      NetopFlowInterface *interface = &flow->interfaces[i];
      uint64_t            segments = (side->payload_bytes + segment_bytes - 1) / segment_bytes;

      if (side->packets > 0 && segments > side->packets)
        {
          segments -= side->packets;
          *(received ? &interface->rx_correction_packets : &interface->tx_correction_packets) += segments;
          *(received ? &interface->rx_correction_bytes : &interface->tx_correction_bytes) += segments * (side->header_bytes / side->packets);
          changed = true;
        }
      *side = (NetopPendingSide){ 0 };
    }

  return changed;
}

/**
 * netop_pending_correction_is_empty:
 *
 * Returns: whether nothing was noted of that direction
 */
bool
netop_pending_correction_is_empty (const NetopPendingCorrection *self,
                                   bool                          received)
{
  for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
    {
      if ((received ? self->rx : self->tx)[i].packets > 0)
        return false;
    }
  return true;
}
