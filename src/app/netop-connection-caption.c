/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-caption.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-connection-text.h"
#include "netop-format.h"
#include "netop-packet.h"
#include "netop-sharing.h"

/* Of those it is shared with: a list of all could be longer than the screen. */
#define MAX_NAMES 12

/* Joins what is there: parts that are NULL are left out. */
static char *
join (const char        *separator,
      const char *const *parts,
      guint              n_parts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_parts; i++)
    if (parts[i] != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", parts[i]);
  return g_string_free (text, FALSE);
}

static const char *
get_state (const NetopConnection *connection)
{
  return connection->closed_us != 0 ? _ ("closed") : netop_connection_get_state_text (connection);
}

/* As most of them are. */
static bool
is_in_use (const NetopConnection *connection)
{
  return connection->closed_us == 0 &&
         (connection->protocol != NETOP_PROTOCOL_TCP || connection->state == NETOP_SOCKET_STATE_ESTABLISHED);
}

/**
 * netop_connection_caption_dup_summary:
 *
 * Returns: (transfer full): what stands in small beside the remote end, translated: service and protocol, and what is out of
 *   the ordinary
 */
char *
netop_connection_caption_dup_summary (const NetopConnection *connection)
{
  char             buffer[16];
  g_autofree char *marks = netop_connection_dup_notes (connection);
  const char      *parts[] = {
         connection->service,
         netop_format_protocol (connection->protocol, buffer, sizeof buffer),
    connection->direction == NETOP_DIRECTION_INCOMING ? netop_connection_get_direction_text (connection) : NULL,
    is_in_use (connection) ? NULL : get_state (connection),
         marks,
  };

  return join (" · ", parts, G_N_ELEMENTS (parts));
}

static char *
dup_ends (const NetopConnection *connection)
{
  g_autofree char *local = netop_format_endpoint (&connection->local, connection->local_port);
  g_autofree char *remote = netop_format_endpoint (&connection->remote, connection->remote_port);

  /* TRANSLATORS: the local and the remote end of a connection */
  return g_strdup_printf (_ ("Local %s, remote %s"), local, remote);
}

static char *
dup_kind (const NetopConnection *connection)
{
  char        buffer[16];
  const char *parts[] = {
    netop_format_protocol (connection->protocol, buffer, sizeof buffer),
    get_state (connection),
    netop_connection_get_direction_text (connection),
    connection->interface_name,
  };

  return join (", ", parts, G_N_ELEMENTS (parts));
}

/* In words, for who asks; NULL where the kernel has said nothing. */
static char *
dup_health (const NetopConnection *connection)
{
  g_autofree char *rtt = netop_format_joined (netop_format_milliseconds (connection->rtt_us));
  g_autofree char *jitter = netop_format_joined (netop_format_milliseconds (connection->jitter_us));
  gulong           n_retransmissions = connection->retransmissions.known ? (gulong)connection->retransmissions.value : 0;
  /* TRANSLATORS: the time a packet takes there and back */
  g_autofree char *rtt_text = g_strdup_printf (_ ("RTT %s"), rtt);
  g_autofree char *jitter_text = g_strdup_printf (_ ("jitter %s"), jitter);
  g_autofree char *lost_text = g_strdup_printf (ngettext ("%lu retransmission", "%lu retransmissions", n_retransmissions), n_retransmissions);
  const char      *parts[] = {
         connection->rtt_us.known ? rtt_text : NULL,
    connection->jitter_us.known ? jitter_text : NULL,
    connection->retransmissions.known ? lost_text : NULL,
  };
  g_autofree char *text = join (", ", parts, G_N_ELEMENTS (parts));

  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * netop_connection_caption_get_match_words:
 *
 * Returns: (transfer none) (nullable): how it is known whose a connection is, translated; %NULL where that is not known
 */
const char *
netop_connection_caption_get_match_words (NetopMatch match)
{
  switch (match)
    {
    case NETOP_MATCH_EXACT:
      return _ ("Found by its socket: exact");
    case NETOP_MATCH_WILDCARD:
      return _ ("Found by its local port only");
    case NETOP_MATCH_INFERRED:
      return _ ("Inferred from a socket that has closed, or from who listens");
    case NETOP_MATCH_NONE:
    default:
      return NULL;
    }
}

static char *
dup_first_seen (const NetopConnection *connection)
{
  g_autofree char *text = netop_format_time (connection->first_seen_us, "%x %X");

  /* TRANSLATORS: a date and a time */
  return g_strdup_printf (_ ("First seen %s"), text);
}

/**
 * netop_connection_caption_dup_sharers:
 * @connection: of @snapshot
 *
 * Returns: (transfer full) (nullable): with whom it is shared: processes by name and number; %NULL where with none
 */
char *
netop_connection_caption_dup_sharers (const NetopSnapshot   *snapshot,
                                      const NetopConnection *connection)
{
  NetopSharing sharing = { 0 };

  if (connection->shared_with == NULL || connection->shared_with->len == 0)
    return NULL;

  sharing.n_pids = MIN (connection->shared_with->len, NETOP_SHARING_MAX_PIDS);
  memcpy (sharing.pids, connection->shared_with->data, sharing.n_pids * sizeof *sharing.pids);
  return netop_sharing_dup_names (&sharing, snapshot, MAX_NAMES);
}

static char *
dup_sharing (const NetopSnapshot   *snapshot,
             const NetopConnection *connection)
{
  g_autofree char *names = netop_connection_caption_dup_sharers (snapshot, connection);

  /* TRANSLATORS: processes by name and number, apart by commas. */
  return names != NULL ? g_strdup_printf (_ ("Shared with %s"), names) : NULL;
}

/* What carries a tunnel is seen by itself too. */
static const char *
get_carrier_words (const NetopSnapshot   *snapshot,
                   const NetopConnection *connection)
{
  if (!connection->carrier)
    return NULL;

  return snapshot->capture.carriers_counted ? _ ("carries a tunnel") : _ ("carries a tunnel, counts in no total");
}

/**
 * netop_connection_caption_dup_details:
 * @connection: of @snapshot
 *
 * Returns: (transfer full): the lines of its tooltip, translated: its ends, what it is, how it does, and how it is known
 *   whose it is
 */
char *
netop_connection_caption_dup_details (const NetopSnapshot   *snapshot,
                                      const NetopConnection *connection)
{
  const char      *carrier = get_carrier_words (snapshot, connection);
  g_autofree char *ends = dup_ends (connection);
  g_autofree char *kind = dup_kind (connection);
  g_autofree char *kind_and_carrier = join (", ", (const char *[]){ kind, carrier }, 2);
  g_autofree char *health = dup_health (connection);
  g_autofree char *sharing = dup_sharing (snapshot, connection);
  g_autofree char *first_seen = dup_first_seen (connection);
  const char      *lines[] = { ends, kind_and_carrier, health, netop_connection_caption_get_match_words (connection->match), sharing, first_seen };

  return join ("\n", lines, G_N_ELEMENTS (lines));
}

/**
 * netop_connection_caption_dup_spoken_end:
 * @port: 0 for none
 * @name: (nullable): the host's
 *
 * Returns: (transfer full): what a screen reader says of the remote end of a connection, translated
 */
char *
netop_connection_caption_dup_spoken_end (const NetopAddress *address,
                                         uint16_t            port,
                                         const char         *name)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  if (name == NULL)
    {
      netop_address_format (address, text, sizeof text);
      name = text;
    }
  if (port == 0)
    return g_strdup (name);
  /* TRANSLATORS: what a screen reader says of an end of a connection: an address or a host's name, and a port */
  return g_strdup_printf (_ ("%s port %u"), name, port);
}

/**
 * netop_connection_caption_dup_spoken:
 * @snapshot: (nullable): of which it is
 *
 * Returns: (transfer full): what a screen reader says of it, but for its figures, translated
 */
char *
netop_connection_caption_dup_spoken (const NetopSnapshot   *snapshot,
                                     const NetopConnection *connection)
{
  g_autofree char *remote = netop_connection_caption_dup_spoken_end (&connection->remote, connection->remote_port, connection->remote_name);
  g_autofree char *kind = dup_kind (connection);
  g_autofree char *marks = netop_connection_dup_marks (connection);
  bool             is_left_out = connection->carrier && (snapshot == NULL || !netop_snapshot_counts (snapshot, connection));
  const char      *parts[] = { remote, kind, marks, is_left_out ? _ ("counts in no total") : NULL };

  return join (", ", parts, G_N_ELEMENTS (parts));
}
