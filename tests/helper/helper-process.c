/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "helper-process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_FD 3

const char *helper_program;

/* --- Its start and its end --- */

/* A network of its own, where there is nothing to see but what is sent here: a datagram a millisecond, as long as the
 * helper is there. */
static void
start_sender (void)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (20000), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct ifreq       lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
  int                fd = socket (AF_INET, SOCK_DGRAM, 0);
  pid_t              helper = getpid ();

  if (ioctl (fd, SIOCSIFFLAGS, &lo) != 0 || fork () != 0)
    {
      close (fd);
      return;
    }

  while (getppid () == helper)
    {
      sendto (fd, "", 1, 0, (const struct sockaddr *)(const void *)&to, sizeof to);
      g_usleep (1000);
    }
  _exit (0);
}

static void
become_helper (int         stream_fd,
               int         file_fd,
               const char *option,
               const char *more)
{
  /* Without @more there is nothing to see in it. */
  if (file_fd < 0 && unshare (CLONE_NEWNET) != 0)
    _exit (1);
  if (more != NULL && file_fd < 0)
    start_sender ();
  if (dup2 (stream_fd, STDIN_FILENO) < 0 || dup2 (stream_fd, STDOUT_FILENO) < 0)
    _exit (1);
  if (file_fd == FILE_FD)
    fcntl (file_fd, F_SETFD, 0);
  else if (file_fd >= 0 && dup2 (file_fd, FILE_FD) < 0)
    _exit (1);
  execl (helper_program, helper_program, option, more, NULL);
  _exit (1);
}

/* @file_fd is taken over; without one it is the network that is watched. @more can be NULL. */
void
helper_start_with (Helper     *helper,
                   int         file_fd,
                   const char *option,
                   const char *more)
{
  int few = 4096;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &few, sizeof few);
  helper->pid = fork ();
  g_assert_cmpint (helper->pid, >=, 0);
  if (helper->pid == 0)
    become_helper (fds[1], file_fd, option, more);

  helper->client_fd = fds[0];
  helper->has_begun = false;
  helper->helper_fd = fds[1];
  helper->reader = netop_frame_reader_new (true);
  if (file_fd >= 0)
    close (file_fd);
}

void
helper_start (Helper     *helper,
              int         file_fd,
              const char *option)
{
  helper_start_with (helper, file_fd, option, NULL);
}

void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Waits for the end of the program, which is to come by itself. */
void
helper_await_end (Helper *helper)
{
  struct pollfd fd = { .fd = (int)syscall (SYS_pidfd_open, helper->pid, 0), .events = POLLIN };
  int           status;

  g_assert_cmpint (fd.fd, >=, 0);
  if (poll (&fd, 1, LIMIT_MS) != 1)
    {
      kill (helper->pid, SIGKILL);
      g_test_fail ();
      g_test_message ("the helper did not end by itself");
    }
  close (fd.fd);
  g_assert_cmpint (waitpid (helper->pid, &status, 0), ==, helper->pid);
  close_end (&helper->client_fd);
  close_end (&helper->helper_fd);
  netop_frame_reader_free (helper->reader);
}

static NetopIncoming
receive_any (Helper *helper)
{
  NetopIncoming   incoming = { 0 };
  NetopReadResult result = NETOP_READ_MORE;
  g_autoptr (GError) error = NULL;

  while (result == NETOP_READ_MORE)
    {
      struct pollfd fds[] = { { .fd = helper->client_fd, .events = POLLIN } };
      size_t        room;
      uint8_t      *buffer = netop_frame_reader_get_buffer (helper->reader, &room);
      ssize_t       n;

      g_assert_cmpint (poll (fds, 1, LIMIT_MS), ==, 1);
      n = read (helper->client_fd, buffer, room);
      if (n <= 0)
        break;
      netop_frame_reader_commit (helper->reader, (size_t)n);
      result = netop_frame_reader_next (helper->reader, &incoming, &error);
    }
  g_assert_no_error (error);
  return incoming;
}

/* The next message; type 0 where the stream ended. The very first is that the helper has begun, and no other is that. */
NetopIncoming
helper_receive (Helper *helper)
{
  NetopIncoming incoming = receive_any (helper);

  g_assert_true (helper->has_begun || incoming.type == NETOP_MESSAGE_BEGUN);
  if (!helper->has_begun)
    incoming = receive_any (helper);
  helper->has_begun = true;
  g_assert_cmpint (incoming.type, !=, NETOP_MESSAGE_BEGUN);
  return incoming;
}

void
helper_send (Helper     *helper,
             const void *bytes,
             size_t      n_bytes)
{
  g_assert_cmpint (send (helper->client_fd, bytes, n_bytes, MSG_NOSIGNAL), ==, (ssize_t)n_bytes);
}

void
story_clear (Story *story)
{
  g_free (story->text);
}

uint64_t
count_packets (const NetopFlow *flow)
{
  return flow->interfaces[0].rx_packets + flow->interfaces[0].tx_packets;
}

void
helper_hear_out (Helper *helper,
                 Story  *story)
{
  bool over = false;

  /* Else the stream had no end but the program's goodbye. */
  close_end (&helper->helper_fd);
  while (!over)
    {
      NetopIncoming incoming = helper_receive (helper);

      over = incoming.type == NETOP_MESSAGE_BYE;
      if (incoming.type == NETOP_MESSAGE_HELLO)
        story->n_hellos++;
      else if (incoming.type == NETOP_MESSAGE_TICK)
        {
          story->n_ticks++;
          story->n_final += incoming.tick->final;
          story->n_packets = incoming.tick->health.packets;
          if (incoming.tick->flows->len > 0)
            story->n_counted = count_packets (&g_array_index (incoming.tick->flows, NetopFlow, 0));
        }
      else
        {
          g_assert_true (over);
          story->reason = incoming.bye.reason;
          story->text = g_strdup (incoming.bye.text);
        }
      netop_incoming_clear (&incoming);
    }
}
