/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * NetopSourceState:
 * @NETOP_SOURCE_STATE_STARTING: a helper was asked for. Goes to any other but unlocking.
 * @NETOP_SOURCE_STATE_LIMITED: what needs no permission is seen. Goes to unlocking, or ends. With an error it says why
 *   the last unlocking failed; one that was cancelled leaves none. Where there is no dialog the error says why not.
 * @NETOP_SOURCE_STATE_UNLOCKING: permission is being asked for; a limited view goes on meanwhile. Goes to live with the
 *   hello of the new helper, back to limited or refused, or ends where the helper or the view before it did.
 * @NETOP_SOURCE_STATE_LIVE: everything is seen. Ends.
 * @NETOP_SOURCE_STATE_FILE: a file is being read; complete once the snapshot is final. Ends.
 * @NETOP_SOURCE_STATE_REFUSED: not permitted: the error says what to do. Goes to unlocking.
 * @NETOP_SOURCE_STATE_ENDED: it stopped as asked, or the helper died or hung: then there is an error. Goes nowhere by
 *   itself.
 *
 * What a source is at. From every state a start goes to starting. That a view is paused is no state of a source: it goes
 * on counting.
 */
typedef enum {
  NETOP_SOURCE_STATE_STARTING,
  NETOP_SOURCE_STATE_LIMITED,
  NETOP_SOURCE_STATE_UNLOCKING,
  NETOP_SOURCE_STATE_LIVE,
  NETOP_SOURCE_STATE_FILE,
  NETOP_SOURCE_STATE_REFUSED,
  NETOP_SOURCE_STATE_ENDED,
} NetopSourceState;

#define NETOP_SOURCE_N_STATES (NETOP_SOURCE_STATE_ENDED + 1)

bool netop_source_state_may_follow (NetopSourceState from, NetopSourceState to);
bool netop_source_state_has_ended (NetopSourceState state);
bool netop_source_state_can_unlock (NetopSourceState state);

G_END_DECLS
