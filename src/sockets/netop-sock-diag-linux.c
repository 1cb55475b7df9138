/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sock-diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "netop-snapshot.h"

#define ATTRIBUTE_CGROUP_ID 21 /* INET_DIAG_CGROUP_ID, since 5.9 */

static NetopAddress
read_address (uint8_t      family,
              const __be32 words[4])
{
  uint8_t bytes[16];

  memcpy (bytes, words, sizeof bytes);
  return family == AF_INET ? netop_address_from_v4 (bytes) : netop_address_from_v6 (bytes);
}

static void
read_tcp_info (NetopNetlinkSpan  span,
               NetopSocketFacts *facts)
{
  struct tcp_info info;
  uint32_t        n_bytes = netop_netlink_read (&span, &info, sizeof info);

  if (facts->listening || n_bytes < G_STRUCT_OFFSET (struct tcp_info, tcpi_pacing_rate))
    return;

  facts->rtt_us = info.tcpi_rtt;
  facts->rttvar_us = info.tcpi_rttvar;
  facts->retransmits = info.tcpi_total_retrans;
  facts->send_mss = info.tcpi_snd_mss;
  facts->receive_mss = info.tcpi_rcv_mss;
  facts->known |= NETOP_SOCKET_KNOWS_RETRANSMITS | NETOP_SOCKET_KNOWS_MSS;
  if (info.tcpi_rtt > 0)
    facts->known |= NETOP_SOCKET_KNOWS_RTT;

  if (n_bytes >= G_STRUCT_OFFSET (struct tcp_info, tcpi_data_segs_in))
    {
      facts->bytes_acked = info.tcpi_bytes_acked;
      facts->bytes_received = info.tcpi_bytes_received;
      facts->segments_out = info.tcpi_segs_out;
      facts->min_rtt_us = info.tcpi_min_rtt;
      facts->known |= NETOP_SOCKET_KNOWS_BYTES;
    }
  if (n_bytes >= G_STRUCT_OFFSET (struct tcp_info, tcpi_busy_time))
    {
      facts->delivery_rate_bytes_per_s = info.tcpi_delivery_rate;
      facts->known |= NETOP_SOCKET_KNOWS_DELIVERY_RATE;
    }
}

static void
read_attributes (NetopNetlinkSpan  span,
                 NetopSocketFacts *facts)
{
  NetopNetlinkAttribute attribute;

  while (netop_netlink_next_attribute (&span, &attribute))
    {
      if (attribute.type == INET_DIAG_INFO && facts->protocol == IPPROTO_TCP)
        {
          read_tcp_info (attribute.value, facts);
        }
      else if (attribute.type == ATTRIBUTE_CGROUP_ID && attribute.value.left >= sizeof facts->cgroup_id)
        {
          memcpy (&facts->cgroup_id, attribute.value.bytes, sizeof facts->cgroup_id);
          facts->known |= NETOP_SOCKET_KNOWS_CGROUP;
        }
    }
}

/* Of a notice; an answer does not need it. */
static uint8_t
find_protocol (NetopNetlinkSpan span)
{
  NetopNetlinkAttribute attribute;

  while (netop_netlink_next_attribute (&span, &attribute))
    {
      if (attribute.type == INET_DIAG_PROTOCOL && attribute.value.left >= 1)
        return attribute.value.bytes[0];
    }
  return 0;
}

/* A newer kernel may have states that nobody here knows. TCP_BOUND_INACTIVE of 6.8 is none of them: it can be asked
 * for, and is told as "closed". */
static uint8_t
get_known_state (uint8_t state)
{
  return state <= NETOP_SOCKET_STATE_NEW_SYN_RECEIVED ? state : NETOP_SOCKET_STATE_UNKNOWN;
}

/**
 * netop_sock_diag_read:
 * @body: of an answer or a notice
 * @namespace_id: put into @facts
 * @protocol: that was asked for; 0: the message tells
 * @facts: (out): may be set on failure too
 *
 * Returns: whether it tells of an inet socket
 */
bool
netop_sock_diag_read (NetopNetlinkSpan  body,
                      uint32_t          namespace_id,
                      uint8_t           protocol,
                      NetopSocketFacts *facts)
{
  struct inet_diag_msg message;

  if (netop_netlink_read (&body, &message, sizeof message) < sizeof message)
    return false;
  if (message.idiag_family != AF_INET && message.idiag_family != AF_INET6)
    return false;

  *facts = (NetopSocketFacts){
    .cookie = message.id.idiag_cookie[0] | (uint64_t)message.id.idiag_cookie[1] << 32,
    .inode = message.idiag_inode,
    .local = read_address (message.idiag_family, message.id.idiag_src),
    .remote = read_address (message.idiag_family, message.id.idiag_dst),
    .local_port = ntohs (message.id.idiag_sport),
    .remote_port = ntohs (message.id.idiag_dport),
    .namespace_id = namespace_id,
    .uid = message.idiag_uid,
    .interface_index = message.id.idiag_if,
    .protocol = protocol,
    .state = get_known_state (message.idiag_state),
    .sample_us = g_get_monotonic_time (),
  };
  if (protocol == 0)
    facts->protocol = find_protocol (body);
  facts->listening = facts->state == (facts->protocol == IPPROTO_TCP ? NETOP_SOCKET_STATE_LISTEN : NETOP_SOCKET_STATE_CLOSE);
  /* TIME_WAIT and orphans have neither an inode nor a user any more. */
  if (facts->inode != 0)
    facts->known |= NETOP_SOCKET_KNOWS_UID;
  read_attributes (body, facts);
  return facts->protocol != 0;
}
