/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "netop-cli.h"
#include "netop-missing.h"
#include "netop-self-test-report.h"
#include "netop-self-test-traffic.h"

/* Each tier watches the same scenarios, by the same way as window and snapshot: a NetopSource that starts a helper.
 * Nothing is judged but the last snapshot, and in that nothing but the processes of the scenarios. */

/* A stop with all its ticks takes a second; more than this nothing does. */
#define PATIENCE_S 20

/* The limited view looks at sockets four times a second: twice, to be sure. */
#define LIMITED_US (600 * 1000)

/* A socket's owner that is missed is found by a walk over all, every five seconds: what is carried for long is named in the
 * end, and how much of it is measured apart from how soon that is. Nobody waits for long where no names come at all. */
#define NAMES_US (6 * G_USEC_PER_SEC)
#define ALL_NAMES_US (18 * G_USEC_PER_SEC)

#define REFRESH_MS 250

#define PROGRESS_WIDTH 60

typedef struct
{
  const char          *name;
  const char          *capture_mode;
  NetopSelfTestSetting setting;
  bool                 is_limited;
} Tier;

static const Tier tiers[] = {
  { "sockets", "sockets", NETOP_SELF_TEST_SETTING_LOOPBACK, true },
  { "pcap", "pcap", NETOP_SELF_TEST_SETTING_LOOPBACK, false },
  { "pcap, namespace", "pcap", NETOP_SELF_TEST_SETTING_NAMESPACE, false },
};

/* What a scenario of this tier carried; it is judged when the tier is over. */
typedef struct
{
  const NetopSelfTestScenario *scenario;
  guint                        n_processes;
  NetopSelfTestProcess         processes[NETOP_SELF_TEST_MAX_PROCESSES];
} Truth;

typedef struct
{
  const NetopCliOptions *options;
  NetopSelfTestReport   *report;
  NetopSelfTestTraffic  *traffic[G_N_ELEMENTS (tiers)]; /* NULL where there is none */
  bool                   shows_progress;
  bool                   is_interrupted;
  NetopExitCode          code;    /* where nothing could be measured */
  char                  *problem; /* and why */

  /* Of the tier that is at work. */
  const Tier                  *tier;
  const NetopSelfTestScenario *scenario;
  NetopSelfTestTraffic        *maker;
  NetopSource                 *source;
  GArray                      *truths; /* of Truth */
  bool                         is_late;
  bool                         is_maker_gone;
  bool                         has_answer;
  int64_t                      all_names_by_us; /* by the ticks' clock */
  int64_t                      names_by_us;
  int64_t                      settled_us;
} Run;

/* --- Waiting --- */

typedef bool (*Condition) (const Run *self);

static gboolean
on_late (gpointer data)
{
  Run *self = data;

  self->is_late = true;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer data)
{
  Run *self = data;

  self->is_interrupted = true;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_answer (int          fd,
           GIOCondition condition,
           gpointer     data)
{
  Run *self = data;

  self->has_answer = true;
  return G_SOURCE_REMOVE;
}

static bool
is_over (const Run *self)
{
  NetopSourceState state = netop_source_get_state (self->source);

  return state == NETOP_SOURCE_STATE_ENDED || state == NETOP_SOURCE_STATE_REFUSED;
}

static bool
has_snapshot (const Run *self)
{
  return netop_source_get_snapshot (self->source) != NULL;
}

static bool
has_answer (const Run *self)
{
  return self->has_answer;
}

static bool
are_all_named (const Run           *self,
               const NetopSnapshot *snapshot)
{
  guint                       n_processes;
  const NetopSelfTestProcess *processes = netop_self_test_traffic_get_processes (self->maker, &n_processes);
  NetopSelfTestResult         result;

  netop_self_test_result_judge (&result, self->scenario, processes, n_processes, snapshot);
  return result.n_named == result.n_processes;
}

static bool
is_settled (const Run *self)
{
  const NetopSnapshot *snapshot = netop_source_get_snapshot (self->source);

  return snapshot->monotonic_us >= self->settled_us &&
         (snapshot->monotonic_us >= self->names_by_us || are_all_named (self, snapshot));
}

/* Returns whether it came true, while the source goes on and nobody interrupts. */
static bool
wait_for (Run      *self,
          Condition is_true)
{
  guint late = g_timeout_add_seconds (PATIENCE_S, on_late, self);

  self->is_late = false;
  while (!self->is_interrupted && !self->is_late && !is_over (self) && !is_true (self))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
  return !self->is_interrupted && !self->is_late && is_true (self);
}

/* Until what was carried was seen, and who carried it. */
static bool
settle (Run *self)
{
  int64_t now_us = netop_source_get_snapshot (self->source)->monotonic_us;

  self->settled_us = now_us + (self->tier->is_limited ? LIMITED_US : 0);
  self->names_by_us = MIN (now_us + NAMES_US, self->all_names_by_us);
  return wait_for (self, is_settled);
}

/* --- What is said --- */

static void
show_progress (const Run  *self,
               const char *text)
{
  if (self->shows_progress)
    g_printerr ("\r%-*s\r%s", PROGRESS_WIDTH, "", text);
}

/* The first thing that failed is the reason where nothing was measured at all. */
static void
keep_problem (Run          *self,
              NetopExitCode code,
              const char   *text)
{
  if (self->problem != NULL && (self->code != NETOP_EXIT_NOT_PERMITTED || code == NETOP_EXIT_NOT_PERMITTED))
    return;

  g_free (self->problem);
  self->problem = g_strdup (text);
  self->code = code;
}

static void
add_gap (Run          *self,
         const Tier   *tier,
         NetopExitCode code,
         const char   *reason)
{
  keep_problem (self, code, reason);
  netop_self_test_report_add_gap (self->report, NULL, tier->name, reason);
}

static void
add_failure (Run        *self,
             const char *what,
             const char *reason)
{
  keep_problem (self, NETOP_EXIT_FAILED, reason);
  netop_self_test_report_add_failure (self->report, what, self->tier->name, reason);
}

/* Why a tier did not come to its end. That it may not capture is no fault of it. */
static void
explain_end (Run *self)
{
  const GError    *error = netop_source_get_error (self->source);
  g_autofree char *text = NULL;

  if (self->is_interrupted)
    return;

  if (self->is_maker_gone)
    add_failure (self, NULL, _ ("the process that makes the traffic has ended"));
  else if (error == NULL || !is_over (self))
    add_failure (self, NULL, _ ("it took too long"));
  else if (netop_cli_get_exit_code (error) == NETOP_EXIT_NOT_PERMITTED)
    {
      text = g_strdup_printf (_ ("%s: run it as root, for example with sudo"), error->message);
      add_gap (self, self->tier, NETOP_EXIT_NOT_PERMITTED, text);
    }
  else
    add_failure (self, NULL, error->message);
}

/* --- One tier --- */

static void
keep_truth (Run                         *self,
            const NetopSelfTestScenario *scenario)
{
  Truth                       truth = { .scenario = scenario };
  const NetopSelfTestProcess *processes = netop_self_test_traffic_get_processes (self->maker, &truth.n_processes);

  memcpy (truth.processes, processes, truth.n_processes * sizeof *processes);
  g_array_append_val (self->truths, truth);
}

static bool
wait_for_answer (Run                 *self,
                 NetopSelfTestAnswer *answer)
{
  guint watch = g_unix_fd_add (netop_self_test_traffic_get_fd (self->maker), G_IO_IN | G_IO_HUP, on_answer, self);
  bool  is_there;

  self->has_answer = false;
  is_there = wait_for (self, has_answer);
  if (!self->has_answer)
    g_source_remove (watch);
  if (is_there)
    *answer = netop_self_test_traffic_read_answer (self->maker);
  return is_there;
}

/* Returns whether the tier can go on. */
static bool
run_scenario (Run  *self,
              guint index)
{
  const NetopSelfTestScenario *scenario = netop_self_test_scenario_get (index);
  g_autofree char             *text = g_strdup_printf ("%s, %s", scenario->title, self->tier->name);
  NetopSelfTestAnswer          answer;

  self->scenario = scenario;
  show_progress (self, text);
  netop_self_test_traffic_start (self->maker, index);
  if (!wait_for_answer (self, &answer))
    return false;

  if (answer == NETOP_SELF_TEST_ANSWER_CARRIED)
    {
      if (!settle (self))
        return false;
      netop_self_test_traffic_finish (self->maker);
      if (!wait_for_answer (self, &answer))
        return false;
    }

  self->is_maker_gone = answer == NETOP_SELF_TEST_ANSWER_GONE;
  if (answer == NETOP_SELF_TEST_ANSWER_DONE)
    keep_truth (self, scenario);
  else if (answer == NETOP_SELF_TEST_ANSWER_SKIPPED)
    netop_self_test_report_add_gap (self->report, scenario->title, self->tier->name, netop_self_test_traffic_get_problem (self->maker));
  else if (answer == NETOP_SELF_TEST_ANSWER_FAILED)
    add_failure (self, scenario->title, netop_self_test_traffic_get_problem (self->maker));
  return !self->is_maker_gone;
}

/* Returns whether the tier says of itself that it sees such traffic, and names it. */
static bool
is_claimed (const Run                   *self,
            const NetopSelfTestScenario *scenario)
{
  const char *missing = netop_source_get_snapshot (self->source)->capture.missing;
  bool        has_events = missing == NULL || strstr (missing, NETOP_MISSING_PROCESS_EVENTS) == NULL;

  if (self->tier->is_limited)
    return scenario->in_limited;
  if (has_events || !scenario->needs_events)
    return true;

  netop_self_test_report_add_gap (self->report, scenario->title, self->tier->name,
                                  _ ("the system does not tell here which processes start, as in most containers"));
  return false;
}

static bool
run_scenarios (Run *self)
{
  for (guint i = 0; i < netop_self_test_scenario_count (); i++)
    {
      if (is_claimed (self, netop_self_test_scenario_get (i)) && !run_scenario (self, i))
        return false;
    }
  return true;
}

static void
judge (Run *self)
{
  const NetopSnapshot *snapshot = netop_source_get_snapshot (self->source);
  uint64_t             n_dropped = snapshot->capture.dropped_kernel + snapshot->capture.dropped_user;
  g_autofree char     *text = g_strdup_printf ("the capture dropped %" G_GUINT64_FORMAT " packets", n_dropped);

  for (guint i = 0; i < self->truths->len; i++)
    {
      const Truth        *truth = &g_array_index (self->truths, Truth, i);
      NetopSelfTestResult result;

      netop_self_test_result_judge (&result, truth->scenario, truth->processes, truth->n_processes, snapshot);
      result.tier = self->tier->name;
      netop_self_test_report_add_result (self->report, &result);
    }
  if (n_dropped > 0)
    netop_self_test_report_add_remark (self->report, self->tier->name, text);
}

static bool
never (const Run *self)
{
  return false;
}

/* Until the last snapshot is there. Returns whether it is the last of a run that ended as it should. */
static bool
stop_source (Run *self)
{
  netop_source_stop (self->source);
  wait_for (self, never);
  return !self->is_interrupted && is_over (self) && netop_source_get_error (self->source) == NULL;
}

/* Returns whether all came to its end. */
static bool
watch_scenarios (Run *self)
{
  if (!wait_for (self, has_snapshot))
    return false;

  self->all_names_by_us = netop_source_get_snapshot (self->source)->monotonic_us + ALL_NAMES_US;
  return run_scenarios (self) && stop_source (self);
}

static void
watch_tier (Run *self)
{
  NetopSourceOptions options = self->options->source;

  self->is_maker_gone = false;
  options.capture_mode = self->tier->capture_mode;
  options.refresh_interval_ms = REFRESH_MS;
  options.keep_ended = true;
  options.namespace_fd = -1;
  if (self->tier->setting == NETOP_SELF_TEST_SETTING_NAMESPACE)
    {
      g_autoptr (GError) error = NULL;

      options.namespace_fd = netop_self_test_traffic_open_namespace (self->maker, &error);
      if (options.namespace_fd < 0)
        {
          add_failure (self, NULL, error->message);
          return;
        }
    }

  self->source = netop_helper_source_new (&options);
  self->truths = g_array_new (FALSE, FALSE, sizeof (Truth));
  netop_source_start (self->source);
  if (watch_scenarios (self))
    judge (self);
  else
    explain_end (self);
  g_clear_pointer (&self->truths, g_array_unref);
  g_clear_object (&self->source);
}

/* --- All of them --- */

static bool
is_asked_for (const Run  *self,
              const Tier *tier)
{
  const char *mode = self->options->source.capture_mode;

  return g_str_equal (mode, "auto") || g_str_equal (mode, tier->capture_mode);
}

/* Before anything makes a thread. */
static void
start_traffic (Run *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (tiers); i++)
    {
      bool is_namespace = tiers[i].setting == NETOP_SELF_TEST_SETTING_NAMESPACE;
      g_autoptr (GError) error = NULL;

      if (!is_asked_for (self, &tiers[i]))
        continue;
      if (is_namespace && geteuid () != 0)
        {
          netop_self_test_report_add_gap (self->report, NULL, tiers[i].name, _ ("only root can make a network namespace for it"));
          continue;
        }

      self->traffic[i] = netop_self_test_traffic_new (tiers[i].setting, &error);
      if (self->traffic[i] != NULL)
        continue;
      add_gap (self, &tiers[i], NETOP_EXIT_FAILED, error->message);
    }
}

static NetopExitCode
finish (Run *self)
{
  g_autofree char *text = NULL;
  NetopExitCode    code;

  show_progress (self, "");
  if (self->is_interrupted)
    return netop_cli_fail (NETOP_EXIT_FAILED, _ ("It was stopped before there was anything to print"));
  if (netop_self_test_report_count_results (self->report) == 0)
    return netop_cli_fail (self->code, self->problem);

  text = netop_self_test_report_to_string (self->report, self->options->export.color);
  code = netop_cli_write (text);
  if (code != NETOP_EXIT_SUCCESS)
    return code;
  return netop_self_test_report_is_good (self->report) ? NETOP_EXIT_SUCCESS : NETOP_EXIT_FAILED;
}

/**
 * netop_self_test_run:
 * @options: parsed; of the capture mode auto is each there is
 *
 * Has processes of its own carry known traffic, over loopback and, for root, between two network namespaces that are made
 * for it; watches them in each tier there is, and prints how far what was seen is from what was carried. To be called
 * while the process has one thread only.
 *
 * Returns: what to exit with; %NETOP_EXIT_FAILED, too, where something is outside its limits
 */
NetopExitCode
netop_self_test_run (const NetopCliOptions *options)
{
  g_autoptr (NetopSelfTestReport) report = netop_self_test_report_new ();
  Run           self = { .options = options, .report = report, .shows_progress = isatty (STDERR_FILENO) };
  guint         interrupt, terminate;
  NetopExitCode code;

  start_traffic (&self);
  signal (SIGPIPE, SIG_IGN);
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, &self);
  terminate = g_unix_signal_add (SIGTERM, on_interrupt, &self);

  for (guint i = 0; i < G_N_ELEMENTS (tiers) && !self.is_interrupted; i++)
    {
      self.tier = &tiers[i];
      self.maker = self.traffic[i];
      if (self.maker != NULL)
        watch_tier (&self);
      g_clear_pointer (&self.traffic[i], netop_self_test_traffic_free);
    }

  g_source_remove (interrupt);
  g_source_remove (terminate);
  for (guint i = 0; i < G_N_ELEMENTS (tiers); i++)
    g_clear_pointer (&self.traffic[i], netop_self_test_traffic_free);
  code = finish (&self);
  g_free (self.problem);
  return code;
}
