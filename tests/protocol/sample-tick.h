/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

NetopTick *sample_tick_new (guint64 sequence, guint n_flows);
void       assert_ticks_equal (const NetopTick *a, const NetopTick *b);

G_END_DECLS
