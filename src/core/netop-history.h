/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopHistory:
 *
 * A series of samples of equal spacing, newest last, of fixed capacity. Immutable once shared: snapshots of
 * different age share it by reference, from any thread. A %NULL history is empty, and all functions take it.
 */
typedef struct _NetopHistory NetopHistory;

/**
 * NetopSample:
 * @rx: of traffic: bytes per second, mean over the sample
 *
 * Two figures of one moment. Those of another kind say what they are where they are.
 */
typedef struct
{
  float rx;
  float tx;
} NetopSample;

NetopHistory *netop_history_append (NetopHistory *self, guint capacity, NetopSample sample) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_history_append_silence (NetopHistory *self, guint capacity, guint n_samples) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_history_add (NetopHistory *self, guint capacity, const NetopHistory *part) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_history_subtract (NetopHistory *self, guint capacity, const NetopHistory *part) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_history_sum (NetopHistory *const *parts, guint n_parts, guint capacity) G_GNUC_WARN_UNUSED_RESULT;
NetopHistory *netop_history_ref (NetopHistory *self);
void          netop_history_unref (NetopHistory *self);
guint         netop_history_get_length (const NetopHistory *self);
NetopSample   netop_history_get (const NetopHistory *self, guint age);
NetopSample   netop_history_get_peak (const NetopHistory *self, guint n_newest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopHistory, netop_history_unref)

G_END_DECLS
