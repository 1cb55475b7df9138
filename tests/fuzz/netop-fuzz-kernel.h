/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-fuzz-input.h"

G_BEGIN_DECLS

/* A kernel that answers what the input says, before it is asked. @filler is what the reader's buffer holds before: with
 * two different ones nothing may come out differently, or it was read from behind the end of a datagram. */

void netop_fuzz_kernel_send (int kernel_fd, NetopFuzzInput input, uint8_t filler);

G_END_DECLS
