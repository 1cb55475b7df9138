/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-attribution.h"
#include "netop-capture-thread.h"
#include "netop-fake-kernel.h"
#include "netop-fake-proc.h"
#include "netop-joiner.h"

/* "Dropping ticks at the helper's writer changes no later total": what happens is told to two clients, of which one
 * takes every tick, and the other one takes none for up to ten seconds. In the end each process has the bytes that
 * its sockets carried, with both. */

#define TCP 6
#define SECOND ((int64_t)G_USEC_PER_SEC)
#define EVENTS_PER_STEP 8
#define EVENT_US (SECOND / 80)
#define START_US (1000 * SECOND)
#define N_STEPS 3000
#define N_SLOTS 64
#define N_PROGRAMS 6
#define DUMP_STEPS 15
#define MAX_SILENCE_STEPS 100
/* A port is not used three times while nobody listens: of one tuple the last two flows are remembered. */
#define REUSE_US (MAX_SILENCE_STEPS * EVENTS_PER_STEP * EVENT_US)
#define FIRST_PORT 40000

/* A local port, and who has it now. */
typedef struct
{
  NetopSocketFacts facts; /* cookie 0: nobody */
  guint            program;
  int64_t          opened_us;
} Slot;

typedef struct
{
  NetopFlowTable   *table;
  NetopResolver    *resolver;
  NetopSocketTable *sockets;
  NetopJoiner      *joiner;
  NetopAttribution *attribution;
  NetopTick        *tick;
  GArray           *updates;
  GHashTable       *ended;   /* ids of the flows that closed */
  GHashTable       *removed; /* ids of the sockets that are gone */
  uint64_t          sequence;
  guint             silence; /* steps for which it takes no tick */
  guint             n_refused;
} Client;

typedef struct
{
  NetopFakeProc     *proc;
  NetopProcessTable *processes;
  Client             clients[2];
  Slot               slots[N_SLOTS];
  uint64_t           carried[N_PROGRAMS];
  uint64_t           last_cookie;
  int64_t            now_us;
} World;

static void
client_init (Client            *client,
             NetopProcessTable *processes)
{
  const NetopHello hello = { .tier = NETOP_TIER_PCAP, .privileged = true, .start_mono_us = START_US, .host_name = (char *)"host" };

  client->table = netop_flow_table_new (256, 64);
  client->resolver = netop_fake_resolver_new ();
  client->sockets = netop_fake_socket_table_new ();
  client->joiner = netop_joiner_new (processes, client->resolver);
  client->attribution = netop_attribution_new (&hello, NULL);
  client->tick = netop_tick_new ();
  client->updates = g_array_new (FALSE, FALSE, sizeof (NetopFlowUpdate));
  client->ended = g_hash_table_new (NULL, NULL);
  client->removed = g_hash_table_new (NULL, NULL);
}

static void
client_clear (Client *client)
{
  netop_joiner_free (client->joiner);
  netop_flow_table_free (client->table);
  netop_fake_resolver_free (client->resolver);
  netop_fake_socket_table_free (client->sockets);
  netop_attribution_free (client->attribution);
  netop_tick_free (client->tick);
  g_array_unref (client->updates);
  g_hash_table_unref (client->ended);
  g_hash_table_unref (client->removed);
}

static void
set_up (World        *world,
        gconstpointer data)
{
  world->proc = netop_fake_proc_new ();
  world->processes = netop_process_table_open (netop_fake_proc_get_root (world->proc), NULL);
  world->now_us = START_US;
  for (guint i = 0; i < N_PROGRAMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("program-%u", i);

      netop_fake_proc_add (world->proc, 100 + i, 0, name, 1000 + i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    client_init (&world->clients[i], world->processes);
}

static void
tear_down (World        *world,
           gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    client_clear (&world->clients[i]);
  netop_process_table_close (world->processes);
  netop_fake_proc_free (world->proc);
}

/* --- What happens --- */

static NetopAddress
get_address (uint8_t last)
{
  return netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, last });
}

static void
pass_packet (World  *world,
             guint   number,
             bool    outgoing,
             uint8_t tcp_flags)
{
  Slot       *slot = &world->slots[number];
  uint16_t    port = (uint16_t)(FIRST_PORT + number);
  NetopPacket packet = {
    .source = get_address (outgoing ? 1 : 2),
    .destination = get_address (outgoing ? 2 : 1),
    .source_port = outgoing ? port : 443,
    .destination_port = outgoing ? 443 : port,
    .protocol = TCP,
    .tcp_flags = tcp_flags,
    .ip_bytes = (uint32_t)g_test_rand_int_range (40, 1500),
    .header_bytes = 40,
    .way = outgoing ? NETOP_PACKET_WAY_OUT : NETOP_PACKET_WAY_IN,
    .interface_index = 2,
  };

  packet.payload_bytes = packet.ip_bytes - packet.header_bytes;
  world->carried[slot->program] += packet.ip_bytes;
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    netop_flow_table_add_packet (world->clients[i].table, &packet, NULL, 0, world->now_us);
}

/* The trigger saw the SYN, and the resolver found who sent it. */
static void
resolve (World      *world,
         Client     *client,
         const Slot *slot)
{
  NetopResolverResult *result = g_new0 (NetopResolverResult, 1);

  result->key = (NetopFlowKey){
    .local = slot->facts.local,
    .remote = slot->facts.remote,
    .local_port = slot->facts.local_port,
    .remote_port = slot->facts.remote_port,
    .protocol = TCP,
  };
  result->time_us = world->now_us;
  result->found_socket = true;
  result->socket = slot->facts;
  result->holders = (NetopHolders){ .n_pids = 1, .pids = { 100 + slot->program } };
  g_assert_true (netop_process_table_read (world->processes, 100 + slot->program, &result->processes[0]));
  netop_joiner_take_result (client->joiner, result);
}

static void
open_slot (World *world,
           guint  number)
{
  Slot *slot = &world->slots[number];

  slot->program = (guint)g_test_rand_int_range (0, N_PROGRAMS);
  slot->opened_us = world->now_us;
  slot->facts = (NetopSocketFacts){
    .cookie = ++world->last_cookie,
    .inode = 1000 + world->last_cookie,
    .local = get_address (1),
    .remote = get_address (2),
    .local_port = (uint16_t)(FIRST_PORT + number),
    .remote_port = 443,
    .protocol = TCP,
    .state = NETOP_SOCKET_STATE_ESTABLISHED,
  };
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    resolve (world, &world->clients[i], slot);
  pass_packet (world, number, true, NETOP_TCP_SYN);
}

static void
close_slot (World *world,
            guint  number)
{
  pass_packet (world, number, true, NETOP_TCP_RST);
  world->slots[number].facts.cookie = 0;
}

static void
let_happen (World *world)
{
  guint number = (guint)g_test_rand_int_range (0, N_SLOTS);
  Slot *slot = &world->slots[number];

  world->now_us += EVENT_US;
  if (slot->facts.cookie == 0 && slot->opened_us != 0 && world->now_us - slot->opened_us < REUSE_US)
    return;
  if (slot->facts.cookie == 0)
    open_slot (world, number);
  else if (g_test_rand_int_range (0, 4) == 0)
    close_slot (world, number);
  else
    pass_packet (world, number, g_test_rand_bit (), NETOP_TCP_ACK);
}

/* --- What is told of it --- */

static void
dump (World  *world,
      Client *client)
{
  g_array_set_size (client->sockets->sockets, 0);
  for (guint i = 0; i < N_SLOTS; i++)
    {
      if (world->slots[i].facts.cookie != 0)
        g_array_append_val (client->sockets->sockets, world->slots[i].facts);
    }
  g_assert_true (netop_joiner_take_dump (client->joiner, client->sockets, world->now_us, NULL));
}

/* What is over is over: no id comes again. */
static void
check_ids (Client *client)
{
  const NetopTick *tick = client->tick;

  for (guint i = 0; i < tick->sockets->len; i++)
    {
      const NetopSocketRecord *record = &g_array_index (tick->sockets, NetopSocketRecord, i);

      g_assert_false (g_hash_table_contains (client->removed, GSIZE_TO_POINTER (record->id)));
      if (record->removed)
        g_hash_table_add (client->removed, GSIZE_TO_POINTER (record->id));
    }
  for (guint i = 0; i < tick->flows->len; i++)
    g_assert_false (g_hash_table_contains (client->ended, GSIZE_TO_POINTER (g_array_index (tick->flows, NetopFlow, i).id)));
  for (guint i = 0; i < tick->closed->len; i++)
    g_assert_true (g_hash_table_add (client->ended, GSIZE_TO_POINTER (g_array_index (tick->closed, NetopClosedFlow, i).flow.id)));
}

/* As the capture thread and helper main do it together. */
static void
take_tick (World  *world,
           Client *client)
{
  netop_tick_clear (client->tick);
  g_array_set_size (client->updates, 0);
  netop_joiner_give_updates (client->joiner, client->updates);
  for (guint i = 0; i < client->updates->len; i++)
    {
      const NetopFlowUpdate *update = &g_array_index (client->updates, NetopFlowUpdate, i);

      netop_flow_table_close (client->table, update->flow_id, update->reason, world->now_us);
    }
  netop_flow_table_take_dirty (client->table, client->tick->flows, client->tick->closed);
  netop_joiner_take_flows (client->joiner, client->tick->flows, client->tick->closed, world->now_us);

  client->tick->sequence = ++client->sequence;
  client->tick->mono_us = world->now_us;
  client->tick->real_us = world->now_us;
  netop_joiner_fill (client->joiner, client->tick);
  check_ids (client);
  netop_attribution_apply (client->attribution, client->tick);
}

static void
step (World *world,
      guint  number)
{
  for (guint i = 0; i < EVENTS_PER_STEP; i++)
    let_happen (world);
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    {
      Client *client = &world->clients[i];

      netop_flow_table_expire (client->table, world->now_us);
      if (number % DUMP_STEPS == 0)
        dump (world, client);
      if (client->silence > 0)
        {
          client->silence--;
          client->n_refused++;
          continue;
        }
      take_tick (world, client);
      client->silence = i == 0 ? 0 : (guint)g_test_rand_int_range (0, MAX_SILENCE_STEPS);
    }
}

static void
check_totals (World  *world,
              Client *client)
{
  g_autoptr (NetopSnapshot) snapshot = netop_attribution_make_snapshot (client->attribution);
  g_autoptr (GError) error = NULL;
  uint64_t told[N_PROGRAMS] = { 0 };

  netop_snapshot_check (snapshot, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      g_assert_cmpuint (process->pid, >=, 100);
      g_assert_cmpuint (process->pid, <, 100 + N_PROGRAMS);
      told[process->pid - 100] += netop_traffic_get_bytes (&process->traffic);
    }
  for (guint i = 0; i < N_PROGRAMS; i++)
    g_assert_cmpuint (told[i], ==, world->carried[i]);
}

static void
test_silent_client (World        *world,
                    gconstpointer data)
{
  for (guint number = 0; number < N_STEPS; number++)
    step (world, number);
  for (guint i = 0; i < G_N_ELEMENTS (world->clients); i++)
    {
      take_tick (world, &world->clients[i]);
      check_totals (world, &world->clients[i]);
    }
  g_assert_cmpuint (world->clients[0].n_refused, ==, 0);
  g_assert_cmpuint (world->clients[1].n_refused, >, N_STEPS / 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/helper/merging/silent-client", World, NULL, set_up, test_silent_client, tear_down);

  return g_test_run ();
}
