/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-unknown-text.h"

#include <glib/gi18n.h>

#include "netop-format.h"

/* There is one reason for each user: a list of all could be longer than the screen. */
#define MAX_DETAILS 12

/**
 * netop_cause_get_title:
 *
 * Returns: why traffic has no process, translated, in the words of the list
 */
const char *
netop_cause_get_title (NetopCause cause)
{
  switch (cause)
    {
    case NETOP_CAUSE_ENDED:
      return _ ("Ended too soon to be named");
    case NETOP_CAUSE_NAMESPACE:
      return _ ("In another network namespace");
    case NETOP_CAUSE_OTHER_USER:
      return _ ("Belongs to another user");
    case NETOP_CAUSE_NO_SOCKET:
      return _ ("No socket: kernel or forwarded");
    case NETOP_CAUSE_LOST:
      return _ ("Lost by the capture");
    case NETOP_CAUSE_FILE:
      return _ ("Read from a file");
    case NETOP_N_CAUSES:
    default:
      return _ ("Unknown");
    }
}

/**
 * netop_unknown_dup_title:
 *
 * Returns: (transfer full): the same for one row of a snapshot, with the user where there is one
 */
char *
netop_unknown_dup_title (const NetopUnknown *unknown)
{
  if (unknown->username == NULL)
    return g_strdup (netop_cause_get_title (unknown->cause));
  if (unknown->cause == NETOP_CAUSE_ENDED)
    /* TRANSLATORS: %s is the name of a user, whose process it was. */
    return g_strdup_printf (_ ("Ended too soon to be named, of %s"), unknown->username);

  /* TRANSLATORS: %s is the name of a user. */
  return g_strdup_printf (_ ("Belongs to user %s"), unknown->username);
}

static int
compare_traffic (gconstpointer a, gconstpointer b)
{
  uint64_t left = netop_traffic_get_bytes (&(*(const NetopUnknown *const *)a)->traffic);
  uint64_t right = netop_traffic_get_bytes (&(*(const NetopUnknown *const *)b)->traffic);

  return left == right ? 0 : left > right ? -1
                                          : 1;
}

/* Returns: (transfer container): of NetopUnknown, those of the snapshot, the largest first */
static GPtrArray *
sort_by_traffic (const NetopSnapshot *snapshot)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < snapshot->unknown->len; i++)
    g_ptr_array_add (sorted, &g_array_index (snapshot->unknown, NetopUnknown, i));
  g_ptr_array_sort (sorted, compare_traffic);

  return sorted;
}

/**
 * netop_unknown_dup_summary:
 * @snapshot: with at least one cause
 *
 * Returns: (transfer full): why there is unknown traffic: the reason, or how many there are
 */
char *
netop_unknown_dup_summary (const NetopSnapshot *snapshot)
{
  g_autoptr (GPtrArray) sorted = sort_by_traffic (snapshot);

  g_return_val_if_fail (sorted->len > 0, g_strdup (""));

  if (sorted->len == 1)
    return netop_unknown_dup_title (g_ptr_array_index (sorted, 0));
  return g_strdup_printf (ngettext ("%u reason", "%u reasons", sorted->len), sorted->len);
}

/**
 * netop_unknown_dup_details:
 *
 * Returns: (transfer full): each reason on a line, with its bytes, the most first; some of them where there are many
 */
char *
netop_unknown_dup_details (const NetopSnapshot *snapshot)
{
  g_autoptr (GPtrArray) sorted = sort_by_traffic (snapshot);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_listed = MIN (sorted->len, MAX_DETAILS);

  for (guint i = 0; i < n_listed; i++)
    {
      const NetopUnknown *unknown = g_ptr_array_index (sorted, i);
      g_autofree char    *title = netop_unknown_dup_title (unknown);
      g_autofree char    *down = netop_format_joined (netop_format_bytes (netop_figure ((double)unknown->traffic.rx_bytes)));
      g_autofree char    *up = netop_format_joined (netop_format_bytes (netop_figure ((double)unknown->traffic.tx_bytes)));

      g_string_append_printf (text, "%s%s: ↓ %s ↑ %s", i > 0 ? "\n" : "", title, down, up);
    }
  if (n_listed < sorted->len)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", sorted->len - n_listed), sorted->len - n_listed);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
