/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-boot.h"

#include <sys/sysctl.h>
#include <sys/time.h>

/* sysctl(3) */

int64_t
netop_boot_get_real_us (void)
{
  struct timeval boot;
  size_t         size = sizeof boot;

  if (sysctlbyname ("kern.boottime", &boot, &size, NULL, 0) != 0 || size != sizeof boot)
    return 0;
  return (int64_t)boot.tv_sec * G_USEC_PER_SEC + boot.tv_usec;
}

char *
netop_boot_dup_id (void)
{
  char   text[64] = "";
  size_t size = sizeof text - 1;

  if (sysctlbyname ("kern.bootsessionuuid", text, &size, NULL, 0) != 0)
    return g_strdup ("");
  return g_strdup (text);
}

uint64_t
netop_boot_get_namespace_inode (void)
{
  return 0;
}
