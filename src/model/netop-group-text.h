/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-group.h"

G_BEGIN_DECLS

char *netop_group_dup_kind (const NetopRowGroup *group) G_GNUC_WARN_UNUSED_RESULT;
char *netop_group_dup_count (const NetopRowGroup *group) G_GNUC_WARN_UNUSED_RESULT;
char *netop_group_dup_summary (const NetopRowGroup *group) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
