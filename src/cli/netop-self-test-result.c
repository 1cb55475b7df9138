/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-result.h"

#include <string.h>

/* Of both directions' bytes: what carries less, as bare acknowledgements, is judged as if it carried that. An option of a
 * dozen bytes that the kernel adds to some of them when segments come out of order is not in the truth. */
#define LEAST_PART 0.1

static uint64_t
get_distance (uint64_t one,
              uint64_t other)
{
  return one > other ? one - other : other - one;
}

/* The process itself, and not another that has its number, or had its traffic booked on it. */
static const NetopProcess *
find_process (const NetopSnapshot *snapshot,
              uint32_t             pid,
              const char          *name)
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      if (process->pid == pid && strcmp (process->name, name) == 0 && !netop_traffic_is_empty (&process->traffic))
        return process;
    }
  return NULL;
}

static void
add (NetopSelfTestSum *sum,
     uint64_t          expected_bytes,
     uint64_t          counted_bytes)
{
  sum->expected_bytes += expected_bytes;
  sum->counted_bytes += counted_bytes;
  sum->error_bytes += get_distance (expected_bytes, counted_bytes);
}

static void
judge_process (NetopSelfTestResult        *self,
               const NetopSelfTestProcess *truth,
               const NetopSnapshot        *snapshot)
{
  const NetopProcess *process = find_process (snapshot, truth->pid, self->scenario->process_name);
  bool                is_payload = snapshot->capture.byte_layer_tcp_payload;
  NetopTraffic        counted = { 0 };

  if (process != NULL)
    counted = process->traffic;

  self->n_processes++;
  self->n_named += process != NULL;
  add (&self->rx, is_payload ? truth->rx_payload : truth->wire_rx_bytes, counted.rx_bytes);
  add (&self->tx, is_payload ? truth->tx_payload : truth->wire_tx_bytes, counted.tx_bytes);
}

/**
 * netop_self_test_result_judge:
 * @self: (out caller-allocates): all but @tier is filled
 * @processes: the truth; only those that are judged count
 * @snapshot: the last one of the run in which they lived: in the limited view payload is compared, else wire bytes
 *
 * Compares what a scenario carried with what was seen of it. Whatever else is in the snapshot does not matter.
 */
void
netop_self_test_result_judge (NetopSelfTestResult         *self,
                              const NetopSelfTestScenario *scenario,
                              const NetopSelfTestProcess  *processes,
                              guint                        n_processes,
                              const NetopSnapshot         *snapshot)
{
  *self = (NetopSelfTestResult){ .scenario = scenario };

  for (guint i = 0; i < n_processes; i++)
    {
      if (processes[i].judged)
        judge_process (self, &processes[i], snapshot);
    }
}

static double
get_direction_error (const NetopSelfTestResult *self,
                     const NetopSelfTestSum    *sum)
{
  double expected_bytes = (double)sum->expected_bytes;
  double least_bytes = LEAST_PART * (double)(self->rx.expected_bytes + self->tx.expected_bytes);

  if (sum->error_bytes == 0)
    return 0;
  return least_bytes > 0 ? (double)sum->error_bytes / MAX (expected_bytes, least_bytes) : 1;
}

/**
 * netop_self_test_result_get_error:
 *
 * Returns: the error of the worse direction as a part of its bytes: 0 for none, 1 for all of them or as many too many
 */
double
netop_self_test_result_get_error (const NetopSelfTestResult *self)
{
  double rx_error = get_direction_error (self, &self->rx);
  double tx_error = get_direction_error (self, &self->tx);

  return MAX (rx_error, tx_error);
}

/**
 * netop_self_test_result_is_within_limit:
 *
 * Of many processes as many may be nameless as bytes may be missing; of one or two none.
 *
 * Returns: whether the scenario was seen as it should be; never where nothing was carried
 */
bool
netop_self_test_result_is_within_limit (const NetopSelfTestResult *self)
{
  double limit = self->scenario->limit;

  return self->rx.expected_bytes + self->tx.expected_bytes > 0 && netop_self_test_result_get_error (self) <= limit &&
         (double)(self->n_processes - self->n_named) <= limit * (double)self->n_processes;
}
