/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-group-details.h"

#include <glib/gi18n.h>

#include "netop-group-text.h"
#include "netop-host-shares.h"
#include "netop-origin-text.h"
#include "netop-process-icon.h"
#include "netop-query-details.h"

/* The rest stands together below them. */
#define MAX_LISTED 8

static int
compare_by_bytes (gconstpointer a,
                  gconstpointer b)
{
  const NetopProcess *first = *(const NetopProcess *const *)a;
  const NetopProcess *second = *(const NetopProcess *const *)b;
  uint64_t            first_bytes = netop_traffic_get_bytes (&first->traffic);
  uint64_t            second_bytes = netop_traffic_get_bytes (&second->traffic);

  if (first_bytes != second_bytes)
    return first_bytes > second_bytes ? -1 : 1;
  return first->pid < second->pid ? -1 : first->pid > second->pid;
}

/* Returns: (transfer full): what a process is called among others that may be called the same */
static char *
dup_process_name (const NetopProcess *process)
{
  if (process->pid == 0)
    return netop_origin_dup_name (process);
  return g_strdup_printf ("%s (%u)", process->name, process->pid);
}

static void
add_processes (NetopDetails *details,
               GPtrArray    *members,
               uint64_t      total)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (members, NULL, NULL);
  guint    n_listed = MIN (sorted->len, MAX_LISTED);
  uint64_t rest = total;

  g_ptr_array_sort (sorted, compare_by_bytes);
  netop_details_begin_section (details, _ ("Processes"));
  for (guint i = 0; i < n_listed; i++)
    {
      const NetopProcess *process = g_ptr_array_index (sorted, i);
      g_autofree char    *name = dup_process_name (process);
      uint64_t            bytes = netop_traffic_get_bytes (&process->traffic);

      netop_details_add_share (details, name, bytes, total);
      rest -= MIN (bytes, rest);
    }
  netop_details_add_rest (details, sorted->len - n_listed, rest, total);
}

static void
add_facts (NetopDetails        *details,
           const NetopSnapshot *snapshot,
           const NetopRow      *row)
{
  const NetopRowGroup *group = row->group;
  const NetopProcess  *first = group->first;
  g_autofree char     *kind = netop_group_dup_kind (group);

  netop_details_begin_section (details, _ ("Group"));
  netop_details_add_totals (details, &row->traffic, snapshot->capture.byte_layer_tcp_payload);
  netop_details_add_fact (details, _ ("Kind"), _ ("Copy kind"), kind);
  if (group->kind == NETOP_GROUP_APPLICATION)
    netop_details_add_fact (details, _ ("Application"), _ ("Copy application"), first->application);
  if (group->kind == NETOP_GROUP_CONTAINER)
    netop_details_add_fact (details, _ ("Container"), _ ("Copy container"), first->container);
  if (group->kind == NETOP_GROUP_UNIT)
    netop_details_add_fact (details, _ ("Unit"), _ ("Copy unit"), first->unit);
  if (group->is_of_one_user)
    netop_details_add_fact (details, _ ("User"), _ ("Copy user"), first->username);
}

/**
 * netop_group_details_new:
 * @row: of @snapshot, with a group
 *
 * Returns: (transfer full): what is known of the group: its processes, and the hosts of all of them
 */
NetopDetails *
netop_group_details_new (const NetopSnapshot *snapshot,
                         const NetopRow      *row)
{
  NetopDetails *details = netop_details_new (row->name);

  details->subtitle = netop_group_dup_summary (row->group);
  details->icon = g_icon_new_for_string (netop_process_icon_get_group_name (gdk_display_get_default (), row->group), NULL);
  netop_details_set_traffic (details, &row->rate, netop_row_get_history (row));
  add_processes (details, row->group->members, netop_traffic_get_bytes (&row->traffic));
  if (row->n_connections > 0)
    {
      netop_details_begin_section (details, _ ("Hosts"));
      netop_host_shares_add_of_processes (details, snapshot, row->group->members);
    }
  netop_query_details_add_of_processes (details, snapshot, row->group->members);
  add_facts (details, snapshot, row);
  return details;
}
