/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-packet.h"

G_BEGIN_DECLS

/* So many of a file's first packets are looked at: what they weigh is remembered per address. */
#define NETOP_LOCAL_GUESS_MAX_PACKETS 8192

/**
 * NetopLocalGuess:
 *
 * Which end of a conversation is ours, in a file whose link type does not say and of whose machine nothing is known:
 * a private address rather than a public one; else the address that more of the file's first packets have, because
 * the machine that captured has part in all of them; else the higher port, which is a client's. Once settled it is a
 * function of the two ends alone: both ways of a conversation, and all its packets, have one answer. One thread.
 */
typedef struct _NetopLocalGuess NetopLocalGuess;

NetopLocalGuess *netop_local_guess_new (void) G_GNUC_WARN_UNUSED_RESULT;
void             netop_local_guess_free (NetopLocalGuess *self);
void             netop_local_guess_add (NetopLocalGuess *self, const NetopPacket *packet);
void             netop_local_guess_settle (NetopLocalGuess *self);
bool             netop_local_guess_is_received (const NetopLocalGuess *self, const NetopPacket *packet);
void             netop_local_guess_apply (const NetopLocalGuess *self, NetopPacket *packet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopLocalGuess, netop_local_guess_free)

G_END_DECLS
