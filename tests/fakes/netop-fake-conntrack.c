/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-conntrack.h"

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <string.h>

#include "netop-fake-netlink.h"

static NetopAddress
parse (const char *text)
{
  uint8_t bytes[16];

  if (inet_pton (AF_INET, text, bytes) == 1)
    return netop_address_from_v4 (bytes);
  g_assert_cmpint (inet_pton (AF_INET6, text, bytes), ==, 1);
  return netop_address_from_v6 (bytes);
}

NetopTuple
netop_fake_conntrack_make_tuple (uint8_t     protocol,
                                 const char *source,
                                 uint16_t    source_port,
                                 const char *destination,
                                 uint16_t    destination_port)
{
  return (NetopTuple){
    .source = parse (source),
    .destination = parse (destination),
    .source_port = source_port,
    .destination_port = destination_port,
    .protocol = protocol,
  };
}

static void
add_port (GByteArray *self,
          uint16_t    type,
          uint16_t    port)
{
  uint16_t value = htons (port);

  netop_fake_netlink_add_attribute (self, type, &value, sizeof value);
}

static void
add_tuple (GByteArray       *self,
           uint16_t          type,
           const NetopTuple *tuple)
{
  bool  v4 = netop_address_is_v4 (&tuple->source);
  guint size = v4 ? 4 : 16;
  guint outer = netop_fake_netlink_begin_nested (self, type);
  guint inner = netop_fake_netlink_begin_nested (self, CTA_TUPLE_IP);

  netop_fake_netlink_add_attribute (self, v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, tuple->source.bytes + 16 - size, size);
  netop_fake_netlink_add_attribute (self, v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, tuple->destination.bytes + 16 - size, size);
  netop_fake_netlink_end_nested (self, inner);
  inner = netop_fake_netlink_begin_nested (self, CTA_TUPLE_PROTO);
  netop_fake_netlink_add_attribute (self, CTA_PROTO_NUM, &tuple->protocol, 1);
  if (tuple->protocol == NETOP_PROTOCOL_ICMP)
    {
      add_port (self, CTA_PROTO_ICMP_ID, tuple->source_port);
    }
  else
    {
      add_port (self, CTA_PROTO_SRC_PORT, tuple->source_port);
      add_port (self, CTA_PROTO_DST_PORT, tuple->destination_port);
    }
  netop_fake_netlink_end_nested (self, inner);
  netop_fake_netlink_end_nested (self, outer);
}

/* As the kernel tells it: @type is of enum cntl_msg_types. */
void
netop_fake_conntrack_add (GByteArray             *self,
                          uint16_t                type,
                          uint32_t                sequence,
                          const NetopTranslation *translation)
{
  struct nfgenmsg info = { .nfgen_family = AF_INET, .version = NFNETLINK_V0 };
  guint           start = netop_fake_netlink_begin (self, (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | type), sequence);

  netop_fake_netlink_add (self, &info, sizeof info);
  netop_fake_netlink_add_u32 (self, CTA_STATUS, 0);
  add_tuple (self, CTA_TUPLE_ORIG, &translation->original);
  add_tuple (self, CTA_TUPLE_REPLY, &translation->reply);
  netop_fake_netlink_end (self, start);
}
