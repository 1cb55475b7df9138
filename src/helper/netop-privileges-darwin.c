/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-privileges.h"

#include <unistd.h>

#include "netop-helper-error.h"

/* Until capture on macOS is written the helper has nothing there that it could give up, and refuses to be root. */

uint32_t
netop_privileges_get_asking_uid (void)
{
  return getuid ();
}

bool
netop_privileges_clear_environment (GError **error)
{
  return true;
}

bool
netop_privileges_enter_namespace (int      namespace_fd,
                                  GError **error)
{
  g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_NOT_SUPPORTED, "macOS has no network namespaces");
  return false;
}

bool
netop_privileges_drop (uint32_t uid,
                       bool     keep_inspection,
                       GError **error)
{
  if (geteuid () != 0)
    return true;

  g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_NOT_SUPPORTED, "Giving up root on macOS is not written yet: run it without sudo");
  return false;
}

bool
netop_privileges_are_held (void)
{
  return false;
}

bool
netop_privileges_may_enter_namespaces (void)
{
  return false;
}

bool
netop_privileges_drop_to_broker (uint32_t uid,
                                 GError **error)
{
  return false;
}
