/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define NETOP_TUNNEL_NAME_SIZE 16 /* IFNAMSIZ, linux/if.h */

/**
 * NetopProcessStat:
 * @comm: cut if longer than any the kernel has
 * @state: a letter, proc(5)
 *
 * What one line of a process's stat tells. What is read of processes was named by them: every text may hold any byte.
 */
typedef struct
{
  char     comm[64];
  char     state;
  uint32_t parent_pid;
  uint32_t n_threads;
  uint64_t start_boot_ns;
} NetopProcessStat;

bool  netop_process_text_parse_stat (const char *text, uint64_t ns_per_clock_tick, NetopProcessStat *stat);
bool  netop_process_text_parse_uid (const char *text, uint32_t *uid);
char *netop_process_text_find_cgroup (char *text) G_GNUC_WARN_UNUSED_RESULT;
char *netop_process_text_make_exe (const char *target) G_GNUC_WARN_UNUSED_RESULT;
char *netop_process_text_make_name (const char *comm, const char *exe) G_GNUC_WARN_UNUSED_RESULT;
bool  netop_process_text_parse_namespace_link (const char *target, uint64_t *inode);
bool  netop_process_text_parse_socket_link (const char *target, uint64_t *inode);
bool  netop_process_text_parse_tunnel (const char *text, char name[NETOP_TUNNEL_NAME_SIZE]);

G_END_DECLS
