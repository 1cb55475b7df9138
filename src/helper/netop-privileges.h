/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Whom a helper that root's own shell started runs as. */
#define NETOP_NOBODY_UID 65534

uint32_t netop_privileges_get_asking_uid (void);
bool     netop_privileges_clear_environment (GError **error);
bool     netop_privileges_enter_namespace (int namespace_fd, GError **error);
bool     netop_privileges_drop (uint32_t uid, bool keep_inspection, GError **error);
bool     netop_privileges_are_held (void);
bool     netop_privileges_may_enter_namespaces (void);
bool     netop_privileges_drop_to_broker (uint32_t uid, GError **error);

G_END_DECLS
