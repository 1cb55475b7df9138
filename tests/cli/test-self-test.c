/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-self-test-report.h"

/* The judgement of the self-test: it has to find each way in which a count, a name or a direction can be wrong. */

#define NEAR_PID 100
#define FAR_PID 101

static const NetopSelfTestScenario bulk = {
  .title = "Bulk",
  .process_name = "bulk",
  .n_near = 1,
  .limit = 0.01,
};

static const NetopSelfTestScenario many = {
  .title = "Many",
  .process_name = "many",
  .n_near = 50,
  .limit = 0.03,
};

/* The near process sent a lot and received little; the far one the other way round. */
static const NetopSelfTestProcess truth[] = {
  { .pid = NEAR_PID, .judged = true, .rx_payload = 1000, .tx_payload = 90000, .wire_rx_bytes = 2000, .wire_tx_bytes = 100000 },
  { .pid = FAR_PID, .judged = true, .rx_payload = 90000, .tx_payload = 1000, .wire_rx_bytes = 100000, .wire_tx_bytes = 2000 },
};

static void
add_process (NetopSnapshot *snapshot,
             uint32_t       pid,
             const char    *name,
             uint64_t       rx_bytes,
             uint64_t       tx_bytes)
{
  NetopProcess process = {
    .pid = pid,
    .name = g_ref_string_new (name),
    .traffic = { .rx_bytes = rx_bytes, .tx_bytes = tx_bytes },
  };

  g_array_append_val (snapshot->processes, process);
}

typedef struct
{
  const char *name;
  uint32_t    pid;
  const char *process_name;
  uint64_t    rx_bytes;
  uint64_t    tx_bytes;
  bool        is_payload;
  bool        is_good;
  guint       n_named;
} Case;

/* What is said of the near process, while all is well with the far one. */
static const Case cases[] = {
  { "as-it-was", NEAR_PID, "bulk", 2000, 100000, false, true, 2 },
  { "a-little-less", NEAR_PID, "bulk", 2000, 99000, false, true, 2 },
  { "too-little-sent", NEAR_PID, "bulk", 2000, 98000, false, false, 2 },
  { "too-much-sent", NEAR_PID, "bulk", 2000, 102000, false, false, 2 },
  { "too-much-received", NEAR_PID, "bulk", 5000, 100000, false, false, 2 },
  { "one-fault-makes-up-for-another", NEAR_PID, "bulk", 4000, 98000, false, false, 2 },
  { "directions-mixed-up", NEAR_PID, "bulk", 100000, 2000, false, false, 2 },
  { "everything-twice", NEAR_PID, "bulk", 4000, 200000, false, false, 2 },
  { "payload-for-wire-bytes", NEAR_PID, "bulk", 1000, 90000, false, false, 2 },
  { "wire-bytes-for-payload", NEAR_PID, "bulk", 2000, 100000, true, false, 2 },
  { "payload", NEAR_PID, "bulk", 1000, 90000, true, true, 2 },
  { "another-name", NEAR_PID, "netoproc", 2000, 100000, false, false, 1 },
  { "another-process", NEAR_PID + 7, "bulk", 2000, 100000, false, false, 1 },
  { "a-folded-row", 0, "bulk", 2000, 100000, false, false, 1 },
  { "nothing", NEAR_PID, "bulk", 0, 0, false, false, 1 },
};

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  NetopSelfTestResult result;

  snapshot->capture.byte_layer_tcp_payload = self->is_payload;
  add_process (snapshot, 1, "others", 123456, 654321);
  add_process (snapshot, self->pid, self->process_name, self->rx_bytes, self->tx_bytes);
  add_process (snapshot, FAR_PID, "bulk", self->is_payload ? 90000 : 100000, self->is_payload ? 1000 : 2000);
  netop_self_test_result_judge (&result, &bulk, truth, G_N_ELEMENTS (truth), snapshot);

  g_assert_cmpint (netop_self_test_result_is_within_limit (&result), ==, self->is_good);
  g_assert_cmpuint (result.n_processes, ==, 2);
  g_assert_cmpuint (result.n_named, ==, self->n_named);
  g_assert_cmpuint (result.rx.expected_bytes, ==, self->is_payload ? 91000 : 102000);
  g_assert_cmpuint (result.tx.expected_bytes, ==, self->is_payload ? 91000 : 102000);
}

/* Which is what is not there at all, too. */
static void
test_not_judged (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
  NetopSelfTestProcess processes[] = { truth[0], truth[1] };
  NetopSelfTestResult  result;

  add_process (snapshot, NEAR_PID, "bulk", 2000, 100000);
  netop_self_test_result_judge (&result, &bulk, processes, 2, snapshot);
  g_assert_false (netop_self_test_result_is_within_limit (&result));
  g_assert_cmpfloat_with_epsilon (netop_self_test_result_get_error (&result), 100.0 / 102, 0.0001);

  processes[1].judged = false;
  netop_self_test_result_judge (&result, &bulk, processes, 2, snapshot);
  g_assert_true (netop_self_test_result_is_within_limit (&result));
  g_assert_cmpuint (result.rx.expected_bytes, ==, 2000);
  g_assert_cmpuint (result.tx.expected_bytes, ==, 100000);

  netop_self_test_result_judge (&result, &bulk, NULL, 0, snapshot);
  g_assert_false (netop_self_test_result_is_within_limit (&result));
}

/* A few bytes of bare acknowledgements are no error of a connection; as many as it carried the other way are. */
static void
test_least_part (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();
      NetopSelfTestResult result;

      add_process (snapshot, NEAR_PID, "bulk", i == 0 ? 2100 : 2150, 100000);
      netop_self_test_result_judge (&result, &bulk, truth, 1, snapshot);
      g_assert_cmpint (netop_self_test_result_is_within_limit (&result), ==, i == 0);
    }
}

/* Of fifty one may be missing, two may not. */
static void
test_many (void)
{
  NetopSelfTestProcess processes[50];
  NetopSelfTestResult  result;

  for (guint i = 0; i < G_N_ELEMENTS (processes); i++)
    processes[i] = (NetopSelfTestProcess){ .pid = 1000 + i, .judged = true, .wire_rx_bytes = 1200, .wire_tx_bytes = 2300 };

  for (guint n_missing = 0; n_missing < 4; n_missing++)
    {
      g_autoptr (NetopSnapshot) snapshot = netop_snapshot_new ();

      for (guint i = n_missing; i < G_N_ELEMENTS (processes); i++)
        add_process (snapshot, 1000 + i, "many", 1200, 2300);
      netop_self_test_result_judge (&result, &many, processes, G_N_ELEMENTS (processes), snapshot);
      g_assert_cmpuint (result.n_named, ==, 50 - n_missing);
      g_assert_cmpint (netop_self_test_result_is_within_limit (&result), ==, n_missing <= 1);
    }
}

static NetopSelfTestResult
make_result (guint    n_named,
             uint64_t counted_bytes)
{
  return (NetopSelfTestResult){
    .scenario = &bulk,
    .tier = "pcap",
    .n_processes = 2,
    .n_named = n_named,
    .rx = { .expected_bytes = 10000, .counted_bytes = counted_bytes, .error_bytes = 10000 - counted_bytes },
    .tx = { .expected_bytes = 100, .counted_bytes = 100 },
  };
}

static void
test_report (void)
{
  NetopSelfTestResult good = make_result (2, 10000), just_outside = make_result (2, 9899), nameless = make_result (0, 0);
  g_autoptr (NetopSelfTestReport) report = netop_self_test_report_new ();
  g_autofree char *all_well = NULL;
  g_autofree char *not_well = NULL;
  g_autofree char *colored = NULL;

  g_assert_false (netop_self_test_report_is_good (report));
  netop_self_test_report_add_gap (report, NULL, "sockets", "no\nreason \033[2J");
  g_assert_false (netop_self_test_report_is_good (report));
  netop_self_test_report_add_result (report, &good);
  g_assert_true (netop_self_test_report_is_good (report));

  all_well = netop_self_test_report_to_string (report, false);
  g_assert_cmpstr (all_well, ==,
                   "Scenario  Tier  Named  Bytes expected  Bytes counted   Error  Limit\n"
                   "Bulk      pcap  yes             10100          10100  0.00 %  1 %\n"
                   "\n"
                   "sockets: not measured: no\\x0areason \\x1b[2J\n"
                   "The figure is within its limit\n");

  netop_self_test_report_add_result (report, &just_outside);
  netop_self_test_report_add_result (report, &nameless);
  g_assert_false (netop_self_test_report_is_good (report));
  not_well = netop_self_test_report_to_string (report, false);
  g_assert_nonnull (strstr (not_well, "Bulk      pcap  yes             10100           9999    1.01 %  1 %, outside\n"));
  g_assert_nonnull (strstr (not_well, "Bulk      pcap  no              10100            100  100.00 %  1 %, outside\n"));
  g_assert_nonnull (strstr (not_well, "2 of 3 figures are outside their limits"));
  g_assert_null (strchr (not_well, '\033'));
  colored = netop_self_test_report_to_string (report, true);
  g_assert_nonnull (strstr (colored, "\033[31mBulk"));
}

static void
test_failure (void)
{
  NetopSelfTestResult good = make_result (2, 10000);
  g_autoptr (NetopSelfTestReport) report = netop_self_test_report_new ();
  g_autofree char *text = NULL;

  netop_self_test_report_add_result (report, &good);
  netop_self_test_report_add_failure (report, "Bulk", "pcap", "it was killed");
  g_assert_false (netop_self_test_report_is_good (report));
  text = netop_self_test_report_to_string (report, false);
  g_assert_nonnull (strstr (text, "pcap: Bulk: failed: it was killed\nNot all could be measured"));
}

/* What the rest relies on. */
static void
test_scenarios (void)
{
  for (guint i = 0; i < netop_self_test_scenario_count (); i++)
    {
      const NetopSelfTestScenario *self = netop_self_test_scenario_get (i);

      g_assert_cmpuint (strlen (self->process_name), <=, 15);
      g_assert_cmpuint (self->n_near, <, NETOP_SELF_TEST_MAX_PROCESSES);
      g_assert_true (self->ip_version == 4 || self->ip_version == 6);
      g_assert_true (self->limit > 0 && self->limit <= 0.03);
      if (self->kind == NETOP_SELF_TEST_UDP)
        g_assert_cmpuint (self->tx_bytes % (self->datagram_bytes * NETOP_SELF_TEST_BURST), ==, 0);
      else
        g_assert_cmpuint (self->datagram_bytes, ==, 0);
      if (self->in_limited)
        g_assert_cmpint (self->kind, ==, NETOP_SELF_TEST_TCP);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/self-test/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/cli/self-test/not-judged", test_not_judged);
  g_test_add_func ("/cli/self-test/least-part", test_least_part);
  g_test_add_func ("/cli/self-test/many", test_many);
  g_test_add_func ("/cli/self-test/report", test_report);
  g_test_add_func ("/cli/self-test/failure", test_failure);
  g_test_add_func ("/cli/self-test/scenarios", test_scenarios);

  return g_test_run ();
}
