/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopProcessGlance:
 * @parent_pid: 0 where there is none
 * @start_time_ms: Unix milliseconds
 * @name: for display
 *
 * What anybody may see of any process, at this moment.
 */
typedef struct
{
  uint32_t parent_pid;
  int64_t  start_time_ms;
  char    *name;
} NetopProcessGlance;

gboolean netop_process_glance_init (NetopProcessGlance *self, uint32_t pid);
void     netop_process_glance_clear (NetopProcessGlance *self);
int64_t  netop_process_get_start_time_ms (uint32_t pid);
gboolean netop_process_is_same (uint32_t pid, int64_t start_time_ms);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopProcessGlance, netop_process_glance_clear)

G_END_DECLS
