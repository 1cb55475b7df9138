/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

#define UPLINK 2
#define ETHERNET 1 /* ARPHRD_ETHER, linux/if_arp.h */

/* What one second brings: the kernel's packets of 1014 bytes on Ethernet, and how many of them are told. */
typedef struct
{
  Fixture  fixture;
  uint64_t kernel_packets;
  uint64_t owned_packets;
  uint64_t stray_packets;
  uint64_t correction_bytes;
} Line;

static void
line_clear (Line *line)
{
  fixture_clear (&line->fixture);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static void
add_interface (Line       *line,
               const char *kind,
               bool        is_loopback)
{
  NetopInterface interface = {
    .index = UPLINK,
    .name = "line",
    .present = 1,
    .state = NETOP_INTERFACE_STATE_UP,
    .hardware_type = ETHERNET,
    .is_loopback = is_loopback,
    /* Its counters began long before. */
    .rx_bytes = 5000000 + line->kernel_packets * 1014,
    .rx_packets = 5000 + line->kernel_packets,
  };

  g_strlcpy (interface.kind, kind, sizeof interface.kind);
  g_array_append_val (line->fixture.tick->interfaces, interface);
}

static void
add_flows (Line *line)
{
  NetopFlow owned = make_flow (2, TCP, line->owned_packets * 1000, 0);

  owned.interfaces[0].rx_correction_bytes = line->correction_bytes;
  add_flow (&line->fixture, owned);
  if (line->stray_packets > 0)
    add_flow (&line->fixture, make_flow (3, ICMP, line->stray_packets * 1000, 0));
}

static void
begin_line (Line     *line,
            NetopTier tier)
{
  *line = (Line){ 0 };
  begin (&line->fixture, tier, true, NULL);
  add_process (&line->fixture, 1, 50, 50, "curl", false);
  add_socket (&line->fixture, 2, 2, TCP, false, false);
  add_holder (&line->fixture, 2, 1);
}

static void
pass_seconds (Line       *line,
              guint       n_seconds,
              const char *kind,
              guint       kernel_packets,
              guint       owned_packets,
              guint       stray_packets)
{
  for (guint i = 0; i < n_seconds; i++)
    {
      line->kernel_packets += kernel_packets;
      line->owned_packets += owned_packets;
      line->stray_packets += stray_packets;
      add_interface (line, kind, false);
      add_flows (line);
      send_tick (&line->fixture, SECOND);
    }
}

static void
assert_coverage (Line  *line,
                 double expected)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&line->fixture);
  const NetopSnapshotInterface *interface = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0);

  g_assert_true (interface->coverage.known);
  g_assert_cmpfloat_with_epsilon (interface->coverage.value, expected, 0.001);
  g_assert_true (snapshot->capture.coverage.known);
  g_assert_cmpfloat_with_epsilon (snapshot->capture.coverage.value, expected, 0.001);
}

static void
assert_unknown (Line *line)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&line->fixture);

  g_assert_false (g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0).coverage.known);
  g_assert_false (snapshot->capture.coverage.known);
}

static void
test_shares (void)
{
  g_auto (Line) line;

  begin_line (&line, NETOP_TIER_PCAP);
  pass_seconds (&line, 5, "veth", 100, 100, 0);
  assert_unknown (&line); /* too soon */
  pass_seconds (&line, 5, "veth", 100, 100, 0);
  assert_coverage (&line, 1);
  /* Nobody's, and nobody's at all. */
  pass_seconds (&line, 9, "veth", 100, 50, 25);
  assert_coverage (&line, 0.75);
  /* A minute later nothing of that is left. */
  pass_seconds (&line, 60, "veth", 100, 100, 0);
  assert_coverage (&line, 1);
}

static void
test_too_little (void)
{
  g_auto (Line) line;

  begin_line (&line, NETOP_TIER_PCAP);
  pass_seconds (&line, 9, "veth", 1, 1, 0);
  assert_unknown (&line);
  pass_seconds (&line, 3, "veth", 1, 1, 0);
  assert_coverage (&line, 1);
}

/* Hardware counts each segment's headers, and the capture sees them joined. */
static void
test_segments (void)
{
  static const struct
  {
    const char *kind;
    double      coverage;
  } cases[] = {
    { "ethernet", 1 },
    { "wifi", 1 },
    { "veth", 0.9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Line) line;

      begin_line (&line, NETOP_TIER_PCAP);
      for (guint k = 1; k <= 10; k++)
        {
          line.correction_bytes = (k - 1) * 10000;
          pass_seconds (&line, 1, cases[i].kind, 100, 90, 0);
        }
      assert_coverage (&line, cases[i].coverage);
    }
}

/* What a closed flow had stays when it is forgotten. */
static void
test_forgotten (void)
{
  g_auto (Line) line;

  begin_line (&line, NETOP_TIER_PCAP);
  pass_seconds (&line, 10, "veth", 100, 100, 0);
  add_closed (&line.fixture, make_flow (2, TCP, line.owned_packets * 1000, 0));
  for (guint i = 0; i < 40; i++)
    {
      add_interface (&line, "veth", false);
      send_tick (&line.fixture, SECOND);
    }
  assert_coverage (&line, 1);
}

static void
test_no_meaning (void)
{
  g_auto (Line) loopback;
  g_auto (Line) limited;

  begin_line (&loopback, NETOP_TIER_PCAP);
  for (guint i = 0; i < 10; i++)
    {
      loopback.kernel_packets += 100;
      add_interface (&loopback, "loopback", true);
      send_tick (&loopback.fixture, SECOND);
    }
  assert_unknown (&loopback);

  begin_line (&limited, NETOP_TIER_SOCKETS);
  pass_seconds (&limited, 10, "veth", 100, 100, 0);
  assert_unknown (&limited);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution/coverage/shares", test_shares);
  g_test_add_func ("/engine/attribution/coverage/too-little", test_too_little);
  g_test_add_func ("/engine/attribution/coverage/segments", test_segments);
  g_test_add_func ("/engine/attribution/coverage/forgotten", test_forgotten);
  g_test_add_func ("/engine/attribution/coverage/no-meaning", test_no_meaning);
  return g_test_run ();
}
