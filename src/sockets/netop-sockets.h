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

G_END_DECLS
