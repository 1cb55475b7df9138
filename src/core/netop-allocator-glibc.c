/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-allocator.h"

#include <malloc.h>

/* What is repainted takes blocks of some hundred KiB, which are better kept. */
#define LARGE_BYTES (1 << 20)

/**
 * netop_allocator_return_large_blocks:
 *
 * Has large blocks given back to the system as soon as they are freed. Left alone glibc keeps them once the first was freed
 * (M_MMAP_THRESHOLD in mallopt(3) grows up to 32 MiB), in the heap of each thread that ever had one: of tables that are made
 * anew each second some twenty MB. To be called once, before there are threads.
 */
void
netop_allocator_return_large_blocks (void)
{
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
}
