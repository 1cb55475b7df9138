/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-stack-counter.h"

#define PORT 1
#define BRIDGE 2
#define UPLINK 3
#define MAX_STEPS 8

/* How things stand when a step's counters were read. */
typedef enum {
  END,
  UNKNOWN, /* no facts yet */
  APART,
  JOINED,
} Standing;

/* Absolute counters, as ticks have them, and what is to be counted by then. */
typedef struct
{
  Standing standing;
  uint64_t port_bytes;
  uint64_t bridge_bytes;
  uint64_t counted;
} Step;

typedef struct
{
  const char *name;
  Step        steps[MAX_STEPS];
} Case;

static const Case cases[] = {
  { "always joined", { { JOINED, 100, 100, 100 }, { JOINED, 500, 500, 500 } } },
  { "always apart", { { APART, 100, 50, 150 }, { APART, 500, 60, 560 } } },
  { "joined in mid-flow", { { APART, 1000, 0, 1000 }, { APART, 2000, 0, 2000 }, { JOINED, 3000, 900, 3000 }, { JOINED, 4000, 1900, 4000 }, { JOINED, 9000, 6900, 9000 } } },
  { "joined, both with bytes of their own before", { { APART, 1000, 500, 1500 }, { JOINED, 1200, 700, 1700 }, { JOINED, 1300, 800, 1800 }, { JOINED, 5000, 4500, 5500 } } },
  { "left in mid-flow", { { JOINED, 1000, 1000, 1000 }, { APART, 1500, 1300, 1500 }, { APART, 2000, 1300, 2000 }, { APART, 3000, 1300, 3000 } } },
  { "left, the pair split where it did", { { JOINED, 1000, 1000, 1000 }, { APART, 1100, 1000, 1100 }, { APART, 1100, 1100, 1100 }, { APART, 1200, 1100, 1200 }, { APART, 1300, 1200, 1400 } } },
  { "left, and heard of later", { { JOINED, 1000, 1000, 1000 }, { JOINED, 1500, 1000, 1500 }, { APART, 1600, 1000, 1600 }, { APART, 2600, 1000, 2600 } } },
  { "joined again", { { JOINED, 100, 100, 100 }, { APART, 200, 100, 200 }, { APART, 300, 100, 300 }, { JOINED, 400, 200, 400 }, { JOINED, 500, 300, 500 }, { JOINED, 600, 400, 600 } } },
  { "topology late", { { UNKNOWN, 1000, 1000, 1000 }, { UNKNOWN, 2000, 2000, 2000 }, { JOINED, 3000, 3000, 3000 } } },
  { "topology late, and they are apart", { { UNKNOWN, 1000, 600, 1000 }, { APART, 1000, 600, 1600 }, { APART, 1500, 700, 2200 } } },
  { "port only", { { JOINED, 1000, 0, 1000 }, { JOINED, 2000, 0, 2000 } } },
  { "bridge only", { { JOINED, 0, 1000, 1000 }, { JOINED, 0, 2000, 2000 } } },
  { "port only, then the bridge", { { JOINED, 1000, 0, 1000 }, { JOINED, 2000, 1000, 2000 } } },
  { "every tick splits a pair", { { JOINED, 100, 0, 100 }, { JOINED, 200, 100, 200 }, { JOINED, 300, 200, 300 }, { JOINED, 300, 300, 300 } } },
  { "every tick splits a pair, the bridge ahead", { { JOINED, 0, 100, 100 }, { JOINED, 100, 200, 200 }, { JOINED, 300, 300, 300 } } },
};

static NetopFlow
make_row (const Step *step)
{
  NetopFlow flow = { .id = 2, .n_interfaces = 1, .interfaces = { { .index = PORT }, { .index = BRIDGE } } };

  /* An interface that saw nothing yet is not in the row. */
  flow.interfaces[0].rx_bytes = step->port_bytes;
  flow.interfaces[1].rx_bytes = step->bridge_bytes;
  if (step->bridge_bytes > 0)
    flow.n_interfaces = 2;
  return flow;
}

static void
check_cases (bool is_versioned)
{
  const NetopInterface apart[] = { { .index = PORT, .kind = "veth" }, { .index = BRIDGE, .kind = "bridge" } };
  const NetopInterface joined[] = { { .index = PORT, .kind = "veth", .master = BRIDGE }, { .index = BRIDGE, .kind = "bridge" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopStackCounter counter = { 0 };
      NetopFlow         rows[MAX_STEPS];
      int               changed = -2;
      guint             version = 1;

      for (guint k = 0; k < MAX_STEPS && cases[i].steps[k].standing != END; k++)
        {
          const Step   *step = &cases[i].steps[k];
          NetopTopology topology = { .interfaces = step->standing == JOINED ? joined : apart, .n_interfaces = step->standing == UNKNOWN ? 0 : 2 };

          if (k > 0 && step->standing != step[-1].standing)
            version++;
          topology.version = is_versioned ? version : 0;
          if (k > 0 && step->standing != step[-1].standing && step[-1].standing != UNKNOWN)
            changed = (int)k;
          topology.changing = (int)k - changed < 2;
          rows[k] = make_row (step);
          g_test_message ("%s, step %u", cases[i].name, k);
          g_assert_cmpuint (netop_stack_counter_update (&counter, k > 0 ? &rows[k - 1] : NULL, &rows[k], &topology).rx_bytes, ==, step->counted);
        }
    }
}

static void
test_cases (void)
{
  check_cases (false);
}

/* With a version the interfaces are looked at only when it changes, and nothing counts otherwise for that. */
static void
test_cases_with_version (void)
{
  check_cases (true);
}

/* A port, its bridge and an uplink that has nothing to do with them: wherever a tick is cut, also between the copies of
 * one packet, what is counted is what passed. */
static void
test_random_ticks_count_the_same (void)
{
  const NetopInterface interfaces[] = {
    { .index = PORT, .kind = "ethernet", .master = BRIDGE },
    { .index = BRIDGE, .kind = "bridge" },
    { .index = UPLINK, .kind = "ethernet" },
  };
  const NetopTopology topology = { .interfaces = interfaces, .n_interfaces = G_N_ELEMENTS (interfaces) };

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (round);
      NetopStackCounter counter = { 0 };
      NetopFlow         flow = { .id = 2, .n_interfaces = 3, .interfaces = { { .index = UPLINK }, { .index = PORT }, { .index = BRIDGE } } };
      NetopFlow         before = flow;
      uint64_t          passed = 0, last = 0;

      for (guint packet = 0; packet < 300; packet++)
        {
          uint64_t bytes = (uint64_t)g_rand_int_range (random, 40, 1500);

          passed += bytes;
          if (g_rand_int_range (random, 0, 3) == 0)
            {
              flow.interfaces[0].tx_bytes += bytes;
              continue;
            }
          for (guint copy = 0; copy < 2; copy++)
            {
              flow.interfaces[2 - copy].tx_bytes += bytes;
              if (g_rand_int_range (random, 0, 4) == 0)
                {
                  NetopFlowCount count = netop_stack_counter_update (&counter, &before, &flow, &topology);

                  g_assert_cmpuint (count.tx_bytes, >=, last);
                  g_assert_cmpuint (count.tx_bytes, ==, passed);
                  last = count.tx_bytes;
                  before = flow;
                }
            }
        }
      g_assert_cmpuint (netop_stack_counter_update (&counter, &before, &flow, &topology).tx_bytes, ==, passed);
    }
}

/* What many flows have put together has no stack of its own. */
static void
test_tables_full_adds_up (void)
{
  const NetopTopology topology = { 0 };
  NetopStackCounter   counter = { 0 };
  NetopFlow           full = { .id = NETOP_FLOW_ID_TABLES_FULL, .n_interfaces = 2, .interfaces = { { .index = 4, .rx_bytes = 10 }, { .index = 5, .rx_bytes = 20 } } };

  g_assert_cmpuint (netop_stack_counter_update (&counter, NULL, &full, &topology).rx_bytes, ==, 30);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/stack-counter/cases", test_cases);
  g_test_add_func ("/core/stack-counter/cases-with-version", test_cases_with_version);
  g_test_add_func ("/core/stack-counter/random-ticks", test_random_ticks_count_the_same);
  g_test_add_func ("/core/stack-counter/tables-full", test_tables_full_adds_up);
  return g_test_run ();
}
