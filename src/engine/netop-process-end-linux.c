/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-end.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

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
 * netop_process_get_start_time_ms:
 * @pid: of any user's process
 *
 * Returns: when it started, Unix milliseconds; 0 where there is none, or it cannot be read
 */
int64_t
netop_process_get_start_time_ms (uint32_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%u/stat", pid);
  g_autofree char *text = NULL;
  const char      *end;
  guint64          start_ticks;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  /* The name in parentheses may hold any byte, and so these too. */
  end = strrchr (text, ')');
  if (end == NULL ||
      sscanf (end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" G_GUINT64_FORMAT, &start_ticks) != 1)
    return 0;
  return get_boot_ms () + (int64_t)(start_ticks * MS_PER_S / (guint64)sysconf (_SC_CLK_TCK));
}

static gboolean
fail (GError **error,
      int      code)
{
  g_set_error_literal (error, G_IO_ERROR, code == ESRCH ? G_IO_ERROR_NOT_FOUND : (int)g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static gboolean
is_same (uint32_t pid,
         int64_t  start_time_ms)
{
  int64_t now_ms = netop_process_get_start_time_ms (pid);

  return now_ms != 0 && ABS (now_ms - start_time_ms) <= SAME_START_MS;
}

/* @pidfd: -1 where the kernel is older than these (Linux 5.3): then the number could be another's by now. */
static int
send_signal (uint32_t pid,
             int      pidfd)
{
  if (pidfd < 0)
    return kill ((pid_t)pid, SIGTERM);
  return (int)syscall (SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0);
}

/**
 * netop_process_end:
 * @start_time_ms: when it started, Unix milliseconds: another process that has the number by now is left alone
 * @error: %G_IO_ERROR_PERMISSION_DENIED where it is another user's, %G_IO_ERROR_NOT_FOUND where it is over
 *
 * Asks a process to end (SIGTERM). It is held (pidfd_open(2)) before it is looked at, so that what is asked is what was
 * looked at.
 *
 * Returns: whether it was asked
 */
gboolean
netop_process_end (uint32_t pid,
                   int64_t  start_time_ms,
                   GError **error)
{
  gboolean is_asked = FALSE;
  int      pidfd;

  /* Of numbers that are none, kill(2) takes some for a group of processes, or all of them. */
  if (pid == 0 || (pid_t)pid < 0)
    return fail (error, ESRCH);

  pidfd = (int)syscall (SYS_pidfd_open, (pid_t)pid, 0);
  if (pidfd < 0 && errno != ENOSYS)
    return fail (error, errno);

  if (!is_same (pid, start_time_ms))
    fail (error, ESRCH);
  else if (send_signal (pid, pidfd) != 0)
    fail (error, errno);
  else
    is_asked = TRUE;

  if (pidfd >= 0)
    close (pidfd);
  return is_asked;
}
