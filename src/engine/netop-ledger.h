/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-account.h"

G_BEGIN_DECLS

/**
 * NetopLedger:
 * @all: each byte once, whatever the interface
 * @parts: (nullable): of #NetopLedgerPart: what passed each interface, also of what @all leaves out because another
 *   interface has it too
 *
 * Traffic of one row, of all interfaces together and of each alone. Zeroed it has nothing. One thread.
 */
typedef struct
{
  NetopAccount all;
  GArray      *parts;
} NetopLedger;

/**
 * NetopLedgerPart:
 * @interface_index: 0 of what is on none that is known, and of what is beyond the bound
 */
typedef struct
{
  uint32_t     interface_index;
  NetopAccount account;
} NetopLedgerPart;

void                netop_ledger_clear (NetopLedger *self);
NetopAccount       *netop_ledger_get_part (NetopLedger *self, uint32_t interface_index);
void                netop_ledger_merge (NetopLedger *self, const NetopLedger *other, guint capacity);
void                netop_ledger_follow (NetopLedger *self, const NetopLedger *other);
void                netop_ledger_sample (NetopLedger *self, guint capacity, int64_t elapsed_us, guint n_samples);
const NetopAccount *netop_ledger_get (const NetopLedger *self, uint32_t interface_index);

G_END_DECLS
