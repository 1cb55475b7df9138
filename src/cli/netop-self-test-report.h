/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-self-test-result.h"

G_BEGIN_DECLS

/**
 * NetopSelfTestReport:
 *
 * What a self-test has found so far, and says in the end.
 */
typedef struct _NetopSelfTestReport NetopSelfTestReport;

NetopSelfTestReport *netop_self_test_report_new (void) G_GNUC_WARN_UNUSED_RESULT;
void                 netop_self_test_report_free (NetopSelfTestReport *self);
void                 netop_self_test_report_add_result (NetopSelfTestReport *self, const NetopSelfTestResult *result);
void                 netop_self_test_report_add_remark (NetopSelfTestReport *self, const char *tier, const char *text);
void                 netop_self_test_report_add_gap (NetopSelfTestReport *self, const char *what, const char *tier, const char *reason);
void                 netop_self_test_report_add_failure (NetopSelfTestReport *self, const char *what, const char *tier, const char *reason);
guint                netop_self_test_report_count_results (const NetopSelfTestReport *self);
bool                 netop_self_test_report_is_good (const NetopSelfTestReport *self);
char                *netop_self_test_report_to_string (const NetopSelfTestReport *self, bool color) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopSelfTestReport, netop_self_test_report_free)

G_END_DECLS
