/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NETOP_HELPER_ERROR (netop_helper_error_quark ())
typedef enum {
  NETOP_HELPER_ERROR_FAILED,
  NETOP_HELPER_ERROR_INVALID_ARGUMENT,
  NETOP_HELPER_ERROR_NOT_SUPPORTED,
} NetopHelperError;
GQuark netop_helper_error_quark (void);

G_END_DECLS
