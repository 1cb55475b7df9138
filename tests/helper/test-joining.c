/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-index.h"
#include "netop-socket-rows.h"

#include <string.h>

#include "netop-fake-proc.h"

/* What helper main joins by: flows by key and moment, sockets by cookie. */

#define SECOND G_USEC_PER_SEC

static NetopFlow
make_flow (uint64_t id,
           uint16_t remote_port,
           int64_t  first_us)
{
  return (NetopFlow){ .id = id, .key = { .local_port = 40000, .remote_port = remote_port, .protocol = 6 }, .first_us = first_us, .last_us = first_us };
}

/* A result of the resolver belongs to the generation that was there when its packet passed. */
static void
test_generations (void)
{
  g_autoptr (NetopFlowIndex) index = netop_flow_index_new (10);
  NetopFlow first = make_flow (2, 80, 10 * SECOND), second = make_flow (3, 80, 20 * SECOND);

  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 10 * SECOND), ==, 0); /* not there yet: it waits */
  netop_flow_index_update (index, &first);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 10 * SECOND), ==, 2);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 15 * SECOND), ==, 2);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 5 * SECOND), ==, 0);

  netop_flow_index_close (index, &first, 18 * SECOND);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 17 * SECOND), ==, 2);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 20 * SECOND), ==, 0); /* the next one's, not there yet */

  netop_flow_index_update (index, &second);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 15 * SECOND), ==, 2);
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 20 * SECOND), ==, 3);
  netop_flow_index_update (index, &first); /* late, and older: it changes nothing */
  g_assert_cmpuint (netop_flow_index_find (index, &first.key, 21 * SECOND), ==, 3);
}

/* A flow that came and went between two ticks is heard of when it closes. */
static void
test_only_closed (void)
{
  g_autoptr (NetopFlowIndex) index = netop_flow_index_new (10);
  NetopFlow flow = make_flow (2, 80, SECOND);

  netop_flow_index_close (index, &flow, 2 * SECOND);
  g_assert_cmpuint (netop_flow_index_find (index, &flow.key, SECOND), ==, 2);
  netop_flow_index_expire (index, 3 * SECOND);
  g_assert_cmpuint (netop_flow_index_find (index, &flow.key, SECOND), ==, 2);
  netop_flow_index_expire (index, 600 * SECOND);
  g_assert_null (netop_flow_index_lookup (index, &flow.key));
}

static void
count_flow (NetopIndexedFlow *flow,
            void             *user_data)
{
  (*(guint *)user_data)++;
}

static void
test_index_full (void)
{
  g_autoptr (NetopFlowIndex) index = netop_flow_index_new (5);
  NetopFlow full = make_flow (NETOP_FLOW_ID_TABLES_FULL, 1, 0);
  guint     n = 0;

  netop_flow_index_update (index, &full); /* no flow */
  for (uint16_t port = 1; port <= 100; port++)
    {
      NetopFlow flow = make_flow (1 + port, port, 0);

      netop_flow_index_update (index, &flow);
    }
  netop_flow_index_foreach (index, count_flow, &n);
  g_assert_cmpuint (n, ==, 5);
}

/* --- Sockets --- */

typedef struct
{
  NetopSocketRows *rows;
  NetopTick       *tick;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->rows = netop_socket_rows_new (4);
  fixture->tick = netop_tick_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_socket_rows_free (fixture->rows);
  netop_tick_free (fixture->tick);
}

static NetopSocketFacts
make_socket (uint64_t cookie)
{
  return (NetopSocketFacts){ .cookie = cookie, .inode = 1000 + cookie, .protocol = 6, .uid = 5, .known = NETOP_SOCKET_KNOWS_UID };
}

static guint
fill (Fixture *fixture)
{
  netop_tick_clear (fixture->tick);
  netop_socket_rows_fill (fixture->rows, NULL, fixture->tick);
  return fixture->tick->sockets->len;
}

static const NetopSocketRecord *
get_record (Fixture *fixture,
            guint    i)
{
  g_assert_cmpuint (i, <, fixture->tick->sockets->len);
  return &g_array_index (fixture->tick->sockets, NetopSocketRecord, i);
}

static void
dump (Fixture                *fixture,
      const NetopSocketFacts *facts)
{
  netop_socket_rows_begin_dump (fixture->rows);
  if (facts != NULL)
    netop_socket_rows_see (fixture->rows, facts);
  netop_socket_rows_end_dump (fixture->rows);
}

static void
test_socket_life (Fixture      *fixture,
                  gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7), orphan = make_socket (7), none = make_socket (0);
  uint64_t         id = netop_socket_rows_add (fixture->rows, &facts);

  g_assert_cmpuint (netop_socket_rows_add (fixture->rows, &none), ==, 0);
  g_assert_cmpuint (netop_socket_rows_add (fixture->rows, &facts), ==, id);
  g_assert_cmpuint (fill (fixture), ==, 1);
  g_assert_cmpuint (fill (fixture), ==, 0);

  facts.sample_us = 9; /* a sample that says the same is no change */
  dump (fixture, &facts);
  g_assert_cmpuint (fill (fixture), ==, 0);

  /* TIME_WAIT tells neither inode nor user: what was known stays. */
  orphan.inode = 0;
  orphan.uid = 0;
  orphan.known = 0;
  orphan.sample_us = 10;
  orphan.state = 6;
  dump (fixture, &orphan);
  g_assert_cmpuint (fill (fixture), ==, 1);
  g_assert_cmpuint (get_record (fixture, 0)->facts.inode, ==, 1007);
  g_assert_cmpuint (get_record (fixture, 0)->facts.uid, ==, 5);
  g_assert_cmpuint (get_record (fixture, 0)->facts.known, ==, NETOP_SOCKET_KNOWS_UID);

  dump (fixture, NULL); /* one dump may have been overtaken */
  g_assert_true (netop_socket_rows_contains (fixture->rows, 7));
  dump (fixture, NULL);
  g_assert_false (netop_socket_rows_contains (fixture->rows, 7));
  g_assert_cmpuint (fill (fixture), ==, 1);
  g_assert_cmpuint (get_record (fixture, 0)->removed, ==, 1);
  g_assert_cmpuint (get_record (fixture, 0)->id, ==, id);
}

static void
test_holders (Fixture      *fixture,
              gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7);
  uint64_t         id = netop_socket_rows_add (fixture->rows, &facts);

  for (guint round = 0; round < 2; round++)
    for (uint64_t process = 1; process <= 3; process++)
      netop_socket_rows_add_holder (fixture->rows, id, process);
  netop_socket_rows_add_holder (fixture->rows, id, 0);
  netop_socket_rows_add_holder (fixture->rows, id + 1, 1);
  fill (fixture);
  g_assert_cmpuint (fixture->tick->holders->len, ==, 3); /* each once */
  fill (fixture);
  g_assert_cmpuint (fixture->tick->holders->len, ==, 0);

  for (uint64_t process = 4; process < 1000; process++)
    netop_socket_rows_add_holder (fixture->rows, id, process);
  fill (fixture);
  g_assert_cmpuint (fixture->tick->holders->len, <, 100);
  g_assert_cmpuint (netop_socket_rows_get_lost (fixture->rows) + fixture->tick->holders->len, ==, 996);
}

static void
count_unheld (const NetopSocketFacts *facts,
              void                   *user_data)
{
  (*(guint *)user_data)++;
}

static void
test_unheld (Fixture      *fixture,
             gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7), orphan = make_socket (8);
  uint64_t         id = netop_socket_rows_add (fixture->rows, &facts);
  guint            n = 0;

  orphan.inode = 0;
  netop_socket_rows_add (fixture->rows, &orphan); /* held by nobody, and never will be */
  netop_socket_rows_find_unheld (fixture->rows, SECOND, count_unheld, &n);
  g_assert_cmpuint (n, ==, 1);
  netop_socket_rows_find_unheld (fixture->rows, 2 * SECOND, count_unheld, &n);
  g_assert_cmpuint (n, ==, 1); /* not at once again */
  netop_socket_rows_find_unheld (fixture->rows, 60 * SECOND, count_unheld, &n);
  g_assert_cmpuint (n, ==, 2);
  netop_socket_rows_add_holder (fixture->rows, id, 3);
  netop_socket_rows_find_unheld (fixture->rows, 600 * SECOND, count_unheld, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_rows_full (Fixture      *fixture,
                gconstpointer data)
{
  for (uint64_t cookie = 1; cookie <= 10; cookie++)
    {
      NetopSocketFacts facts = make_socket (cookie);

      g_assert_cmpint (netop_socket_rows_add (fixture->rows, &facts) != 0, ==, cookie <= 4);
    }
  g_assert_cmpuint (netop_socket_rows_get_lost (fixture->rows), ==, 6);
  g_assert_cmpuint (fill (fixture), ==, 4);
}

/* Joined to two flows, one socket is told once for each. */
static void
test_flows (Fixture      *fixture,
            gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7);
  uint64_t         id = netop_socket_rows_add (fixture->rows, &facts);
  bool             seen[2] = { false };

  netop_socket_rows_add_flow (fixture->rows, id, 20);
  netop_socket_rows_add_flow (fixture->rows, id, 21);
  netop_socket_rows_add_flow (fixture->rows, id + 1, 22);
  fill (fixture);
  for (guint i = 0; i < fixture->tick->sockets->len; i++)
    {
      uint64_t flow_id = get_record (fixture, i)->flow_id;

      g_assert_cmpuint (flow_id, !=, 22);
      if (flow_id != 0)
        seen[flow_id - 20] = true;
    }
  g_assert_true (seen[0] && seen[1]);
}

/* --- More than one tick has room for --- */

#define N_SOCKETS 60000
#define N_PROCESSES 1500

static void
add_process (NetopProcessRows *rows,
             uint32_t          pid)
{
  NetopProcessFacts facts = { .pid = pid, .start_boot_ns = pid, .name = g_strdup ("prog"), .cmdline_length = NETOP_PROCESS_CMDLINE_MAX };

  facts.cmdline = g_malloc0 (NETOP_PROCESS_CMDLINE_MAX);
  g_assert_cmpuint (netop_process_rows_add (rows, &facts), ==, pid);
}

/* What the app can make nothing of is lost for good: each holder comes once, after its socket and its process. */
static void
hear (const NetopTick *tick,
      bool            *processes,
      bool            *sockets,
      uint32_t        *n_holders)
{
  for (guint i = 0; i < tick->processes->len; i++)
    processes[g_array_index (tick->processes, NetopProcessRecord, i).id] = true;
  for (guint i = 0; i < tick->sockets->len; i++)
    sockets[g_array_index (tick->sockets, NetopSocketRecord, i).id] = true;
  for (guint i = 0; i < tick->holders->len; i++)
    {
      const NetopHolderRecord *holder = &g_array_index (tick->holders, NetopHolderRecord, i);

      g_assert_true (processes[holder->process_id]);
      g_assert_true (sockets[holder->socket_id]);
      n_holders[holder->socket_id]++;
    }
}

static void
test_holders_come_last (void)
{
  g_autoptr (NetopFakeProc) proc = netop_fake_proc_new ();
  g_autoptr (NetopProcessTable) table = netop_process_table_open (netop_fake_proc_get_root (proc), NULL);
  g_autoptr (NetopProcessRows) processes = netop_process_rows_new (N_PROCESSES, table);
  g_autoptr (NetopSocketRows) sockets = netop_socket_rows_new (N_SOCKETS);
  g_autoptr (NetopTick) tick = netop_tick_new ();
  g_autofree bool     *heard_processes = g_new0 (bool, N_PROCESSES + 1);
  g_autofree bool     *heard_sockets = g_new0 (bool, N_SOCKETS + 1);
  g_autofree uint32_t *n_holders = g_new0 (uint32_t, N_SOCKETS + 1);
  guint                n_ticks = 0;

  for (uint32_t pid = 1; pid <= N_PROCESSES; pid++)
    add_process (processes, pid);
  for (uint64_t cookie = 1; cookie <= N_SOCKETS; cookie++)
    {
      NetopSocketFacts facts = make_socket (cookie);
      uint64_t         id = netop_socket_rows_add (sockets, &facts);

      netop_socket_rows_add_holder (sockets, id, 1 + cookie % N_PROCESSES);
    }

  do
    {
      netop_tick_clear (tick);
      netop_process_rows_fill (processes, tick);
      netop_socket_rows_fill (sockets, processes, tick);
      g_assert_cmpuint (netop_tick_get_facts_size (tick), <=, NETOP_TICK_MAX_FACTS_SIZE);
      hear (tick, heard_processes, heard_sockets, n_holders);
      n_ticks++;
    }
  while (tick->processes->len + tick->sockets->len + tick->holders->len > 0);

  g_assert_cmpuint (n_ticks, >, 2);
  for (guint id = 1; id <= N_SOCKETS; id++)
    g_assert_cmpuint (n_holders[id], ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/helper/flow-index/generations", test_generations);
  g_test_add_func ("/helper/flow-index/only-closed", test_only_closed);
  g_test_add_func ("/helper/flow-index/full", test_index_full);
  g_test_add ("/helper/socket-rows/life", Fixture, NULL, set_up, test_socket_life, tear_down);
  g_test_add ("/helper/socket-rows/holders", Fixture, NULL, set_up, test_holders, tear_down);
  g_test_add ("/helper/socket-rows/unheld", Fixture, NULL, set_up, test_unheld, tear_down);
  g_test_add ("/helper/socket-rows/full", Fixture, NULL, set_up, test_rows_full, tear_down);
  g_test_add_func ("/helper/socket-rows/holders-come-last", test_holders_come_last);
  g_test_add ("/helper/socket-rows/flows", Fixture, NULL, set_up, test_flows, tear_down);

  return g_test_run ();
}
