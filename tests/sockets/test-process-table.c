/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-table.h"

#include <string.h>
#include <unistd.h>

#include "netop-fake-proc.h"

/* Processes that lie, are cut short, and go while one looks. */

typedef struct
{
  NetopFakeProc     *proc;
  NetopProcessTable *table;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->proc = netop_fake_proc_new ();
  fixture->table = netop_process_table_open (netop_fake_proc_get_root (fixture->proc), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_process_table_close (fixture->table);
  netop_fake_proc_free (fixture->proc);
}

static void
test_reads (Fixture      *fixture,
            gconstpointer data)
{
  g_auto (NetopProcessFacts) facts = { 0 };

  netop_fake_proc_add (fixture->proc, 77, 7, "prog", 5000);
  g_assert_true (netop_process_table_read (fixture->table, 77, &facts));
  g_assert_cmpuint (facts.pid, ==, 77);
  g_assert_cmpuint (facts.parent_pid, ==, 7);
  g_assert_cmpuint (facts.start_boot_ns, ==, 5000 * (G_GUINT64_CONSTANT (1000000000) / (guint64)sysconf (_SC_CLK_TCK)));
  g_assert_true (facts.uid_known);
  g_assert_cmpuint (facts.uid, ==, 1001); /* the effective one */
  g_assert_cmpstr (facts.name, ==, "prog");
  g_assert_cmpstr (facts.exe, ==, "/usr/bin/prog");
  g_assert_cmpmem (facts.cmdline, (int)facts.cmdline_length, "prog\0--flag", 12);
  g_assert_cmpstr (facts.cgroup, ==, "/user.slice/a.scope");

  g_assert_true (netop_process_table_is_alive (fixture->table, 77, facts.start_boot_ns));
  g_assert_false (netop_process_table_is_alive (fixture->table, 77, facts.start_boot_ns + 1)); /* the pid came again */
  g_assert_false (netop_process_table_is_alive (fixture->table, 78, facts.start_boot_ns));
}

typedef struct
{
  const char *comm;
  const char *exe;
  const char *name;
} NameCase;

static const NameCase names[] = {
  { "a", "/usr/bin/b", "a" },
  { "firefox-very-lo", "/opt/firefox-very-long-name", "firefox-very-long-name" },
  { "firefox-very-lo", "/opt/other", "firefox-very-lo" },
  { "firefox-very-l", "/opt/firefox-very-long-name", "firefox-very-l" }, /* not cut */
  { "firefox-very-lo", "/opt/firefox-very-long-name (deleted)", "firefox-very-long-name" },
  { ") R 1 2 3 (", "/x", ") R 1 2 3 (" },
  { "a b", "/x", "a b" },
  { "", "/x", "" },
  { "a\\nb\x1b[2J<b>", "/x", "a\\nb\x1b[2J<b>" },
  { "\xff\xfe", "/x", "\xff\xfe" },
  { "a\nb) R 1\n", "/x", "a\nb) R 1\n" },
};

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (NetopProcessFacts) facts = { 0 };

      netop_fake_proc_add (fixture->proc, 100 + i, 1, names[i].comm, 1);
      netop_fake_proc_set_link (fixture->proc, 100 + i, "exe", names[i].exe);
      g_assert_true (netop_process_table_read (fixture->table, 100 + i, &facts));
      g_assert_cmpstr (facts.name, ==, names[i].name);
    }
}

/* Whatever is missing, because the process ended just then or belongs to somebody else: what is left is told. */
static void
test_vanishes (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const files[] = { "exe", "cmdline", "cgroup", "status", "fd" };
  NetopProcessFacts        none = { 0 };

  netop_fake_proc_add (fixture->proc, 5, 1, "prog", 9);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_auto (NetopProcessFacts) facts = { 0 };

      netop_fake_proc_remove (fixture->proc, 5, files[i]);
      g_assert_true (netop_process_table_read (fixture->table, 5, &facts));
      g_assert_cmpstr (facts.name, ==, "prog");
      g_assert_cmpint (facts.exe == NULL, ==, true);
      g_assert_cmpint (facts.uid_known, ==, i < 3);
    }
  netop_fake_proc_remove (fixture->proc, 5, "stat");
  g_assert_false (netop_process_table_read (fixture->table, 5, &none));
  netop_process_facts_clear (&none);
}

static void
check_lately (Fixture    *fixture,
              uint32_t    pid,
              const char *name,
              const char *exe,
              const char *cmdline)
{
  g_auto (NetopProcessFacts) facts = { 0 };

  g_assert_true (netop_process_table_read_lately (fixture->table, pid, &facts));
  g_assert_cmpuint (facts.pid, ==, pid);
  g_assert_cmpstr (facts.name, ==, name);
  g_assert_cmpstr (facts.exe, ==, exe);
  g_assert_cmpmem (facts.cmdline, (int)facts.cmdline_length, cmdline, (int)strlen (cmdline));
}

/* What is remembered is no other program's and no other process's. */
static void
test_read_lately (Fixture      *fixture,
                  gconstpointer data)
{
  NetopProcessFacts none = { 0 };

  netop_fake_proc_add (fixture->proc, 30, 1, "sh", 1);
  netop_fake_proc_set_link (fixture->proc, 30, "exe", "/bin/sh");
  netop_fake_proc_set_file (fixture->proc, 30, "cmdline", "one", 3);
  check_lately (fixture, 30, "sh", "/bin/sh", "one");
  netop_fake_proc_set_file (fixture->proc, 30, "cmdline", "two", 3);
  check_lately (fixture, 30, "sh", "/bin/sh", "one");

  netop_fake_proc_set_link (fixture->proc, 30, "exe", "/other/sh");
  check_lately (fixture, 30, "sh", "/other/sh", "two");
  netop_fake_proc_add (fixture->proc, 30, 1, "curl", 1);
  netop_fake_proc_set_link (fixture->proc, 30, "exe", "/other/sh");
  netop_fake_proc_set_file (fixture->proc, 30, "cmdline", "three", 5);
  check_lately (fixture, 30, "curl", "/other/sh", "three");
  netop_fake_proc_add (fixture->proc, 30, 1, "curl", 2);
  netop_fake_proc_set_link (fixture->proc, 30, "exe", "/other/sh");
  netop_fake_proc_set_file (fixture->proc, 30, "cmdline", "four", 4);
  check_lately (fixture, 30, "curl", "/other/sh", "four");

  /* One that is kept at the same place. */
  netop_fake_proc_add (fixture->proc, 46, 1, "other", 2);
  netop_fake_proc_set_link (fixture->proc, 46, "exe", "/other/sh");
  netop_fake_proc_set_file (fixture->proc, 46, "cmdline", "five", 4);
  check_lately (fixture, 46, "other", "/other/sh", "five");
  check_lately (fixture, 30, "curl", "/other/sh", "four");

  netop_fake_proc_remove (fixture->proc, 30, "stat");
  g_assert_false (netop_process_table_read_lately (fixture->table, 30, &none));
}

static void
test_cut_stat (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *whole = NULL;
  gsize            length;

  netop_fake_proc_add (fixture->proc, 6, 1, "a) (b", 123);
  path = g_build_filename (netop_fake_proc_get_root (fixture->proc), "6", "stat", NULL);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize n = 0; n < length; n++)
    {
      g_auto (NetopProcessFacts) facts = { 0 };

      netop_fake_proc_set_file (fixture->proc, 6, "stat", whole, n);
      if (netop_process_table_read (fixture->table, 6, &facts))
        g_assert_cmpuint (n, >, strlen ("6 (a) (b) S 1 1 1 0 -1"));
    }
}

static void
test_bounds (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *huge = g_malloc (1 << 20);
  g_auto (NetopProcessFacts) facts = { 0 };

  memset (huge, 'x', 1 << 20);
  netop_fake_proc_add (fixture->proc, 8, 1, "prog", 1);
  netop_fake_proc_set_file (fixture->proc, 8, "cmdline", huge, 1 << 20);
  netop_fake_proc_set_file (fixture->proc, 8, "cgroup", huge, 1 << 20);
  netop_fake_proc_set_file (fixture->proc, 8, "status", huge, 1 << 20);
  g_assert_true (netop_process_table_read (fixture->table, 8, &facts));
  g_assert_cmpuint (facts.cmdline_length, ==, NETOP_PROCESS_CMDLINE_MAX);
  g_assert_null (facts.cgroup);
  g_assert_false (facts.uid_known);
}

static const struct
{
  const char *text;
  const char *path;
} cgroups[] = {
  { "0::/\n", "/" },
  { "0::/a/b\n", "/a/b" },
  { "12:cpu:/x\n0::/\n1:name=systemd:/system.slice/sshd.service\n", "/system.slice/sshd.service" },
  { "12:cpu:/x\n", NULL },
  { "", NULL },
  { "0:", NULL },
  { "no colon at all\n0::/found\n", "/found" },
  { "5:memory:/a:name=systemd:/b\n0::/\n", "/" }, /* a path may hold any of it */
  { "5:memory:/a:name=systemd:/b\n", NULL },
  { "1:name=systemd:/\n0::/found\n", "/found" },
  { "1:name=systemd:\n0::/found\n", "/found" },
  { "1:name=systemd:", NULL },
  { "1:name=systemd:relative\n", NULL },
  { "0::/a:b\n", "/a:b" },
  { "0::relative\n", NULL },
};

static void
test_cgroups (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cgroups); i++)
    {
      g_auto (NetopProcessFacts) facts = { 0 };

      netop_fake_proc_add (fixture->proc, 9, 1, "prog", 1);
      netop_fake_proc_set_file (fixture->proc, 9, "cgroup", cgroups[i].text, strlen (cgroups[i].text));
      g_assert_true (netop_process_table_read (fixture->table, 9, &facts));
      g_assert_cmpstr (facts.cgroup, ==, cgroups[i].path);
    }
}

static bool
note_holder (uint64_t inode,
             uint32_t pid,
             int      descriptor,
             void    *user_data)
{
  g_string_append_printf (user_data, "%" G_GUINT64_FORMAT ":%u/%d ", inode, pid, descriptor);
  return true;
}

static void
note_tunnel (uint32_t    pid,
             const char *name,
             void       *user_data)
{
  g_string_append_printf (user_data, "%s:%u ", name, pid);
}

static void
no_tunnel (uint32_t    pid,
           const char *name,
           void       *user_data)
{
  g_assert_not_reached ();
}

static bool
stop_at_once (uint64_t inode,
              uint32_t pid,
              int      descriptor,
              void    *user_data)
{
  (*(guint *)user_data)++;
  return false;
}

static void
add_tunnel (Fixture    *fixture,
            uint32_t    pid,
            const char *descriptor,
            const char *text)
{
  g_autofree char *link = g_strdup_printf ("fd/%s", descriptor);
  g_autofree char *info = g_strdup_printf ("fdinfo/%s", descriptor);

  netop_fake_proc_set_link (fixture->proc, pid, link, "/dev/net/tun");
  netop_fake_proc_set_file (fixture->proc, pid, info, text, strlen (text));
}

/* As tun_chr_show_fdinfo() in the kernel's drivers/net/tun.c writes it, and otherwise. */
static void
test_tunnels (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (uint32_t pid = 10; pid < 18; pid++)
    netop_fake_proc_add (fixture->proc, pid, 1, "vpn", 1);
  add_tunnel (fixture, 10, "3", "pos:\t0\nflags:\t02104002\nmnt_id:\t26\nino:\t123\niff:\ttun0\n");
  add_tunnel (fixture, 11, "3", "pos:\t0\niff:\t\n"); /* without an interface */
  add_tunnel (fixture, 12, "3", "iff:\ttap\x1b[2J");
  add_tunnel (fixture, 13, "3", "pos:\t0\niff:\tanamethatistoolong\n");
  add_tunnel (fixture, 14, "3", "pos:\t0\n");
  netop_fake_proc_set_link (fixture->proc, 15, "fd/3", "/dev/net/tun"); /* of which nothing can be read */
  add_tunnel (fixture, 16, "3", "iff:\ttap0\n");
  netop_fake_proc_set_link (fixture->proc, 16, "fd/4", "anon_inode:kvm-vm");
  add_tunnel (fixture, 17, "3", "iff:\t\n");
  add_tunnel (fixture, 17, "4", "iff:\ttun7\n");

  g_assert_true (netop_process_table_walk_sockets (fixture->table, note_holder, note_tunnel, seen));
  g_assert_cmpstr (seen->str, ==, "tun7:17 tap\x1b[2J:12 tun0:10 ");
}

static void
test_walk (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  guint n = 0;

  netop_fake_proc_add (fixture->proc, 10, 1, "old", 1);
  netop_fake_proc_add (fixture->proc, 2000, 1, "new", 2);
  netop_fake_proc_add (fixture->proc, 300, 1, "none", 3);
  netop_fake_proc_set_link (fixture->proc, 10, "fd/3", "socket:[42]");
  netop_fake_proc_set_link (fixture->proc, 10, "fd/4", "pipe:[42]");
  netop_fake_proc_set_link (fixture->proc, 10, "fd/5", "socket:[42");
  netop_fake_proc_set_link (fixture->proc, 10, "fd/6", "socket:[x]");
  netop_fake_proc_set_link (fixture->proc, 2000, "fd/7", "socket:[18446744073709551615]");
  netop_fake_proc_set_link (fixture->proc, 2000, "fd/name", "socket:[43]");
  netop_fake_proc_remove (fixture->proc, 300, "fd");

  g_assert_true (netop_process_table_walk_sockets (fixture->table, note_holder, no_tunnel, seen));
  g_assert_cmpstr (seen->str, ==, "18446744073709551615:2000/7 42:10/3 "); /* newest first */
  netop_process_table_walk_sockets (fixture->table, stop_at_once, no_tunnel, &n);
  g_assert_cmpuint (n, ==, 1);
}

/* Of process 10, with 42 under number 3. */
static int
find_descriptor (NetopProcessTable *table,
                 uint32_t           pid,
                 uint64_t           inode,
                 int                likely,
                 guint              n_descriptors)
{
  guint n_left = n_descriptors;
  int   descriptor = likely;

  if (!netop_process_table_holds (table, pid, inode, &descriptor, &n_left))
    {
      g_assert_cmpint (descriptor, ==, likely);
      return -1;
    }

  g_assert_cmpuint (n_left, <, n_descriptors);
  return descriptor;
}

static void
test_likely_descriptor (Fixture      *fixture,
                        gconstpointer user_data)
{
  NetopProcessTable *table = fixture->table;

  netop_fake_proc_add (fixture->proc, 10, 1, "old", 1);
  netop_fake_proc_add (fixture->proc, 11, 1, "other", 1);
  netop_fake_proc_set_link (fixture->proc, 10, "fd/3", "socket:[42]");
  netop_fake_proc_set_link (fixture->proc, 10, "fd/4", "pipe:[42]");

  g_assert_cmpint (find_descriptor (table, 10, 42, -1, 100), ==, 3);
  g_assert_cmpint (find_descriptor (table, 10, 43, -1, 100), ==, -1);
  g_assert_cmpint (find_descriptor (table, 11, 42, -1, 100), ==, -1);
  g_assert_cmpint (find_descriptor (table, 10, 42, -1, 0), ==, -1);

  /* It is looked at first, and is believed no more than that. */
  g_assert_cmpint (find_descriptor (table, 10, 42, 3, 1), ==, 3);
  g_assert_cmpint (find_descriptor (table, 10, 42, 4, 1), ==, -1);
  g_assert_cmpint (find_descriptor (table, 10, 42, 77, 100), ==, 3);
  g_assert_cmpint (find_descriptor (table, 10, 42, 3, 0), ==, -1);
}

static void
test_ourselves (void)
{
  g_autoptr (NetopProcessTable) table = netop_process_table_open (NULL, NULL);
  g_auto (NetopProcessFacts) facts = { 0 };

  g_assert_nonnull (table);
  g_assert_true (netop_process_table_read (table, (uint32_t)getpid (), &facts));
  g_assert_cmpuint (facts.parent_pid, ==, (uint32_t)getppid ());
  g_assert_cmpuint (facts.uid, ==, geteuid ());
  g_assert_cmpstr (facts.name, ==, "test-sockets-process-table");
}

typedef struct
{
  guint    n;
  guint    n_wanted;
  uint64_t inodes[4];
  uint32_t pids[4];
} Seen;

static bool
note (uint64_t inode,
      uint32_t pid,
      void    *user_data)
{
  Seen *seen = user_data;

  g_assert_cmpuint (seen->n, <, G_N_ELEMENTS (seen->inodes));
  seen->inodes[seen->n] = inode;
  seen->pids[seen->n++] = pid;
  return seen->n < seen->n_wanted;
}

/* One that may not be looked at is left out, as is what is no namespace. */
static void
test_namespaces (Fixture      *fixture,
                 gconstpointer data)
{
  Seen     all = { .n_wanted = 4 };
  Seen     first = { .n_wanted = 1 };
  uint64_t inode = 5;

  for (uint32_t pid = 1; pid <= 4; pid++)
    netop_fake_proc_add (fixture->proc, pid, 0, "a", pid);
  netop_fake_proc_set_link (fixture->proc, 1, "ns/net", "net:[4026531840]");
  netop_fake_proc_set_link (fixture->proc, 2, "ns/net", "net:[4026532000]");
  netop_fake_proc_set_link (fixture->proc, 3, "ns/net", "mnt:[4026532001]");

  g_assert_true (netop_process_table_walk_namespaces (fixture->table, note, &all));
  g_assert_cmpuint (all.n, ==, 2);
  g_assert_cmpuint (all.pids[0], ==, 2);
  g_assert_cmpuint (all.inodes[0], ==, 4026532000);
  g_assert_cmpuint (all.pids[1], ==, 1);
  g_assert_true (netop_process_table_walk_namespaces (fixture->table, note, &first));
  g_assert_cmpuint (first.n, ==, 1);

  g_assert_true (netop_process_table_read_namespace (fixture->table, 1, &inode));
  g_assert_cmpuint (inode, ==, 4026531840);
  g_assert_false (netop_process_table_read_namespace (fixture->table, 3, &inode));
  g_assert_false (netop_process_table_read_namespace (fixture->table, 4, &inode));
  g_assert_cmpuint (inode, ==, 4026531840);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sockets/process-table/reads", Fixture, NULL, set_up, test_reads, tear_down);
  g_test_add ("/sockets/process-table/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/sockets/process-table/vanishes", Fixture, NULL, set_up, test_vanishes, tear_down);
  g_test_add ("/sockets/process-table/read-lately", Fixture, NULL, set_up, test_read_lately, tear_down);
  g_test_add ("/sockets/process-table/cut-stat", Fixture, NULL, set_up, test_cut_stat, tear_down);
  g_test_add ("/sockets/process-table/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add ("/sockets/process-table/cgroups", Fixture, NULL, set_up, test_cgroups, tear_down);
  g_test_add ("/sockets/process-table/walk", Fixture, NULL, set_up, test_walk, tear_down);
  g_test_add ("/sockets/process-table/likely-descriptor", Fixture, NULL, set_up, test_likely_descriptor, tear_down);
  g_test_add ("/sockets/process-table/tunnels", Fixture, NULL, set_up, test_tunnels, tear_down);
  g_test_add ("/sockets/process-table/namespaces", Fixture, NULL, set_up, test_namespaces, tear_down);
  g_test_add_func ("/sockets/process-table/ourselves", test_ourselves);

  return g_test_run ();
}
