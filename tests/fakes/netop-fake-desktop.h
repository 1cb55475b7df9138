/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

/* Seconds of history that a made-up desktop has: a minute, and where it begins. */
#define NETOP_FAKE_DESKTOP_SECONDS 61

NetopSnapshot *netop_fake_desktop (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
