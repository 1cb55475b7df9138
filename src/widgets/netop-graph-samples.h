/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-history.h"

G_BEGIN_DECLS

guint netop_graph_samples_gather (const NetopHistory *history, guint n_samples, guint n_together, guint n_taken, NetopSample *samples);

G_END_DECLS
