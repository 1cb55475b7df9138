/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Which run of the machine this is, and which network of it. Any thread. */

int64_t  netop_boot_get_real_us (void);
char    *netop_boot_dup_id (void) G_GNUC_WARN_UNUSED_RESULT;
uint64_t netop_boot_get_namespace_inode (void);

G_END_DECLS
