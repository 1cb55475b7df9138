/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopProcessFacts:
 * @name: raw bytes, NUL-terminated, as the kernel says: comm, extended from @exe where comm is its 15-byte prefix
 * @cmdline: arguments apart by NUL, @cmdline_length bytes, at most 4 KiB
 * @exited_us: monotonic, 0 while it lives
 *
 * What the kernel says of one process.
 */
typedef struct
{
  uint32_t pid;
  uint32_t parent_pid;
  uint64_t start_boot_ns;
  uint32_t uid;
  bool     uid_known;
  int64_t  exited_us;
  char    *name;
  char    *exe;
  char    *cmdline;
  size_t   cmdline_length;
  char    *cgroup;
} NetopProcessFacts;

void netop_process_facts_clear (NetopProcessFacts *self);

G_END_DECLS
