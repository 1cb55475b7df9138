/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sharing.h"

#include <string.h>

static void
add_pid (NetopSharing *self,
         uint32_t      pid)
{
  guint i = 0;

  while (i < self->n_pids && self->pids[i] < pid)
    i++;
  if (self->n_pids == NETOP_SHARING_MAX_PIDS || (i < self->n_pids && self->pids[i] == pid))
    return;

  memmove (self->pids + i + 1, self->pids + i, (self->n_pids - i) * sizeof *self->pids);
  self->pids[i] = pid;
  self->n_pids++;
}

/**
 * netop_sharing_find:
 * @self: (out caller-allocates): all zero where it shares nothing
 * @process: of @snapshot
 */
void
netop_sharing_find (NetopSharing        *self,
                    const NetopSnapshot *snapshot,
                    const NetopProcess  *process)
{
  *self = (NetopSharing){ 0 };
  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i);

      if (connection->shared_with == NULL)
        continue;

      self->n_connections++;
      if (!connection->carrier)
        netop_traffic_add (&self->traffic, &connection->traffic);
      for (guint j = 0; j < connection->shared_with->len; j++)
        add_pid (self, g_array_index (connection->shared_with, uint32_t, j));
    }
}

/* The living one of that number, or the last that had it. */
static const char *
find_name (const NetopSnapshot *snapshot,
           uint32_t             pid)
{
  const NetopProcess *found = NULL;

  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);

      if (process->pid == pid && (found == NULL || process->ended_us == 0))
        found = process;
    }
  return found != NULL ? found->name : NULL;
}

/**
 * netop_sharing_dup_names:
 * @snapshot: of which @self was made
 * @n_at_most: that are told
 *
 * Returns: (transfer full): the others by name and number: "nginx (812), nginx (813), …"
 */
char *
netop_sharing_dup_names (const NetopSharing  *self,
                         const NetopSnapshot *snapshot,
                         guint                n_at_most)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->n_pids, n_at_most); i++)
    {
      const char *name = find_name (snapshot, self->pids[i]);

      g_string_append_printf (text, "%s%s (%u)", i > 0 ? ", " : "", name != NULL ? name : "?", self->pids[i]);
    }
  if (self->n_pids > n_at_most)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}
