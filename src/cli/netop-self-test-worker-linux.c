/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-worker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-self-test-network.h"

/* What makes the traffic: processes of one thread each, forked before netoproc has any other, that end with _exit(2).
 *
 * The truth is what they counted themselves: payload by what send(2) and recv(2) say, packets of TCP by what the kernel
 * counted for the very socket (tcp(7), TCP_INFO), times the headers that each has on the wire. No capture and no
 * counter of an interface is part of it. */

/* Nothing here takes as long on any machine, nor until a tier's names are there; it is so that nothing hangs for ever. */
#define PATIENCE_MS 30000

/* RFC 791, RFC 8200, RFC 9293, RFC 7323 (its option of 10 bytes is padded to 12), RFC 768. */
#define IPV4_HEADER_BYTES 20u
#define IPV6_HEADER_BYTES 40u
#define TCP_HEADER_BYTES 20u
#define TIMESTAMP_BYTES 12u
#define UDP_HEADER_BYTES 8u

/* Below what a pair of interfaces has in its queues, so that nothing is lost and sent twice. */
#define RECEIVE_BUFFER_BYTES (256 * 1024)

/* About how long a connection is there through which a program asks one thing of a host nearby. */
#define SHORT_LIFE_US (20 * 1000)

static char buffer[65536];

/* --- Words --- */

/**
 * netop_self_test_make_words:
 *
 * Returns: whether the two ends of a way for words were made; no other program that is started inherits them
 */
bool
netop_self_test_make_words (int fds[2])
{
  return socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0;
}

/**
 * netop_self_test_say:
 *
 * Returns: whether there is somebody to hear it
 */
bool
netop_self_test_say (int  fd,
                     char word)
{
  return send (fd, &word, 1, MSG_NOSIGNAL) == 1;
}

/**
 * netop_self_test_hear:
 *
 * Returns: the next word, %NETOP_SELF_TEST_WORD_NONE where none comes
 */
char
netop_self_test_hear (int fd)
{
  char    word = NETOP_SELF_TEST_WORD_NONE;
  ssize_t n;

  do
    n = recv (fd, &word, 1, 0);
  while (n < 0 && errno == EINTR);

  return n == 1 ? word : NETOP_SELF_TEST_WORD_NONE;
}

/**
 * netop_self_test_name_problem:
 * @what: that could not be done; errno says why
 *
 * The first one stays: those that follow come of it.
 */
void
netop_self_test_name_problem (NetopSelfTestShared *shared,
                              const char          *what)
{
  int code = errno;

  if (shared->problem[0] == '\0')
    g_snprintf (shared->problem, sizeof shared->problem, "%s: %s", what, g_strerror (code));
}

static void G_GNUC_NORETURN
give_up (const NetopSelfTestWorker *self,
         const char                *what)
{
  netop_self_test_name_problem (self->shared, what);
  _exit (1);
}

/* --- Sockets --- */

static bool
is_datagram (const NetopSelfTestWorker *self)
{
  return self->scenario->kind == NETOP_SELF_TEST_UDP;
}

static socklen_t
make_far_address (const NetopSelfTestWorker *self,
                  struct sockaddr_storage   *address)
{
  struct sockaddr_in  *v4 = (struct sockaddr_in *)address;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;

  memset (address, 0, sizeof *address);
  if (self->scenario->ip_version == 4)
    {
      v4->sin_family = AF_INET;
      v4->sin_port = htons (self->shared->port);
      inet_pton (AF_INET, self->is_in_namespace ? NETOP_SELF_TEST_FAR_IPV4 : "127.0.0.1", &v4->sin_addr);
      return sizeof *v4;
    }

  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons (self->shared->port);
  inet_pton (AF_INET6, self->is_in_namespace ? NETOP_SELF_TEST_FAR_IPV6 : "::1", &v6->sin6_addr);
  return sizeof *v6;
}

static int
make_socket (const NetopSelfTestWorker *self)
{
  struct timeval patience = { .tv_sec = PATIENCE_MS / 1000 };
  int            room = RECEIVE_BUFFER_BYTES;
  int            fd = socket (self->scenario->ip_version == 4 ? AF_INET : AF_INET6,
                   (is_datagram (self) ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return -1;

  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return fd;
}

/* On a port that the kernel picks, which is told. */
static int
open_far (const NetopSelfTestWorker *self)
{
  struct sockaddr_storage address;
  socklen_t               length = make_far_address (self, &address);
  struct sockaddr_in6     own = { 0 };
  socklen_t               own_length = sizeof own;
  int                     fd = make_socket (self);

  if (fd < 0 || bind (fd, (const struct sockaddr *)&address, length) < 0)
    {
      netop_self_test_name_problem (self->shared, self->scenario->ip_version == 4 ? "no IPv4 address to listen on" : "no IPv6 address to listen on");
      _exit (self->scenario->ip_version == 4 ? 1 : NETOP_SELF_TEST_EXIT_SKIPPED);
    }
  if ((!is_datagram (self) && listen (fd, 1) < 0) || getsockname (fd, (struct sockaddr *)&own, &own_length) < 0)
    give_up (self, "listen");

  /* The port stands in the same place in both families' addresses (RFC 3493, 3.3). */
  self->shared->port = ntohs (own.sin6_port);
  netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_READY);
  return fd;
}

static int
open_near (const NetopSelfTestWorker *self)
{
  struct sockaddr_storage address;
  socklen_t               length = make_far_address (self, &address);
  int                     fd = make_socket (self);

  if (fd < 0 || connect (fd, (const struct sockaddr *)&address, length) < 0)
    give_up (self, "connect");
  return fd;
}

static int
accept_near (const NetopSelfTestWorker *self,
             int                        listener)
{
  int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);

  if (fd < 0)
    give_up (self, "accept");
  return fd;
}

/* --- TCP --- */

static bool
send_some (int       fd,
           uint64_t *left)
{
  ssize_t n = send (fd, buffer, (size_t)MIN (*left, sizeof buffer), MSG_DONTWAIT | MSG_NOSIGNAL);

  if (n > 0)
    *left -= (uint64_t)n;
  return n > 0 || errno == EAGAIN || errno == EINTR;
}

static bool
receive_some (int       fd,
              uint64_t *left)
{
  ssize_t n = recv (fd, buffer, (size_t)MIN (*left, sizeof buffer), MSG_DONTWAIT);

  if (n > 0)
    *left -= (uint64_t)n;
  if (n == 0)
    errno = ECONNRESET;
  return n > 0 || errno == EAGAIN || errno == EINTR;
}

/* Both directions at once. */
static void
exchange (const NetopSelfTestWorker *self,
          int                        fd,
          uint64_t                   tx_left,
          uint64_t                   rx_left)
{
  self->process->tx_payload += tx_left;
  self->process->rx_payload += rx_left;

  while (tx_left > 0 || rx_left > 0)
    {
      struct pollfd poll_fd = { fd, (short)((tx_left > 0 ? POLLOUT : 0) | (rx_left > 0 ? POLLIN : 0)), 0 };
      int           n = poll (&poll_fd, 1, PATIENCE_MS);

      if (n == 0)
        errno = ETIMEDOUT;
      if (n == 0 || (n < 0 && errno != EINTR))
        give_up (self, "poll");
      if ((tx_left > 0 && !send_some (fd, &tx_left)) || (rx_left > 0 && !receive_some (fd, &rx_left)))
        give_up (self, "connection");
    }
}

/* A connection's first segment each way has more options (RFC 9293, 3.2; RFC 7323, 2.2; RFC 2018, 2): the largest
 * segment's size, padding and the window's scale, and that selective acknowledgements are understood, which fits where
 * the padding of timestamps is. */
static uint64_t
get_syn_bytes (const struct tcp_info *info)
{
  bool has_timestamps = (info->tcpi_options & TCPI_OPT_TIMESTAMPS) != 0;

  return 4u + ((info->tcpi_options & TCPI_OPT_WSCALE) != 0 ? 4u : 0u) +
         ((info->tcpi_options & TCPI_OPT_SACK) != 0 && !has_timestamps ? 4u : 0u);
}

static void
read_info (const NetopSelfTestWorker *self,
           int                        fd,
           struct tcp_info           *info)
{
  socklen_t length = sizeof *info;

  *info = (struct tcp_info){ 0 };
  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, info, &length) < 0)
    give_up (self, "TCP_INFO");
  self->process->repeated_bytes += info->tcpi_bytes_retrans;
}

/* Of the one that connected, once it has seen the other's end: its socket counted every segment, from the first on. */
static void
count_segments (const NetopSelfTestWorker *self,
                int                        fd)
{
  NetopSelfTestProcess *process = self->process;
  struct tcp_info       info;
  uint64_t              header_bytes = TCP_HEADER_BYTES + (self->scenario->ip_version == 4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);

  read_info (self, fd, &info);
  if ((info.tcpi_options & TCPI_OPT_TIMESTAMPS) != 0)
    header_bytes += TIMESTAMP_BYTES;
  process->wire_tx_bytes = process->tx_payload + process->repeated_bytes + info.tcpi_segs_out * header_bytes + get_syn_bytes (&info);
  process->wire_rx_bytes = process->rx_payload + info.tcpi_segs_in * header_bytes + get_syn_bytes (&info);
}

/* Nothing is expected any more but the other's end. */
static void
wait_for_end (const NetopSelfTestWorker *self,
              int                        fd)
{
  ssize_t n;

  do
    n = recv (fd, buffer, sizeof buffer, 0);
  while (n < 0 && errno == EINTR);

  if (n != 0)
    give_up (self, "the other end of a connection");
}

/* Who begins to close has seen all segments when the other's end is there. */
static void
close_near (const NetopSelfTestWorker *self,
            int                        fd)
{
  shutdown (fd, SHUT_WR);
  wait_for_end (self, fd);
  count_segments (self, fd);
  close (fd);
}

/* While its socket stays open: what only looks at sockets now and then has to see them. */
static void
wait_for_finish (const NetopSelfTestWorker *self)
{
  netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_CARRIED);
  if (netop_self_test_hear (self->control_fd) != NETOP_SELF_TEST_WORD_FINISH)
    _exit (1);
}

static void
carry_near (const NetopSelfTestWorker *self,
            int                        fd)
{
  exchange (self, fd, self->scenario->tx_bytes, self->scenario->rx_bytes);
  if (self->scenario->kind == NETOP_SELF_TEST_SHORT)
    g_usleep (SHORT_LIFE_US);
  else
    wait_for_finish (self);
  close_near (self, fd);
}

static void
serve_far (const NetopSelfTestWorker *self,
           int                        listener)
{
  for (guint i = 0; i < self->scenario->n_near; i++)
    {
      int             fd = accept_near (self, listener);
      struct tcp_info info;

      exchange (self, fd, self->scenario->rx_bytes, self->scenario->tx_bytes);
      wait_for_end (self, fd);
      read_info (self, fd, &info);
      close (fd);
    }
}

/* The one who made the connection lets go of it and lives on, so that nothing but the descriptors tells whose it is.
 * Returns in the heir. */
static void
hand_on (const NetopSelfTestWorker *self,
         int                        fd)
{
  int   status = 0;
  pid_t maker = getpid ();
  pid_t heir = fork ();

  if (heir < 0)
    give_up (self, "fork");
  if (heir == 0)
    {
      if (prctl (PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid () != maker)
        _exit (1);
      return;
    }

  close (fd);
  close (self->control_fd);
  while (waitpid (heir, &status, 0) < 0 && errno == EINTR)
    continue;
  _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
}

/* --- UDP --- */

static void
count_datagrams (const NetopSelfTestWorker *self,
                 uint64_t                   rx_datagrams,
                 uint64_t                   tx_datagrams)
{
  NetopSelfTestProcess *process = self->process;
  uint64_t              header_bytes = UDP_HEADER_BYTES + (self->scenario->ip_version == 4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);

  process->rx_payload = rx_datagrams * self->scenario->datagram_bytes;
  process->tx_payload = tx_datagrams * self->scenario->datagram_bytes;
  process->wire_rx_bytes = process->rx_payload + rx_datagrams * header_bytes;
  process->wire_tx_bytes = process->tx_payload + tx_datagrams * header_bytes;
}

static uint64_t
get_bursts (const NetopSelfTestWorker *self)
{
  return self->scenario->tx_bytes / self->scenario->datagram_bytes / NETOP_SELF_TEST_BURST;
}

static void
send_datagrams (const NetopSelfTestWorker *self,
                int                        fd,
                uint64_t                   n)
{
  size_t size = (size_t)self->scenario->datagram_bytes;

  for (uint64_t i = 0; i < n; i++)
    {
      if (send (fd, buffer, size, 0) != (ssize_t)size)
        give_up (self, "send");
    }
}

static void
receive_datagrams (const NetopSelfTestWorker *self,
                   int                        fd,
                   uint64_t                   n)
{
  for (uint64_t i = 0; i < n; i++)
    {
      if (recv (fd, buffer, sizeof buffer, 0) != (ssize_t)self->scenario->datagram_bytes)
        give_up (self, "a datagram did not arrive");
    }
}

/* The answer to each burst says that it is time for the next: so none is lost for want of room. */
static void
carry_datagrams (const NetopSelfTestWorker *self,
                 int                        fd)
{
  for (uint64_t i = 0; i < get_bursts (self); i++)
    {
      send_datagrams (self, fd, NETOP_SELF_TEST_BURST);
      receive_datagrams (self, fd, 1);
    }
  count_datagrams (self, get_bursts (self), get_bursts (self) * NETOP_SELF_TEST_BURST);
  wait_for_finish (self);
}

static void
answer_datagrams (const NetopSelfTestWorker *self,
                  int                        fd)
{
  struct sockaddr_storage address;
  socklen_t               length = sizeof address;

  /* Whom it talks to stands in the first one. */
  if (recvfrom (fd, buffer, sizeof buffer, MSG_PEEK, (struct sockaddr *)&address, &length) < 0 ||
      connect (fd, (const struct sockaddr *)&address, length) < 0)
    give_up (self, "no datagram arrived");

  for (uint64_t i = 0; i < get_bursts (self); i++)
    {
      receive_datagrams (self, fd, NETOP_SELF_TEST_BURST);
      send_datagrams (self, fd, 1);
    }
  count_datagrams (self, get_bursts (self) * NETOP_SELF_TEST_BURST, get_bursts (self));
}

/* --- Workers --- */

/**
 * netop_self_test_worker_run_near:
 *
 * Runs the process that connects, and ends it.
 */
void
netop_self_test_worker_run_near (const NetopSelfTestWorker *self)
{
  int fd = open_near (self);

  if (self->scenario->kind == NETOP_SELF_TEST_HANDED)
    hand_on (self, fd);

  self->process->pid = (uint32_t)getpid ();
  if (is_datagram (self))
    carry_datagrams (self, fd);
  else
    carry_near (self, fd);
  _exit (0);
}

/**
 * netop_self_test_worker_run_far:
 *
 * Runs the process that is connected to, and ends it when it is told to.
 */
void
netop_self_test_worker_run_far (const NetopSelfTestWorker *self)
{
  int fd = open_far (self);

  self->process->pid = (uint32_t)getpid ();
  if (is_datagram (self))
    answer_datagrams (self, fd);
  else
    serve_far (self, fd);
  netop_self_test_hear (self->control_fd);
  _exit (0);
}
