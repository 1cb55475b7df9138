/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-flow-index.h"
#include "netop-namespaces.h"
#include "netop-tick.h"
#include "netop-translations.h"

G_BEGIN_DECLS

/**
 * NetopTwins:
 *
 * Finds flows whose packets are those of another one, seen once more: what a container sends far away is forwarded, or
 * translated, and then looks like another's. Bounded. Helper main.
 */
typedef struct _NetopTwins NetopTwins;

NetopTwins *netop_twins_new (NetopTranslations *translations, const NetopNamespaces *namespaces) G_GNUC_WARN_UNUSED_RESULT;
void        netop_twins_free (NetopTwins *self);
void        netop_twins_take_flows (NetopTwins *self, NetopFlowIndex *index, const GArray *flows, const GArray *closed);
void        netop_twins_fill (NetopTwins *self, NetopTick *tick);
uint64_t    netop_twins_get_lost (const NetopTwins *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTwins, netop_twins_free)

G_END_DECLS
