/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * NetopUnlockError:
 * @NETOP_UNLOCK_ERROR_CANCELLED: the user closed the dialog, or took it back: nothing to say
 * @NETOP_UNLOCK_ERROR_DENIED: by a rule, or with a wrong password
 * @NETOP_UNLOCK_ERROR_NO_AGENT: nothing is there that shows a dialog
 * @NETOP_UNLOCK_ERROR_NO_POLKIT: pkexec, the system bus or polkit is missing or broken
 * @NETOP_UNLOCK_ERROR_UNSAFE_HELPER: somebody but root could change what root would run
 * @NETOP_UNLOCK_ERROR_FAILED: anything else
 *
 * Why there is no more to see than before. The message says what to do, without a full stop.
 */
#define NETOP_UNLOCK_ERROR (netop_unlock_error_quark ())
typedef enum {
  NETOP_UNLOCK_ERROR_CANCELLED,
  NETOP_UNLOCK_ERROR_DENIED,
  NETOP_UNLOCK_ERROR_NO_AGENT,
  NETOP_UNLOCK_ERROR_NO_POLKIT,
  NETOP_UNLOCK_ERROR_UNSAFE_HELPER,
  NETOP_UNLOCK_ERROR_FAILED,
} NetopUnlockError;
GQuark netop_unlock_error_quark (void);

GError *netop_unlock_error_new (NetopUnlockError code) G_GNUC_WARN_UNUSED_RESULT;
GError *netop_unlock_error_new_for_exit (int exit_status, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
