/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include "frame-builder.h"

/* Operations of fuzz-packet.c, by number. */
enum {
  PACKET_ETHERNET = 0,
  PACKET_COOKED_V2 = 1,
  PACKET_COOKED_V1 = 2,
  PACKET_RAW = 3,
  PACKET_NULL = 4,
  EXPIRE = 10,
  CLOSE = 11,
  MSS = 12,
  LOCAL = 13,
  COMPARE = 14,
  STEP = 15,
  WITH_WIRE_LENGTH = 0x10,
};

#define LOCAL_V4 "10.0.0.1"
#define REMOTE_V4 "10.0.0.2"
#define LOCAL_V6 "2001:db8::1"
#define REMOTE_V6 "2001:db8::2"

static void
add_link (Frame *frame,
          guint  operation,
          bool   received)
{
  const guint ethertype = frame->is_v6 ? 0x86dd : 0x0800;

  switch (operation)
    {
    case PACKET_ETHERNET:
      frame_add_ethernet (frame, ethertype);
      break;
    case PACKET_COOKED_V2:
      frame_add_cooked_v2 (frame, received ? 0 : 4, 1, ethertype, 2);
      break;
    case PACKET_COOKED_V1:
      frame_add_cooked_v1 (frame, received ? 0 : 4, 1, ethertype);
      break;
    case PACKET_NULL:
      frame_add_u32 (frame, frame->is_v6 ? 30 : 2);
      break;
    default:
      break;
    }
}

static Frame
make_frame (guint operation,
            bool  is_v6,
            guint protocol,
            guint flags,
            bool  received)
{
  Frame frame = { .is_v6 = is_v6 };

  add_link (&frame, operation, received);
  if (is_v6)
    frame_add_ipv6 (&frame, protocol, received ? REMOTE_V6 : LOCAL_V6, received ? LOCAL_V6 : REMOTE_V6);
  else
    frame_add_ipv4 (&frame, protocol, received ? REMOTE_V4 : LOCAL_V4, received ? LOCAL_V4 : REMOTE_V4, 0);
  if (protocol == NETOP_PROTOCOL_TCP)
    frame_add_tcp (&frame, received ? 443 : 40000, received ? 40000 : 443, flags, (flags & NETOP_TCP_SYN) != 0 ? 1460 : 0);
  else
    frame_add_udp (&frame, received ? 53 : 40000, received ? 40000 : 53);
  frame_add_zeros (&frame, 8);
  frame_finish (&frame);
  return frame;
}

static void
add_frame (GByteArray  *bytes,
           guint        operation,
           const Frame *frame)
{
  netop_fuzz_seed_add (bytes, operation, 1);
  netop_fuzz_seed_add (bytes, frame->length, 1);
  g_byte_array_append (bytes, frame->bytes, frame->length);
}

static void
add_packet (GByteArray *bytes,
            guint       operation,
            bool        is_v6,
            guint       protocol,
            guint       flags,
            bool        received)
{
  Frame frame = make_frame (operation, is_v6, protocol, flags, received);

  add_frame (bytes, operation, &frame);
}

/* A connection from its first to its last packet, and the next one of the same ends. */
static void
seed_connection (const char *folder,
                 const char *name,
                 guint       operation,
                 bool        is_v6)
{
  static const struct
  {
    guint flags;
    bool  received;
  } packets[] = {
    { NETOP_TCP_SYN, false },
    { NETOP_TCP_SYN | NETOP_TCP_ACK, true },
    { NETOP_TCP_ACK, false },
    { NETOP_TCP_ACK, true },
    { NETOP_TCP_ACK, true },
    { NETOP_TCP_FIN | NETOP_TCP_ACK, true },
    { NETOP_TCP_FIN | NETOP_TCP_ACK, false },
    { NETOP_TCP_SYN, false },
    { NETOP_TCP_RST, true },
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (packets); i++)
    add_packet (bytes, operation, is_v6, NETOP_PROTOCOL_TCP, packets[i].flags, packets[i].received);
  netop_fuzz_seed_add (bytes, COMPARE, 1);
  netop_fuzz_seed_add (bytes, STEP, 1);
  netop_fuzz_seed_add (bytes, 3 * G_USEC_PER_SEC, 4);
  netop_fuzz_seed_add (bytes, EXPIRE, 1);
  netop_fuzz_seed_write (folder, "packet", name, bytes);
}

static void
seed_datagrams (const char *folder,
                const char *name,
                guint       operation,
                bool        is_v6)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 4; i++)
    add_packet (bytes, operation, is_v6, NETOP_PROTOCOL_UDP, 0, i % 2 != 0);
  netop_fuzz_seed_add (bytes, LOCAL, 1);
  netop_fuzz_seed_add (bytes, 0, 1);
  for (guint i = 0; i < 4; i++)
    add_packet (bytes, operation, is_v6, NETOP_PROTOCOL_UDP, 0, i % 2 != 0);
  netop_fuzz_seed_add (bytes, CLOSE, 1);
  netop_fuzz_seed_add (bytes, 2, 1);
  netop_fuzz_seed_write (folder, "packet", name, bytes);
}

/* Larger than any segment, before and after it is told how large those are. */
static void
seed_super_packets (const char *folder)
{
  const guint wire_bytes = 14 + 40 + 30000;
  Frame       frame = make_frame (PACKET_ETHERNET, false, NETOP_PROTOCOL_TCP, NETOP_TCP_ACK, true);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  frame_set_u16 (&frame, frame.ip_start + 2, wire_bytes - 14);
  for (guint i = 0; i < 6; i++)
    {
      /* In the end with other TCP options: each segment carries them again. */
      if (i == 5)
        frame_set_u16 (&frame, frame.ip_start + 32, 0x7010);
      netop_fuzz_seed_add (bytes, PACKET_ETHERNET | WITH_WIRE_LENGTH, 1);
      netop_fuzz_seed_add (bytes, frame.length, 1);
      netop_fuzz_seed_add (bytes, wire_bytes, 3);
      g_byte_array_append (bytes, frame.bytes, frame.length);
      if (i != 1)
        continue;
      netop_fuzz_seed_add (bytes, MSS, 1);
      netop_fuzz_seed_add (bytes, 2, 1);
      netop_fuzz_seed_add (bytes, 1448, 2);
      netop_fuzz_seed_add (bytes, 1448, 2);
    }
  netop_fuzz_seed_write (folder, "packet", "super-packets", bytes);
}

static void
seed_fragments (const char *folder)
{
  static const guint offsets[] = { 0x2000, 0x2001, 0x0002 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      Frame frame = make_frame (PACKET_RAW, false, NETOP_PROTOCOL_UDP, 0, true);

      frame_set_u16 (&frame, frame.ip_start + 4, 0x1234);
      frame_set_u16 (&frame, frame.ip_start + 6, offsets[i]);
      add_frame (bytes, PACKET_RAW, &frame);
    }
  netop_fuzz_seed_write (folder, "packet", "fragments-v4", bytes);

  g_byte_array_set_size (bytes, 0);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      Frame frame = { .is_v6 = true };

      frame_add_ipv6 (&frame, 44, REMOTE_V6, LOCAL_V6);
      frame_add_u16 (&frame, NETOP_PROTOCOL_UDP << 8);
      frame_add_u16 (&frame, i * 8 | (i < 2));
      frame_add_u32 (&frame, 0x12345678);
      frame_add_udp (&frame, 53, 40000);
      frame_finish (&frame);
      add_frame (bytes, PACKET_RAW, &frame);
    }
  netop_fuzz_seed_write (folder, "packet", "fragments-v6", bytes);
}

/* The same packet with one byte less each time. */
static void
seed_cut (const char *folder,
          const char *name,
          guint       operation,
          bool        is_v6)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Frame frame = make_frame (operation, is_v6, is_v6 ? NETOP_PROTOCOL_UDP : NETOP_PROTOCOL_TCP, NETOP_TCP_SYN, true);

  for (; frame.length > 0; frame.length--)
    add_frame (bytes, operation, &frame);
  netop_fuzz_seed_write (folder, "packet", name, bytes);
}

/* What differs from a train by one thing alone. */
static void
seed_broken_trains (const char *folder,
                    const char *name,
                    guint       operation)
{
  static const struct
  {
    guint offset; /* in the IP header */
    guint value;
  } changes[] = {
    { 0, 0x4600 },  /* options */
    { 6, 0x0010 },  /* a fragment whose first was not seen */
    { 6, 0x2000 },  /* the first of fragments */
    { 8, 0x4011 },  /* another protocol */
    { 2, 0xffff },  /* longer than it is */
    { 2, 0x0010 },  /* shorter than its headers */
    { 14, 0x0003 }, /* another sender */
    { 20, 0x0001 }, /* another port */
    { 32, 0x6010 }, /* a longer TCP header */
    { 32, 0x5001 }, /* an end */
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      Frame frame = make_frame (operation, false, NETOP_PROTOCOL_TCP, NETOP_TCP_ACK, true);

      add_frame (bytes, operation, &frame);
      add_frame (bytes, operation, &frame);
      frame_set_u16 (&frame, frame.ip_start + changes[i].offset, changes[i].value);
      add_frame (bytes, operation, &frame);
      netop_fuzz_seed_add (bytes, COMPARE, 1);
    }
  netop_fuzz_seed_write (folder, "packet", name, bytes);
}

/* Header after header, as many as there are. */
static void
seed_extensions (const char *folder)
{
  static const guint8 kinds[] = { 0, 60, 43, 51, 60 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Frame frame = { .is_v6 = true };

  frame_add_ipv6 (&frame, kinds[0], REMOTE_V6, LOCAL_V6);
  for (guint i = 1; i <= G_N_ELEMENTS (kinds); i++)
    {
      frame_add_u8 (&frame, i < G_N_ELEMENTS (kinds) ? kinds[i] : NETOP_PROTOCOL_UDP);
      frame_add_u8 (&frame, kinds[i - 1] == 51 ? 4 : 0);
      frame_add_zeros (&frame, kinds[i - 1] == 51 ? 22 : 6);
    }
  frame_add_udp (&frame, 53, 40000);
  frame_finish (&frame);
  add_frame (bytes, PACKET_RAW, &frame);
  netop_fuzz_seed_write (folder, "packet", "extension-headers", bytes);
}

static void
seed_other_protocols (const char *folder)
{
  static const guint protocols[] = { NETOP_PROTOCOL_ICMP, NETOP_PROTOCOL_SCTP, NETOP_PROTOCOL_UDPLITE, 47, 2 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      Frame frame = make_frame (PACKET_COOKED_V2, false, NETOP_PROTOCOL_UDP, 0, true);

      frame.bytes[frame.ip_start + 9] = (uint8_t)protocols[i];
      /* An echo request, where it is ICMP. */
      frame_set_u16 (&frame, frame.ip_start + 20, 0x0800);
      frame_set_u16 (&frame, frame.ip_start + 24, 0x0077);
      add_frame (bytes, PACKET_COOKED_V2, &frame);
    }
  netop_fuzz_seed_write (folder, "packet", "other-protocols", bytes);
}

/* More flows than the table holds. */
static void
seed_many (const char *folder)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 32; i++)
    {
      Frame frame = make_frame (PACKET_RAW, false, NETOP_PROTOCOL_UDP, 0, true);

      frame_set_u16 (&frame, frame.ip_start + 20, i);
      add_frame (bytes, PACKET_RAW, &frame);
    }
  netop_fuzz_seed_write (folder, "packet", "more-than-fit", bytes);
}

static void
seed_link_header (const char   *folder,
                  const char   *name,
                  NetopLinkType link_type,
                  const Frame  *frame)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fuzz_seed_add (bytes, link_type, 2);
  g_byte_array_append (bytes, frame->bytes, frame->length);
  netop_fuzz_seed_write (folder, "link-header", name, bytes);
}

static void
seed_link_headers (const char *folder)
{
  const guint hardware_types[] = { 1, 772, 776, 803, 0xfffe };
  Frame       frame = { 0 };

  seed_link_header (folder, "raw", NETOP_LINK_RAW, &frame);
  seed_link_header (folder, "ipv4", NETOP_LINK_IPV4, &frame);
  seed_link_header (folder, "ipv6", NETOP_LINK_IPV6, &frame);
  frame_add_u32 (&frame, 2);
  seed_link_header (folder, "loop", NETOP_LINK_LOOP, &frame);
  frame.length--;
  seed_link_header (folder, "loop-that-is-cut", NETOP_LINK_LOOP, &frame);
  frame.length++;
  frame.bytes[0] = 30;
  frame.bytes[3] = 0;
  seed_link_header (folder, "null-of-the-other-order", NETOP_LINK_NULL, &frame);

  frame = (Frame){ 0 };
  frame_add_ethernet (&frame, 0x88a8);
  frame_add_u32 (&frame, 0x00018100);
  frame_add_u32 (&frame, 0x00020800);
  seed_link_header (folder, "ethernet-in-two-vlans", NETOP_LINK_ETHERNET, &frame);

  for (guint i = 0; i < G_N_ELEMENTS (hardware_types); i++)
    {
      g_autofree char *name = g_strdup_printf ("cooked-v2-hardware-%u", hardware_types[i]);

      frame = (Frame){ 0 };
      frame_add_cooked_v2 (&frame, i, hardware_types[i], 0x86dd, 2);
      seed_link_header (folder, name, NETOP_LINK_COOKED_V2, &frame);
    }
  frame = (Frame){ 0 };
  frame_add_cooked_v1 (&frame, 4, 1, 0x0800);
  seed_link_header (folder, "cooked-v1", NETOP_LINK_COOKED_V1, &frame);
}

void
netop_fuzz_seed_packets (const char *folder)
{
  static const struct
  {
    guint       operation;
    const char *name;
  } links[] = {
    { PACKET_ETHERNET, "ethernet" },
    { PACKET_COOKED_V2, "cooked-v2" },
    { PACKET_COOKED_V1, "cooked-v1" },
    { PACKET_RAW, "raw" },
    { PACKET_NULL, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *connection = g_strdup_printf ("connection-%s", links[i].name);
      g_autofree char *datagrams = g_strdup_printf ("datagrams-%s", links[i].name);

      seed_connection (folder, connection, links[i].operation, i % 2 != 0);
      seed_datagrams (folder, datagrams, links[i].operation, i % 2 == 0);
    }
  seed_broken_trains (folder, "broken-trains-ethernet", PACKET_ETHERNET);
  seed_broken_trains (folder, "broken-trains-cooked-v2", PACKET_COOKED_V2);
  seed_cut (folder, "cut-at-every-byte-v4", PACKET_NULL, false);
  seed_cut (folder, "cut-at-every-byte-v6", PACKET_RAW, true);
  seed_super_packets (folder);
  seed_fragments (folder);
  seed_extensions (folder);
  seed_other_protocols (folder);
  seed_many (folder);
  seed_link_headers (folder);
}
