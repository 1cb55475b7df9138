/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

NetopHistory *netop_process_health_new (const NetopSnapshot *snapshot, const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
