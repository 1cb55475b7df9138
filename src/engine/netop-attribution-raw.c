/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* Whose the packets are that no inet socket sent. A raw socket takes each packet of its protocol, and who sent one
 * through a raw or a packet socket is told nowhere: it is named where only one process can have been it, and where the
 * kernel itself does not send the like. */

/* Of protocols that are sent by the kernel, or whose packets carry others (IANA, "Protocol Numbers"). */
enum {
  PROTOCOL_IGMP = 2,
  PROTOCOL_IPV4 = 4,
  PROTOCOL_IPV6 = 41,
  PROTOCOL_GRE = 47,
  PROTOCOL_ESP = 50,
  PROTOCOL_AH = 51,
  PROTOCOL_IPCOMP = 108,
  PROTOCOL_L2TP = 115,
  PROTOCOL_RAW = 255, /* of a raw socket: it sends any */
};

/* linux/if_ether.h */
enum {
  ETHERNET_NONE = 0, /* it only sends */
  ETHERNET_ALL = 3,
  ETHERNET_IPV4 = 0x0800,
  ETHERNET_IPV6 = 0x86dd,
};

/* The helper looks for the sockets with the first packets. */
#define ALL_TOLD_AFTER_US G_USEC_PER_SEC

/* Who sends datagrams for so long, and whose socket was told in no dump meanwhile, has none. */
#define NO_SOCKET_AFTER_US (2 * G_USEC_PER_SEC)

/* A packet may wait for its neighbour's address when who sent it has ended already. */
#define LATE_US (G_USEC_PER_SEC / 4)

/* Of the sockets that may be it, the best, and whether they are of one process. */
typedef struct
{
  NetopKnownSocket *socket;
  bool              is_ended; /* its process had, so that any that had not is better */
  bool              is_ambiguous;
} Candidate;

static void
consider (Candidate            *candidate,
          const NetopKnownFlow *flow,
          NetopKnownSocket     *socket)
{
  const NetopKnownProcess *holder = netop_attribution_get_first_holder (socket);
  bool                     is_ended = holder != NULL && holder->ended_us != 0 && holder->ended_us < flow->flow.first_us;

  /* Its socket is told for a while after its end. */
  if (holder == NULL || (is_ended && holder->ended_us + LATE_US < flow->flow.first_us))
    return;

  if (candidate->socket == NULL || (candidate->is_ended && !is_ended))
    *candidate = (Candidate){ .socket = socket, .is_ended = is_ended };
  else if (candidate->is_ended == is_ended && netop_attribution_get_first_holder (candidate->socket) != holder)
    candidate->is_ambiguous = true;
}

static bool
may_be_end (const NetopAddress *of_socket,
            const NetopAddress *of_flow)
{
  return netop_address_is_unspecified (of_socket) || netop_address_equal (of_socket, of_flow);
}

/* A raw socket is of one family, whatever it is bound to. */
static bool
may_be_raw (const NetopSocketFacts *facts,
            const NetopKnownFlow   *flow)
{
  const NetopFlowKey *key = &flow->flow.key;

  return facts->kind == NETOP_SOCKET_KIND_RAW && netop_address_is_v4 (&facts->local) == netop_address_is_v4 (&key->local) &&
         may_be_end (&facts->local, &key->local) && may_be_end (&facts->remote, &key->remote);
}

static bool
may_be_packet (const NetopSocketFacts *facts,
               const NetopKnownFlow   *flow)
{
  uint16_t protocol = netop_address_is_v4 (&flow->flow.key.local) ? ETHERNET_IPV4 : ETHERNET_IPV6;

  return facts->kind == NETOP_SOCKET_KIND_PACKET &&
         (facts->interface_index == 0 || facts->interface_index == flow->interface_index) &&
         (facts->local_port == ETHERNET_NONE || facts->local_port == ETHERNET_ALL || facts->local_port == protocol);
}

typedef bool (*MayBeFunc) (const NetopSocketFacts *facts, const NetopKnownFlow *flow);

static void
consider_all (const NetopAttribution *self,
              const NetopKnownFlow   *flow,
              gpointer                endpoint,
              MayBeFunc               may_be,
              Candidate              *candidate)
{
  const GPtrArray *sockets = g_hash_table_lookup (self->endpoints, endpoint);

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      NetopKnownSocket *socket = g_ptr_array_index (sockets, i);

      if (socket->facts.namespace_id == flow->flow.key.namespace_id && may_be (&socket->facts, flow))
        consider (candidate, flow, socket);
    }
}

static gpointer
raw_endpoint (uint8_t protocol)
{
  return GUINT_TO_POINTER ((guint)protocol << 16);
}

/* The kernel answers echoes itself, and what of ICMP has no identifier is its own. */
static bool
is_of_kernel (const NetopKnownFlow *flow)
{
  switch (flow->flow.key.protocol)
    {
    case NETOP_PROTOCOL_ICMP:
    case NETOP_PROTOCOL_ICMPV6:
      return flow->flow.opener != NETOP_FLOW_OPENER_LOCAL || flow->flow.key.local_port == 0;

    case PROTOCOL_IGMP:
      return true;

    default:
      return false;
    }
}

/* What may have been sent in frames, by somebody who has no socket that the packets could be told by; once all sockets
 * that there are have been told of. */
static bool
may_be_injected (const NetopAttribution *self,
                 const NetopKnownFlow   *flow)
{
  const NetopFlow *row = &flow->flow;

  if (flow->began_received || row->opener == NETOP_FLOW_OPENER_REMOTE || flow->account.traffic.tx_packets == 0 ||
      (self->now_us - row->first_us < ALL_TOLD_AFTER_US && !self->final))
    return false;

  switch (row->key.protocol)
    {
    case PROTOCOL_IPV4:
    case PROTOCOL_IPV6:
    case PROTOCOL_GRE:
    case PROTOCOL_ESP:
    case PROTOCOL_AH:
    case PROTOCOL_IPCOMP:
    case PROTOCOL_L2TP:
    case NETOP_PROTOCOL_TCP:
      return false;

    case NETOP_PROTOCOL_UDP:
    case NETOP_PROTOCOL_UDPLITE:
      /* Before there is an address only a frame can be sent (DHCP). */
      return netop_address_is_unspecified (&row->key.local) || (flow->n_sockets == 0 && row->last_us - row->first_us > NO_SOCKET_AFTER_US);

    default:
      return true;
    }
}

/**
 * netop_attribution_get_raw_match:
 * @socket: a raw or a packet socket
 *
 * Returns: how sure it is that a flow that may be its is: exact where both of its ends are fixed
 */
NetopMatch
netop_attribution_get_raw_match (const NetopKnownSocket *socket)
{
  const NetopSocketFacts *facts = &socket->facts;

  if (facts->kind == NETOP_SOCKET_KIND_PACKET || facts->protocol == PROTOCOL_RAW)
    return NETOP_MATCH_INFERRED;
  return netop_address_is_unspecified (&facts->local) || netop_address_is_unspecified (&facts->remote) ? NETOP_MATCH_WILDCARD : NETOP_MATCH_EXACT;
}

/**
 * netop_attribution_find_raw_socket:
 * @flow: for which no inet socket was found
 *
 * Returns: (nullable): the raw socket of its protocol, else the one of any protocol or the packet socket through which it
 *   must have been sent; %NULL where there is none, or several processes have one, and in other namespaces than the watched
 *   one, of which neither raw nor ping sockets are told
 */
NetopKnownSocket *
netop_attribution_find_raw_socket (NetopAttribution     *self,
                                   const NetopKnownFlow *flow)
{
  uint8_t   protocol = flow->flow.key.protocol;
  Candidate candidate = { 0 };

  if (flow->flow.key.namespace_id != 0 || is_of_kernel (flow))
    return NULL;

  if (protocol != NETOP_PROTOCOL_TCP && protocol != NETOP_PROTOCOL_UDP)
    consider_all (self, flow, raw_endpoint (protocol), may_be_raw, &candidate);
  if (candidate.socket == NULL && may_be_injected (self, flow))
    {
      consider_all (self, flow, raw_endpoint (PROTOCOL_RAW), may_be_raw, &candidate);
      consider_all (self, flow, NETOP_PACKET_ENDPOINT, may_be_packet, &candidate);
    }
  return candidate.is_ambiguous ? NULL : candidate.socket;
}
