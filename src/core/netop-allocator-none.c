/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-allocator.h"

/**
 * netop_allocator_return_large_blocks:
 *
 * Does nothing: other allocators than that of glibc give them back by themselves.
 */
void
netop_allocator_return_large_blocks (void)
{
}
