/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

const char *netop_cause_get_title (NetopCause cause);
char       *netop_unknown_dup_title (const NetopUnknown *unknown) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_unknown_dup_summary (const NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_unknown_dup_details (const NetopSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
