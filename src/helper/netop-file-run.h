/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture.h"
#include "netop-stream.h"

G_BEGIN_DECLS

void netop_file_run (NetopStream *stream, NetopCapture *capture);

G_END_DECLS
