/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"

/* What holds for whatever happens: that ticks which are not written, or owners that are found late, or ends in whatever
 * order, change no total. A history is made up from a seed, so that what fails once fails again; a writer tells it to an
 * attribution as the helper does, and leaves out ticks: what changed meanwhile goes into the next one. */

#define N_SEEDS 40
#define N_STEPS 120
#define N_PROCESSES 6
#define N_FLOWS 24
#define STEP_US (SECOND / 4)
#define MAX_DELAY_STEPS 16
#define PORT 2
#define BRIDGE 3

/* Steps at which things happen to a flow, and what of it was told. */
typedef struct
{
  guint     process; /* whose it is; N_PROCESSES: nobody's */
  guint     begin;
  guint     found; /* its owner */
  guint     closed;
  guint     removed; /* its socket */
  bool      bridged;
  NetopFlow row;
  uint64_t  carried; /* bytes, each once */
  uint64_t  told;    /* of these */
  bool      dirty;
  bool      closed_pending;
  bool      closed_told;
  bool      socket_told;
  bool      removed_told;
} Flow;

typedef struct
{
  Fixture fixture;
  GRand  *random;
  Flow    flows[N_FLOWS];
  guint   exits[N_PROCESSES];
  bool    processes_told[N_PROCESSES];
  bool    exits_told[N_PROCESSES];
} World;

static guint
draw (World *world,
      guint  n)
{
  return (guint)g_rand_int_range (world->random, 0, (gint32)n);
}

static void
make_history (World *world,
              guint  seed)
{
  *world = (World){ .random = g_rand_new_with_seed (seed) };
  begin (&world->fixture, NETOP_TIER_PCAP, true, NULL);

  for (guint i = 0; i < N_PROCESSES; i++)
    world->exits[i] = N_STEPS / 2 + draw (world, N_STEPS / 2);
  for (guint i = 0; i < N_FLOWS; i++)
    {
      Flow *flow = &world->flows[i];
      guint end;

      flow->process = draw (world, N_PROCESSES + 1);
      flow->begin = draw (world, N_STEPS - 2 * MAX_DELAY_STEPS);
      flow->found = flow->begin + draw (world, MAX_DELAY_STEPS);
      end = MAX (flow->begin + 1 + draw (world, 40), flow->found);
      /* Each of the three ends may be the first. */
      flow->closed = end + draw (world, MAX_DELAY_STEPS);
      flow->removed = end + draw (world, MAX_DELAY_STEPS);
      if (flow->process < N_PROCESSES && draw (world, 3) == 0)
        world->exits[flow->process] = end + draw (world, MAX_DELAY_STEPS);
      flow->bridged = draw (world, 2) == 0;
      flow->row = make_flow (2 + i, TCP, 0, 0);
      flow->row.n_interfaces = flow->bridged ? 2 : 1;
      flow->row.interfaces[0] = (NetopFlowInterface){ .index = PORT };
      flow->row.interfaces[1] = (NetopFlowInterface){ .index = flow->bridged ? BRIDGE : 0 };
    }
}

static void
world_clear (World *world)
{
  fixture_clear (&world->fixture);
  g_rand_free (world->random);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* The bridge sees what the port saw, and now and then only with the next tick. */
static void
carry (World *world,
       Flow  *flow)
{
  NetopFlowInterface *port = &flow->row.interfaces[0];
  NetopFlowInterface *bridge = &flow->row.interfaces[1];
  uint64_t            bytes = 100 * (1 + draw (world, 50));
  bool                split = draw (world, 4) == 0;

  if (flow->bridged && !split)
    {
      bridge->rx_bytes = port->rx_bytes;
      bridge->rx_packets = port->rx_packets;
    }
  port->rx_bytes += bytes;
  port->rx_packets += bytes / 100;
  if (flow->bridged && !split)
    {
      bridge->rx_bytes += bytes;
      bridge->rx_packets += bytes / 100;
    }
  flow->carried += bytes;
  flow->dirty = true;
}

static void
let_happen (World *world,
            guint  step)
{
  for (guint i = 0; i < N_FLOWS; i++)
    {
      Flow *flow = &world->flows[i];

      if (step >= flow->begin && step <= flow->closed && (step == flow->begin || draw (world, 2) == 0))
        carry (world, flow);
      if (step == flow->closed)
        flow->closed_pending = true;
    }
}

/* --- The writer --- */

static void
tell_process (World *world,
              guint  number,
              guint  step)
{
  bool exited = step >= world->exits[number];
  char name[16];

  if (world->processes_told[number] && exited == world->exits_told[number])
    return;

  g_snprintf (name, sizeof name, "program-%u", number);
  add_process (&world->fixture, 1 + number, 100 + number, 1 + number, name, exited);
  world->processes_told[number] = true;
  world->exits_told[number] = exited;
}

/* That a socket is gone follows one tick after that it was there, at the earliest. */
static void
tell_socket (World *world,
             guint  number,
             guint  step)
{
  Flow *flow = &world->flows[number];

  if (flow->process == N_PROCESSES || step < flow->found || flow->removed_told)
    return;

  if (!flow->socket_told)
    {
      add_socket (&world->fixture, 1 + number, 2 + number, TCP, false, false);
      add_holder (&world->fixture, 1 + number, 1 + flow->process);
      flow->socket_told = true;
    }
  else if (step >= flow->removed)
    {
      add_socket (&world->fixture, 1 + number, 0, TCP, false, true);
      flow->removed_told = true;
    }
}

static void
tell_flow (World *world,
           guint  number)
{
  Flow *flow = &world->flows[number];

  if (flow->closed_pending && !flow->closed_told)
    {
      add_closed (&world->fixture, flow->row);
      flow->closed_told = true;
    }
  else if (flow->dirty)
    {
      add_flow (&world->fixture, flow->row);
    }
  flow->dirty = false;
  flow->told = flow->carried;
}

static void
write_tick (World *world,
            guint  step,
            guint  n_steps)
{
  const NetopInterface interfaces[] = {
    { .index = PORT, .name = "port", .kind = "veth", .present = 1, .master = BRIDGE },
    { .index = BRIDGE, .name = "bridge", .kind = "bridge", .present = 1 },
  };

  g_array_append_vals (world->fixture.tick->interfaces, interfaces, G_N_ELEMENTS (interfaces));
  for (guint i = 0; i < N_PROCESSES; i++)
    tell_process (world, i, step);
  for (guint i = 0; i < N_FLOWS; i++)
    {
      tell_socket (world, i, step);
      tell_flow (world, i);
    }
  send_tick (&world->fixture, n_steps * STEP_US);
}

/* --- What holds --- */

static uint64_t
get_bytes (const NetopSnapshot *snapshot,
           guint                process)
{
  g_autofree char *name = g_strdup_printf ("program-%u", process);
  uint64_t         bytes = 0;

  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *row = &g_array_index (snapshot->processes, NetopProcess, i);

      if (g_str_equal (row->name, name))
        bytes += netop_traffic_get_bytes (&row->traffic);
    }
  return bytes;
}

static void
assert_told (World *world)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&world->fixture);
  uint64_t told = 0;

  for (guint i = 0; i < N_FLOWS; i++)
    told += world->flows[i].told;
  g_assert_cmpuint (snapshot->total.rx_bytes, ==, told);
  g_assert_cmpuint (snapshot->total.rx_packets, ==, told / 100);
}

/* Each byte stands on one interface. */
static void
assert_interfaces (World *world)
{
  g_autoptr (NetopSnapshot) all = get_snapshot (&world->fixture);
  NetopTraffic sum = { 0 };

  for (uint32_t index = 1; index <= MAX (PORT, BRIDGE); index++)
    {
      g_autoptr (NetopSnapshot) snapshot = NULL;

      netop_attribution_set_shown_interface (world->fixture.attribution, index);
      snapshot = get_snapshot (&world->fixture);
      netop_traffic_add (&sum, &snapshot->total);
    }
  netop_attribution_set_shown_interface (world->fixture.attribution, 0);
  g_assert_cmpuint (sum.rx_bytes, ==, all->total.rx_bytes);
  g_assert_cmpuint (sum.rx_packets, ==, all->total.rx_packets);
}

/* Everybody has what the flows carried, and nobody what was nobody's. */
static void
assert_carried (World *world)
{
  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&world->fixture);
  uint64_t carried[N_PROCESSES + 1] = { 0 };
  uint64_t unknown = 0;

  for (guint i = 0; i < N_FLOWS; i++)
    carried[world->flows[i].process] += world->flows[i].carried;
  for (guint i = 0; i < N_PROCESSES; i++)
    g_assert_cmpuint (get_bytes (snapshot, i), ==, carried[i]);
  for (guint i = 0; i < snapshot->unknown->len; i++)
    unknown += netop_traffic_get_bytes (&g_array_index (snapshot->unknown, NetopUnknown, i).traffic);
  g_assert_cmpuint (unknown, ==, carried[N_PROCESSES]);
}

/* Tells a history and leaves out ticks: of ten as many as @n_dropped. */
static void
tell (guint seed,
      guint n_dropped)
{
  g_auto (World) world;
  g_autoptr (GRand) losses = g_rand_new_with_seed (seed + 1000);
  guint n_steps = 0;

  make_history (&world, seed);
  for (guint step = 0; step < N_STEPS + 2 * MAX_DELAY_STEPS; step++)
    {
      let_happen (&world, step);
      n_steps++;
      if (g_rand_int_range (losses, 0, 10) < (gint32)n_dropped)
        continue;
      write_tick (&world, step, n_steps);
      n_steps = 0;
      assert_told (&world);
      assert_interfaces (&world);
    }

  for (guint i = 0; i < 2; i++)
    write_tick (&world, G_MAXUINT, 1);
  assert_carried (&world);

  /* Nor does anything change when all of it is forgotten. */
  for (guint i = 0; i < 4; i++)
    write_tick (&world, G_MAXUINT, 20 * SECOND / STEP_US);
  assert_carried (&world);
}

static void
test_dropped_ticks_change_no_total (void)
{
  static const guint n_dropped[] = { 0, 3, 6, 9 };

  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (n_dropped); i++)
        {
          g_test_message ("seed %u, %u of ten ticks dropped", seed, n_dropped[i]);
          tell (seed, n_dropped[i]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/attribution-properties/dropped-ticks", test_dropped_ticks_change_no_total);

  return g_test_run ();
}
