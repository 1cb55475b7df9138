/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-namespaces.h"

#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* More namespaces than there is room for, each with a process of this test's in it that has one socket. */

#define N_NAMESPACES (NETOP_MAX_NAMESPACES + 4)
#define PORT 4321
#define SOME_UID 1234

typedef struct
{
  pid_t    pid;
  int      pipe_fd; /* it ends with this */
  uint64_t inode;
} Elsewhere;

typedef struct
{
  NetopBroker          *broker;
  NetopProcessTable    *processes;
  NetopInterfaceList   *interfaces;
  NetopNamespaceTables *lookups;
  NetopNamespaces      *namespaces;
  Elsewhere             elsewhere[N_NAMESPACES];
  guint                 n_seen;
  uint64_t              seen[N_NAMESPACES];
} Fixture;

static bool
bind_socket (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (PORT) };
  int                fd = socket (AF_INET, SOCK_DGRAM, 0);

  return fd >= 0 && bind (fd, (struct sockaddr *)&address, sizeof address) == 0;
}

static void
wait_elsewhere (int  fd,
                bool has_socket)
{
  char byte = 0;

  if (unshare (CLONE_NEWNET) < 0 || (has_socket && !bind_socket ()) || write (fd, &byte, 1) != 1)
    _exit (1);
  while (read (fd, &byte, 1) == 1)
    {
      if (!bind_socket () || write (fd, &byte, 1) != 1)
        _exit (1);
    }
  _exit (0);
}

static void
start (Elsewhere *self,
       bool       has_socket)
{
  int              fds[2];
  char             byte;
  g_autofree char *path = NULL;
  struct stat      status;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  self->pid = fork ();
  if (self->pid == 0)
    {
      /* Those of the ones before it too: each ends by its own. */
      for (int fd = 3; fd < 1024; fd++)
        if (fd != fds[1])
          close (fd);
      wait_elsewhere (fds[1], has_socket);
    }
  close (fds[1]);
  self->pipe_fd = fds[0];
  g_assert_cmpint (read (fds[0], &byte, 1), ==, 1);
  path = g_strdup_printf ("/proc/%d/ns/net", self->pid);
  g_assert_cmpint (stat (path, &status), ==, 0);
  self->inode = status.st_ino;
}

static void
stop (Elsewhere *self)
{
  if (self->pid == 0)
    return;

  close (self->pipe_fd);
  g_assert_cmpint (waitpid (self->pid, NULL, 0), ==, self->pid);
  self->pid = 0;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct stat here;

  g_assert_cmpint (stat ("/proc/self/ns/net", &here), ==, 0);
  fixture->broker = netop_broker_start (SOME_UID, &error);
  g_assert_no_error (error);
  fixture->processes = netop_process_table_open (NULL, &error);
  g_assert_no_error (error);
  fixture->interfaces = netop_interface_list_open (0, &error);
  g_assert_no_error (error);
  fixture->lookups = netop_namespace_tables_new ();
  fixture->namespaces = netop_namespaces_new (&(NetopNamespacesParts){
    .broker = fixture->broker,
    .processes = fixture->processes,
    .interfaces = fixture->interfaces,
    .lookups = fixture->lookups,
    .watched_inode = here.st_ino,
  });
  for (guint i = 0; i < N_NAMESPACES; i++)
    start (&fixture->elsewhere[i], data == NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < N_NAMESPACES; i++)
    stop (&fixture->elsewhere[i]);
  netop_namespaces_free (fixture->namespaces);
  netop_namespace_tables_free (fixture->lookups);
  netop_interface_list_close (fixture->interfaces);
  netop_process_table_close (fixture->processes);
  netop_broker_free (fixture->broker);
}

/* Others may run in this machine's namespaces meanwhile. */
static bool
is_ours (const Fixture *fixture,
         uint32_t       namespace_id)
{
  for (guint i = 0; i < N_NAMESPACES; i++)
    {
      if (fixture->elsewhere[i].inode == namespace_id)
        return true;
    }
  return false;
}

static bool
note_socket (const NetopSocketFacts *facts,
             void                   *user_data)
{
  Fixture *fixture = user_data;

  if (facts->local_port == PORT && facts->protocol == NETOP_PROTOCOL_UDP && is_ours (fixture, facts->namespace_id))
    {
      g_assert_cmpuint (fixture->n_seen, <, N_NAMESPACES);
      fixture->seen[fixture->n_seen++] = facts->namespace_id;
    }
  return true;
}

static void
dump_at (Fixture *fixture,
         int64_t  now_us)
{
  fixture->n_seen = 0;
  netop_namespaces_dump (fixture->namespaces, now_us, note_socket, fixture);
}

static void
dump (Fixture *fixture)
{
  dump_at (fixture, g_get_monotonic_time ());
}

static bool
is_seen (const Fixture *fixture,
         uint64_t       inode)
{
  for (guint i = 0; i < fixture->n_seen; i++)
    {
      if (fixture->seen[i] == inode)
        return true;
    }
  return false;
}

static uint64_t
find_unseen (const Fixture *fixture)
{
  for (guint i = 0; i < N_NAMESPACES; i++)
    {
      if (!is_seen (fixture, fixture->elsewhere[i].inode))
        return fixture->elsewhere[i].inode;
    }
  g_assert_not_reached ();
}

static bool
has_socket (Fixture *fixture,
            uint64_t inode)
{
  NetopFlowKey key = {
    .local = netop_address_from_v4 ((const uint8_t[4]){ 127, 0, 0, 1 }),
    .remote = netop_address_from_v4 ((const uint8_t[4]){ 127, 0, 0, 1 }),
    .local_port = PORT,
    .remote_port = 9,
    .protocol = NETOP_PROTOCOL_UDP,
    .namespace_id = (uint32_t)inode,
  };
  NetopSocketFacts facts;

  return netop_namespaces_lookup (fixture->namespaces, &key, &facts) && facts.namespace_id == inode && facts.local_port == PORT;
}

static void
test_more_than_there_is_room_for (Fixture      *fixture,
                                  gconstpointer data)
{
  uint64_t unseen;
  uint64_t lost;

  g_assert_false (netop_namespaces_refresh (fixture->namespaces, g_get_monotonic_time ()));
  dump (fixture);
  g_assert_cmpuint (fixture->n_seen, >, 0);
  g_assert_cmpuint (fixture->n_seen, <=, NETOP_MAX_NAMESPACES);
  g_assert_true (has_socket (fixture, fixture->seen[0]));

  /* One that is used takes the place of one that is not, which is counted. */
  unseen = find_unseen (fixture);
  g_assert_false (has_socket (fixture, unseen));
  lost = netop_namespaces_get_lost (fixture->namespaces);
  netop_namespaces_touch (fixture->namespaces, (uint32_t)unseen, g_get_monotonic_time ());
  g_assert_true (has_socket (fixture, unseen));
  g_assert_cmpuint (netop_namespaces_get_lost (fixture->namespaces), ==, lost + 1);
  dump (fixture);
  g_assert_true (is_seen (fixture, unseen));
  g_assert_cmpuint (fixture->n_seen, <=, NETOP_MAX_NAMESPACES);
}

static void
test_go (Fixture      *fixture,
         gconstpointer data)
{
  uint64_t gone;

  netop_namespaces_refresh (fixture->namespaces, g_get_monotonic_time ());
  dump (fixture);
  gone = fixture->seen[0];
  for (guint i = 0; i < N_NAMESPACES; i++)
    {
      if (fixture->elsewhere[i].inode == gone)
        {
          /* Its end makes a look due. */
          netop_namespaces_take_event (fixture->namespaces, NETOP_PROCESS_EVENT_EXIT, (uint32_t)fixture->elsewhere[i].pid);
          stop (&fixture->elsewhere[i]);
        }
    }
  g_assert_cmpint (netop_namespaces_get_due_us (fixture->namespaces), <, g_get_monotonic_time () + 2 * G_USEC_PER_SEC);
  netop_namespaces_refresh (fixture->namespaces, g_get_monotonic_time ());
  dump (fixture);
  g_assert_false (is_seen (fixture, gone));
  g_assert_false (has_socket (fixture, gone));
}

/* Tells the process to make its socket only now. */
static void
make_socket (Elsewhere *self)
{
  char byte = 0;

  g_assert_cmpint (write (self->pipe_fd, &byte, 1), ==, 1);
  g_assert_cmpint (read (self->pipe_fd, &byte, 1), ==, 1);
}

/* One that had no socket is asked again after a while only, or when it is used. */
static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  Elsewhere *first = &fixture->elsewhere[0];
  Elsewhere *second = &fixture->elsewhere[1];
  int64_t    now_us = g_get_monotonic_time ();

  for (guint i = 2; i < N_NAMESPACES; i++)
    stop (&fixture->elsewhere[i]);
  netop_namespaces_refresh (fixture->namespaces, now_us);
  dump_at (fixture, now_us);
  g_assert_cmpuint (fixture->n_seen, ==, 0);

  make_socket (first);
  make_socket (second);
  dump_at (fixture, now_us + 9 * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_seen, ==, 0);
  netop_namespaces_touch (fixture->namespaces, (uint32_t)first->inode, now_us + 9 * G_USEC_PER_SEC);
  dump_at (fixture, now_us + 9 * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_seen, ==, 1);
  dump_at (fixture, now_us + 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_seen, ==, 2);
  dump_at (fixture, now_us + 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_seen, ==, 2);
}

/* Without a broker they are known, and nothing is asked. */
static void
test_without_broker (Fixture      *fixture,
                     gconstpointer data)
{
  guint n_far;

  netop_namespaces_free (fixture->namespaces);
  fixture->namespaces = netop_namespaces_new (&(NetopNamespacesParts){
    .processes = fixture->processes,
    .interfaces = fixture->interfaces,
    .lookups = fixture->lookups,
    .watched_inode = 1,
  });
  g_assert_false (netop_namespaces_refresh (fixture->namespaces, g_get_monotonic_time ()));
  dump (fixture);
  g_assert_cmpuint (fixture->n_seen, ==, 0);
  netop_namespaces_touch (fixture->namespaces, (uint32_t)fixture->elsewhere[0].inode, g_get_monotonic_time ());
  g_assert_false (has_socket (fixture, fixture->elsewhere[0].inode));
  (void)netop_namespaces_get_far (fixture->namespaces, &n_far);
  g_assert_cmpuint (n_far, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    {
      g_print ("1..0 # SKIP needs root to make network namespaces\n");
      return 0;
    }

#define ADD(name, func) g_test_add ("/helper/namespaces/" name, Fixture, NULL, set_up, (func), tear_down)
  ADD ("more-than-there-is-room-for", test_more_than_there_is_room_for);
  ADD ("go", test_go);
  ADD ("without-broker", test_without_broker);
  g_test_add ("/helper/namespaces/empty", Fixture, "empty", set_up, test_empty, tear_down);
  return g_test_run ();
}
