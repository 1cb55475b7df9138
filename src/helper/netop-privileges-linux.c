/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-privileges.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netop-helper-error.h"

/* The stages of the way down. Each is called once, by main() alone, before there is any thread. */

static bool
fail (GError    **error,
      const char *what)
{
  g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "%s: %s", what, g_strerror (errno));
  return false;
}

/**
 * netop_privileges_get_asking_uid:
 *
 * Should: say for whom root works. Mustn't: believe the environment where we are not root, or be told root.
 *
 * Returns: the user who asked pkexec or sudo; nobody in root's own shell; ourselves where we are not root
 */
uint32_t
netop_privileges_get_asking_uid (void)
{
  static const char *const names[] = { "PKEXEC_UID", "SUDO_UID" };

  if (geteuid () != 0)
    return getuid ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = g_getenv (names[i]);
      guint64     uid;

      if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32 - 1, &uid, NULL))
        return (uint32_t)uid;
    }

  return NETOP_NOBODY_UID;
}

/**
 * netop_privileges_clear_environment:
 *
 * Should: leave nothing of the caller's: no variable, no folder, no file mask, no signal that is held back. Mustn't: be
 * called after anything that could have made use of it.
 */
bool
netop_privileges_clear_environment (GError **error)
{
  sigset_t none;

  umask (077);
  sigemptyset (&none);
  if (clearenv () != 0 || chdir ("/") < 0 || sigprocmask (SIG_SETMASK, &none, NULL) < 0)
    return fail (error, "Clearing the environment");
  return true;
}

/**
 * netop_privileges_enter_namespace:
 * @namespace_fd: of a network namespace; closed
 *
 * Should: enter what root's own command line opened. Mustn't: do so for anybody who came through pkexec or sudo:
 * the kernel asks for CAP_SYS_ADMIN, which the helper has for all of them.
 */
bool
netop_privileges_enter_namespace (int      namespace_fd,
                                  GError **error)
{
  bool entered = setns (namespace_fd, CLONE_NEWNET) == 0;

  if (!entered)
    fail (error, "Entering the network namespace");
  close (namespace_fd);
  return entered;
}

static bool
empty_bounding_set (void)
{
  for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
    {
      if (prctl (PR_CAPBSET_READ, capability, 0, 0, 0) == 1 && prctl (PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
        return false;
    }
  return true;
}

/* What is kept of root. */
typedef struct
{
  cap_value_t values[2];
  guint       n;
} Kept;

static const Kept inspection = { { CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH }, 2 };
static const Kept brokerage = { { CAP_SYS_PTRACE, CAP_SYS_ADMIN }, 2 };
static const Kept nothing = { .n = 0 };

/* Of those that are kept, the ones that are there: nobody can be given more. */
static bool
set_capabilities (const Kept *kept)
{
  cap_t held = cap_get_proc ();
  cap_t capabilities = cap_init ();
  bool  set = held != NULL && capabilities != NULL;

  for (guint i = 0; set && i < kept->n; i++)
    {
      cap_flag_value_t is_permitted = CAP_CLEAR;

      set = cap_get_flag (held, kept->values[i], CAP_PERMITTED, &is_permitted) == 0 &&
            cap_set_flag (capabilities, CAP_PERMITTED, 1, &kept->values[i], is_permitted) == 0 &&
            cap_set_flag (capabilities, CAP_EFFECTIVE, 1, &kept->values[i], is_permitted) == 0;
    }
  set = set && cap_set_proc (capabilities) == 0;
  cap_free (capabilities);
  cap_free (held);
  return set;
}

static bool
drop (uint32_t    uid,
      const Kept *kept,
      GError    **error)
{
  if (geteuid () != 0)
    return set_capabilities (kept) || fail (error, "Giving up capabilities");
  if (uid == 0)
    uid = NETOP_NOBODY_UID;

  if (!empty_bounding_set () || prctl (PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
    return fail (error, "Giving up capabilities");
  if (setgroups (0, NULL) < 0 || setresgid (NETOP_NOBODY_UID, NETOP_NOBODY_UID, NETOP_NOBODY_UID) < 0)
    return fail (error, "Giving up groups");
  if (setresuid (uid, uid, uid) < 0)
    return fail (error, "Giving up root");
  if (!set_capabilities (kept) || prctl (PR_SET_KEEPCAPS, 0, 0, 0, 0) < 0)
    return fail (error, "Keeping the capabilities to look at processes");
  if (setuid (0) == 0)
    {
      g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Root could be had back after it was given up");
      return false;
    }

  return true;
}

/**
 * netop_privileges_drop:
 * @uid: whose rights to take on: never 0
 * @keep_inspection: keep CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, which reading /proc/PID/fd of others needs
 *
 * Should: end with one user who is not root, no groups, at most the two capabilities, an empty bounding set, and
 * nothing that can be had back. Mustn't: be called while there are threads, or leave anything half done: where one
 * step fails the program has to end. Where we are not root, capabilities of the file are given up all the same; only
 * the bounding set stays, which netop_confinement_seal() makes useless.
 */
bool
netop_privileges_drop (uint32_t uid,
                       bool     keep_inspection,
                       GError **error)
{
  return drop (uid, keep_inspection ? &inspection : &nothing, error);
}

/**
 * netop_privileges_drop_to_broker:
 * @uid: whose rights to take on: never 0
 *
 * Should: be like netop_privileges_drop(), and end with CAP_SYS_PTRACE, which opening /proc/PID/ns of others needs, and
 * CAP_SYS_ADMIN, which entering what is open needs. Mustn't: be called by anything that reads what strangers send.
 */
bool
netop_privileges_drop_to_broker (uint32_t uid,
                                 GError **error)
{
  return drop (uid, &brokerage, error);
}

static bool
is_held (cap_value_t value)
{
  cap_t            capabilities = cap_get_proc ();
  cap_flag_value_t held = CAP_CLEAR;

  if (capabilities != NULL)
    cap_get_flag (capabilities, value, CAP_EFFECTIVE, &held);
  cap_free (capabilities);
  return held == CAP_SET;
}

/**
 * netop_privileges_are_held:
 *
 * Returns: whether processes of other users can be looked at
 */
bool
netop_privileges_are_held (void)
{
  return is_held (CAP_SYS_PTRACE);
}

/**
 * netop_privileges_may_enter_namespaces:
 *
 * Returns: whether a broker could do what it is for
 */
bool
netop_privileges_may_enter_namespaces (void)
{
  return is_held (CAP_SYS_ADMIN) && is_held (CAP_SYS_PTRACE);
}
