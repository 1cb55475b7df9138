/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-train-cache.h"

#include "netop-cursor.h"

/* What a train's packets have in common is read from the captured bytes as words, with the bits that differ from one
 * packet to the next masked out: type of service, length, identification, time to live, checksums, sequence numbers.
 * Nothing else may differ, or two packets that the decoder tells apart would count as one. */

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define COOKED_V2_HEADER_BYTES 20 /* LINKTYPE_LINUX_SLL2 */
#define IPV6_HEADER_BYTES 40      /* RFC 8200 */

/* In words: the link, the addresses with what stands around them, the ports. */
#define IPV4_WORDS 5
#define IPV6_WORDS 7

/* RFC 791: version, header length, fragment bits; protocol, source. */
#define IPV4_FIRST_MASK G_GUINT64_CONSTANT (0xff00000000003fff)
#define IPV4_SECOND_MASK G_GUINT64_CONSTANT (0x00ff0000ffffffff)
#define IPV4_PLAIN G_GUINT64_CONSTANT (0x4500000000000000)
/* RFC 8200: version, next header. */
#define IPV6_FIRST_MASK G_GUINT64_CONSTANT (0xf00000000000ff00)

static inline bool
read_word (NetopCursor *cursor,
           uint64_t    *word)
{
  if (cursor->left < sizeof *word)
    return false;

  memcpy (word, cursor->bytes, sizeof *word);
  *word = GUINT64_FROM_BE (*word);
  return netop_cursor_skip (cursor, sizeof *word);
}

/* Goes past the link header. */
static inline bool
read_link (const NetopCapturedPacket *captured,
           NetopCursor               *cursor,
           uint64_t                  *word,
           uint16_t                  *protocol)
{
  NetopCursor header;
  uint16_t    hardware_type;
  uint32_t    interface_index;
  uint8_t     packet_type;

  if (captured->link_type == NETOP_LINK_ETHERNET)
    {
      *word = (uint64_t)captured->interface_index << 32 | NETOP_LINK_ETHERNET;
      return netop_cursor_skip (cursor, 12) && netop_cursor_read_u16 (cursor, protocol);
    }

  if (captured->link_type != NETOP_LINK_COOKED_V2 || captured->interface_index != 0 ||
      !netop_cursor_split (cursor, COOKED_V2_HEADER_BYTES, &header))
    return false;
  if (!netop_cursor_read_u16 (&header, protocol) || !netop_cursor_skip (&header, 2) ||
      !netop_cursor_read_u32 (&header, &interface_index) || !netop_cursor_read_u16 (&header, &hardware_type) ||
      !netop_cursor_read_u8 (&header, &packet_type))
    return false;

  *word = (uint64_t)interface_index << 32 | (uint64_t)hardware_type << 16 | (uint64_t)packet_type << 8;
  return true;
}

/* Of the transport header: the ports, and for TCP the length of the header. */
static inline bool
read_transport (NetopCursor *cursor,
                uint8_t      protocol,
                uint64_t    *word)
{
  uint64_t first;
  uint8_t  offset, flags;

  if (!read_word (cursor, &first))
    return false;

  *word = first & G_GUINT64_CONSTANT (0xffffffff00000000);
  if (protocol == NETOP_PROTOCOL_UDP)
    return true;
  if (protocol != NETOP_PROTOCOL_TCP || !netop_cursor_skip (cursor, 4) ||
      !netop_cursor_read_u8 (cursor, &offset) || !netop_cursor_read_u8 (cursor, &flags))
    return false;

  *word |= offset & 0xf0;
  return (flags & NETOP_TCP_LIFE_FLAGS) == 0;
}

/* Returns the length field's bytes of the whole IP packet; 0 where this is not a plain packet. */
static inline uint32_t
read_ipv4 (NetopCursor *cursor,
           uint64_t    *words)
{
  uint64_t first, second;
  uint32_t destination;

  if (!read_word (cursor, &first) || !read_word (cursor, &second) || !netop_cursor_read_u32 (cursor, &destination))
    return 0;

  words[0] = first & IPV4_FIRST_MASK;
  words[1] = second & IPV4_SECOND_MASK;
  words[2] = destination;
  if (words[0] != IPV4_PLAIN || !read_transport (cursor, second >> 48 & 0xff, &words[3]))
    return 0;

  return first >> 32 & 0xffff;
}

static inline uint32_t
read_ipv6 (NetopCursor *cursor,
           uint64_t    *words)
{
  uint64_t first;
  uint32_t payload_bytes;

  if (!read_word (cursor, &first) || !read_word (cursor, &words[1]) || !read_word (cursor, &words[2]) ||
      !read_word (cursor, &words[3]) || !read_word (cursor, &words[4]))
    return 0;

  words[0] = first & IPV6_FIRST_MASK;
  if (words[0] >> 60 != 6 || !read_transport (cursor, first >> 8 & 0xff, &words[5]))
    return 0;

  payload_bytes = first >> 16 & 0xffff;
  return payload_bytes != 0 ? IPV6_HEADER_BYTES + payload_bytes : 0;
}

/* Returns the bytes of the IP packet; 0 where this is not a plain packet. */
static inline uint32_t
read_words (NetopTrainCache           *self,
            const NetopCapturedPacket *captured)
{
  NetopCursor cursor = { captured->bytes, MIN (captured->captured_bytes, captured->wire_bytes) };
  uint16_t    protocol;
  uint32_t    link_bytes, ip_bytes;

  if (!read_link (captured, &cursor, &self->words[0], &protocol))
    return 0;

  link_bytes = (uint32_t)(cursor.bytes - captured->bytes);
  self->n_words = protocol == ETHERTYPE_IPV4 ? IPV4_WORDS : IPV6_WORDS;
  if (protocol == ETHERTYPE_IPV4)
    ip_bytes = read_ipv4 (&cursor, &self->words[1]);
  else
    ip_bytes = protocol == ETHERTYPE_IPV6 ? read_ipv6 (&cursor, &self->words[1]) : 0;

  return ip_bytes <= captured->wire_bytes - link_bytes ? ip_bytes : 0;
}

static inline guint
get_place (const NetopTrainCache *self)
{
  /* Any odd numbers without a pattern: digits of pi. */
  static const uint64_t factors[NETOP_TRAIN_WORDS] = {
    0x243f6a8885a308d3u,
    0x13198a2e03707345u,
    0xa4093822299f31d1u,
    0x082efa98ec4e6c89u,
    0x452821e638d01377u,
    0xbe5466cf34e90c6du,
    0xc0ac29b7c97c50ddu,
  };
  uint64_t hash = 0;

  for (guint i = 0; i < self->n_words; i++)
    hash += (self->words[i] ^ self->words[i] >> 32) * factors[i];
  return hash >> 40 & (NETOP_TRAIN_CACHE_SIZE - 1);
}

/**
 * netop_train_cache_lookup:
 * @captured: any packet
 *
 * Returns: (transfer none) (nullable): the train of @captured, with its packet's lengths set; %NULL where the long way
 *   is to be gone
 */
NetopTrain *
netop_train_cache_lookup (NetopTrainCache           *self,
                          const NetopCapturedPacket *captured)
{
  uint32_t    ip_bytes = read_words (self, captured);
  uint64_t    difference = 0;
  NetopTrain *train;

  self->is_plain = ip_bytes != 0;
  if (!self->is_plain)
    return NULL;

  train = &self->trains[get_place (self)];
  for (guint i = 0; i < self->n_words; i++)
    difference |= train->words[i] ^ self->words[i];
  if (difference != 0 || train->n_rows == 0 || train->epoch != self->epoch || ip_bytes < train->packet.header_bytes)
    return NULL;

  train->packet.ip_bytes = ip_bytes;
  train->packet.payload_bytes = ip_bytes - train->packet.header_bytes;
  return train;
}

/**
 * netop_train_cache_remember:
 * @packet: what the decoder made of the packet looked up last
 *
 * To be called before its rows are looked for: if that removes any, an epoch begins, and the train is good no more.
 *
 * Returns: (transfer none): the train of that packet, for its rows to be set; of a packet that is not plain, one that
 *   is never found
 */
NetopTrain *
netop_train_cache_remember (NetopTrainCache   *self,
                            const NetopPacket *packet)
{
  NetopTrain *train = self->is_plain ? &self->trains[get_place (self)] : &self->nowhere;

  memcpy (train->words, self->words, sizeof train->words);
  train->packet = *packet;
  train->packet.payload = NULL;
  train->packet.payload_captured = 0;
  train->epoch = self->epoch;
  return train;
}
