/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-self-test-result.h"

G_BEGIN_DECLS

typedef enum {
  NETOP_SELF_TEST_SETTING_LOOPBACK,  /* in the network namespace that netoproc is in */
  NETOP_SELF_TEST_SETTING_NAMESPACE, /* between two that are made for it; root only */
} NetopSelfTestSetting;

typedef enum {
  NETOP_SELF_TEST_ANSWER_CARRIED, /* all payload has arrived; it waits for netop_self_test_traffic_finish() */
  NETOP_SELF_TEST_ANSWER_DONE,
  NETOP_SELF_TEST_ANSWER_SKIPPED, /* what it takes is not there: the problem says what */
  NETOP_SELF_TEST_ANSWER_FAILED,
  NETOP_SELF_TEST_ANSWER_GONE, /* there is nobody who could answer, now or later */
} NetopSelfTestAnswer;

/**
 * NetopSelfTestTraffic:
 *
 * Makes the traffic of the scenarios: a process, the director, that forks one for each end of each connection. It ends
 * with netoproc, however that ends, and so do its children and its network. Main thread.
 */
typedef struct _NetopSelfTestTraffic NetopSelfTestTraffic;

NetopSelfTestTraffic       *netop_self_test_traffic_new (NetopSelfTestSetting setting, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                        netop_self_test_traffic_free (NetopSelfTestTraffic *self);
int                         netop_self_test_traffic_get_fd (const NetopSelfTestTraffic *self);
int                         netop_self_test_traffic_open_namespace (const NetopSelfTestTraffic *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                        netop_self_test_traffic_start (NetopSelfTestTraffic *self, guint scenario);
void                        netop_self_test_traffic_finish (NetopSelfTestTraffic *self);
NetopSelfTestAnswer         netop_self_test_traffic_read_answer (NetopSelfTestTraffic *self);
const char                 *netop_self_test_traffic_get_problem (const NetopSelfTestTraffic *self);
const NetopSelfTestProcess *netop_self_test_traffic_get_processes (const NetopSelfTestTraffic *self, guint *n_processes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSelfTestTraffic, netop_self_test_traffic_free)

G_END_DECLS
