/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-privileges.h"

#include <errno.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-confinement.h"

/* What is left after the drop. Each case is a child of its own: nothing of it can be undone. */

static guint64
read_capabilities (const char *name)
{
  g_autofree char *text = NULL;
  const char      *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text != NULL ? strstr (text, name) : NULL;
  return line != NULL ? g_ascii_strtoull (line + strlen (name), NULL, 16) : G_MAXUINT64;
}

static bool
has_dropped (uint32_t uid,
             guint64  kept)
{
  int fd = socket (AF_PACKET, SOCK_DGRAM, htons (ETH_P_ALL));

  return fd < 0 && errno == EPERM && getuid () == uid && geteuid () == uid && getgid () != 0 && getgroups (0, NULL) == 0 &&
         setuid (0) != 0 && setresuid (0, 0, 0) != 0 && prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 &&
         prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && read_capabilities ("\nCapEff:\t") == kept &&
         read_capabilities ("\nCapPrm:\t") == kept && read_capabilities ("\nCapInh:\t") == 0 &&
         read_capabilities ("\nCapBnd:\t") == 0 && read_capabilities ("\nCapAmb:\t") == 0;
}

/* /proc/self/status is the child's own, and readable whatever it gave up. */
static void
drop_in_child (uint32_t uid,
               uint32_t becomes,
               bool     keep_inspection)
{
  const guint64 kept = keep_inspection ? 1u << 2 | 1u << 19 : 0;
  pid_t         child = fork ();
  int           status;

  if (child == 0)
    _exit (netop_privileges_drop (uid, keep_inspection, NULL) && netop_confinement_seal (NULL) && has_dropped (becomes, kept) ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static bool
skip_unless_root (void)
{
  if (geteuid () == 0)
    return false;
  g_test_skip ("only root has privileges to give up");
  return true;
}

static void
test_live (void)
{
  if (skip_unless_root ())
    return;
  drop_in_child (1234, 1234, true);
  drop_in_child (65534, 65534, true);
}

static void
test_file (void)
{
  if (!skip_unless_root ())
    drop_in_child (1234, 1234, false);
}

/* Asked to stay root, it becomes nobody. */
static void
test_never_root (void)
{
  if (!skip_unless_root ())
    drop_in_child (0, 65534, true);
}

/* A user who is not root, with a copy of the helper that bears capabilities. */
static bool
become_capable_user (uint32_t uid)
{
  const cap_value_t given[] = { CAP_NET_RAW, CAP_NET_ADMIN, CAP_SYS_PTRACE };
  cap_t             capabilities = cap_init ();
  const int         n_given = (int)G_N_ELEMENTS (given);

  return prctl (PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0 && setresgid (uid, uid, uid) == 0 && setresuid (uid, uid, uid) == 0 &&
         cap_set_flag (capabilities, CAP_PERMITTED, n_given, given, CAP_SET) == 0 &&
         cap_set_flag (capabilities, CAP_EFFECTIVE, n_given, given, CAP_SET) == 0 && cap_set_proc (capabilities) == 0 &&
         cap_free (capabilities) == 0 && read_capabilities ("\nCapEff:\t") == (1u << CAP_NET_RAW | 1u << CAP_NET_ADMIN | 1u << CAP_SYS_PTRACE);
}

static bool
has_kept (guint64 kept)
{
  int fd = socket (AF_PACKET, SOCK_DGRAM, htons (ETH_P_ALL));

  return fd < 0 && errno == EPERM && read_capabilities ("\nCapEff:\t") == kept && read_capabilities ("\nCapPrm:\t") == kept &&
         netop_privileges_are_held () == (kept != 0);
}

static void
test_capable_user (void)
{
  const guint64 kept[] = { 0, 1u << CAP_SYS_PTRACE };

  if (skip_unless_root ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      pid_t child = fork ();
      int   status;

      if (child == 0)
        _exit (!become_capable_user (1234) ? 2 : netop_privileges_drop (1234, i == 1, NULL) && has_kept (kept[i]) ? 0
                                                                                                                  : 1);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
}

static const struct
{
  const char *pkexec_uid;
  const char *sudo_uid;
  uint32_t    uid;
} askers[] = {
  { NULL, NULL, 65534 },
  { "1000", NULL, 1000 },
  { NULL, "1001", 1001 },
  { "1000", "1001", 1000 },
  { "0", NULL, 65534 },
  { "-1", NULL, 65534 },
  { "1000x", NULL, 65534 },
  { "4294967295", NULL, 65534 },
  { "99999999999999999999", NULL, 65534 },
};

static void
set_variable (const char *name,
              const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

static void
test_asking_uid (void)
{
  if (skip_unless_root ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      set_variable ("PKEXEC_UID", askers[i].pkexec_uid);
      set_variable ("SUDO_UID", askers[i].sudo_uid);
      g_assert_cmpuint (netop_privileges_get_asking_uid (), ==, askers[i].uid);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/helper/privileges/live", test_live);
  g_test_add_func ("/helper/privileges/file", test_file);
  g_test_add_func ("/helper/privileges/never-root", test_never_root);
  g_test_add_func ("/helper/privileges/capable-user", test_capable_user);
  g_test_add_func ("/helper/privileges/asking-uid", test_asking_uid);

  return g_test_run ();
}
