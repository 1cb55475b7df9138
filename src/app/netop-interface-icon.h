/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-interface.h"

G_BEGIN_DECLS

const char *netop_interface_icon_get_name (const NetopInterface *facts);

G_END_DECLS
