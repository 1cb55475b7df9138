/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include "frame-builder.h"

/* Capture files: www.ietf.org/archive/id/draft-ietf-opsawg-pcap and -pcapng. Of this machine's byte order alone: what
 * follows from the other one is libpcap's. */

#define SECONDS 1700000000u
#define N_PACKETS 3

static Frame
make_frame (guint link_type,
            guint number)
{
  Frame frame = { 0 };

  if (link_type == NETOP_LINK_ETHERNET)
    frame_add_ethernet (&frame, 0x0800);
  else if (link_type == NETOP_LINK_COOKED_V1)
    frame_add_cooked_v1 (&frame, 0, 1, 0x0800);
  else if (link_type == NETOP_LINK_COOKED_V2)
    frame_add_cooked_v2 (&frame, 4, 1, 0x0800, 2);
  else if (link_type == NETOP_LINK_NULL)
    frame_add_u32 (&frame, 2);
  frame_add_ipv4 (&frame, number % 2 != 0 ? 6 : 17, "192.0.2.1", "198.51.100.2", 0);
  if (number % 2 != 0)
    frame_add_tcp (&frame, 40000, 443, NETOP_TCP_SYN, 1460);
  else
    frame_add_udp (&frame, 40000, 53);
  frame_finish (&frame);
  return frame;
}

/* @n_cut: how much less the packets say they had on the wire than was captured, which cannot be */
static void
seed_pcap (const char *folder,
           const char *name,
           guint32     magic,
           guint       link_type,
           guint       n_cut)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fuzz_seed_add (bytes, magic, 4);
  netop_fuzz_seed_add (bytes, 2 | 4 << 16, 4);
  netop_fuzz_seed_add (bytes, 0, 8);
  netop_fuzz_seed_add (bytes, 65535, 4);
  netop_fuzz_seed_add (bytes, link_type, 4);
  for (guint i = 0; i < N_PACKETS; i++)
    {
      Frame frame = make_frame (link_type, i);

      netop_fuzz_seed_add (bytes, SECONDS + i * 61, 4);
      netop_fuzz_seed_add (bytes, 250000, 4);
      netop_fuzz_seed_add (bytes, frame.length, 4);
      netop_fuzz_seed_add (bytes, frame.length - n_cut, 4);
      g_byte_array_append (bytes, frame.bytes, frame.length);
    }
  netop_fuzz_seed_write (folder, "pcap-file", name, bytes);
}

static void
add_block (GByteArray       *bytes,
           guint32           type,
           const GByteArray *body)
{
  const guint padding = (4 - body->len % 4) % 4;
  const guint length = 12 + body->len + padding;

  netop_fuzz_seed_add (bytes, type, 4);
  netop_fuzz_seed_add (bytes, length, 4);
  g_byte_array_append (bytes, body->data, body->len);
  netop_fuzz_seed_add (bytes, 0, padding);
  netop_fuzz_seed_add (bytes, length, 4);
}

/* A section, an interface with a resolution of its own, packets of both kinds, and statistics. */
static void
seed_pcapng (const char *folder,
             const char *name,
             guint       resolution,
             bool        simple)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();

  netop_fuzz_seed_add (body, 0x1a2b3c4d, 4);
  netop_fuzz_seed_add (body, 1, 4);
  netop_fuzz_seed_add (body, G_MAXUINT64, 8);
  add_block (bytes, 0x0a0d0d0a, body);

  g_byte_array_set_size (body, 0);
  netop_fuzz_seed_add (body, NETOP_LINK_RAW, 4);
  netop_fuzz_seed_add (body, 65535, 4);
  netop_fuzz_seed_add (body, 9 | 1 << 16, 4); /* if_tsresol */
  netop_fuzz_seed_add (body, resolution, 4);
  netop_fuzz_seed_add (body, 0, 4);
  add_block (bytes, 1, body);

  for (guint i = 0; i < N_PACKETS; i++)
    {
      Frame frame = make_frame (NETOP_LINK_RAW, i);

      g_byte_array_set_size (body, 0);
      if (!simple)
        netop_fuzz_seed_add (body, (guint64)i << 32, 8);
      if (!simple)
        netop_fuzz_seed_add (body, 1000, 4);
      if (!simple)
        netop_fuzz_seed_add (body, frame.length, 4);
      netop_fuzz_seed_add (body, frame.length, 4);
      g_byte_array_append (body, frame.bytes, frame.length);
      add_block (bytes, simple ? 3 : 6, body);
    }

  g_byte_array_set_size (body, 0);
  netop_fuzz_seed_add (body, 0, 12);
  add_block (bytes, 5, body);
  netop_fuzz_seed_write (folder, "pcap-file", name, bytes);
}

void
netop_fuzz_seed_files (const char *folder)
{
  seed_pcap (folder, "pcap-ethernet", 0xa1b2c3d4, NETOP_LINK_ETHERNET, 0);
  seed_pcap (folder, "pcap-nanoseconds", 0xa1b23c4d, NETOP_LINK_RAW, 0);
  seed_pcap (folder, "pcap-null", 0xa1b2c3d4, NETOP_LINK_NULL, 0);
  seed_pcap (folder, "pcap-cooked-v1", 0xa1b2c3d4, NETOP_LINK_COOKED_V1, 0);
  seed_pcap (folder, "pcap-cooked-v2", 0xa1b2c3d4, NETOP_LINK_COOKED_V2, 0);
  seed_pcap (folder, "pcap-of-a-link-type-not-read", 0xa1b2c3d4, 105, 0);
  seed_pcap (folder, "pcap-captured-more-than-there-was", 0xa1b2c3d4, NETOP_LINK_ETHERNET, 8);
  seed_pcapng (folder, "pcapng-microseconds", 6, false);
  seed_pcapng (folder, "pcapng-powers-of-two", 0x80 | 20, false);
  seed_pcapng (folder, "pcapng-simple-packets", 6, true);
}
