/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-boot.h"

#include <sys/stat.h>
#include <time.h>

/* Who is held up between the two clocks reads them again. */
#define MAX_READINGS 3
#define AT_ONCE_US 1000

/* Sleep counts. */
static int64_t
get_since_boot_us (void)
{
  struct timespec since_boot;

  if (clock_gettime (CLOCK_BOOTTIME, &since_boot) != 0)
    return 0;
  return since_boot.tv_sec * G_USEC_PER_SEC + since_boot.tv_nsec / 1000;
}

/**
 * netop_boot_get_real_us:
 *
 * Processes' starts are counted from here (proc(5), starttime), on a clock that goes on in suspend.
 *
 * Returns: when the machine started, in Unix microseconds; 0 where that is not known
 */
int64_t
netop_boot_get_real_us (void)
{
  int64_t before_us = get_since_boot_us ();
  int64_t after_us = before_us;
  int64_t real_us = 0;

  for (guint i = 0; i < MAX_READINGS; i++)
    {
      real_us = g_get_real_time ();
      after_us = get_since_boot_us ();
      if (after_us - before_us < AT_ONCE_US)
        break;
      before_us = after_us;
    }
  return after_us != 0 ? MAX (real_us - after_us, 1) : 0;
}

/**
 * netop_boot_dup_id:
 *
 * Returns: (transfer full): what no other run of any machine has (random(4)); empty where there is none
 */
char *
netop_boot_dup_id (void)
{
  char *text = NULL;

  return g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL) ? g_strstrip (text) : g_strdup ("");
}

/**
 * netop_boot_get_namespace_inode:
 *
 * Returns: what tells the calling thread's network namespace from others (namespaces(7)); 0 where that is not known
 */
uint64_t
netop_boot_get_namespace_inode (void)
{
  struct stat status;

  return stat ("/proc/thread-self/ns/net", &status) == 0 ? status.st_ino : 0;
}
