/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define NETOP_SOCKETS_ERROR (netop_sockets_error_quark ())
typedef enum {
  NETOP_SOCKETS_ERROR_UNSUPPORTED,
  NETOP_SOCKETS_ERROR_PERMISSION,
  NETOP_SOCKETS_ERROR_FAILED,
} NetopSocketsError;
GQuark netop_sockets_error_quark (void);

/* What this platform can tell of sockets and processes. */
typedef enum {
  NETOP_SOCKETS_SUPPORTED,
  NETOP_SOCKETS_UNSUPPORTED, /* never here; the reason says why */
  NETOP_SOCKETS_FAILED,      /* could be here; the reason says what is missing */
} NetopSocketsProbe;

NetopSocketsProbe netop_sockets_probe (char **reason);

G_END_DECLS
