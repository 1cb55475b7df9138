/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-holder-checks.h"

#include "netop-recent-pids.h"

#define MAX_CHECKS 1024
/* Of one run: what is left waits for the next one. Some us a descriptor. */
#define PROCESSES_AT_ONCE 32
#define DESCRIPTORS_AT_ONCE 4096
/* By then a server has closed what is its child's, and the child what is the server's. */
#define CHECK_AGAIN_US G_USEC_PER_SEC

typedef struct
{
  int64_t due_us;
  bool    again; /* once more, somewhat later */
} Check;

struct _NetopHolderChecks
{
  NetopProcessTable *table;
  NetopProcessRows  *processes;
  NetopSocketRows   *sockets;
  GHashTable        *checks; /* of Check by pid */
  NetopRecentPids    heirs;  /* children of holders, which may be holders and not be known for it yet */
};

/**
 * netop_holder_checks_new:
 * @table: (transfer none): helper main's own
 * @processes: (transfer none): where new holders are added
 * @sockets: (transfer none): whose holders are corrected; all three outlive it
 *
 * Returns: (transfer full): nothing to look at yet
 */
NetopHolderChecks *
netop_holder_checks_new (NetopProcessTable *table,
                         NetopProcessRows  *processes,
                         NetopSocketRows   *sockets)
{
  NetopHolderChecks *self = g_new0 (NetopHolderChecks, 1);

  self->table = table;
  self->processes = processes;
  self->sockets = sockets;
  self->checks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

/**
 * netop_holder_checks_free:
 * @self: (transfer full) (nullable): checks
 */
void
netop_holder_checks_free (NetopHolderChecks *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->checks);
  g_free (self);
}

static bool
may_hold (NetopHolderChecks *self,
          uint32_t           pid)
{
  uint64_t process_id = netop_process_rows_find (self->processes, pid);

  return (process_id != 0 && netop_socket_rows_is_holder (self->sockets, process_id)) ||
         netop_recent_pids_contains (&self->heirs, self->heirs.n, pid);
}

static void
add_check (NetopHolderChecks *self,
           uint32_t           pid,
           int64_t            now_us)
{
  Check *check = g_hash_table_lookup (self->checks, GUINT_TO_POINTER (pid));

  if (check == NULL)
    {
      if (g_hash_table_size (self->checks) >= MAX_CHECKS)
        return;
      check = g_new0 (Check, 1);
      g_hash_table_insert (self->checks, GUINT_TO_POINTER (pid), check);
    }
  check->due_us = now_us;
  check->again = true;
}

/**
 * netop_holder_checks_take_event:
 * @event: of any process
 */
void
netop_holder_checks_take_event (NetopHolderChecks       *self,
                                const NetopProcessEvent *event,
                                int64_t                  now_us)
{
  if (event->kind == NETOP_PROCESS_EVENT_FORK && may_hold (self, event->parent_pid))
    {
      netop_recent_pids_touch (&self->heirs, event->pid);
      add_check (self, event->pid, now_us);
      add_check (self, event->parent_pid, now_us);
    }
  else if (event->kind == NETOP_PROCESS_EVENT_EXEC && may_hold (self, event->pid))
    {
      add_check (self, event->pid, now_us);
    }
  else if (event->kind == NETOP_PROCESS_EVENT_EXIT)
    {
      g_hash_table_remove (self->checks, GUINT_TO_POINTER (event->pid));
    }
}

static bool
note_inode (uint64_t inode,
            uint32_t pid,
            int      descriptor,
            void    *user_data)
{
  g_array_append_val ((GArray *)user_data, inode);
  return true;
}

/**
 * netop_holder_checks_run:
 *
 * Looks at the descriptors of those that are due.
 */
void
netop_holder_checks_run (NetopHolderChecks *self,
                         int64_t            now_us)
{
  g_autoptr (GArray) inodes = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  guint          n_descriptors = DESCRIPTORS_AT_ONCE;
  guint          n_processes = 0;
  GHashTableIter iter;
  void          *pid, *value;

  g_hash_table_iter_init (&iter, self->checks);
  while (n_processes < PROCESSES_AT_ONCE && n_descriptors > 0 && g_hash_table_iter_next (&iter, &pid, &value))
    {
      Check *check = value;
      bool   are_all;

      if (check->due_us > now_us)
        continue;

      n_processes++;
      g_array_set_size (inodes, 0);
      are_all = netop_process_table_list_sockets (self->table, GPOINTER_TO_UINT (pid), &n_descriptors, note_inode, inodes);
      netop_socket_rows_check_process (self->sockets, self->processes, GPOINTER_TO_UINT (pid), inodes, are_all);
      if (check->again)
        *check = (Check){ .due_us = now_us + CHECK_AGAIN_US };
      else
        g_hash_table_iter_remove (&iter);
    }
}
