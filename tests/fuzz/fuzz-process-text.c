/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-input.h"
#include "netop-process-text.h"
#include "netop-raw-sockets.h"

/* The texts that a process's folder holds. Input: stat, status, cgroup, the target of exe and that of a descriptor, which is
 * taken for its fdinfo too, with a form feed between them; each of them as a line of the kernel's tables of sockets, too. */

#define SEPARATOR "\f"
#define N_TEXTS 5
#define NS_PER_CLOCK_TICK 10000000
#define MAX_NAME_BYTES 255

static void
check_names (const char *stat_text,
             const char *target)
{
  NetopProcessStat stat;
  g_autofree char *exe = netop_process_text_make_exe (target);
  g_autofree char *name = NULL;

  g_assert_true (g_str_has_prefix (target, exe));
  if (!netop_process_text_parse_stat (stat_text, NS_PER_CLOCK_TICK, &stat))
    return;

  g_assert_cmpuint (strlen (stat.comm), <, sizeof stat.comm);
  name = netop_process_text_make_name (stat.comm, exe);
  g_assert_cmpuint (strlen (name), <=, MAX (MAX_NAME_BYTES, sizeof stat.comm));
  g_assert_true (g_str_has_prefix (name, stat.comm));
}

static void
check_cgroup (char *text)
{
  g_autofree char *copy = g_strdup (text);
  g_autofree char *path = netop_process_text_find_cgroup (text);

  if (path == NULL)
    return;

  g_assert_cmpint (path[0], ==, '/');
  g_assert_null (strchr (path, '\n'));
  g_assert_nonnull (strstr (copy, path));
}

/* What is told has who may hold it, and what its flows are told by. */
static void
check_sockets (const char *line)
{
  NetopSocketFacts facts;

  for (guint text = NETOP_RAW_TEXT_ICMP; text <= NETOP_RAW_TEXT_SCTP_A; text++)
    for (guint v4 = 0; v4 < 2; v4++)
      if (netop_raw_sockets_parse ((NetopRawText)text, line, v4 == 1, &facts))
        {
          g_assert_cmpuint (facts.inode, !=, 0);
          g_assert_cmpuint (facts.cookie, !=, 0);
          g_assert_true (facts.listening);
        }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) texts = g_strsplit (text, SEPARATOR, N_TEXTS);
  const char *all[N_TEXTS] = { "", "", "", "", "" };
  uint32_t    uid;
  uint64_t    inode;
  char        tunnel[NETOP_TUNNEL_NAME_SIZE];

  for (guint i = 0; texts[i] != NULL; i++)
    {
      all[i] = texts[i];
      check_sockets (texts[i]);
    }

  check_names (all[0], all[3]);
  (void)netop_process_text_parse_uid (all[1], &uid);
  if (g_strv_length (texts) > 2)
    check_cgroup (texts[2]);
  g_assert_false (netop_process_text_parse_socket_link (all[4], &inode) && netop_process_text_parse_namespace_link (all[4], &inode));
  if (netop_process_text_parse_socket_link (all[4], &inode) || netop_process_text_parse_namespace_link (all[4], &inode))
    g_assert_nonnull (strchr (all[4], ']'));
  if (netop_process_text_parse_tunnel (all[4], tunnel))
    g_assert_nonnull (strstr (all[4], tunnel));
  return 0;
}
