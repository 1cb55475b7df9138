/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "joiner-fixture.h"

/* A socket that several processes hold: who they are, and when that changes. */

/* Accepted, inherited by a child, closed by the parent, and held by nobody in the end. */
static void
test_walk (Fixture      *fixture,
           gconstpointer data)
{
  static const uint32_t both[] = { 51, 50 };

  netop_fake_proc_add (fixture->proc, 51, 1, "child", 5001);
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  assert_holders (fixture, "+2 "); /* 1 is init */
  take_walk (fixture, 1, &both[0], 1);
  assert_holders (fixture, ""); /* it began before curl was found */

  take_walk (fixture, G_MAXINT64, both, 2);
  assert_holders (fixture, "+3 ");
  take_walk (fixture, G_MAXINT64, &both[0], 1);
  assert_holders (fixture, "-2 ");
  take_walk (fixture, G_MAXINT64, NULL, 0);
  assert_holders (fixture, "");
}

/* Held by more than a walk notes: nobody is said to have let go. */
static void
test_many_holders (Fixture      *fixture,
                   gconstpointer data)
{
  uint32_t pids[NETOP_MAX_HOLDERS + 1];

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      pids[i] = 60 + i;
      netop_fake_proc_add (fixture->proc, pids[i], 1, "worker", 6000 + i);
    }
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  assert_holders (fixture, "+2 ");
  take_walk (fixture, G_MAXINT64, pids, G_N_ELEMENTS (pids));
  assert_holders (fixture, "+3 +4 +5 +6 ");
}

/* --- Without a walk --- */

#define CHILD 51
#define GRANDCHILD 52

static void
add_child (Fixture    *fixture,
           uint32_t    pid,
           const char *socket)
{
  netop_fake_proc_add (fixture->proc, pid, 50, "child", 5000 + pid);
  if (socket != NULL)
    netop_fake_proc_set_link (fixture->proc, pid, "fd/7", socket);
}

/* Curl has its connection, and is told of. */
static void
begin_connection (Fixture *fixture)
{
  netop_fake_proc_set_link (fixture->proc, 50, "fd/7", "socket:[1007]");
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  assert_holders (fixture, "+2 ");
}

static void
take_fork (Fixture *fixture,
           uint32_t parent_pid,
           uint32_t pid,
           int64_t  now_us)
{
  netop_joiner_take_event (fixture->joiner, &(NetopProcessEvent){ NETOP_PROCESS_EVENT_FORK, pid, parent_pid, now_us }, now_us);
}

/* The child has what its parent has; later the parent closes it. */
static void
test_fork (Fixture      *fixture,
           gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, CHILD, "socket:[1007]");
  take_fork (fixture, 50, CHILD, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "+3 ");

  netop_fake_proc_remove (fixture->proc, 50, "fd/7");
  netop_joiner_correct_holders (fixture->joiner, START_US + SECOND / 2);
  assert_holders (fixture, "");
  netop_joiner_correct_holders (fixture->joiner, START_US + SECOND);
  assert_holders (fixture, "-2 ");
}

/* A child without it is no holder, and nobody reads what does not concern us. */
static void
test_fork_without (Fixture      *fixture,
                   gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, CHILD, "socket:[999]");
  take_fork (fixture, 50, CHILD, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "");
  g_assert_cmpuint (fixture->tick->processes->len, ==, 0);
}

/* One that holds nothing is looked at neither. */
static void
test_fork_of_others (Fixture      *fixture,
                     gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, CHILD, NULL);
  add_child (fixture, GRANDCHILD, "socket:[1007]");
  take_fork (fixture, CHILD, GRANDCHILD, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "");
}

/* As a daemon does: the child's child goes on with it, and the first two are gone at once. */
static void
test_daemon (Fixture      *fixture,
             gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, GRANDCHILD, "socket:[1007]");
  take_fork (fixture, 50, CHILD, START_US);
  take_fork (fixture, CHILD, GRANDCHILD, START_US);
  netop_fake_proc_remove (fixture->proc, 50, "fd/7");
  end_curl (fixture, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "+3 -2 ");
}

/* What nobody else holds stays with the one that ended: it was its own. */
static void
test_end (Fixture      *fixture,
          gconstpointer data)
{
  begin_connection (fixture);
  end_curl (fixture, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "");
}

/* Another program has not what is to be closed then. */
static void
test_exec (Fixture      *fixture,
           gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, CHILD, "socket:[1007]");
  take_fork (fixture, 50, CHILD, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US + SECOND);
  assert_holders (fixture, "+3 ");

  netop_fake_proc_remove (fixture->proc, CHILD, "fd/7");
  netop_joiner_take_event (fixture->joiner, &(NetopProcessEvent){ NETOP_PROCESS_EVENT_EXEC, CHILD, 0, START_US + 10 * SECOND }, START_US + 10 * SECOND);
  netop_joiner_correct_holders (fixture->joiner, START_US + 10 * SECOND);
  assert_holders (fixture, "-3 ");
}

/* Of more than is looked at nobody says that it was let go of. */
static void
test_many_descriptors (Fixture      *fixture,
                       gconstpointer data)
{
  begin_connection (fixture);
  add_child (fixture, CHILD, "socket:[1007]");
  take_fork (fixture, 50, CHILD, START_US);
  netop_joiner_correct_holders (fixture->joiner, START_US);
  assert_holders (fixture, "+3 ");

  netop_fake_proc_remove (fixture->proc, 50, "fd/7");
  for (guint i = 0; i < 4200; i++)
    {
      g_autofree char *name = g_strdup_printf ("fd/%u", 100 + i);

      netop_fake_proc_set_link (fixture->proc, 50, name, "/dev/null");
    }
  netop_joiner_correct_holders (fixture->joiner, START_US + SECOND);
  assert_holders (fixture, "");
}

/* However many there are, each tick looks at some; all are looked at in the end. */
static void
test_many_children (Fixture      *fixture,
                    gconstpointer data)
{
  guint n = 0;

  begin_connection (fixture);
  for (guint i = 0; i < 100; i++)
    {
      add_child (fixture, 100 + i, i < 10 ? "socket:[1007]" : NULL);
      take_fork (fixture, 50, 100 + i, START_US);
    }
  for (guint i = 0; i < 8; i++)
    {
      netop_joiner_correct_holders (fixture->joiner, START_US);
      netop_tick_clear (fixture->tick);
      netop_joiner_fill (fixture->joiner, fixture->tick);
      g_assert_cmpuint (fixture->tick->holders->len, <=, 32);
      n += fixture->tick->holders->len;
    }
  g_assert_cmpuint (n, ==, 10);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/helper/holders/walk", test_walk },
    { "/helper/holders/many", test_many_holders },
    { "/helper/holders/fork", test_fork },
    { "/helper/holders/fork-without", test_fork_without },
    { "/helper/holders/fork-of-others", test_fork_of_others },
    { "/helper/holders/daemon", test_daemon },
    { "/helper/holders/end", test_end },
    { "/helper/holders/exec", test_exec },
    { "/helper/holders/many-descriptors", test_many_descriptors },
    { "/helper/holders/many-children", test_many_children },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
