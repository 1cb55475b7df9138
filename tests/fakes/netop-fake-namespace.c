/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-namespace.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static char *
find_ip (void)
{
  g_autofree char *path = g_find_program_in_path ("ip");

  if (path != NULL)
    return g_steal_pointer (&path);
  return g_file_test ("/usr/sbin/ip", G_FILE_TEST_IS_EXECUTABLE) ? g_strdup ("/usr/sbin/ip") : NULL;
}

/**
 * netop_fake_namespace_enter:
 *
 * Leaves the machine's network for an empty one in which only loopback is up. To be called before any thread is made.
 *
 * Returns: (nullable): why not, for g_test_skip(); %NULL once inside
 */
const char *
netop_fake_namespace_enter (void)
{
  static bool  entered;
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
  int          fd;

  if (entered)
    return NULL;
  if (geteuid () != 0)
    return "needs root to make a network namespace";
  if (unshare (CLONE_NEWNET) < 0)
    return "network namespaces can't be made here";

  entered = true;
  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (ioctl (fd, SIOCSIFFLAGS, &request), ==, 0);
  close (fd);
  return NULL;
}

bool
netop_fake_namespace_has_ip (void)
{
  g_autofree char *path = find_ip ();

  return path != NULL;
}

void
netop_fake_namespace_run_ip (const char *arguments)
{
  g_autofree char *path = find_ip ();
  g_autofree char *command = g_strdup_printf ("%s %s", path, arguments);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}
