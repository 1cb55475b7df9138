/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Bytes of a command line that are kept. */
#define NETOP_PROCESS_CMDLINE_MAX 4096

/**
 * NetopProcessFacts:
 * @start_boot_ns: nanoseconds since boot; with @pid the identity of a process
 * @name: raw bytes, NUL-terminated, as the kernel says: comm, extended from @exe where comm is its 15-byte prefix
 * @exe: %NULL where it may not be read, or there is none
 * @cmdline: arguments apart by NUL, @cmdline_length bytes, at most %NETOP_PROCESS_CMDLINE_MAX
 * @cgroup: path in the unified hierarchy, else in systemd's own; %NULL if in none
 *
 * What the kernel says of one process. Any thread; its strings are its own.
 */
typedef struct
{
  uint32_t pid;
  uint32_t parent_pid;
  uint64_t start_boot_ns;
  uint32_t uid;
  bool     uid_known;
  char    *name;
  char    *exe;
  char    *cmdline;
  size_t   cmdline_length;
  char    *cgroup;
} NetopProcessFacts;

void netop_process_facts_copy (const NetopProcessFacts *self, NetopProcessFacts *copy);
void netop_process_facts_clear (NetopProcessFacts *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopProcessFacts, netop_process_facts_clear)

G_END_DECLS
