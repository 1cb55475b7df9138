/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-source-state.h"

#define TO(name) (1u << NETOP_SOURCE_STATE_##name)

static const unsigned int followers[NETOP_SOURCE_N_STATES] = {
  [NETOP_SOURCE_STATE_STARTING] = TO (LIMITED) | TO (LIVE) | TO (FILE) | TO (REFUSED) | TO (ENDED),
  [NETOP_SOURCE_STATE_LIMITED] = TO (STARTING) | TO (UNLOCKING) | TO (ENDED),
  [NETOP_SOURCE_STATE_UNLOCKING] = TO (STARTING) | TO (LIMITED) | TO (LIVE) | TO (REFUSED) | TO (ENDED),
  [NETOP_SOURCE_STATE_LIVE] = TO (STARTING) | TO (ENDED),
  [NETOP_SOURCE_STATE_FILE] = TO (STARTING) | TO (ENDED),
  [NETOP_SOURCE_STATE_REFUSED] = TO (STARTING) | TO (UNLOCKING),
  [NETOP_SOURCE_STATE_ENDED] = TO (STARTING),
};

/**
 * netop_source_state_may_follow:
 * @from: the state before
 * @to: the state after
 *
 * Any thread.
 *
 * Returns: whether a source may go from @from to @to; it may always stay
 */
bool
netop_source_state_may_follow (NetopSourceState from,
                               NetopSourceState to)
{
  return from == to || (followers[from] & (1u << to)) != 0;
}

/**
 * netop_source_state_has_ended:
 *
 * Returns: whether no snapshot comes any more
 */
bool
netop_source_state_has_ended (NetopSourceState state)
{
  return state == NETOP_SOURCE_STATE_REFUSED || state == NETOP_SOURCE_STATE_ENDED;
}

/**
 * netop_source_state_can_unlock:
 *
 * Returns: whether there is something to ask permission for
 */
bool
netop_source_state_can_unlock (NetopSourceState state)
{
  return netop_source_state_may_follow (state, NETOP_SOURCE_STATE_UNLOCKING) && state != NETOP_SOURCE_STATE_UNLOCKING;
}
