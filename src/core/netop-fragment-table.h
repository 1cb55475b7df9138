/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-keyed-hash.h"
#include "netop-packet.h"

G_BEGIN_DECLS

/**
 * NetopFragmentTable:
 *
 * The ports of packets in fragments, which only the first fragment carries: later ones find them here by
 * addresses, protocol and identification. Of fixed size; an older packet gives way to a newer one. One thread.
 */
typedef struct _NetopFragmentTable NetopFragmentTable;

NetopFragmentTable *netop_fragment_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void                netop_fragment_table_free (NetopFragmentTable *self);
void                netop_fragment_table_resolve (NetopFragmentTable *self, NetopPacket *packet, int64_t time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFragmentTable, netop_fragment_table_free)

G_END_DECLS
