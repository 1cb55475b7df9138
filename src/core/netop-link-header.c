/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-link-header.h"

/* The link types, and the header below IP of each: www.tcpdump.org/linktypes.html. */

/* Ethertypes: IANA, "IEEE 802 Numbers". */
enum {
  ETHERTYPE_FIRST = 0x0600, /* what is lower is a length or one of Linux's own numbers */
  ETHERTYPE_IPV4 = 0x0800,
  ETHERTYPE_VLAN = 0x8100,
  ETHERTYPE_IPV6 = 0x86dd,
  ETHERTYPE_QINQ = 0x88a8,
  ETHERTYPE_OLD_QINQ = 0x9100,
};

/* QinQ has two; one more is somebody's mistake, and what is beyond is nothing we can name. */
#define MAX_VLAN_TAGS 3
#define VLAN_TAG_BYTES 4
#define COOKED_V2_HEADER_BYTES 20

typedef NetopPacketStatus (*LinkReader) (NetopLinkHeader *self, NetopCursor *cursor);

typedef struct
{
  NetopLinkType type;
  uint32_t      header_bytes;
  uint32_t      max_header_bytes;
  bool          tells_way;
  LinkReader    read;
} LinkEntry;

/* What follows an ethertype, past VLAN tags. */
static NetopPacketStatus
read_ethertype (NetopLinkHeader *self,
                uint16_t         ethertype,
                NetopCursor     *cursor)
{
  for (int n_tags = 0; ethertype == ETHERTYPE_VLAN || ethertype == ETHERTYPE_QINQ || ethertype == ETHERTYPE_OLD_QINQ; n_tags++)
    {
      if (n_tags == MAX_VLAN_TAGS)
        return NETOP_PACKET_NOT_IP;
      if (!netop_cursor_skip (cursor, 2) || !netop_cursor_read_u16 (cursor, &ethertype))
        return NETOP_PACKET_TRUNCATED;
    }

  if (ethertype != ETHERTYPE_IPV4 && ethertype != ETHERTYPE_IPV6)
    return NETOP_PACKET_NOT_IP;

  self->ip_version = ethertype == ETHERTYPE_IPV4 ? 4 : 6;
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_ethernet (NetopLinkHeader *self,
               NetopCursor     *cursor)
{
  uint16_t ethertype;

  if (!netop_cursor_skip (cursor, 12) || !netop_cursor_read_u16 (cursor, &ethertype))
    return NETOP_PACKET_TRUNCATED;

  return read_ethertype (self, ethertype, cursor);
}

/* Whether packets of an ARPHRD_ type (linux/if_arp.h) carry an ethertype in a cooked header's protocol field.
 * Others carry netlink families, 802.11 frames, CAN frames: numbers that could pass for IP. */
static bool
hardware_has_ethertype (uint16_t hardware_type)
{
  switch (hardware_type)
    {
    case 0:      /* NETROM */
    case 1:      /* ETHER */
    case 6:      /* IEEE802 */
    case 24:     /* IEEE1394 */
    case 32:     /* INFINIBAND */
    case 256:    /* SLIP */
    case 257:    /* CSLIP */
    case 258:    /* SLIP6 */
    case 259:    /* CSLIP6 */
    case 512:    /* PPP */
    case 513:    /* HDLC */
    case 519:    /* RAWIP */
    case 768:    /* TUNNEL */
    case 769:    /* TUNNEL6 */
    case 772:    /* LOOPBACK */
    case 774:    /* FDDI */
    case 776:    /* SIT */
    case 778:    /* IPGRE */
    case 779:    /* PIMREG */
    case 780:    /* HIPPI */
    case 800:    /* IEEE802_TR */
    case 823:    /* IP6GRE */
    case 825:    /* 6LOWPAN */
    case 0xfffe: /* NONE */
    case 0xffff: /* VOID */
      return true;
    default:
      return false;
    }
}

static NetopPacketWay
way_of_packet_type (uint16_t packet_type)
{
  /* PACKET_HOST and its neighbours, linux/if_packet.h. */
  switch (packet_type)
    {
    case 0:
      return NETOP_PACKET_WAY_IN;
    case 1:
    case 2:
      return NETOP_PACKET_WAY_IN_GROUP;
    case 3:
      return NETOP_PACKET_WAY_OTHER_HOST;
    case 4:
      return NETOP_PACKET_WAY_OUT;
    default:
      return NETOP_PACKET_WAY_UNKNOWN;
    }
}

static NetopPacketStatus
read_cooked_protocol (NetopLinkHeader *self,
                      uint16_t         protocol,
                      NetopCursor     *cursor)
{
  if (protocol < ETHERTYPE_FIRST || !hardware_has_ethertype (self->hardware_type))
    return NETOP_PACKET_NOT_IP;

  return read_ethertype (self, protocol, cursor);
}

static NetopPacketStatus
read_cooked_v1 (NetopLinkHeader *self,
                NetopCursor     *cursor)
{
  uint16_t packet_type, protocol;

  if (!netop_cursor_read_u16 (cursor, &packet_type) ||
      !netop_cursor_read_u16 (cursor, &self->hardware_type) ||
      !netop_cursor_skip (cursor, 10) || /* the sender's link address and its length */
      !netop_cursor_read_u16 (cursor, &protocol))
    return NETOP_PACKET_TRUNCATED;

  self->way = way_of_packet_type (packet_type);
  return read_cooked_protocol (self, protocol, cursor);
}

static NetopPacketStatus
read_cooked_v2 (NetopLinkHeader *self,
                NetopCursor     *cursor)
{
  NetopCursor header;
  uint16_t    protocol;
  uint8_t     packet_type;

  if (!netop_cursor_split (cursor, COOKED_V2_HEADER_BYTES, &header) ||
      !netop_cursor_read_u16 (&header, &protocol) ||
      !netop_cursor_skip (&header, 2) || /* reserved */
      !netop_cursor_read_u32 (&header, &self->interface_index) ||
      !netop_cursor_read_u16 (&header, &self->hardware_type) ||
      !netop_cursor_read_u8 (&header, &packet_type)) /* then the sender's link address and its length */
    return NETOP_PACKET_TRUNCATED;

  self->way = way_of_packet_type (packet_type);
  return read_cooked_protocol (self, protocol, cursor);
}

/* The address family of the machine that captured, by its number and in its byte order. */
static NetopPacketStatus
read_null (NetopLinkHeader *self,
           NetopCursor     *cursor)
{
  uint32_t family;

  if (!netop_cursor_read_u32 (cursor, &family))
    return NETOP_PACKET_TRUNCATED;

  if (family > 0xffff)
    family = GUINT32_SWAP_LE_BE (family);

  switch (family)
    {
    case 2:
      self->ip_version = 4;
      return NETOP_PACKET_OK;
    case 10: /* Linux */
    case 24: /* NetBSD, OpenBSD */
    case 28: /* FreeBSD */
    case 30: /* macOS */
      self->ip_version = 6;
      return NETOP_PACKET_OK;
    default:
      return NETOP_PACKET_NOT_IP;
    }
}

static NetopPacketStatus
read_raw (NetopLinkHeader *self,
          NetopCursor     *cursor)
{
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_ipv4 (NetopLinkHeader *self,
           NetopCursor     *cursor)
{
  self->ip_version = 4;
  return NETOP_PACKET_OK;
}

static NetopPacketStatus
read_ipv6 (NetopLinkHeader *self,
           NetopCursor     *cursor)
{
  self->ip_version = 6;
  return NETOP_PACKET_OK;
}

static const LinkEntry links[] = {
  { NETOP_LINK_COOKED_V2, COOKED_V2_HEADER_BYTES, COOKED_V2_HEADER_BYTES + MAX_VLAN_TAGS *VLAN_TAG_BYTES, true, read_cooked_v2 },
  { NETOP_LINK_ETHERNET, 14, 14 + MAX_VLAN_TAGS *VLAN_TAG_BYTES, false, read_ethernet },
  { NETOP_LINK_COOKED_V1, 16, 16 + MAX_VLAN_TAGS *VLAN_TAG_BYTES, true, read_cooked_v1 },
  { NETOP_LINK_RAW, 0, 0, false, read_raw },
  { NETOP_LINK_NULL, 4, 4, false, read_null },
  { NETOP_LINK_LOOP, 4, 4, false, read_null },
  { NETOP_LINK_IPV4, 0, 0, false, read_ipv4 },
  { NETOP_LINK_IPV6, 0, 0, false, read_ipv6 },
};

static const LinkEntry *
find_link (NetopLinkType link_type)
{
  for (size_t i = 0; i < G_N_ELEMENTS (links); i++)
    if (links[i].type == link_type)
      return &links[i];

  return NULL;
}

/**
 * netop_link_header_read:
 * @self: (out): filled also for a packet that is not IP, as far as the header went
 * @cursor: over the whole packet; after success at the first byte of the IP header
 *
 * Returns: OK, or why the packet can't be counted
 */
NetopPacketStatus
netop_link_header_read (NetopLinkHeader *self,
                        NetopLinkType    link_type,
                        NetopCursor     *cursor)
{
  const LinkEntry *link = find_link (link_type);

  *self = (NetopLinkHeader){ 0 };
  if (link == NULL)
    return NETOP_PACKET_UNSUPPORTED_LINK;

  return link->read (self, cursor);
}

/**
 * netop_link_type_is_supported:
 * @link_type: any number a capture file may hold
 *
 * Returns: whether netop_packet_decode() reads it
 */
bool
netop_link_type_is_supported (NetopLinkType link_type)
{
  return find_link (link_type) != NULL;
}

/**
 * netop_link_type_tells_way:
 *
 * Returns: whether its header says which packets came in and which went out
 */
bool
netop_link_type_tells_way (NetopLinkType link_type)
{
  const LinkEntry *link = find_link (link_type);

  return link != NULL && link->tells_way;
}

/**
 * netop_link_type_get_header_bytes:
 *
 * Returns: bytes of the link header, VLAN tags not counted; 0 for none and for link types that are not supported
 */
uint32_t
netop_link_type_get_header_bytes (NetopLinkType link_type)
{
  const LinkEntry *link = find_link (link_type);

  return link != NULL ? link->header_bytes : 0;
}

/**
 * netop_link_type_get_max_header_bytes:
 *
 * Returns: bytes of the longest link header of all, VLAN tags included
 */
uint32_t
netop_link_type_get_max_header_bytes (void)
{
  uint32_t max_bytes = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (links); i++)
    max_bytes = MAX (max_bytes, links[i].max_header_bytes);

  return max_bytes;
}
