/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-local-guess.h"

#include "frame-builder.h"

/* A server of which we know nothing but that it captured, a client that it serves, and others. */
#define SERVER "198.51.100.1"
#define CLIENT "203.0.113.7"
#define PRIVATE "192.168.1.2"
#define GATEWAY "192.168.1.1"

static NetopPacket
make_packet (const char *source,
             uint16_t    source_port,
             const char *destination,
             uint16_t    destination_port)
{
  return (NetopPacket){
    .source = parse_address (source),
    .destination = parse_address (destination),
    .source_port = source_port,
    .destination_port = destination_port,
    .protocol = NETOP_PROTOCOL_TCP,
  };
}

static NetopPacket
turn_round (const NetopPacket *packet)
{
  NetopPacket back = *packet;

  back.source = packet->destination;
  back.destination = packet->source;
  back.source_port = packet->destination_port;
  back.destination_port = packet->source_port;
  return back;
}

/* A file in which @busy talks to others, of the same kind as itself. */
static NetopLocalGuess *
make_settled (const char *busy,
              const char *prefix)
{
  NetopLocalGuess *guess = netop_local_guess_new ();

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s%u", prefix, 20 + i);
      NetopPacket      packet = make_packet (other, (uint16_t)(40000 + i), busy, 80);
      NetopPacket      back = turn_round (&packet);

      netop_local_guess_add (guess, &packet);
      netop_local_guess_add (guess, &back);
    }
  netop_local_guess_settle (guess);
  return guess;
}

static void
check (const NetopLocalGuess *guess,
       NetopPacket            packet,
       bool                   received)
{
  NetopPacket back = turn_round (&packet);

  g_assert_cmpint (netop_local_guess_is_received (guess, &packet), ==, received);
  g_assert_cmpint (netop_local_guess_is_received (guess, &back), ==, !received);
}

/* By the addresses alone: a later fragment, which has no ports, goes the way of its first. */
static void
check_way (const NetopLocalGuess *guess,
           NetopPacket            packet,
           NetopPacketWay         way)
{
  NetopPacket later = packet;

  later.source_port = later.destination_port = 0;
  netop_local_guess_apply (guess, &packet);
  netop_local_guess_apply (guess, &later);
  g_assert_cmpint (packet.way, ==, way);
  g_assert_cmpint (later.way, ==, way);
}

/* Between two of a kind the one that has part in more is ours, whoever has the higher port. */
static void
test_frequent (void)
{
  g_autoptr (NetopLocalGuess) public = make_settled (SERVER, "203.0.113.");
  g_autoptr (NetopLocalGuess) private = make_settled (PRIVATE, "10.0.0.");

  check (public, make_packet (CLIENT, 40000, SERVER, 80), true);
  check (public, make_packet (SERVER, 40000, CLIENT, 80), false);
  check (private, make_packet (GATEWAY, 53, PRIVATE, 40000), true);
  check (private, make_packet (GATEWAY, 40000, PRIVATE, 53), true);
  check_way (public, make_packet (CLIENT, 40000, SERVER, 80), NETOP_PACKET_WAY_IN);
  check_way (public, make_packet (SERVER, 80, CLIENT, 40000), NETOP_PACKET_WAY_OUT);
}

static void
test_private_beats_frequent (void)
{
  g_autoptr (NetopLocalGuess) guess = make_settled (SERVER, "203.0.113.");

  check (guess, make_packet (PRIVATE, 80, SERVER, 40000), false);
  check (guess, make_packet ("fe80::1", 80, "2001:db8::1", 40000), false);
  check_way (guess, make_packet (SERVER, 80, PRIVATE, 40000), NETOP_PACKET_WAY_IN);
}

/* Neither is known: the client's port tells, then the address, so that there is one answer. */
static void
test_tie (void)
{
  g_autoptr (NetopLocalGuess) guess = make_settled (SERVER, "203.0.113.");

  check (guess, make_packet ("192.0.2.1", 40000, "192.0.2.2", 80), false);
  check (guess, make_packet ("192.0.2.2", 123, "192.0.2.1", 123), true);
  check (NULL, make_packet ("192.0.2.1", 80, "192.0.2.2", 40000), true);
  check_way (guess, make_packet ("192.0.2.1", 40000, "192.0.2.2", 80), NETOP_PACKET_WAY_UNKNOWN);
}

/* What comes later changes no answer: else a flow would turn round in its middle. */
static void
test_settled_stays (void)
{
  g_autoptr (NetopLocalGuess) guess = make_settled (SERVER, "203.0.113.");
  NetopPacket packet = make_packet (CLIENT, 40000, "192.0.2.1", 80);

  for (guint i = 0; i < 1000; i++)
    netop_local_guess_add (guess, &packet);
  netop_local_guess_settle (guess);
  check (guess, make_packet (CLIENT, 40000, SERVER, 80), true);
}

/* The first so many count, whatever they are followed by. */
static void
test_bound (void)
{
  g_autoptr (NetopLocalGuess) guess = netop_local_guess_new ();
  NetopPacket first = make_packet (SERVER, 80, CLIENT, 40000);
  NetopPacket later = make_packet (CLIENT, 40000, "192.0.2.1", 80);

  for (guint i = 0; i < NETOP_LOCAL_GUESS_MAX_PACKETS; i++)
    netop_local_guess_add (guess, &first);
  for (guint i = 0; i < 10; i++)
    netop_local_guess_add (guess, &later);
  netop_local_guess_settle (guess);
  check (guess, make_packet (SERVER, 80, "192.0.2.1", 40000), false);
  check (guess, make_packet (SERVER, 80, CLIENT, 40000), true); /* as if neither were known */
}

static void
test_left_alone (void)
{
  static const struct
  {
    const char    *source;
    const char    *destination;
    NetopPacketWay way;
  } cases[] = {
    { PRIVATE, "224.0.0.251", NETOP_PACKET_WAY_UNKNOWN },
    { "0.0.0.0", "255.255.255.255", NETOP_PACKET_WAY_UNKNOWN },
    { "127.0.0.1", "127.0.0.1", NETOP_PACKET_WAY_UNKNOWN },
    { PRIVATE, PRIVATE, NETOP_PACKET_WAY_UNKNOWN },
    { PRIVATE, SERVER, NETOP_PACKET_WAY_IN },
    { PRIVATE, SERVER, NETOP_PACKET_WAY_OTHER_HOST },
  };
  g_autoptr (NetopLocalGuess) guess = netop_local_guess_new ();

  netop_local_guess_settle (guess);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopPacket packet = make_packet (cases[i].source, 1, cases[i].destination, 2);

      packet.way = cases[i].way;
      netop_local_guess_apply (guess, &packet);
      g_assert_cmpint (packet.way, ==, cases[i].way);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/local-guess/frequent", test_frequent);
  g_test_add_func ("/core/local-guess/private-beats-frequent", test_private_beats_frequent);
  g_test_add_func ("/core/local-guess/tie", test_tie);
  g_test_add_func ("/core/local-guess/settled-stays", test_settled_stays);
  g_test_add_func ("/core/local-guess/bound", test_bound);
  g_test_add_func ("/core/local-guess/left-alone", test_left_alone);

  return g_test_run ();
}
