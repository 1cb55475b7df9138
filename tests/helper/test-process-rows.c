/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-rows.h"

#include <string.h>

#include "netop-fake-proc.h"

/* One process, one id, however late and however often it is heard of. */

#define LONG_US (60 * G_USEC_PER_SEC)

typedef struct
{
  NetopFakeProc     *proc;
  NetopProcessTable *table;
  NetopProcessRows  *rows;
  NetopTick         *tick;
} Fixture;

static void
set_up_sized (Fixture *fixture,
              guint    capacity)
{
  fixture->proc = netop_fake_proc_new ();
  fixture->table = netop_process_table_open (netop_fake_proc_get_root (fixture->proc), NULL);
  fixture->rows = netop_process_rows_new (capacity, fixture->table);
  fixture->tick = netop_tick_new ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_sized (fixture, data != NULL ? GPOINTER_TO_UINT (data) : 100);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_tick_free (fixture->tick);
  netop_process_rows_free (fixture->rows);
  netop_process_table_close (fixture->table);
  netop_fake_proc_free (fixture->proc);
}

static NetopProcessFacts
read_facts (Fixture *fixture,
            uint32_t pid)
{
  NetopProcessFacts facts;

  g_assert_true (netop_process_table_read (fixture->table, pid, &facts));
  return facts;
}

static uint64_t
add (Fixture *fixture,
     uint32_t pid)
{
  NetopProcessFacts facts = read_facts (fixture, pid);
  uint64_t          id = netop_process_rows_add (fixture->rows, &facts);

  netop_process_facts_clear (&facts);
  return id;
}

static guint
fill (Fixture *fixture,
      int64_t  now_us)
{
  netop_tick_clear (fixture->tick);
  fixture->tick->mono_us = now_us;
  netop_process_rows_fill (fixture->rows, fixture->tick);
  return fixture->tick->processes->len;
}

static const NetopProcessRecord *
get_record (Fixture *fixture,
            guint    i)
{
  g_assert_cmpuint (i, <, fixture->tick->processes->len);
  return &g_array_index (fixture->tick->processes, NetopProcessRecord, i);
}

static void
end (Fixture *fixture,
     uint32_t pid,
     int64_t  now_us)
{
  netop_fake_proc_remove (fixture->proc, pid, "stat");
  netop_process_rows_set_exited (fixture->rows, pid, now_us);
}

static void
test_ancestors_first (Fixture      *fixture,
                      gconstpointer data)
{
  uint64_t id;

  netop_fake_proc_add (fixture->proc, 1, 0, "init", 1);
  netop_fake_proc_add (fixture->proc, 20, 1, "shell", 2);
  netop_fake_proc_add (fixture->proc, 300, 20, "curl", 3);
  id = add (fixture, 300);
  g_assert_cmpuint (add (fixture, 300), ==, id);

  g_assert_cmpuint (fill (fixture, 1), ==, 3);
  g_assert_cmpuint (get_record (fixture, 0)->pid, ==, 1);
  g_assert_cmpuint (get_record (fixture, 0)->parent_id, ==, 0);
  g_assert_cmpuint (get_record (fixture, 1)->parent_id, ==, get_record (fixture, 0)->id);
  g_assert_cmpuint (get_record (fixture, 2)->parent_id, ==, get_record (fixture, 1)->id);
  g_assert_cmpuint (get_record (fixture, 2)->id, ==, id);
  g_assert_cmpuint (fill (fixture, 2), ==, 0); /* only what changed */
}

/* A loop of parents, which the kernel does not make, and a chain longer than anybody needs. */
static void
test_strange_ancestors (Fixture      *fixture,
                        gconstpointer data)
{
  netop_fake_proc_add (fixture->proc, 40, 41, "a", 1);
  netop_fake_proc_add (fixture->proc, 41, 40, "b", 1);
  g_assert_cmpuint (add (fixture, 40), !=, 0);
  g_assert_cmpuint (fill (fixture, 1), <=, 20);

  for (uint32_t pid = 100; pid < 180; pid++)
    netop_fake_proc_add (fixture->proc, pid, pid - 1, "deep", pid);
  g_assert_cmpuint (add (fixture, 179), !=, 0);
  g_assert_cmpuint (fill (fixture, 2), <=, 20);
}

static void
test_pid_again (Fixture      *fixture,
                gconstpointer data)
{
  uint64_t first, second;

  netop_fake_proc_add (fixture->proc, 50, 0, "one", 10);
  first = add (fixture, 50);
  netop_fake_proc_add (fixture->proc, 50, 0, "two", 11);
  second = add (fixture, 50);
  g_assert_cmpuint (first, !=, second);

  /* The first one's end was not told: it is found. */
  g_assert_cmpuint (fill (fixture, 1), ==, 2);
  netop_process_rows_find_exited (fixture->rows, 5);
  g_assert_false (netop_process_rows_is_alive (fixture->rows, first));
  g_assert_true (netop_process_rows_is_alive (fixture->rows, second));
  g_assert_cmpuint (fill (fixture, 6), ==, 1);
  g_assert_cmpint (get_record (fixture, 0)->exited_us, ==, 5);
}

/* The resolver read it while it lived, and its result is taken after the notice of its end. */
static void
test_heard_of_late (Fixture      *fixture,
                    gconstpointer data)
{
  NetopProcessFacts late;
  uint64_t          id;

  netop_fake_proc_add (fixture->proc, 60, 0, "short", 10);
  late = read_facts (fixture, 60);
  id = add (fixture, 60);
  end (fixture, 60, 100);
  netop_process_rows_set_exited (fixture->rows, 60, 200);
  g_assert_cmpuint (fill (fixture, 300), ==, 1);
  g_assert_cmpint (get_record (fixture, 0)->exited_us, ==, 100);

  g_assert_cmpuint (netop_process_rows_add (fixture->rows, &late), ==, id);
  g_assert_cmpuint (fill (fixture, 400), ==, 0);
  netop_process_facts_clear (&late);

  g_assert_cmpuint (fill (fixture, LONG_US), ==, 0); /* and now it is forgotten */
  netop_process_rows_set_exited (fixture->rows, 60, LONG_US);
  g_assert_cmpuint (fill (fixture, LONG_US + 1), ==, 0);
  netop_fake_proc_add (fixture->proc, 60, 0, "short", 10);
  g_assert_cmpuint (add (fixture, 60), >, id); /* ids are never used again */
}

/* The notice tells of the first thread: the process ends with its last one. */
static void
test_first_thread_ends (Fixture      *fixture,
                        gconstpointer data)
{
  netop_fake_proc_add (fixture->proc, 80, 0, "p", 10);
  add (fixture, 80);
  fill (fixture, 1);
  for (guint n_threads = 2; n_threads > 0; n_threads--)
    {
      g_autofree char *stat = g_strdup_printf ("80 (p) Z 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 %u 0 10 0\n", n_threads);

      netop_fake_proc_set_file (fixture->proc, 80, "stat", stat, strlen (stat));
      netop_process_rows_set_exited (fixture->rows, 80, 10);
      netop_process_rows_find_ended (fixture->rows, 20);
      g_assert_cmpuint (fill (fixture, 30), ==, n_threads == 1);
      g_assert_cmpuint (netop_process_rows_get_n_exited (fixture->rows), ==, n_threads == 1);
    }
  g_assert_cmpint (get_record (fixture, 0)->exited_us, ==, 20);
}

static void
test_exec (Fixture      *fixture,
           gconstpointer data)
{
  uint64_t id;
  size_t   length;

  netop_fake_proc_add (fixture->proc, 70, 0, "sh", 10);
  id = add (fixture, 70);
  fill (fixture, 1);
  netop_fake_proc_add (fixture->proc, 70, 0, "a\nb\x1b[2J<b>\xff", 10);
  netop_process_rows_refresh (fixture->rows, 70);
  netop_process_rows_refresh (fixture->rows, 71); /* nobody */
  g_assert_cmpuint (fill (fixture, 2), ==, 1);
  g_assert_cmpuint (get_record (fixture, 0)->id, ==, id);
  g_assert_cmpmem (netop_tick_get_string (fixture->tick, get_record (fixture, 0)->name, &length), (int)get_record (fixture, 0)->name.length,
                   "a\nb\x1b[2J<b>\xff", 11);
}

/* Full: who ended goes first, and what has no place is counted. */
static void
test_full (Fixture      *fixture,
           gconstpointer data)
{
  for (uint32_t pid = 1; pid <= 4; pid++)
    {
      netop_fake_proc_add (fixture->proc, pid, 0, "p", pid);
      g_assert_cmpuint (add (fixture, pid), !=, 0);
    }
  netop_fake_proc_add (fixture->proc, 5, 0, "p", 5);
  g_assert_cmpuint (add (fixture, 5), ==, 0);
  g_assert_cmpuint (netop_process_rows_get_lost (fixture->rows), ==, 1);

  end (fixture, 2, 9);
  g_assert_cmpuint (add (fixture, 5), ==, 0); /* its end is not told yet */
  fill (fixture, 10);
  g_assert_cmpuint (add (fixture, 5), !=, 0);
  g_assert_cmpuint (add (fixture, 1), ==, 1);
  g_assert_cmpuint (fill (fixture, 11), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/helper/process-rows/ancestors-first", Fixture, NULL, set_up, test_ancestors_first, tear_down);
  g_test_add ("/helper/process-rows/strange-ancestors", Fixture, NULL, set_up, test_strange_ancestors, tear_down);
  g_test_add ("/helper/process-rows/pid-again", Fixture, NULL, set_up, test_pid_again, tear_down);
  g_test_add ("/helper/process-rows/heard-of-late", Fixture, NULL, set_up, test_heard_of_late, tear_down);
  g_test_add ("/helper/process-rows/first-thread-ends", Fixture, NULL, set_up, test_first_thread_ends, tear_down);
  g_test_add ("/helper/process-rows/exec", Fixture, NULL, set_up, test_exec, tear_down);
  g_test_add ("/helper/process-rows/full", Fixture, GUINT_TO_POINTER (4), set_up, test_full, tear_down);

  return g_test_run ();
}
