/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-translation-table.h"

G_BEGIN_DECLS

/* As many keys as the copies of one flow can have in one namespace. */
#define NETOP_TWIN_MAX_KEYS 6

guint netop_twin_list_copies (const NetopFlowKey *key, const NetopTuple *translated, uint32_t namespace_id, NetopFlowKey copies[NETOP_TWIN_MAX_KEYS]);
guint netop_twin_list_originals (const NetopFlowKey *key, const NetopTuple *translated, uint32_t namespace_id, NetopFlowKey originals[NETOP_TWIN_MAX_KEYS]);

G_END_DECLS
