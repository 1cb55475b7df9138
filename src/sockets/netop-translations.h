/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-sockets.h"
#include "netop-translation-table.h"

G_BEGIN_DECLS

/**
 * NetopTranslations:
 *
 * The connections that pass this host and are translated on the way, as the kernel's connection tracking tells. What there
 * was before is asked for once, when it is opened: later that takes a right that is given up by then. Any thread.
 */
typedef struct _NetopTranslations NetopTranslations;

NetopTranslations *netop_translations_open (GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopTranslations *netop_translations_new_for_fd (int fd) G_GNUC_WARN_UNUSED_RESULT;
void               netop_translations_close (NetopTranslations *self);
void               netop_translations_dispatch (NetopTranslations *self);
bool               netop_translations_find (NetopTranslations *self, const NetopTuple *tuple, NetopTuple *other);
bool               netop_translations_find_key (NetopTranslations *self, const NetopFlowKey *key, NetopFlowKey *other);
guint              netop_translations_get_size (NetopTranslations *self);
uint64_t           netop_translations_get_lost (NetopTranslations *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopTranslations, netop_translations_close)

G_END_DECLS
