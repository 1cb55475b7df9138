/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-packet-diag.h"

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <sys/stat.h>

/* More than the helper has. */
#define MAX_OWN_FDS 256
#define STATE_CLOSE 7

/**
 * netop_packet_diag_make_request:
 *
 * Returns: a question that lacks only its length and its number
 */
NetopPacketDiagRequest
netop_packet_diag_make_request (void)
{
  return (NetopPacketDiagRequest){
    .header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
    .request = { .sdiag_family = AF_PACKET, .pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_RING_CFG },
  };
}

/* What this program itself captures with. */
static bool
is_own (uint64_t inode)
{
  struct stat status;

  for (int fd = 0; fd < MAX_OWN_FDS; fd++)
    {
      if (fstat (fd, &status) == 0 && S_ISSOCK (status.st_mode) && status.st_ino == inode)
        return true;
    }
  return false;
}

/**
 * netop_packet_diag_read:
 * @body: of one message of the answer
 * @facts: (out): meaningful only on success
 *
 * Who captures through a ring, as libpcap does, and has none to send through is no sender, and left out; and so is this
 * program itself.
 *
 * Returns: whether it is a socket that somebody may send frames through
 */
bool
netop_packet_diag_read (NetopNetlinkSpan  body,
                        NetopSocketFacts *facts)
{
  struct packet_diag_msg  message;
  struct packet_diag_info info = { 0 };
  NetopNetlinkAttribute   attribute;
  bool                    has_receive_ring = false;
  bool                    has_send_ring = false;

  if (netop_netlink_read (&body, &message, sizeof message) < sizeof message || message.pdiag_family != AF_PACKET)
    return false;

  *facts = (NetopSocketFacts){
    .cookie = message.pdiag_cookie[0] | (uint64_t)message.pdiag_cookie[1] << 32,
    .inode = message.pdiag_ino,
    .local_port = message.pdiag_num,
    .state = STATE_CLOSE,
    .listening = true,
    .kind = NETOP_SOCKET_KIND_PACKET,
    .sample_us = g_get_monotonic_time (),
  };
  while (netop_netlink_next_attribute (&body, &attribute))
    {
      if (attribute.type == PACKET_DIAG_RX_RING)
        has_receive_ring = true;
      else if (attribute.type == PACKET_DIAG_TX_RING)
        has_send_ring = true;
      else if (attribute.type == PACKET_DIAG_INFO)
        netop_netlink_read (&attribute.value, &info, sizeof info);
      else if (attribute.type == PACKET_DIAG_UID && netop_netlink_read (&attribute.value, &facts->uid, sizeof facts->uid) == sizeof facts->uid)
        facts->known |= NETOP_SOCKET_KNOWS_UID;
    }

  facts->interface_index = info.pdi_index;
  return facts->inode != 0 && (has_send_ring || !has_receive_ring) && !is_own (facts->inode);
}
