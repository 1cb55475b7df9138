/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-allocator.h"

#include <malloc.h>

#define LARGE_BYTES (1 << 20)

/* So much free memory may stay at the end of a heap. With less a window that paints gives back and takes again at each frame
 * what it paints in, at a page fault for each page. */
#define KEPT_BYTES (4 << 20)

/**
 * netop_allocator_return_large_blocks:
 *
 * Has large blocks given back to the system as soon as they are freed. Left alone glibc keeps them once the first was freed
 * (M_MMAP_THRESHOLD and M_TRIM_THRESHOLD in mallopt(3) grow up to 32 and 64 MiB), in the heap of each thread that ever had
 * one: of tables that are made anew each second some twenty MB. To be called once, before there are threads.
 */
void
netop_allocator_return_large_blocks (void)
{
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
}
