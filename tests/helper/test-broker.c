/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-broker.h"

#include <dirent.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-socket-table.h"

/* The broker of namespaces: the real one with a process in a namespace of its own, and its asking side with one that this
 * test plays. */

#define SOME_UID 1234

/* --- A process elsewhere --- */

/* Listens in a namespace of its own until the end of the pipe it waits for. */
static void
listen_elsewhere (int told_fd,
                  int awaited_fd)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t          length = sizeof address;
  char               byte;
  int                fd;

  if (unshare (CLONE_NEWNET) < 0)
    _exit (1);
  fd = socket (AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind (fd, (struct sockaddr *)&address, length) < 0 || listen (fd, 1) < 0 ||
      getsockname (fd, (struct sockaddr *)&address, &length) < 0 || write (told_fd, &address.sin_port, 2) != 2)
    _exit (1);
  (void)!read (awaited_fd, &byte, 1);
  _exit (0);
}

typedef struct
{
  pid_t    pid;
  int      pipe_fd;
  uint16_t port;
} Elsewhere;

static bool
elsewhere_start (Elsewhere *self)
{
  int      told[2];
  int      awaited[2];
  uint16_t port;

  g_assert_cmpint (pipe (told), ==, 0);
  g_assert_cmpint (pipe (awaited), ==, 0);
  self->pid = fork ();
  if (self->pid == 0)
    {
      close (awaited[1]);
      listen_elsewhere (told[1], awaited[0]);
    }

  close (told[1]);
  close (awaited[0]);
  self->pipe_fd = awaited[1];
  if (read (told[0], &port, sizeof port) != sizeof port)
    return false;
  self->port = ntohs (port);
  close (told[0]);
  return true;
}

static void
elsewhere_stop (Elsewhere *self)
{
  close (self->pipe_fd);
  g_assert_cmpint (waitpid (self->pid, NULL, 0), ==, self->pid);
}

static bool
is_wanted (const NetopSocketFacts *facts,
           void                   *user_data)
{
  uint16_t *port = user_data;

  if (facts->local_port == *port && facts->namespace_id == 77 && facts->listening)
    *port = 0;
  return true;
}

/* The newest child: those of other tests are ending. */
static pid_t
find_broker (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  children = g_strsplit (g_strstrip (text), " ", -1);
  g_assert_cmpuint (g_strv_length (children), >=, 1);
  return (pid_t)g_ascii_strtoll (children[g_strv_length (children) - 1], NULL, 10);
}

/* After an answer it has gone all the way down. */
static void
assert_answers (NetopBroker *broker)
{
  NetopBrokerAnswer answer;
  g_autoptr (GError) error = NULL;

  g_assert_true (netop_broker_ask (broker, (uint32_t)getpid (), &answer, &error));
  g_assert_no_error (error);
  close (answer.fd);
}

static NetopBroker *
start_broker (void)
{
  g_autoptr (GError) error = NULL;
  NetopBroker *broker = netop_broker_start (SOME_UID, &error);

  g_assert_no_error (error);
  assert_answers (broker);
  return broker;
}

/* Else it kept the namespace from going. */
static void
assert_is_home (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/ns/net", pid);
  struct stat      there;
  struct stat      here;

  g_assert_cmpint (stat (path, &there), ==, 0);
  g_assert_cmpint (stat ("/proc/self/ns/net", &here), ==, 0);
  g_assert_cmpuint (there.st_ino, ==, here.st_ino);
}

static void
test_another_namespace (void)
{
  Elsewhere         elsewhere;
  NetopBrokerAnswer answer;
  g_autoptr (NetopBroker) broker = start_broker ();
  g_autoptr (NetopSocketTable) table = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  struct stat      status;

  g_assert_true (elsewhere_start (&elsewhere));
  path = g_strdup_printf ("/proc/%d/ns/net", elsewhere.pid);
  g_assert_cmpint (stat (path, &status), ==, 0);

  g_assert_true (netop_broker_ask (broker, (uint32_t)elsewhere.pid, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer.namespace_inode, ==, status.st_ino);

  table = netop_socket_table_new_for_fd (77, answer.fd);
  g_assert_true (netop_socket_table_dump (table, is_wanted, &elsewhere.port, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (elsewhere.port, ==, 0);
  elsewhere_stop (&elsewhere);
  assert_is_home (find_broker ());
  assert_answers (broker);
}

static void
test_no_such_process (void)
{
  NetopBrokerAnswer answer;
  g_autoptr (NetopBroker) broker = start_broker ();
  g_autoptr (GError) error = NULL;

  g_assert_false (netop_broker_ask (broker, G_MAXINT32, &answer, &error));
  g_assert_nonnull (strstr (error->message, g_strerror (ENOENT)));
  g_assert_false (netop_broker_is_gone (broker));
  assert_answers (broker);
}

static void
assert_status (pid_t       pid,
               const char *line)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (strstr (text, line) == NULL)
    g_error ("%s is not in:\n%s", line, text);
}

static guint
count_descriptors (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", pid);
  DIR             *folder = opendir (path);
  guint            n = 0;

  g_assert_nonnull (folder);
  for (const struct dirent *entry; (entry = readdir (folder)) != NULL;)
    n += entry->d_name[0] != '.';
  closedir (folder);
  return n;
}

static void
test_what_it_keeps (void)
{
  g_autoptr (NetopBroker) broker = start_broker ();
  pid_t             pid = find_broker ();
  NetopBrokerAnswer answer;

  /* When it has said that there is none it has closed what it gave before. */
  g_assert_false (netop_broker_ask (broker, G_MAXINT32, &answer, NULL));
  assert_status (pid, "\nUid:\t1234\t1234\t1234\t1234\n");
  assert_status (pid, "\nGroups:\t \n");
  assert_status (pid, "\nCapInh:\t0000000000000000\nCapPrm:\t0000000000280000\nCapEff:\t0000000000280000\nCapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\n");
  assert_status (pid, "\nNoNewPrivs:\t1\n");
  assert_status (pid, "\nThreads:\t1\n");
#ifndef NETOP_SANITIZED
  assert_status (pid, "\nSeccomp:\t2\n");
#endif
  g_assert_cmpuint (count_descriptors (pid), ==, 3);
}

static void
test_ends_with_who_asks (void)
{
  NetopBroker *broker = start_broker ();
  pid_t        pid = find_broker ();
  int          status;

  netop_broker_free (broker);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* What is no request ends it at once, whatever comes after. */
static void
test_no_request (gconstpointer data)
{
  int     fds[2];
  uint8_t bytes[16] = { 1 };
  pid_t   pid;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, fds), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      close (fds[0]);
      netop_broker_serve (fds[1], -1, -1);
      _exit (0);
    }
  close (fds[1]);
  g_assert_cmpint (send (fds[0], bytes, GPOINTER_TO_SIZE (data), 0), ==, GPOINTER_TO_SIZE (data));
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (fds[0]);
}

/* --- A broker that is none --- */

typedef struct
{
  uint32_t pid;
  int32_t  error;
  uint64_t namespace_inode;
} Answer;

static void
send_answer (int         fd,
             const void *bytes,
             size_t      n_bytes,
             guint       n_descriptors)
{
  union
  {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (4 * sizeof (int))];
  } control = { 0 };
  struct iovec  part = { .iov_base = (void *)bytes, .iov_len = n_bytes };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  const int     passed[4] = { fd, fd, fd, fd };

  if (n_descriptors > 0)
    {
      message.msg_control = control.bytes;
      message.msg_controllen = CMSG_SPACE (n_descriptors * sizeof (int));
      control.header = (struct cmsghdr){ .cmsg_len = CMSG_LEN (n_descriptors * sizeof (int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
      memcpy (CMSG_DATA (&control.header), passed, n_descriptors * sizeof (int));
    }
  g_assert_cmpint (sendmsg (fd, &message, 0), ==, n_bytes);
}

static const struct
{
  const char *name;
  Answer      answer;
  size_t      n_bytes;
  guint       n_descriptors;
} answers[] = {
  { "short", { 5, 0, 1 }, sizeof (Answer) - 1, 1 },
  { "long", { 5, 0, 1 }, sizeof (Answer) + 1, 1 },
  { "of-another-process", { 6, 0, 1 }, sizeof (Answer), 1 },
  { "without-descriptor", { 5, 0, 1 }, sizeof (Answer), 0 },
  { "with-two-descriptors", { 5, 0, 1 }, sizeof (Answer), 3 },
  { "error-with-descriptor", { 5, EPERM, 1 }, sizeof (Answer), 1 },
};

static void
test_wrong_answer (gconstpointer data)
{
  guint             i = GPOINTER_TO_UINT (data);
  int               fds[2];
  uint8_t           bytes[sizeof (Answer) + 1] = { 0 };
  guint             n_before;
  NetopBrokerAnswer answer;
  g_autoptr (NetopBroker) broker = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, fds), ==, 0);
  n_before = count_descriptors (getpid ());
  broker = netop_broker_new_for_fd (fds[0]);
  memcpy (bytes, &answers[i].answer, sizeof (Answer));
  send_answer (fds[1], bytes, answers[i].n_bytes, answers[i].n_descriptors);
  g_assert_false (netop_broker_ask (broker, 5, &answer, &error));
  g_assert_nonnull (error);
  g_assert_true (netop_broker_is_gone (broker));

  /* Its own is closed, and nothing that came along is left. */
  g_assert_cmpuint (count_descriptors (getpid ()), ==, n_before - 1);
  close (fds[1]);
}

static void
test_right_answer (void)
{
  const Answer      right = { 5, 0, 4026531840 };
  int               fds[2];
  NetopBrokerAnswer answer;
  g_autoptr (NetopBroker) broker = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, fds), ==, 0);
  broker = netop_broker_new_for_fd (fds[0]);
  send_answer (fds[1], &right, sizeof right, 1);
  g_assert_true (netop_broker_ask (broker, 5, &answer, NULL));
  g_assert_cmpuint (answer.namespace_inode, ==, 4026531840);
  close (answer.fd);
  close (fds[1]);
}

static void
test_silent (void)
{
  int               fds[2];
  NetopBrokerAnswer answer;
  g_autoptr (NetopBroker) broker = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, fds), ==, 0);
  broker = netop_broker_new_for_fd (fds[0]);
  g_assert_false (netop_broker_ask (broker, 5, &answer, NULL));
  g_assert_true (netop_broker_is_gone (broker));
  close (fds[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/helper/broker/right-answer", test_right_answer);
  g_test_add_func ("/helper/broker/silent", test_silent);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strconcat ("/helper/broker/wrong-answer/", answers[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_wrong_answer);
    }
  g_test_add_data_func ("/helper/broker/no-request/short", GSIZE_TO_POINTER (3), test_no_request);
  g_test_add_data_func ("/helper/broker/no-request/long", GSIZE_TO_POINTER (5), test_no_request);
  g_test_add_data_func ("/helper/broker/no-request/longer", GSIZE_TO_POINTER (16), test_no_request);
  if (geteuid () == 0 && g_file_test ("/proc/self/ns/net", G_FILE_TEST_EXISTS))
    {
      g_test_add_func ("/helper/broker/another-namespace", test_another_namespace);
      g_test_add_func ("/helper/broker/no-such-process", test_no_such_process);
      g_test_add_func ("/helper/broker/what-it-keeps", test_what_it_keeps);
      g_test_add_func ("/helper/broker/ends-with-who-asks", test_ends_with_who_asks);
    }
  return g_test_run ();
}
