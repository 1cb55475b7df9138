/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-traffic.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-self-test-network.h"
#include "netop-self-test-worker.h"

/* The director is forked while netoproc has one thread, and so may do everything that a program may. Each process asks the
 * kernel to be killed when its parent ends (PR_SET_PDEATHSIG, prctl(2)): nothing has to be cleaned up, not even after
 * a kill of netoproc, because the namespaces are held by these processes alone. */

/* No worker is silent for as long on any machine; netoproc waits less long than that until one may finish. */
#define PATIENCE_S 40

struct _NetopSelfTestTraffic
{
  pid_t                director;
  int                  control_fd;
  NetopSelfTestShared *shared;
};

/* --- The director --- */

typedef struct
{
  NetopSelfTestShared *shared;
  int                  control_fd; /* to netoproc */
  bool                 is_in_namespace;
  NetopSelfTestNetwork network;
} Director;

/* A worker, as its director sees it. */
typedef struct
{
  pid_t pid;
  int   control_fd;
} Hand;

static void
die_with_parent (pid_t parent)
{
  if (prctl (PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid () != parent)
    _exit (1);
}

static void G_GNUC_NORETURN
become_worker (const Director              *self,
               const NetopSelfTestScenario *scenario,
               guint                        index,
               int                          control_fd)
{
  bool                is_far = index == scenario->n_near;
  NetopSelfTestWorker worker = {
    .scenario = scenario,
    .shared = self->shared,
    .process = &self->shared->processes[index],
    .control_fd = control_fd,
    .is_in_namespace = self->is_in_namespace,
  };

  if (!is_far)
    netop_self_test_worker_run_near (&worker);
  if (self->is_in_namespace && !netop_self_test_network_enter_far (&self->network))
    {
      netop_self_test_name_problem (self->shared, "the other network namespace");
      _exit (1);
    }
  netop_self_test_worker_run_far (&worker);
}

static bool
start_worker (const Director              *self,
              const NetopSelfTestScenario *scenario,
              guint                        index,
              Hand                        *hand)
{
  struct timeval patience = { .tv_sec = PATIENCE_S };
  pid_t          director = getpid ();
  int            fds[2];

  if (!netop_self_test_make_words (fds))
    return false;

  hand->pid = fork ();
  if (hand->pid == 0)
    {
      die_with_parent (director);
      close (fds[0]);
      close (self->control_fd);
      become_worker (self, scenario, index, fds[1]);
    }

  close (fds[1]);
  hand->control_fd = fds[0];
  setsockopt (fds[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return hand->pid > 0;
}

/* Returns its exit status, 1 for any other end. That it is over shows by the end of its words; where it is not, it is ended. */
static int
end_worker (Hand *hand,
            bool  is_done)
{
  int   status = 0;
  pid_t pid;

  if (hand->pid <= 0)
    return 1;
  if (!is_done)
    kill (hand->pid, SIGKILL);

  close (hand->control_fd);
  do
    pid = waitpid (hand->pid, &status, 0);
  while (pid < 0 && errno == EINTR);
  hand->pid = 0;
  return pid > 0 && WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}

/* A worker that does not say what it should has ended, or has to be. */
static bool
expect (const Hand *hand,
        char        word)
{
  return netop_self_test_hear (hand->control_fd) == word;
}

/* Waits for that. */
static bool
has_ended (const Hand *hand)
{
  char word;

  return recv (hand->control_fd, &word, sizeof word, 0) == 0;
}

/* One after the other, each to its end. */
static bool
run_short_lives (const Director              *self,
                 const NetopSelfTestScenario *scenario)
{
  for (guint i = 0; i < scenario->n_near; i++)
    {
      Hand hand = { 0 };

      if (!start_worker (self, scenario, i, &hand) || end_worker (&hand, has_ended (&hand)) != 0)
        return false;
    }
  return true;
}

static bool
run_long_life (const Director              *self,
               const NetopSelfTestScenario *scenario)
{
  Hand hand = { 0 };
  bool is_good = start_worker (self, scenario, 0, &hand) &&
                 expect (&hand, NETOP_SELF_TEST_WORD_CARRIED) &&
                 netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_CARRIED) &&
                 netop_self_test_hear (self->control_fd) == NETOP_SELF_TEST_WORD_FINISH &&
                 netop_self_test_say (hand.control_fd, NETOP_SELF_TEST_WORD_FINISH) &&
                 has_ended (&hand);

  return end_worker (&hand, is_good) == 0 && is_good;
}

/* Behind loopback the far one is seen too, from the other side; one that serves many is there for them only. */
static void
begin_truth (const Director              *self,
             const NetopSelfTestScenario *scenario)
{
  *self->shared = (NetopSelfTestShared){ .n_processes = scenario->n_near + 1 };
  for (guint i = 0; i < scenario->n_near; i++)
    self->shared->processes[i].judged = true;
  self->shared->processes[scenario->n_near].judged = !self->is_in_namespace && scenario->n_near == 1;
}

/* The near ones counted the segments of both directions. Returns whether all that was sent has arrived. */
static bool
finish_truth (const Director              *self,
              const NetopSelfTestScenario *scenario)
{
  NetopSelfTestProcess *far = &self->shared->processes[scenario->n_near];
  uint64_t              rx_payload = 0, tx_payload = 0;

  for (guint i = 0; i < scenario->n_near; i++)
    {
      NetopSelfTestProcess *near = &self->shared->processes[i];

      rx_payload += near->rx_payload;
      tx_payload += near->tx_payload;
      if (scenario->kind != NETOP_SELF_TEST_SHORT)
        near->wire_rx_bytes += far->repeated_bytes;
      far->wire_rx_bytes = near->wire_tx_bytes;
      far->wire_tx_bytes = near->wire_rx_bytes;
    }
  return far->rx_payload == tx_payload && far->tx_payload == rx_payload;
}

/* Returns the word for how it went. */
static char
run_scenario (const Director              *self,
              const NetopSelfTestScenario *scenario)
{
  Hand far = { 0 };
  bool is_good, is_ready;
  int  status;

  begin_truth (self, scenario);
  /* Before there is any of them: whoever looks at one in its first moment sees its name. */
  prctl (PR_SET_NAME, scenario->process_name);
  is_ready = start_worker (self, scenario, scenario->n_near, &far) && expect (&far, NETOP_SELF_TEST_WORD_READY);
  is_good = is_ready && (scenario->kind == NETOP_SELF_TEST_SHORT ? run_short_lives (self, scenario) : run_long_life (self, scenario));

  if (is_good)
    netop_self_test_say (far.control_fd, NETOP_SELF_TEST_WORD_FINISH);
  status = end_worker (&far, is_good || (!is_ready && has_ended (&far)));
  if (is_good && status == 0 && finish_truth (self, scenario))
    return NETOP_SELF_TEST_WORD_DONE;

  errno = EIO;
  netop_self_test_name_problem (self->shared, "the traffic was not carried");
  return status == NETOP_SELF_TEST_EXIT_SKIPPED ? NETOP_SELF_TEST_WORD_SKIPPED : NETOP_SELF_TEST_WORD_FAILED;
}

static void G_GNUC_NORETURN
direct (Director *self)
{
  const char *failed = NULL;
  char        word;

  if (self->is_in_namespace && !netop_self_test_network_enter (&self->network, &failed))
    {
      netop_self_test_name_problem (self->shared, failed);
      netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_FAILED);
      _exit (1);
    }

  netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_READY);
  while ((word = netop_self_test_hear (self->control_fd)) >= NETOP_SELF_TEST_WORD_SCENARIO)
    {
      guint index = (guint)(word - NETOP_SELF_TEST_WORD_SCENARIO);

      if (index < netop_self_test_scenario_count ())
        netop_self_test_say (self->control_fd, run_scenario (self, netop_self_test_scenario_get (index)));
    }
  _exit (0);
}

/* --- netoproc's side --- */

/* An address may be there, and a route, of an interface that was brought down: only a datagram to ourselves tells. */
static bool
is_loopback_up (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  socklen_t          length = sizeof address;
  struct timeval     patience = { .tv_sec = 1 };
  int                fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  char               byte = 0;
  bool               is_up;

  if (fd < 0)
    return false;

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  is_up = bind (fd, (const struct sockaddr *)&address, length) == 0 && getsockname (fd, (struct sockaddr *)&address, &length) == 0 &&
          connect (fd, (const struct sockaddr *)&address, length) == 0 && send (fd, &byte, 1, 0) == 1 && recv (fd, &byte, 1, 0) == 1;
  close (fd);
  return is_up;
}

static bool
fork_director (NetopSelfTestTraffic *self,
               NetopSelfTestSetting  setting)
{
  pid_t netoproc = getpid ();
  int   fds[2];

  self->shared = mmap (NULL, sizeof *self->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (self->shared == MAP_FAILED)
    self->shared = NULL;
  if (self->shared == NULL || !netop_self_test_make_words (fds))
    return false;

  self->control_fd = fds[0];
  self->director = fork ();
  if (self->director == 0)
    {
      Director director = {
        .shared = self->shared,
        .control_fd = fds[1],
        .is_in_namespace = setting == NETOP_SELF_TEST_SETTING_NAMESPACE,
      };

      die_with_parent (netoproc);
      /* Ctrl+C comes to all of them; netoproc says what becomes of it. */
      signal (SIGINT, SIG_IGN);
      close (fds[0]);
      direct (&director);
    }

  close (fds[1]);
  return self->director > 0;
}

/**
 * netop_self_test_traffic_new:
 * @error: why there is none, as where namespaces are not allowed
 *
 * To be called while the process has one thread only.
 *
 * Returns: (transfer full) (nullable): it has its network and waits
 */
NetopSelfTestTraffic *
netop_self_test_traffic_new (NetopSelfTestSetting setting,
                             GError             **error)
{
  g_autoptr (NetopSelfTestTraffic) self = g_new0 (NetopSelfTestTraffic, 1);
  bool is_forked;

  self->control_fd = -1;
  if (setting == NETOP_SELF_TEST_SETTING_LOOPBACK && !is_loopback_up ())
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("There is no way to 127.0.0.1: bring the loopback interface up with “ip link set lo up”"));
      return NULL;
    }

  is_forked = fork_director (self, setting);
  if (is_forked && netop_self_test_hear (self->control_fd) == NETOP_SELF_TEST_WORD_READY)
    return g_steal_pointer (&self);

  if (is_forked)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The test's network cannot be made (%s)"), self->shared->problem);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The test's processes cannot be started (%s)"), g_strerror (errno));
  return NULL;
}

/**
 * netop_self_test_traffic_free:
 * @self: (transfer full) (nullable):
 *
 * Ends it, and with it all it has made.
 */
void
netop_self_test_traffic_free (NetopSelfTestTraffic *self)
{
  if (self == NULL)
    return;

  if (self->director > 0)
    {
      kill (self->director, SIGKILL);
      while (waitpid (self->director, NULL, 0) < 0 && errno == EINTR)
        continue;
    }
  if (self->control_fd >= 0)
    close (self->control_fd);
  if (self->shared != NULL)
    munmap (self->shared, sizeof *self->shared);
  g_free (self);
}

/**
 * netop_self_test_traffic_get_fd:
 *
 * Returns: what can be read from when there is an answer
 */
int
netop_self_test_traffic_get_fd (const NetopSelfTestTraffic *self)
{
  return self->control_fd;
}

/**
 * netop_self_test_traffic_open_namespace:
 *
 * Returns: the network namespace to be watched, to be closed by the caller; -1 with @error set
 */
int
netop_self_test_traffic_open_namespace (const NetopSelfTestTraffic *self,
                                        GError                    **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/ns/net", (int)self->director);
  int              fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("The test's network cannot be made (%s)"), g_strerror (errno));
  return fd;
}

/**
 * netop_self_test_traffic_start:
 * @scenario: index of one
 *
 * Has it carried. There is an answer in any case.
 */
void
netop_self_test_traffic_start (NetopSelfTestTraffic *self,
                               guint                 scenario)
{
  netop_self_test_say (self->control_fd, (char)(NETOP_SELF_TEST_WORD_SCENARIO + scenario));
}

/**
 * netop_self_test_traffic_finish:
 *
 * After %NETOP_SELF_TEST_ANSWER_CARRIED: has the sockets closed. One more answer comes.
 */
void
netop_self_test_traffic_finish (NetopSelfTestTraffic *self)
{
  netop_self_test_say (self->control_fd, NETOP_SELF_TEST_WORD_FINISH);
}

/**
 * netop_self_test_traffic_read_answer:
 *
 * Waits for it.
 *
 * Returns: what the director says
 */
NetopSelfTestAnswer
netop_self_test_traffic_read_answer (NetopSelfTestTraffic *self)
{
  switch (netop_self_test_hear (self->control_fd))
    {
    case NETOP_SELF_TEST_WORD_CARRIED:
      return NETOP_SELF_TEST_ANSWER_CARRIED;
    case NETOP_SELF_TEST_WORD_DONE:
      return NETOP_SELF_TEST_ANSWER_DONE;
    case NETOP_SELF_TEST_WORD_SKIPPED:
      return NETOP_SELF_TEST_ANSWER_SKIPPED;
    case NETOP_SELF_TEST_WORD_NONE:
      return NETOP_SELF_TEST_ANSWER_GONE;
    default:
      return NETOP_SELF_TEST_ANSWER_FAILED;
    }
}

/**
 * netop_self_test_traffic_get_problem:
 *
 * Returns: (transfer none): why the last scenario was skipped or failed; empty where nobody could say
 */
const char *
netop_self_test_traffic_get_problem (const NetopSelfTestTraffic *self)
{
  return self->shared->problem;
}

/**
 * netop_self_test_traffic_get_processes:
 * @n_processes: (out): how many
 *
 * Returns: (transfer none): the truth of the scenario that is done, until the next one is started; of one that is carried
 *   the processes and their payload
 */
const NetopSelfTestProcess *
netop_self_test_traffic_get_processes (const NetopSelfTestTraffic *self,
                                       guint                      *n_processes)
{
  *n_processes = MIN (self->shared->n_processes, NETOP_SELF_TEST_MAX_PROCESSES);
  return self->shared->processes;
}
