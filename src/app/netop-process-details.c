/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-details.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-age-text.h"
#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-host-shares.h"
#include "netop-origin-text.h"
#include "netop-process-icon.h"
#include "netop-query-details.h"
#include "netop-process-glance.h"
#include "netop-process-health.h"
#include "netop-sharing-text.h"

/* A chain is short; one that turns in a circle, as of numbers that were used again, ends all the same. */
#define MAX_PARENTS 8

/* Returns: (transfer full) (nullable): the name and parent of a process, of which the snapshot knows those that use the
 * network; what the system says of others is of now, and counts where @is_live. */
static char *
find_parent (const NetopSnapshot *snapshot,
             uint32_t             pid,
             gboolean             is_live,
             uint32_t            *parent_pid)
{
  const NetopProcess *known = netop_snapshot_find_process (snapshot, pid);
  g_auto (NetopProcessGlance) glance = { 0 };

  if (known != NULL)
    {
      *parent_pid = known->parent_pid;
      return g_strdup (known->name);
    }
  if (!is_live || !netop_process_glance_init (&glance, pid))
    return NULL;

  *parent_pid = glance.parent_pid;
  return g_steal_pointer (&glance.name);
}

/* The nearest first. Of one that nothing is known of there is the number alone, and whose child it is nobody says. */
static char *
dup_parents (const NetopSnapshot *snapshot,
             const NetopProcess  *process)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_live = process->ended_us == 0 && snapshot->capture.backend != NETOP_BACKEND_FILE && netop_process_is_same (process->pid, process->start_time_ms);
  uint32_t pid = process->parent_pid;

  for (guint i = 0; i < MAX_PARENTS && pid != 0 && pid != process->pid; i++)
    {
      uint32_t         parent_pid = 0;
      g_autofree char *name = find_parent (snapshot, pid, is_live, &parent_pid);

      g_string_append (text, i > 0 ? " › " : "");
      if (name != NULL)
        g_string_append_printf (text, "%s (%u)", name, pid);
      else
        /* Translators: a process that nothing but its number is known of */
        g_string_append_printf (text, _ ("PID %u"), pid);
      pid = parent_pid;
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
dup_user (const NetopProcess *process)
{
  if (!process->uid_known)
    return NULL;
  if (process->username == NULL)
    return g_strdup_printf ("%u", process->uid);
  return g_strdup_printf ("%s (%u)", process->username, process->uid);
}

static char *
dup_sockets (const NetopProcess *process)
{
  /* Translators: of a process's sockets, how many there are and how many of them are connections */
  return g_strdup_printf (ngettext ("%u, %u connected", "%u, %u connected", process->n_sockets), process->n_sockets, process->n_connections);
}

/* The worst of its connections. */
static const char *
get_match_text (const NetopSnapshot *snapshot,
                const NetopProcess  *process)
{
  const NetopConnection *worst = NULL;

  for (guint i = 0; i < process->n_listed_connections; i++)
    {
      const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i);

      if (worst == NULL || connection->match > worst->match)
        worst = connection;
    }
  if (worst == NULL || worst->match == NETOP_MATCH_NONE)
    return NULL;
  if (worst->match == NETOP_MATCH_EXACT)
    return _ ("all exact");
  return worst->match == NETOP_MATCH_INFERRED ? _ ("some inferred") : _ ("some by port only");
}

static char *
dup_subtitle (const NetopSnapshot *snapshot,
              const NetopProcess  *process)
{
  g_autofree char *user = process->username != NULL ? g_strdup_printf (" · %s", process->username) : g_strdup ("");
  g_autofree char *age = netop_age_dup_text (snapshot->timestamp_us - process->start_time_ms * 1000);

  if (process->pid == 0)
    return g_strdup_printf (ngettext ("%u process, ended", "%u processes, ended", process->n_folded), process->n_folded);
  if (process->ended_us != 0)
    /* Translators: a process's number, and " · " with its user */
    return g_strdup_printf (_ ("PID %u%s · ended"), process->pid, user);
  if (process->start_time_ms == 0)
    /* Translators: a process's number, and " · " with its user */
    return g_strdup_printf (_ ("PID %u%s"), process->pid, user);
  /* Translators: a process's number, " · " with its user, and how long it has run */
  return g_strdup_printf (_ ("PID %u%s · %s"), process->pid, user, age);
}

static void
add_hosts (NetopDetails        *details,
           const NetopSnapshot *snapshot,
           const NetopProcess  *process)
{
  if (process->n_listed_connections == 0)
    return;

  netop_details_begin_section (details, _ ("Hosts"));
  netop_host_shares_add (details, snapshot, process);
}

static void
add_facts (NetopDetails        *details,
           const NetopSnapshot *snapshot,
           const NetopProcess  *process)
{
  g_autofree char *parents = dup_parents (snapshot, process);
  g_autofree char *application = netop_origin_dup_application (process);
  g_autofree char *container = netop_origin_dup_container (process);
  g_autofree char *user = dup_user (process);
  g_autofree char *sockets = process->pid != 0 ? dup_sockets (process) : NULL;
  g_autofree char *sharing = netop_sharing_dup_details (snapshot, process);

  netop_details_begin_section (details, _ ("Process"));
  netop_details_add_totals (details, &process->traffic, snapshot->capture.byte_layer_tcp_payload);
  netop_details_add_fact (details, _ ("Path"), _ ("Copy path"), process->exe);
  netop_details_add_fact (details, _ ("Command"), _ ("Copy command line"), process->cmdline);
  netop_details_add_fact (details, _ ("Parents"), _ ("Copy parents"), parents);
  netop_details_add_fact (details, _ ("Application"), _ ("Copy application"), application);
  netop_details_add_fact (details, _ ("Container"), _ ("Copy container"), container);
  netop_details_add_fact (details, _ ("Unit"), _ ("Copy unit"), process->unit);
  netop_details_add_fact (details, _ ("User"), _ ("Copy user"), user);
  netop_details_add_time (details, _ ("Started"), _ ("Copy time of start"), process->start_time_ms * 1000);
  netop_details_add_time (details, _ ("Ended"), _ ("Copy time of end"), process->ended_us);
  netop_details_add_fact (details, _ ("Sockets"), _ ("Copy number of sockets"), sockets);
  netop_details_add_fact (details, _ ("Sharing"), _ ("Copy whom it shares with"), sharing);
  netop_details_add_fact (details, _ ("Match"), _ ("Copy match"), get_match_text (snapshot, process));
}

/**
 * netop_process_details_new:
 * @process: of @snapshot
 *
 * Returns: (transfer full): what is known of a process, or of those that ended and stand together
 */
NetopDetails *
netop_process_details_new (const NetopSnapshot *snapshot,
                           const NetopProcess  *process)
{
  NetopDetails *details = netop_details_new (process->name);

  details->subtitle = dup_subtitle (snapshot, process);
  details->icon = g_icon_new_for_string (netop_process_icon_get_name (gdk_display_get_default (), process), NULL);
  netop_details_set_traffic (details, &process->rate, process->history);
  details->health = netop_process_health_new (snapshot, process);
  details->is_mean = TRUE;
  add_hosts (details, snapshot, process);
  netop_query_details_add_of_process (details, snapshot, process);
  add_facts (details, snapshot, process);
  return details;
}
