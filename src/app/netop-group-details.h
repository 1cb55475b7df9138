/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-details.h"

G_BEGIN_DECLS

NetopDetails *netop_group_details_new (const NetopSnapshot *snapshot, const NetopRow *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
