/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-helper-source.h"

G_BEGIN_DECLS

GSubprocess *netop_launcher_start (const NetopSourceOptions *options, int *stream_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
