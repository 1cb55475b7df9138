/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-format.h"

/* The words of the exports. They are part of the document's format: never translated, never changed. */

/**
 * netop_format_protocol_id:
 * @buffer_size: at least 4
 *
 * Returns: (transfer none): "tcp", or the number in @buffer
 */
const char *
netop_format_protocol_id (uint8_t protocol,
                          char   *buffer,
                          size_t  buffer_size)
{
  switch (protocol)
    {
    case NETOP_PROTOCOL_ICMP:
      return "icmp";
    case NETOP_PROTOCOL_TCP:
      return "tcp";
    case NETOP_PROTOCOL_UDP:
      return "udp";
    case NETOP_PROTOCOL_ICMPV6:
      return "icmpv6";
    case NETOP_PROTOCOL_SCTP:
      return "sctp";
    case NETOP_PROTOCOL_UDPLITE:
      return "udplite";
    default:
      g_snprintf (buffer, buffer_size, "%u", protocol);
      return buffer;
    }
}

/**
 * netop_format_cause_id:
 *
 * Returns: (transfer none): such as "other_user"
 */
const char *
netop_format_cause_id (NetopCause cause)
{
  switch (cause)
    {
    case NETOP_CAUSE_ENDED:
      return "ended";
    case NETOP_CAUSE_NAMESPACE:
      return "namespace";
    case NETOP_CAUSE_OTHER_USER:
      return "other_user";
    case NETOP_CAUSE_NO_SOCKET:
      return "no_socket";
    case NETOP_CAUSE_LOST:
      return "lost";
    case NETOP_CAUSE_FILE:
      return "file";
    case NETOP_N_CAUSES:
    default:
      g_return_val_if_reached ("no_socket");
    }
}

/**
 * netop_format_match_id:
 *
 * Returns: (transfer none) (nullable): such as "exact"; %NULL for no match
 */
const char *
netop_format_match_id (NetopMatch match)
{
  switch (match)
    {
    case NETOP_MATCH_EXACT:
      return "exact";
    case NETOP_MATCH_WILDCARD:
      return "wildcard";
    case NETOP_MATCH_INFERRED:
      return "inferred";
    case NETOP_MATCH_NONE:
    default:
      return NULL;
    }
}

/**
 * netop_format_state_id:
 *
 * Returns: (transfer none) (nullable): such as "established"; %NULL where it is not known
 */
const char *
netop_format_state_id (NetopSocketState state)
{
  switch (state)
    {
    case NETOP_SOCKET_STATE_ESTABLISHED:
      return "established";
    case NETOP_SOCKET_STATE_SYN_SENT:
      return "syn_sent";
    case NETOP_SOCKET_STATE_SYN_RECEIVED:
      return "syn_received";
    case NETOP_SOCKET_STATE_FIN_WAIT_1:
      return "fin_wait_1";
    case NETOP_SOCKET_STATE_FIN_WAIT_2:
      return "fin_wait_2";
    case NETOP_SOCKET_STATE_TIME_WAIT:
      return "time_wait";
    case NETOP_SOCKET_STATE_CLOSE:
      return "close";
    case NETOP_SOCKET_STATE_CLOSE_WAIT:
      return "close_wait";
    case NETOP_SOCKET_STATE_LAST_ACK:
      return "last_ack";
    case NETOP_SOCKET_STATE_LISTEN:
      return "listen";
    case NETOP_SOCKET_STATE_CLOSING:
      return "closing";
    case NETOP_SOCKET_STATE_NEW_SYN_RECEIVED:
      return "syn_received";
    case NETOP_SOCKET_STATE_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * netop_format_direction_id:
 *
 * Returns: (transfer none) (nullable): "outgoing" or "incoming"; %NULL where it is not known
 */
const char *
netop_format_direction_id (NetopDirection direction)
{
  switch (direction)
    {
    case NETOP_DIRECTION_OUTGOING:
      return "outgoing";
    case NETOP_DIRECTION_INCOMING:
      return "incoming";
    case NETOP_DIRECTION_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * netop_format_backend_id:
 *
 * Returns: (transfer none): such as "pcap"
 */
const char *
netop_format_backend_id (NetopBackend backend)
{
  switch (backend)
    {
    case NETOP_BACKEND_EBPF:
      return "ebpf";
    case NETOP_BACKEND_PCAP:
      return "pcap";
    case NETOP_BACKEND_SOCKETS:
      return "sockets";
    case NETOP_BACKEND_FILE:
      return "file";
    default:
      g_return_val_if_reached ("pcap");
    }
}
