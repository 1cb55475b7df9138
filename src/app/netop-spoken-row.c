/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-spoken-row.h"

#include <glib/gi18n.h>

#include "netop-connection-caption.h"
#include "netop-group-text.h"
#include "netop-origin-text.h"
#include "netop-rate-style.h"
#include "netop-sharing-text.h"
#include "netop-spoken.h"
#include "netop-unknown-text.h"

static char *
speak_rate (NetopFigure bytes_per_s)
{
  NetopFormatted formatted = netop_rate_style_format (bytes_per_s);

  return netop_spoken_figure (&formatted);
}

static char *
speak_bytes (uint64_t bytes)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)bytes));

  return netop_spoken_figure (&formatted);
}

static char *
speak_identity (const NetopRow *row)
{
  const NetopProcess *process = row->process;

  if (process->pid == 0)
    return g_strdup (row->name);
  if (process->ended_us != 0)
    /* Translators: a program and its process id */
    return g_strdup_printf (_ ("%s, ended process %u"), row->name, process->pid);
  if (process->username == NULL)
    /* Translators: a program and its process id */
    return g_strdup_printf (_ ("%s, process %u"), row->name, process->pid);
  /* Translators: a program, its process id, and the user it runs as */
  return g_strdup_printf (_ ("%s, process %u of %s"), row->name, process->pid, process->username);
}

/* With what stands beside the name. */
static char *
speak_process (const NetopRow *row)
{
  g_autofree char *identity = speak_identity (row);
  g_autofree char *origin = row->process->pid != 0 ? netop_origin_dup_summary (row->process) : NULL;

  return origin != NULL ? g_strdup_printf ("%s, %s", identity, origin) : g_steal_pointer (&identity);
}

static char *
speak_shared_process (const NetopRow      *row,
                      const NetopSnapshot *snapshot)
{
  g_autofree char *process = speak_process (row);
  g_autofree char *sharing = netop_sharing_dup_summary (snapshot, row->process);

  return sharing != NULL ? g_strdup_printf ("%s, %s", process, sharing) : g_steal_pointer (&process);
}

static char *
speak_cause (const NetopRow *row)
{
  g_autofree char *hosts = g_strdup_printf (ngettext ("%u host", "%u hosts", row->n_children), row->n_children);

  /* Translators: why there is unknown traffic, and "7 hosts" */
  return g_strdup_printf (_ ("Unknown, %s, %s"), row->name, hosts);
}

static char *
speak_group (const NetopRow *row)
{
  g_autofree char *count = netop_group_dup_count (row->group);
  g_autofree char *kind = netop_group_dup_kind (row->group);

  /* Translators: a name, what it is the name of ("Flatpak", "User"), and "3 processes" */
  return g_strdup_printf (_ ("%s, %s, %s"), row->name, kind, count);
}

static char *
speak_name (const NetopRow      *row,
            const NetopSnapshot *snapshot)
{
  g_autofree char *summary = NULL;

  if (row->group != NULL)
    return speak_group (row);
  if (row->process != NULL)
    return speak_shared_process (row, snapshot);
  if (row->connection != NULL)
    return netop_connection_caption_dup_spoken (snapshot, row->connection);
  if (row->host != NULL)
    return netop_connection_caption_dup_spoken_end (&row->host->address, row->host->port, row->host->name);
  if (row->cause != NULL)
    return speak_cause (row);
  if (row->key.kind != NETOP_ROW_UNKNOWN)
    return g_strdup (row->name);

  summary = netop_unknown_dup_summary (snapshot);
  return g_strdup_printf ("%s, %s", row->name, summary);
}

/* NULL of what is a connection itself, or a host. */
static char *
speak_connections (const NetopRow *row)
{
  if (row->connection != NULL || row->host != NULL)
    return NULL;

  return g_strdup_printf (ngettext ("%u connection", "%u connections", row->n_connections), row->n_connections);
}

/**
 * netop_spoken_row:
 * @snapshot: (nullable): the row's; bytes are said to be payload where it says so
 *
 * Returns: (transfer full): what a screen reader says of a row of the processes, translated
 */
char *
netop_spoken_row (const NetopRow      *row,
                  const NetopSnapshot *snapshot)
{
  g_autofree char *name = speak_name (row, snapshot);
  g_autofree char *down = speak_rate (netop_rate_get_rx (&row->rate));
  g_autofree char *up = speak_rate (netop_rate_get_tx (&row->rate));
  g_autofree char *received = speak_bytes (row->traffic.rx_bytes);
  g_autofree char *sent = speak_bytes (row->traffic.tx_bytes);
  g_autofree char *connections = speak_connections (row);
  bool             is_payload = snapshot != NULL && snapshot->capture.byte_layer_tcp_payload;

  if (connections == NULL && is_payload)
    /* Translators: as the one below, of a connection */
    return g_strdup_printf (_ ("%s. Payload download %s, upload %s. Payload received %s, sent %s."), name, down, up, received, sent);
  if (connections == NULL)
    /* Translators: as the one below, of a connection */
    return g_strdup_printf (_ ("%s. Download %s, upload %s. Received %s, sent %s."), name, down, up, received, sent);
  if (is_payload)
    /* Translators: as the one below, where only the payload of TCP is counted */
    return g_strdup_printf (_ ("%s. Payload download %s, upload %s. %s. Payload received %s, sent %s."), name, down, up, connections, received, sent);
  /* Translators: what a screen reader says of a row: a program, two rates, "31 connections", two totals */
  return g_strdup_printf (_ ("%s. Download %s, upload %s. %s. Received %s, sent %s."), name, down, up, connections, received, sent);
}
