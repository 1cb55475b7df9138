/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-traffic.h"

#define NOT_WRITTEN "Making traffic to measure by on macOS is not written yet"

/* --- What Linux has and this does not --- */

NetopSelfTestTraffic *
netop_self_test_traffic_new (NetopSelfTestSetting setting,
                             GError             **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_self_test_traffic_free (NetopSelfTestTraffic *self)
{
}

int
netop_self_test_traffic_get_fd (const NetopSelfTestTraffic *self)
{
  return -1;
}

int
netop_self_test_traffic_open_namespace (const NetopSelfTestTraffic *self,
                                        GError                    **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, NOT_WRITTEN);
  return -1;
}

void
netop_self_test_traffic_start (NetopSelfTestTraffic *self,
                               guint                 scenario)
{
}

void
netop_self_test_traffic_finish (NetopSelfTestTraffic *self)
{
}

NetopSelfTestAnswer
netop_self_test_traffic_read_answer (NetopSelfTestTraffic *self)
{
  return NETOP_SELF_TEST_ANSWER_GONE;
}

const char *
netop_self_test_traffic_get_problem (const NetopSelfTestTraffic *self)
{
  return NOT_WRITTEN;
}

const NetopSelfTestProcess *
netop_self_test_traffic_get_processes (const NetopSelfTestTraffic *self,
                                       guint                      *n_processes)
{
  *n_processes = 0;
  return NULL;
}
