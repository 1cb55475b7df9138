/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

char *netop_process_caption_dup_summary (const NetopSnapshot *snapshot, const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
char *netop_process_caption_dup_details (const NetopSnapshot *snapshot, const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
