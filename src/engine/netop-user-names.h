/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopUserNames:
 *
 * Names of users as this machine's user database has them, each asked for once: it may be a slow directory service.
 * Attribution worker.
 */
typedef struct _NetopUserNames NetopUserNames;

NetopUserNames *netop_user_names_new (void) G_GNUC_WARN_UNUSED_RESULT;
void            netop_user_names_free (NetopUserNames *self);
GRefString     *netop_user_names_get (NetopUserNames *self, uint32_t uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopUserNames, netop_user_names_free)

G_END_DECLS
