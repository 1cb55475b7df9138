/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-text.h"

#include <stdio.h>
#include <string.h>

/* The texts of proc(5) and cgroups(7), each once it is read. */

#define COMM_BYTES 15 /* TASK_COMM_LEN less its NUL, linux/sched.h */
#define MAX_NAME_BYTES 255

/**
 * netop_process_text_parse_stat:
 * @text: of /proc/PID/stat, maybe cut
 * @ns_per_clock_tick: of _SC_CLK_TCK, in which the start is told
 * @stat: (out caller-allocates): meaningful only on success
 *
 * comm stands in parentheses and may itself hold any byte, also ") R 1": its end is the last one of the line.
 *
 * Returns: whether it is all there
 */
bool
netop_process_text_parse_stat (const char       *text,
                               uint64_t          ns_per_clock_tick,
                               NetopProcessStat *stat)
{
  const char *open = strchr (text, '(');
  const char *close = strrchr (text, ')');
  uint64_t    start_ticks;
  size_t      length;

  if (open == NULL || close == NULL || close < open)
    return false;

  length = MIN ((size_t)(close - open - 1), sizeof stat->comm - 1);
  memcpy (stat->comm, open + 1, length);
  stat->comm[length] = '\0';

  if (sscanf (close + 1, " %c %u %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %u %*d %" G_GUINT64_FORMAT,
              &stat->state, &stat->parent_pid, &stat->n_threads, &start_ticks) != 4)
    return false;

  stat->start_boot_ns = start_ticks * ns_per_clock_tick;
  return true;
}

/**
 * netop_process_text_parse_uid:
 * @text: of /proc/PID/status, maybe cut
 * @uid: (out): the effective one, as ps(1) tells it
 *
 * Returns: whether it is there
 */
bool
netop_process_text_parse_uid (const char *text,
                              uint32_t   *uid)
{
  /* The name stands before it and has its newlines escaped by the kernel. */
  const char *line = strstr (text, "\nUid:");

  return line != NULL && sscanf (line + strlen ("\nUid:"), "%*u %u", uid) == 1;
}

/* A line is "ID:CONTROLLERS:PATH", of which only the path may hold colons. Returns the path if it is that of
 * @controllers. */
static char *
match_cgroup (char       *line,
              const char *controllers)
{
  char *start = strchr (line, ':');
  char *path = start != NULL ? strchr (start + 1, ':') : NULL;

  if (path == NULL || path[1] != '/')
    return NULL;
  if ((size_t)(path - start - 1) != strlen (controllers) || strncmp (start + 1, controllers, strlen (controllers)) != 0)
    return NULL;

  return path + 1;
}

/**
 * netop_process_text_find_cgroup:
 * @text: of /proc/PID/cgroup, maybe cut; is written to
 *
 * cgroups(7): the unified hierarchy has no controllers. In the hybrid layout systemd keeps its units in
 * "name=systemd" beside it.
 *
 * Returns: (transfer full) (nullable): the path
 */
char *
netop_process_text_find_cgroup (char *text)
{
  char *found = NULL;
  char *save = NULL;

  for (char *line = strtok_r (text, "\n", &save); line != NULL; line = strtok_r (NULL, "\n", &save))
    {
      char *unified = match_cgroup (line, "");
      char *named = match_cgroup (line, "name=systemd");

      if (unified != NULL && (unified[1] != '\0' || found == NULL))
        found = unified;
      else if (named != NULL && (found == NULL || found[1] == '\0'))
        found = named;
    }

  return g_strdup (found);
}

/**
 * netop_process_text_make_exe:
 * @target: of the link /proc/PID/exe
 *
 * Returns: (transfer full): the path, without the kernel's word that the file is gone
 */
char *
netop_process_text_make_exe (const char *target)
{
  size_t length = strlen (target);

  if (g_str_has_suffix (target, " (deleted)"))
    length -= strlen (" (deleted)");
  return g_strndup (target, length);
}

/**
 * netop_process_text_make_name:
 * @exe: (nullable):
 *
 * comm holds 15 bytes: where it is cut, and the program's file name goes on, that is the name.
 *
 * Returns: (transfer full): at most 255 bytes
 */
char *
netop_process_text_make_name (const char *comm,
                              const char *exe)
{
  const char *base = exe != NULL ? strrchr (exe, '/') : NULL;

  if (base != NULL && strlen (comm) == COMM_BYTES && strncmp (base + 1, comm, COMM_BYTES) == 0)
    return g_strndup (base + 1, MAX_NAME_BYTES);
  return g_strdup (comm);
}

/* proc(5): "PREFIX[INODE]". */
static bool
parse_link (const char *target,
            const char *prefix,
            uint64_t   *inode)
{
  char *end;

  if (!g_str_has_prefix (target, prefix))
    return false;

  *inode = g_ascii_strtoull (target + strlen (prefix), &end, 10);
  return *end == ']';
}

/**
 * netop_process_text_parse_tunnel:
 * @text: a file of /proc/PID/fdinfo, of a descriptor of /dev/net/tun
 * @name: (out): of the interface, NUL-terminated; raw bytes
 *
 * Source: tun_chr_show_fdinfo() in the kernel's drivers/net/tun.c, a line "iff:" and the name, which is empty where the
 * descriptor has no interface.
 *
 * Returns: whether it has one
 */
bool
netop_process_text_parse_tunnel (const char *text,
                                 char        name[NETOP_TUNNEL_NAME_SIZE])
{
  const char *line = g_str_has_prefix (text, "iff:\t") ? text : strstr (text, "\niff:\t");
  size_t      length;

  if (line == NULL)
    return false;

  line = strchr (line, '\t') + 1;
  length = strcspn (line, "\n");
  if (length == 0 || length >= NETOP_TUNNEL_NAME_SIZE)
    return false;

  memcpy (name, line, length);
  name[length] = '\0';
  return true;
}

/**
 * netop_process_text_parse_socket_link:
 * @target: of a link in /proc/PID/fd
 * @inode: (out):
 *
 * Returns: whether it says "socket:[INODE]"
 */
bool
netop_process_text_parse_socket_link (const char *target,
                                      uint64_t   *inode)
{
  return parse_link (target, "socket:[", inode);
}

/**
 * netop_process_text_parse_namespace_link:
 * @target: of the link /proc/PID/ns/net
 * @inode: (out):
 *
 * Returns: whether it says "net:[INODE]"
 */
bool
netop_process_text_parse_namespace_link (const char *target,
                                         uint64_t   *inode)
{
  return parse_link (target, "net:[", inode);
}
