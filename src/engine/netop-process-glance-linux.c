/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-glance.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "netop-format.h"

/* Two readings of one process's start differ by as much as the clocks they were made of; two processes of one number
 * are further apart. */
#define SAME_START_MS 1000

#define MS_PER_S 1000
#define NS_PER_MS 1000000

/* The wall clock's time at which the machine started: starts are counted from there (proc(5), starttime). */
static int64_t
get_boot_ms (void)
{
  struct timespec since_boot;

  if (clock_gettime (CLOCK_BOOTTIME, &since_boot) != 0)
    return 0;
  return g_get_real_time () / (G_USEC_PER_SEC / MS_PER_S) - (since_boot.tv_sec * MS_PER_S + since_boot.tv_nsec / NS_PER_MS);
}

/**
 * netop_process_glance_init:
 * @self: (out caller-allocates): cleared by the caller where it succeeds
 * @pid: of any user's process
 *
 * Returns: whether there is one, and it can be read
 */
gboolean
netop_process_glance_init (NetopProcessGlance *self,
                           uint32_t            pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%u/stat", pid);
  g_autofree char *text = NULL;
  const char      *open;
  const char      *close;
  guint64          start_ticks;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  /* The name in parentheses may hold any byte, and so these too. */
  open = strchr (text, '(');
  close = strrchr (text, ')');
  if (open == NULL || close == NULL || close < open ||
      sscanf (close + 1, " %*c %u %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" G_GUINT64_FORMAT, &self->parent_pid, &start_ticks) != 2)
    return FALSE;

  self->start_time_ms = get_boot_ms () + (int64_t)(start_ticks * MS_PER_S / (guint64)sysconf (_SC_CLK_TCK));
  self->name = netop_format_name (open + 1, (size_t)(close - open - 1));
  return TRUE;
}

void
netop_process_glance_clear (NetopProcessGlance *self)
{
  g_clear_pointer (&self->name, g_free);
}

/**
 * netop_process_get_start_time_ms:
 * @pid: of any user's process
 *
 * Returns: when it started, Unix milliseconds; 0 where there is none, or it cannot be read
 */
int64_t
netop_process_get_start_time_ms (uint32_t pid)
{
  g_auto (NetopProcessGlance) glance = { 0 };

  return netop_process_glance_init (&glance, pid) ? glance.start_time_ms : 0;
}

/**
 * netop_process_is_same:
 * @start_time_ms: Unix milliseconds; 0 where it is not known: then it is no one's
 *
 * Returns: whether the process that has this number now is the one that started then
 */
gboolean
netop_process_is_same (uint32_t pid,
                       int64_t  start_time_ms)
{
  int64_t now_ms = netop_process_get_start_time_ms (pid);

  return start_time_ms != 0 && now_ms != 0 && ABS (now_ms - start_time_ms) <= SAME_START_MS;
}
