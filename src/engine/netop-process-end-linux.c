/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-end.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netop-process-glance.h"

static gboolean
fail (GError **error,
      int      code)
{
  g_set_error_literal (error, G_IO_ERROR, code == ESRCH ? G_IO_ERROR_NOT_FOUND : (int)g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
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

  if (!netop_process_is_same (pid, start_time_ms))
    fail (error, ESRCH);
  else if (send_signal (pid, pidfd) != 0)
    fail (error, errno);
  else
    is_asked = TRUE;

  if (pidfd >= 0)
    close (pidfd);
  return is_asked;
}
