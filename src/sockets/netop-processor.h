/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the calling thread on the processor of that number, counted among those it may use; leaves it where there are
 * not as many. */
void netop_processor_settle (guint number);

G_END_DECLS
