/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-packet.h"

G_BEGIN_DECLS

int netop_link_type_from_dlt (int dlt);

G_END_DECLS
