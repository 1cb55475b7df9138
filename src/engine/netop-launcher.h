/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "netop-helper-source.h"

G_BEGIN_DECLS

/**
 * NetopLaunchMethod:
 * @NETOP_LAUNCH_DIRECT: with our own rights: what they allow is seen
 * @NETOP_LAUNCH_PKEXEC: as root, once polkit says yes; only the three standard descriptors come through
 * @NETOP_LAUNCH_FILE: with our own rights, reading a file, which may be a pipe that is silent for long
 *
 * How a helper comes to run.
 */
typedef enum {
  NETOP_LAUNCH_DIRECT,
  NETOP_LAUNCH_PKEXEC,
  NETOP_LAUNCH_FILE,
} NetopLaunchMethod;

/**
 * NetopLaunch:
 * @process: the helper, or pkexec until that becomes it
 * @stream_fd: our end of the helper's stream
 * @message_fd: non-blocking, what comes from the process's standard error; -1 where that is our own
 *
 * A helper that was started. Whoever has it closes the descriptors.
 */
typedef struct
{
  GSubprocess *process;
  int          stream_fd;
  int          message_fd;
} NetopLaunch;

bool netop_launcher_start (const NetopSourceOptions *options, NetopLaunchMethod method, NetopLaunch *launch, GError **error);

G_END_DECLS
