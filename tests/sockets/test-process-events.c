/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-events.h"

#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-sockets.h"

/* Notices of a kernel that is played, and the real one's. */

#define PID 0x01020304
#define TIME_NS 7000123456
#define WAIT_MS 10000

typedef struct
{
  GString *text; /* a letter and a number for each notice */
  int64_t  last_us;
  guint    n_forks;
  uint32_t wanted_pid; /* that @has tells of; 0 for none */
  bool     has[3];
} Told;

static void
note_event (const NetopProcessEvent *event,
            void                    *user_data)
{
  Told *told = user_data;

  if (told->text != NULL)
    g_string_append_printf (told->text, "%c%x ", "fex"[event->kind], event -> pid);
  if (told->text != NULL && event->parent_pid != 0)
    g_string_append_printf (told->text, "of %x ", event->parent_pid);
  told->last_us = event->time_us;
  if (event->kind == NETOP_PROCESS_EVENT_FORK)
    told->n_forks++;
  if (event->pid == told->wanted_pid)
    told->has[event->kind] = true;
}

/* One message of the connector: its two first numbers are those of a fork's parent, else of the process. */
static void
add_event (GByteArray    *bytes,
           unsigned       what,
           const uint32_t numbers[4],
           uint32_t       index)
{
  struct cn_msg     connector = { .id = { index, CN_VAL_PROC }, .len = sizeof (struct proc_event) };
  struct proc_event event = { .what = what, .timestamp_ns = TIME_NS };
  guint             start = netop_fake_netlink_begin (bytes, NLMSG_DONE, 0);

  memcpy (&event.event_data, numbers, 4 * sizeof *numbers);
  netop_fake_netlink_add (bytes, &connector, sizeof connector);
  netop_fake_netlink_add (bytes, &event, sizeof event);
  netop_fake_netlink_end (bytes, start);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *name;
    unsigned    what;
    uint32_t    numbers[4];
    uint32_t    index;
    const char *told;
  } cases[] = {
    { "fork", PROC_EVENT_FORK, { 8, 7, PID, PID }, CN_IDX_PROC, "f1020304 of 7 " },
    { "new thread", PROC_EVENT_FORK, { 1, 1, PID + 1, PID }, CN_IDX_PROC, "" },
    { "exec", PROC_EVENT_EXEC, { PID, PID }, CN_IDX_PROC, "e1020304 " },
    { "exec by a thread", PROC_EVENT_EXEC, { PID + 1, PID }, CN_IDX_PROC, "e1020304 " },
    { "exit", PROC_EVENT_EXIT, { PID, PID }, CN_IDX_PROC, "x1020304 " },
    { "end of a thread", PROC_EVENT_EXIT, { PID + 1, PID }, CN_IDX_PROC, "" },
    { "another uid", PROC_EVENT_UID, { PID, PID }, CN_IDX_PROC, "" },
    { "listening", PROC_EVENT_NONE, { 0 }, CN_IDX_PROC, "" },
    { "unknown", 0x00800000, { PID, PID, PID, PID }, CN_IDX_PROC, "" },
    { "of another connector", PROC_EVENT_EXEC, { PID, PID }, CN_IDX_PROC + 1, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (NetopProcessEvents) events = NULL;
      Told told = { .text = text };
      int  kernel_fd, fd;

      g_test_message ("%s", cases[i].name);
      netop_fake_netlink_open (&kernel_fd, &fd);
      events = netop_process_events_new_for_fd (fd);
      add_event (bytes, cases[i].what, cases[i].numbers, cases[i].index);
      netop_fake_netlink_send (kernel_fd, bytes->data, bytes->len);
      netop_process_events_dispatch (events, note_event, &told);
      g_assert_cmpstr (text->str, ==, cases[i].told);
      g_assert_cmpint (told.last_us, ==, cases[i].told[0] != '\0' ? TIME_NS / 1000 : 0);
      close (kernel_fd);
    }
}

static void
test_many (void)
{
  static const uint32_t numbers[4] = { PID, PID, PID, PID };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (NetopProcessEvents) events = NULL;
  Told told = { .text = text };
  int  kernel_fd, fd;

  netop_fake_netlink_open (&kernel_fd, &fd);
  events = netop_process_events_new_for_fd (fd);
  g_assert_cmpint (netop_process_events_get_fd (events), ==, fd);
  add_event (bytes, PROC_EVENT_FORK, numbers, CN_IDX_PROC);
  add_event (bytes, PROC_EVENT_EXEC, numbers, CN_IDX_PROC);
  netop_fake_netlink_send (kernel_fd, bytes->data, bytes->len);
  g_byte_array_set_size (bytes, 0);
  add_event (bytes, PROC_EVENT_EXIT, numbers, CN_IDX_PROC);
  netop_fake_netlink_send (kernel_fd, bytes->data, bytes->len);

  netop_process_events_dispatch (events, note_event, &told);
  g_assert_cmpstr (text->str, ==, "f1020304 of 1020304 e1020304 x1020304 ");
  netop_process_events_dispatch (events, note_event, &told); /* none is left, and it does not wait */
  g_assert_cmpstr (text->str, ==, "f1020304 of 1020304 e1020304 x1020304 ");
  close (kernel_fd);
}

/* Cut anywhere: no process is told of whose number is not there whole. */
static void
test_cut (gconstpointer data)
{
  static const uint32_t numbers[4] = { PID, PID, PID, PID };
  static const unsigned kinds[] = { PROC_EVENT_FORK, PROC_EVENT_EXEC, PROC_EVENT_EXIT };
  const bool            honest = GPOINTER_TO_INT (data) != 0;
  const guint           whole = NLMSG_HDRLEN + sizeof (struct cn_msg) + sizeof (struct proc_event);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint length = whole - 1; length > 0; length--)
      {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        g_autoptr (GString) text = g_string_new (NULL);
        g_autoptr (NetopProcessEvents) events = NULL;
        Told told = { .text = text };
        int  kernel_fd, fd;

        netop_fake_netlink_open (&kernel_fd, &fd);
        events = netop_process_events_new_for_fd (fd);
        add_event (bytes, kinds[i], numbers, CN_IDX_PROC);
        g_byte_array_set_size (bytes, length);
        if (honest && length >= NLMSG_HDRLEN)
          netop_fake_netlink_end (bytes, 0);
        netop_fake_netlink_send (kernel_fd, bytes->data, bytes->len);
        netop_process_events_dispatch (events, note_event, &told);
        if (text->len > 0)
          g_assert_true (g_str_has_prefix (text->str + 1, "1020304 ") && (text->len == 9 || g_str_has_suffix (text->str, "of 1020304 ")));
        g_assert_true (honest || text->len == 0);
        close (kernel_fd);
      }
}

/* With the right, anybody can send to the group: only the kernel's word counts. */
static void
test_others (void)
{
  static const uint32_t numbers[4] = { PID, PID, PID, PID };
  struct sockaddr_nl    address = { .nl_family = AF_NETLINK };
  socklen_t             length = sizeof address;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (NetopProcessEvents) events = NULL;
  Told told = { .text = text };
  int  fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_USERSOCK);
  int  sender = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_USERSOCK);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&address, &length), ==, 0);
  add_event (bytes, PROC_EVENT_EXEC, numbers, CN_IDX_PROC);
  g_assert_cmpint (sendto (sender, bytes->data, bytes->len, 0, (struct sockaddr *)&address, sizeof address), ==, (ssize_t)bytes->len);

  events = netop_process_events_new_for_fd (fd);
  netop_process_events_dispatch (events, note_event, &told);
  g_assert_cmpstr (text->str, ==, "");
  g_assert_cmpint (recv (fd, &told, 1, 0), <, 0); /* but it was read */
  close (sender);
}

/* --- The real one --- */

static const char *
find_obstacle (void)
{
  g_autofree char *name = NULL;

  /* In other namespaces than the first, these settings and this thread of the kernel's are not to be seen. */
  if (access ("/proc/sys/net/core/netdev_budget", F_OK) < 0)
    return "the process connector is in the initial network namespace only";
  if (!g_file_get_contents ("/proc/2/comm", &name, NULL, NULL) || strcmp (name, "kthreadd\n") != 0)
    return "the process connector is in the initial process namespace only";
  return geteuid () != 0 ? "needs root" : NULL;
}

/* Returns its number, once it has ended. */
static uint32_t
run_true (void)
{
  pid_t pid = fork ();
  int   status;

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      execl ("/bin/true", "true", NULL);
      _exit (127);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
  return (uint32_t)pid;
}

static void
wait_for_all (NetopProcessEvents *events,
              Told               *told)
{
  struct pollfd fd = { .fd = netop_process_events_get_fd (events), .events = POLLIN };

  while (!told->has[NETOP_PROCESS_EVENT_FORK] || !told->has[NETOP_PROCESS_EVENT_EXEC] || !told->has[NETOP_PROCESS_EVENT_EXIT])
    {
      g_assert_cmpint (poll (&fd, 1, WAIT_MS), ==, 1);
      netop_process_events_dispatch (events, note_event, told);
    }
}

static void
test_real (void)
{
  const char   *obstacle = find_obstacle ();
  const int64_t begun_us = g_get_monotonic_time ();
  g_autoptr (NetopProcessEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { 0 };

  if (obstacle != NULL)
    {
      g_test_skip (obstacle);
      return;
    }

  events = netop_process_events_open (&error);
  g_assert_no_error (error);
  told.wanted_pid = run_true ();
  wait_for_all (events, &told);
  g_assert_cmpint (told.last_us, >=, begun_us);
  g_assert_cmpint (told.last_us, <=, g_get_monotonic_time ());
}

/* The kernel's queue runs over: that is counted, and what comes after it is told again. */
static void
test_overrun (void)
{
  const char *obstacle = find_obstacle ();
  const int   smallest = 1;
  g_autoptr (NetopProcessEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  Told  told = { 0 };
  guint n_overruns;

  if (obstacle != NULL)
    {
      g_test_skip (obstacle);
      return;
    }

  events = netop_process_events_open (&error);
  g_assert_no_error (error);
  g_assert_cmpint (setsockopt (netop_process_events_get_fd (events), SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest), ==, 0);
  for (guint i = 0; i < 20; i++)
    run_true ();
  n_overruns = netop_process_events_dispatch (events, note_event, &told);
  g_assert_cmpuint (n_overruns, >, 0);
  g_assert_cmpuint (told.n_forks, <, 20);

  g_assert_cmpint (setsockopt (netop_process_events_get_fd (events), SOL_SOCKET, SO_RCVBUF, &(int){ 1 << 20 }, sizeof (int)), ==, 0);
  told.wanted_pid = run_true ();
  wait_for_all (events, &told);
}

/* Where a namespace of its own cannot be had the exit status is 77. */
static int
open_in_other_namespace (void)
{
  g_autoptr (GError) error = NULL;
  NetopProcessEvents *events;
  pid_t               pid;
  int                 status;

  if (unshare (CLONE_NEWPID) < 0)
    return 77;
  pid = fork ();
  if (pid == 0)
    {
      events = netop_process_events_open (&error);
      _exit (events == NULL && g_error_matches (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED) ? 0 : 1);
    }
  return waitpid (pid, &status, 0) == pid && WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}

/* There a number in a notice is another process's. */
static void
test_other_numbers (void)
{
  pid_t pid = fork ();
  int   status;

  if (pid == 0)
    _exit (open_in_other_namespace ());
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("needs a PID namespace of its own");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sockets/process-events/kinds", test_kinds);
  g_test_add_func ("/sockets/process-events/many", test_many);
  g_test_add_data_func ("/sockets/process-events/cut", GINT_TO_POINTER (1), test_cut);
  g_test_add_data_func ("/sockets/process-events/cut-claims-more", GINT_TO_POINTER (0), test_cut);
  g_test_add_func ("/sockets/process-events/others", test_others);
  g_test_add_func ("/sockets/process-events/real", test_real);
  g_test_add_func ("/sockets/process-events/overrun", test_overrun);
  g_test_add_func ("/sockets/process-events/other-numbers", test_other_numbers);

  return g_test_run ();
}
