/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-broker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "netop-confinement.h"
#include "netop-helper-error.h"
#include "netop-privileges.h"

/* Theory of operation.
 *
 * Who parses what strangers send may not enter namespaces: CAP_SYS_ADMIN is worth more than all that the helper keeps. So
 * before it gives up root it forks this process, which keeps that one and CAP_SYS_PTRACE, which /proc/PID/ns needs, has a
 * list of a dozen system calls, and reads nothing but the number of a process. What it hands back, a socket of
 * NETLINK_SOCK_DIAG, can ask for sockets and for nothing else: the helper's list of calls lets it neither bind nor
 * configure one.
 *
 * After each visit it goes home: whoever is in a namespace keeps it from going when its own processes have ended.
 *
 * A message has a fixed size and holds one request or one answer. Where an answer is late the asking side gives up for
 * good, so no answer is ever taken for another one's. */

#define ANSWER_TIMEOUT_MS 1000
/* As NetopSocketTable opens its own: who gets the socket may not configure it. */
#define SOCKET_TIMEOUT_MS 500
#define SOCKET_BUFFER_BYTES (4 << 20)
/* Of the broker: where its descriptors are. */
#define BROKER_FD 0
#define BROKER_PROC_FD 1
#define BROKER_HOME_FD 2

typedef struct
{
  uint32_t pid;
  int32_t  error; /* of errno(3), 0 where a descriptor comes along */
  uint64_t namespace_inode;
} Answer;

struct _NetopBroker
{
  int fd; /* -1 once it is gone */
};

/* --- The broker --- */

static int
open_sockets (void)
{
  struct sockaddr_nl address = { .nl_family = AF_NETLINK };
  struct timeval     timeout = { .tv_usec = SOCKET_TIMEOUT_MS * 1000 };
  int                buffer_bytes = SOCKET_BUFFER_BYTES;
  int                fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

  if (fd < 0)
    return -1;
  if (bind (fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
      setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) < 0 ||
      setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes) < 0)
    {
      close (fd);
      return -1;
    }

  return fd;
}

/* Returns the descriptor of the socket, or -1 and errno. */
static int
enter_and_open (int       namespace_fd,
                uint64_t *inode)
{
  struct stat status;

  if (fstat (namespace_fd, &status) < 0 || setns (namespace_fd, CLONE_NEWNET) < 0)
    return -1;

  *inode = status.st_ino;
  return open_sockets ();
}

static int
handle_request (int      proc_fd,
                uint32_t pid,
                Answer  *answer)
{
  char path[32];
  int  namespace_fd;
  int  fd;

  *answer = (Answer){ .pid = pid };
  g_snprintf (path, sizeof path, "%u/ns/net", pid);
  namespace_fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (namespace_fd < 0)
    {
      answer->error = errno;
      return -1;
    }

  fd = enter_and_open (namespace_fd, &answer->namespace_inode);
  if (fd < 0)
    answer->error = errno;
  close (namespace_fd);
  return fd;
}

static bool
send_answer (int           fd,
             const Answer *answer,
             int           passed_fd)
{
  union
  {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec  part = { .iov_base = (void *)answer, .iov_len = sizeof *answer };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  if (passed_fd >= 0)
    {
      message.msg_control = control.bytes;
      message.msg_controllen = sizeof control.bytes;
      control.header = (struct cmsghdr){ .cmsg_len = CMSG_LEN (sizeof (int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
      memcpy (CMSG_DATA (&control.header), &passed_fd, sizeof passed_fd);
    }

  return TEMP_FAILURE_RETRY (sendmsg (fd, &message, MSG_NOSIGNAL)) == (ssize_t)sizeof *answer;
}

/**
 * netop_broker_serve:
 * @fd: where requests come, each the number of a process, and answers go
 * @proc_fd: of /proc
 * @home_fd: of the network namespace to be in between
 *
 * Should: hand back a socket of the namespace of each process that it is asked for. Mustn't: do anything else, allocate,
 * stay where it was, or go on once nobody can ask any more, or somebody asks for something that is no request.
 */
void
netop_broker_serve (int fd,
                    int proc_fd,
                    int home_fd)
{
  uint32_t pid;
  Answer   answer;

  /* One byte more than a request has: what is longer is none. */
  for (;;)
    {
      char    bytes[sizeof pid + 1];
      ssize_t n = TEMP_FAILURE_RETRY (recv (fd, bytes, sizeof bytes, 0));
      int     socket_fd;
      bool    is_home;
      bool    sent;

      if (n != (ssize_t)sizeof pid)
        return;

      memcpy (&pid, bytes, sizeof pid);
      socket_fd = handle_request (proc_fd, pid, &answer);
      is_home = setns (home_fd, CLONE_NEWNET) == 0;
      sent = is_home && send_answer (fd, &answer, socket_fd);
      if (socket_fd >= 0)
        close (socket_fd);
      if (!sent)
        return;
    }
}

/* Nothing of the helper's stays open: neither its stream, so that its client sees its end, nor what it captures with. */
static bool
keep_descriptors (int fd,
                  int proc_fd,
                  int home_fd)
{
  const int kept[] = { [BROKER_FD] = fd, [BROKER_PROC_FD] = proc_fd, [BROKER_HOME_FD] = home_fd };
  int       moved[G_N_ELEMENTS (kept)];

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      moved[i] = fcntl (kept[i], F_DUPFD_CLOEXEC, (int)G_N_ELEMENTS (kept));
      if (moved[i] < 0)
        return false;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      if (dup2 (moved[i], (int)i) != (int)i)
        return false;
    }
  return close_range (G_N_ELEMENTS (kept), ~0u, 0) == 0;
}

/* Should: be as little as entering namespaces takes, before it reads a request. Mustn't: return, or leave by any way on
 * which what the helper registered is run. */
G_GNUC_NORETURN static void
become_broker (int      fd,
               uint32_t uid)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int home_fd = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

  prctl (PR_SET_NAME, "netoproc-broker", 0, 0, 0);
  if (keep_descriptors (fd, proc_fd, home_fd) && netop_privileges_drop_to_broker (uid, NULL) &&
      netop_confinement_set_limits (NETOP_CONFINEMENT_BROKER, 0, NULL) && netop_confinement_seal (NULL) &&
      netop_confinement_list_calls (NETOP_CONFINEMENT_BROKER, NULL))
    netop_broker_serve (BROKER_FD, BROKER_PROC_FD, BROKER_HOME_FD);
  _exit (EXIT_SUCCESS);
}

/* --- Who asks --- */

/**
 * netop_broker_start:
 * @uid: whose rights the broker takes on, besides its two capabilities
 * @error: why there is none: mostly because nobody here may enter namespaces
 *
 * Should: fork the broker, before there is any thread and before anything is open that it need not have. Mustn't: be called
 * once privileges were given up.
 *
 * Returns: (transfer full) (nullable): the asking side
 */
NetopBroker *
netop_broker_start (uint32_t uid,
                    GError **error)
{
  int   fds[2];
  pid_t pid;

  if (!netop_privileges_may_enter_namespaces ())
    {
      g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Network namespaces may not be entered");
      return NULL;
    }
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Making the broker of namespaces: %s", g_strerror (errno));
      return NULL;
    }

  pid = fork ();
  if (pid == 0)
    {
      close (fds[0]);
      become_broker (fds[1], uid);
    }

  close (fds[1]);
  if (pid < 0)
    {
      g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Making the broker of namespaces: %s", g_strerror (errno));
      close (fds[0]);
      return NULL;
    }
  return netop_broker_new_for_fd (fds[0]);
}

/**
 * netop_broker_new_for_fd:
 * @fd: (transfer full): of a sequence of packets, with the broker at its other end
 *
 * For netop_broker_start(), and for tests that play the broker.
 *
 * Returns: (transfer full): the asking side
 */
NetopBroker *
netop_broker_new_for_fd (int fd)
{
  NetopBroker   *self = g_new0 (NetopBroker, 1);
  struct timeval timeout = { .tv_sec = ANSWER_TIMEOUT_MS / 1000, .tv_usec = ANSWER_TIMEOUT_MS % 1000 * 1000 };

  self->fd = fd;
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  return self;
}

static void
give_up (NetopBroker *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/**
 * netop_broker_free:
 * @self: (transfer full) (nullable):
 *
 * The broker ends by itself.
 */
void
netop_broker_free (NetopBroker *self)
{
  if (self == NULL)
    return;

  give_up (self);
  g_free (self);
}

/**
 * netop_broker_is_gone:
 *
 * Returns: whether asking is of no use any more
 */
bool
netop_broker_is_gone (const NetopBroker *self)
{
  return self->fd < 0;
}

/* Closes all that came along but the first, and that too where the message is not whole. */
static int
take_descriptor (struct msghdr *message,
                 bool           is_wanted)
{
  int first = -1;

  for (struct cmsghdr *header = CMSG_FIRSTHDR (message); header != NULL; header = CMSG_NXTHDR (message, header))
    {
      size_t n = header->cmsg_len >= CMSG_LEN (0) ? (header->cmsg_len - CMSG_LEN (0)) / sizeof (int) : 0;

      for (size_t i = 0; header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS && i < n; i++)
        {
          int fd;

          memcpy (&fd, CMSG_DATA (header) + i * sizeof fd, sizeof fd);
          if (first < 0 && is_wanted)
            first = fd;
          else
            close (fd);
        }
    }

  return first;
}

static bool
receive_answer (NetopBroker *self,
                uint32_t     pid,
                Answer      *answer,
                int         *fd)
{
  union
  {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (sizeof (int))];
  } control;
  struct iovec  part = { .iov_base = answer, .iov_len = sizeof *answer };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
  ssize_t       n = TEMP_FAILURE_RETRY (recvmsg (self->fd, &message, MSG_CMSG_CLOEXEC));
  bool          is_whole = n == (ssize_t)sizeof *answer && (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0 && answer->pid == pid;

  if (n < 0)
    return false;
  *fd = take_descriptor (&message, is_whole);
  return is_whole && (answer->error != 0) == (*fd < 0);
}

/**
 * netop_broker_ask:
 * @pid: of a process
 * @answer: (out): set only on success
 * @error: why not: the process ended, its namespace may not be entered, the broker is gone
 *
 * Asks for a socket of the process's namespace, and waits for it: some 50 us, at most a second.
 *
 * Returns: whether it came
 */
bool
netop_broker_ask (NetopBroker       *self,
                  uint32_t           pid,
                  NetopBrokerAnswer *answer,
                  GError           **error)
{
  Answer received;
  int    fd = -1;

  if (self->fd < 0 || send (self->fd, &pid, sizeof pid, MSG_NOSIGNAL) != (ssize_t)sizeof pid || !receive_answer (self, pid, &received, &fd))
    {
      if (fd >= 0)
        close (fd);
      give_up (self);
      g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "The broker of namespaces does not answer");
      return false;
    }
  if (received.error != 0)
    {
      if (fd >= 0)
        close (fd);
      g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Entering the namespace of process %u: %s", pid, g_strerror (received.error));
      return false;
    }

  *answer = (NetopBrokerAnswer){ .namespace_inode = received.namespace_inode, .fd = fd };
  return true;
}
