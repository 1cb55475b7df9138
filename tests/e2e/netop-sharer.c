/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Several processes and one socket, or one port.
 *
 * netop-sharer ROLE ADDRESS PORT AMOUNT
 *
 *   fork-both      connects, sends half of AMOUNT bytes; a child inherits the connection and sends the rest; both keep it
 *   fork-left      the same, and the child ends
 *   fork-child     the same, and the parent closes its copy before the child sends
 *   daemon         the same, and the parent ends, and the child that it had first: their child goes on
 *   pass           connects, and passes the connection to a child that was there before, which sends AMOUNT bytes
 *   reuseport-tcp  three processes, each with its own listener of one port, that take AMOUNT connections together
 *   reuseport-udp  three processes, each with its own datagram socket of one port, that take AMOUNT datagrams together
 *   handover       takes half of AMOUNT datagrams, prints "half" and waits for a line, closes its socket, prints "closed" and
 *                  waits for another; a child binds the same port, prints "ready" and takes the rest
 *   reset          binds port 23000, connects, sends AMOUNT bytes, waits until all are acknowledged, and resets
 *
 * What listens prints "ready". When all is carried it prints "done", and keeps what it has until it is told a line. At the
 * end each process that carried something, or is to be known, prints one line of JSON: its payload, and for TCP the
 * segments that the kernel counted (tcp(7), TCP_INFO), for datagrams their number. */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_MEMBERS 3
#define RESET_PORT 23000
#define QUIET_MS 15000

/* What all processes have together: how much was carried so far. */
static uint64_t *carried;

static char buffer[16384];

static void
die (const char *what)
{
  fprintf (stderr, "netop-sharer: %s: %s\n", what, strerror (errno));
  exit (1);
}

static void
say (const char *word)
{
  printf ("%s\n", word);
  fflush (stdout);
}

static void
wait_for_line (void)
{
  int c;

  while ((c = getchar ()) != '\n')
    if (c == EOF)
      die ("nobody answers");
}

static void
report (uint64_t rx_payload,
        uint64_t tx_payload,
        uint64_t rx_packets,
        uint64_t tx_packets)
{
  dprintf (STDOUT_FILENO, "{\"pid\": %d, \"rx_payload\": %llu, \"tx_payload\": %llu, \"rx_packets\": %llu, \"tx_packets\": %llu}\n",
           (int)getpid (), (unsigned long long)rx_payload, (unsigned long long)tx_payload, (unsigned long long)rx_packets,
           (unsigned long long)tx_packets);
}

static void
add_segments (int       fd,
              uint64_t *received,
              uint64_t *sent)
{
  struct tcp_info info = { 0 };
  socklen_t       length = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
    die ("TCP_INFO");
  *received += info.tcpi_segs_in;
  *sent += info.tcpi_segs_out;
}

static void
report_stream (int      fd,
               uint64_t tx_payload)
{
  uint64_t received = 0, sent = 0;

  add_segments (fd, &received, &sent);
  report (0, tx_payload, received, sent);
}

static void
send_all (int      fd,
          uint64_t amount)
{
  while (amount > 0)
    {
      ssize_t n = send (fd, buffer, amount < sizeof buffer ? amount : sizeof buffer, MSG_NOSIGNAL);

      if (n < 0)
        die ("send");
      amount -= (uint64_t)n;
    }
}

static void
wait_until_acknowledged (int fd)
{
  int n_left = 1;

  while (n_left > 0)
    {
      if (ioctl (fd, SIOCOUTQ, &n_left) < 0)
        die ("SIOCOUTQ");
      nanosleep (&(struct timespec){ 0, 1000000 }, NULL);
    }
}

static int
open_socket (int type,
             int option)
{
  int fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);

  if (fd < 0 || (option != 0 && setsockopt (fd, SOL_SOCKET, option, &(int){ 1 }, sizeof (int)) < 0))
    die ("socket");
  return fd;
}

static int
connect_to (const struct sockaddr_in *address)
{
  int fd = open_socket (SOCK_STREAM, 0);

  if (connect (fd, (const struct sockaddr *)address, sizeof *address) < 0)
    die ("connect");
  return fd;
}

/* Whatever becomes of the test, no child outlives it. */
static pid_t
start_child (void)
{
  pid_t parent = getpid ();
  pid_t child = fork ();

  if (child < 0)
    die ("fork");
  if (child == 0 && (prctl (PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid () != parent))
    _exit (1);
  return child;
}

/* A child's turn is over when the other end of its pipe is closed. */
static void
wait_for_end (int fd)
{
  char byte;

  while (read (fd, &byte, 1) > 0)
    continue;
}

/* --- One connection --- */

static void
run_fork (const char               *role,
          const struct sockaddr_in *address,
          uint64_t                  amount)
{
  bool stays = strcmp (role, "fork-left") != 0;
  bool keeps = strcmp (role, "fork-child") != 0;
  int  turn[2], sent[2];
  int  fd = connect_to (address);
  char byte = 0;

  send_all (fd, amount / 2);
  if (pipe (turn) < 0 || pipe (sent) < 0)
    die ("pipe");
  if (start_child () == 0)
    {
      close (turn[1]);
      /* After the parent gave up its copy. */
      if (read (turn[0], &byte, 1) != 1)
        die ("no turn");
      send_all (fd, amount - amount / 2);
      wait_until_acknowledged (fd);
      if (!stays)
        _exit (0);
      if (write (sent[1], "", 1) == 1)
        wait_for_end (turn[0]);
      report_stream (fd, keeps ? 0 : amount);
      _exit (0);
    }

  if (!keeps)
    close (fd);
  close (sent[1]);
  if (write (turn[1], "", 1) != 1 || (read (sent[0], &byte, 1) < 0))
    die ("no child");
  if (!stays)
    wait (NULL);
  say ("done");
  wait_for_line ();
  close (turn[1]);
  while (wait (NULL) > 0)
    continue;
  if (keeps)
    report_stream (fd, amount);
}

/* The first process stays without the connection, to be waited for. */
static void
run_daemon (const struct sockaddr_in *address,
            uint64_t                  amount)
{
  int  end[2], done[2];
  char byte;

  if (pipe (end) < 0 || pipe (done) < 0)
    die ("pipe");
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  if (fork () == 0)
    {
      int fd = connect_to (address);

      close (end[1]);
      send_all (fd, amount / 2);
      /* The watcher is to know the first owner. */
      nanosleep (&(struct timespec){ 1, 0 }, NULL);
      if (fork () != 0 || fork () != 0)
        _exit (0);
      nanosleep (&(struct timespec){ 0, 200000000 }, NULL);
      send_all (fd, amount - amount / 2);
      wait_until_acknowledged (fd);
      if (write (done[1], "", 1) == 1)
        wait_for_end (end[0]);
      report_stream (fd, amount);
      _exit (0);
    }

  close (done[1]);
  if (read (done[0], &byte, 1) != 1)
    die ("no daemon");
  say ("done");
  wait_for_line ();
  close (end[1]);
  while (wait (NULL) > 0)
    continue;
}

static void
pass (int through,
      int fd)
{
  _Alignas(struct cmsghdr) char control[CMSG_SPACE (sizeof fd)] = { 0 };
  struct iovec                  data = { .iov_base = (char[]){ 0 }, .iov_len = 1 };
  struct msghdr                 message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  struct cmsghdr               *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  if (sendmsg (through, &message, 0) != 1)
    die ("sendmsg");
}

static int
take_passed (int through)
{
  _Alignas(struct cmsghdr) char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec                  data = { .iov_base = (char[]){ 0 }, .iov_len = 1 };
  struct msghdr                 message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  int                           fd;

  if (recvmsg (through, &message, MSG_CMSG_CLOEXEC) != 1 || CMSG_FIRSTHDR (&message) == NULL)
    die ("recvmsg");
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);
  return fd;
}

static void
run_pass (const struct sockaddr_in *address,
          uint64_t                  amount)
{
  int  pair[2];
  int  fd;
  char byte;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) < 0)
    die ("socketpair");
  if (start_child () == 0)
    {
      close (pair[0]);
      fd = take_passed (pair[1]);
      send_all (fd, amount);
      wait_until_acknowledged (fd);
      if (write (pair[1], "", 1) == 1)
        wait_for_end (pair[1]);
      report_stream (fd, amount);
      _exit (0);
    }

  close (pair[1]);
  fd = connect_to (address);
  pass (pair[0], fd);
  close (fd);
  if (read (pair[0], &byte, 1) != 1)
    die ("no child");
  say ("done");
  wait_for_line ();
  close (pair[0]);
  wait (NULL);
}

static void
run_reset (const struct sockaddr_in *address,
           uint64_t                  amount)
{
  struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons (RESET_PORT) };
  uint64_t           received = 0, sent = 0;
  int                fd = open_socket (SOCK_STREAM, SO_REUSEADDR);

  if (bind (fd, (struct sockaddr *)&own, sizeof own) < 0 || connect (fd, (const struct sockaddr *)address, sizeof *address) < 0)
    die ("connect");
  send_all (fd, amount);
  wait_until_acknowledged (fd);
  add_segments (fd, &received, &sent);
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof (struct linger));
  close (fd);
  report (0, amount, received, sent);
}

/* --- One port --- */

static void
count (uint64_t more)
{
  __atomic_add_fetch (carried, more, __ATOMIC_SEQ_CST);
}

static void
serve_streams (int fd,
               int end)
{
  struct pollfd fds[] = { { fd, POLLIN, 0 }, { end, POLLIN, 0 } };
  uint64_t      payload = 0, received = 0, sent = 0;

  while (poll (fds, 2, -1) > 0 && fds[1].revents == 0)
    {
      int     stream = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);
      ssize_t n;

      while ((n = recv (stream, buffer, sizeof buffer, 0)) > 0)
        payload += (uint64_t)n;
      shutdown (stream, SHUT_WR);
      add_segments (stream, &received, &sent);
      close (stream);
      count (1);
    }
  report (payload, 0, received, sent);
}

static void
serve_datagrams (int fd,
                 int end)
{
  struct pollfd fds[] = { { fd, POLLIN, 0 }, { end, POLLIN, 0 } };
  uint64_t      payload = 0, n_datagrams = 0;

  while (poll (fds, 2, -1) > 0 && fds[1].revents == 0)
    {
      ssize_t n = recv (fd, buffer, sizeof buffer, 0);

      if (n < 0)
        die ("recv");
      payload += (uint64_t)n;
      n_datagrams++;
      count (1);
    }
  report (payload, 0, n_datagrams, 0);
}

static uint64_t
take_datagrams (int      fd,
                uint64_t amount)
{
  uint64_t payload = 0;

  for (uint64_t i = 0; i < amount; i++)
    {
      ssize_t n = recv (fd, buffer, sizeof buffer, 0);

      if (n < 0)
        die ("recv");
      payload += (uint64_t)n;
    }
  return payload;
}

static int
open_datagrams (const struct sockaddr_in *address)
{
  int fd = open_socket (SOCK_DGRAM, 0);

  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &(int){ 8 << 20 }, sizeof (int));
  if (bind (fd, (const struct sockaddr *)address, sizeof *address) < 0)
    die ("bind");
  say ("ready");
  return fd;
}

static void
run_handover (const struct sockaddr_in *address,
              uint64_t                  amount)
{
  int      turn[2], done[2];
  int      fd;
  uint64_t payload;
  char     byte;

  if (pipe (turn) < 0 || pipe (done) < 0)
    die ("pipe");
  if (start_child () == 0)
    {
      close (turn[1]);
      if (read (turn[0], &byte, 1) != 1)
        die ("no turn");
      fd = open_datagrams (address);
      payload = take_datagrams (fd, amount - amount / 2);
      if (write (done[1], "", 1) == 1)
        wait_for_end (turn[0]);
      report (payload, 0, amount - amount / 2, 0);
      _exit (0);
    }

  close (done[1]);
  fd = open_datagrams (address);
  payload = take_datagrams (fd, amount / 2);
  say ("half");
  wait_for_line ();
  close (fd);
  say ("closed");
  wait_for_line ();
  if (write (turn[1], "", 1) != 1 || read (done[0], &byte, 1) != 1)
    die ("no child");
  say ("done");
  wait_for_line ();
  close (turn[1]);
  wait (NULL);
  report (payload, 0, amount / 2, 0);
}

static void
run_member (const struct sockaddr_in *address,
            int                       type,
            int                       ready,
            int                       end)
{
  int fd = open_socket (type, SO_REUSEPORT);

  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &(int){ 8 << 20 }, sizeof (int));
  if (bind (fd, (const struct sockaddr *)address, sizeof *address) < 0 || (type == SOCK_STREAM && listen (fd, 16) < 0))
    die ("bind");
  if (write (ready, "", 1) != 1)
    die ("ready");
  if (type == SOCK_STREAM)
    serve_streams (fd, end);
  else
    serve_datagrams (fd, end);
  _exit (0);
}

static void
run_group (const struct sockaddr_in *address,
           int                       type,
           uint64_t                  amount)
{
  int ready[2], end[2];

  if (pipe (ready) < 0 || pipe (end) < 0)
    die ("pipe");
  for (int i = 0; i < N_MEMBERS; i++)
    {
      char byte;

      if (start_child () == 0)
        {
          close (end[1]);
          run_member (address, type, ready[1], end[0]);
        }
      if (read (ready[0], &byte, 1) != 1)
        die ("no member");
    }
  say ("ready");
  for (int ms = 0; __atomic_load_n (carried, __ATOMIC_SEQ_CST) < amount && ms < QUIET_MS; ms++)
    nanosleep (&(struct timespec){ 0, 1000000 }, NULL);
  say ("done");
  wait_for_line ();
  close (end[1]);
  while (wait (NULL) > 0)
    continue;
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  uint64_t           amount;

  if (argc != 5 || inet_pton (AF_INET, argv[2], &address.sin_addr) != 1)
    {
      fprintf (stderr, "usage: netop-sharer ROLE ADDRESS PORT AMOUNT\n");
      return 2;
    }
  address.sin_port = htons ((uint16_t)atoi (argv[3]));
  amount = strtoull (argv[4], NULL, 10);
  carried = mmap (NULL, sizeof *carried, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (carried == MAP_FAILED)
    die ("mmap");

  if (strcmp (argv[1], "daemon") == 0)
    run_daemon (&address, amount);
  else if (strcmp (argv[1], "pass") == 0)
    run_pass (&address, amount);
  else if (strcmp (argv[1], "handover") == 0)
    run_handover (&address, amount);
  else if (strcmp (argv[1], "reset") == 0)
    run_reset (&address, amount);
  else if (strcmp (argv[1], "reuseport-tcp") == 0)
    run_group (&address, SOCK_STREAM, amount);
  else if (strcmp (argv[1], "reuseport-udp") == 0)
    run_group (&address, SOCK_DGRAM, amount);
  else
    run_fork (argv[1], &address, amount);
  return 0;
}
