/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-empty-text.h"

#include <glib/gi18n.h>

#include "netop-format.h"

static void
set_file_text (NetopEmptyText           *self,
               const NetopCaptureHealth *capture,
               gboolean                  is_whole)
{
  g_autofree char *packets = netop_format_count (capture->packets);

  if (!is_whole)
    {
      self->title = _ ("Reading the File");
      self->description = g_strdup (_ ("No packet of the Internet Protocol so far."));
    }
  else if (capture->packets == 0)
    {
      self->title = _ ("Empty Capture File");
      self->description = g_strdup (_ ("The file has been read to its end and holds no packets."));
    }
  else
    {
      self->title = _ ("No Traffic in the File");
      /* Translators: %s is a number */
      self->description = g_strdup_printf (_ ("The file has been read to its end. None of its packets (%s) is a whole packet of the Internet Protocol."), packets);
    }
}

/* Returns: (transfer full): what is watched, and in the limited view what is not */
static char *
dup_watched (const NetopSnapshot *snapshot)
{
  guint            n_interfaces = snapshot->interfaces->len;
  g_autofree char *count = netop_format_count (n_interfaces);

  if (snapshot->capture.backend == NETOP_BACKEND_SOCKETS)
    return g_strdup (_ ("Without permission only TCP can be seen; UDP and all else cannot."));
  if (snapshot->capture.interface_name != NULL)
    /* Translators: the name of an interface */
    return g_strdup_printf (_ ("Watching %s."), snapshot->capture.interface_name);
  if (n_interfaces == 0)
    return g_strdup (_ ("There is no network interface to watch now."));
  return g_strdup_printf (ngettext ("Watching %s interface.", "Watching %s interfaces.", n_interfaces), count);
}

static void
set_live_text (NetopEmptyText      *self,
               const NetopSnapshot *snapshot)
{
  g_autofree char *watched = dup_watched (snapshot);

  if (snapshot->final)
    {
      self->title = _ ("No Traffic");
      self->description = g_strdup (_ ("No program used the network while it was watched."));
      return;
    }

  self->title = _ ("No Traffic Yet");
  self->description = g_strdup_printf ("%s %s", watched, _ ("A program appears here as soon as it sends or receives something."));
}

/**
 * netop_empty_text_new:
 * @snapshot: of which no row is shown
 * @totals: of the table
 *
 * Returns: (transfer full): what stands in place of the rows
 */
NetopEmptyText *
netop_empty_text_new (const NetopSnapshot  *snapshot,
                      const NetopRowTotals *totals)
{
  NetopEmptyText *self = g_new0 (NetopEmptyText, 1);

  self->is_filtered = totals->n_rows > 0 || snapshot->unknown->len > 0;
  if (self->is_filtered)
    {
      self->title = _ ("No Matches");
      self->description = g_strdup (_ ("No process matches the search."));
    }
  else if (snapshot->capture.backend == NETOP_BACKEND_FILE)
    set_file_text (self, &snapshot->capture, snapshot->final);
  else
    set_live_text (self, snapshot);
  return self;
}

static char *
dup_no_connections (const NetopSnapshot *snapshot)
{
  g_autofree char *watched = dup_watched (snapshot);

  if (snapshot->final)
    return g_strdup (_ ("Nothing was sent or received in the last seconds before the end."));
  return g_strdup_printf ("%s %s", watched, _ ("A connection appears here as soon as something is sent or received, and stays for a while after its end."));
}

/**
 * netop_empty_text_new_connections:
 * @snapshot: of which no connection is shown
 * @totals: of the table
 *
 * Returns: (transfer full): what stands in place of the connections
 */
NetopEmptyText *
netop_empty_text_new_connections (const NetopSnapshot  *snapshot,
                                  const NetopRowTotals *totals)
{
  NetopEmptyText *self = g_new0 (NetopEmptyText, 1);

  self->is_filtered = totals->n_rows > 0;
  if (self->is_filtered)
    {
      self->title = _ ("No Matches");
      self->description = g_strdup (_ ("No connection matches the search."));
    }
  else if (snapshot->capture.backend == NETOP_BACKEND_FILE)
    set_file_text (self, &snapshot->capture, snapshot->final);
  else
    {
      self->title = _ ("No Connections");
      self->description = dup_no_connections (snapshot);
    }
  return self;
}

/**
 * netop_empty_text_new_interfaces:
 * @snapshot: of which no interface is shown
 * @totals: of the table
 *
 * Returns: (transfer full): what stands in place of the interfaces
 */
NetopEmptyText *
netop_empty_text_new_interfaces (const NetopSnapshot  *snapshot,
                                 const NetopRowTotals *totals)
{
  NetopEmptyText *self = g_new0 (NetopEmptyText, 1);

  self->is_filtered = totals->n_rows > 0;
  self->title = self->is_filtered ? _ ("No Matches") : _ ("No Interfaces");
  self->description = g_strdup (self->is_filtered ? _ ("No interface matches the search: an interface has a name, a kind, a state and addresses.")
                                                  : _ ("The machine has no network interface now. One appears here as soon as there is one."));
  return self;
}

/**
 * netop_empty_text_new_queries:
 * @snapshot: of which no query is shown
 * @totals: of the table
 *
 * Returns: (transfer full): what stands in place of the queries
 */
NetopEmptyText *
netop_empty_text_new_queries (const NetopSnapshot  *snapshot,
                              const NetopRowTotals *totals)
{
  NetopEmptyText *self = g_new0 (NetopEmptyText, 1);

  self->is_filtered = totals->n_rows > 0;
  if (self->is_filtered)
    {
      self->title = _ ("No Matches");
      self->description = g_strdup (_ ("No query matches the search."));
    }
  else if (snapshot->final)
    {
      self->title = _ ("No Queries");
      self->description = g_strdup (_ ("Nobody asked for a name while it was watched."));
    }
  else
    {
      self->title = _ ("No Queries Yet");
      self->description = g_strdup (_ ("A query appears here as soon as a program asks for a name. What is asked over an encrypted connection cannot be seen."));
    }
  return self;
}

/**
 * netop_empty_text_new_resolvers:
 * @snapshot: of which no resolver is shown
 * @totals: of the table
 *
 * Returns: (transfer full): what stands in place of the resolvers
 */
NetopEmptyText *
netop_empty_text_new_resolvers (const NetopSnapshot  *snapshot,
                                const NetopRowTotals *totals)
{
  NetopEmptyText *self = g_new0 (NetopEmptyText, 1);

  self->is_filtered = totals->n_rows > 0;
  self->title = self->is_filtered ? _ ("No Matches") : _ ("No Resolvers");
  self->description = g_strdup (self->is_filtered ? _ ("No resolver matches the search.") : _ ("No resolver is configured, and none was asked."));
  return self;
}

/**
 * netop_empty_text_free:
 *
 * Frees it.
 */
void
netop_empty_text_free (NetopEmptyText *self)
{
  g_free (self->description);
  g_free (self);
}
