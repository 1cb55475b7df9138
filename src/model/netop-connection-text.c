/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-connection-text.h"

#include <glib/gi18n.h>

#include "netop-age-text.h"
#include "netop-special-range.h"

/* Those of RFC 9293, 3.3.2 keep their names in every language. */
static const char *
get_tcp_state_text (NetopSocketState state)
{
  switch (state)
    {
    case NETOP_SOCKET_STATE_ESTABLISHED:
      return _ ("established");
    case NETOP_SOCKET_STATE_SYN_SENT:
      return "syn-sent";
    case NETOP_SOCKET_STATE_SYN_RECEIVED:
    case NETOP_SOCKET_STATE_NEW_SYN_RECEIVED:
      return "syn-received";
    case NETOP_SOCKET_STATE_FIN_WAIT_1:
      return "fin-wait-1";
    case NETOP_SOCKET_STATE_FIN_WAIT_2:
      return "fin-wait-2";
    case NETOP_SOCKET_STATE_TIME_WAIT:
      return "time-wait";
    case NETOP_SOCKET_STATE_CLOSE_WAIT:
      return "close-wait";
    case NETOP_SOCKET_STATE_LAST_ACK:
      return "last-ack";
    case NETOP_SOCKET_STATE_CLOSING:
      return "closing";
    case NETOP_SOCKET_STATE_LISTEN:
      return "listen";
    case NETOP_SOCKET_STATE_CLOSE:
      return _ ("closed");
    case NETOP_SOCKET_STATE_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * netop_connection_is_over:
 *
 * Returns: whether it carries no more, though the last packets may still be waited for
 */
bool
netop_connection_is_over (const NetopConnection *connection)
{
  return connection->closed_us != 0 || (connection->protocol == NETOP_PROTOCOL_TCP && connection->state == NETOP_SOCKET_STATE_CLOSE);
}

/**
 * netop_connection_get_state_text:
 *
 * Returns: (transfer none) (nullable): its state in a word, translated; what no protocol keeps a state for is active
 *   while it is there; %NULL where it is not known
 */
const char *
netop_connection_get_state_text (const NetopConnection *connection)
{
  if (connection->closed_us != 0)
    return connection->state == NETOP_SOCKET_STATE_TIME_WAIT ? "time-wait" : _ ("closed");
  if (connection->protocol != NETOP_PROTOCOL_TCP)
    return _ ("active");

  return get_tcp_state_text (connection->state);
}

/**
 * netop_connection_get_direction_text:
 *
 * Returns: (transfer none) (nullable): which side opened it, translated; %NULL where it is not known
 */
const char *
netop_connection_get_direction_text (const NetopConnection *connection)
{
  switch (connection->direction)
    {
    case NETOP_DIRECTION_OUTGOING:
      return _ ("outgoing");
    case NETOP_DIRECTION_INCOMING:
      return _ ("incoming");
    case NETOP_DIRECTION_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * netop_connection_get_match_text:
 *
 * Returns: (transfer none) (nullable): how surely it is its process's, translated; %NULL where it has none
 */
const char *
netop_connection_get_match_text (const NetopConnection *connection)
{
  switch (connection->match)
    {
    case NETOP_MATCH_EXACT:
      return _ ("exact");
    case NETOP_MATCH_WILDCARD:
      return _ ("port only");
    case NETOP_MATCH_INFERRED:
      return _ ("inferred");
    case NETOP_MATCH_NONE:
    default:
      return NULL;
    }
}

/**
 * netop_connection_get_name_source_text:
 *
 * Returns: (transfer none) (nullable): how the name of its host is known, translated; %NULL where it has none
 */
const char *
netop_connection_get_name_source_text (const NetopConnection *connection)
{
  if (connection->remote_name == NULL)
    return NULL;

  switch (connection->name_source)
    {
    case NETOP_NAME_SOURCE_SAME_PROCESS:
      return _ ("the process asked for it");
    case NETOP_NAME_SOURCE_OTHER_PROCESS:
      return _ ("inferred: another process asked for it");
    case NETOP_NAME_SOURCE_MDNS:
      return _ ("the host says so (mDNS)");
    case NETOP_NAME_SOURCE_HOSTS:
      return _ ("hosts file");
    case NETOP_NAME_SOURCE_REVERSE_DNS:
      return _ ("inferred: reverse DNS");
    case NETOP_NAME_SOURCE_NONE:
    default:
      return NULL;
    }
}

/**
 * netop_connection_get_range_text:
 *
 * Returns: (transfer none) (nullable): what the remote address is for, translated; %NULL where it is a host's of the public
 *   network
 */
const char *
netop_connection_get_range_text (const NetopConnection *connection)
{
  /* Translators: what addresses are for (RFC 6890) */
  static const char *const texts[] = {
    [NETOP_SPECIAL_RANGE_NONE] = NULL,
    [NETOP_SPECIAL_RANGE_THIS_NETWORK] = N_ ("this network"),
    [NETOP_SPECIAL_RANGE_LOOPBACK] = N_ ("loopback"),
    [NETOP_SPECIAL_RANGE_PRIVATE] = N_ ("private"),
    [NETOP_SPECIAL_RANGE_SHARED] = N_ ("shared by a provider"),
    [NETOP_SPECIAL_RANGE_LINK_LOCAL] = N_ ("link-local"),
    [NETOP_SPECIAL_RANGE_MULTICAST] = N_ ("multicast"),
    [NETOP_SPECIAL_RANGE_BROADCAST] = N_ ("broadcast"),
    [NETOP_SPECIAL_RANGE_DOCUMENTATION] = N_ ("documentation"),
    [NETOP_SPECIAL_RANGE_BENCHMARKING] = N_ ("benchmarking"),
    [NETOP_SPECIAL_RANGE_PROTOCOL] = N_ ("protocol assignments"),
    [NETOP_SPECIAL_RANGE_TRANSLATION] = N_ ("translation to IPv4"),
    [NETOP_SPECIAL_RANGE_TUNNEL] = N_ ("tunnel over IPv4"),
    [NETOP_SPECIAL_RANGE_DISCARD] = N_ ("discard"),
    [NETOP_SPECIAL_RANGE_RESERVED] = N_ ("reserved"),
  };
  const char *text;

  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == NETOP_N_SPECIAL_RANGES);
  text = texts[netop_special_range_find (&connection->remote)];
  return text != NULL ? _ (text) : NULL;
}

/**
 * netop_connection_has_inferred_name:
 *
 * Returns: whether its host may have another name than is said
 */
gboolean
netop_connection_has_inferred_name (const NetopConnection *connection)
{
  return connection->remote_name != NULL && netop_name_source_is_inferred (connection->name_source);
}

/**
 * netop_connection_dup_notes:
 *
 * Returns: (transfer full) (nullable): what else is to know of it, translated and apart by commas: it carries a tunnel, is
 *   forwarded, is shared; %NULL where nothing is
 */
char *
netop_connection_dup_notes (const NetopConnection *connection)
{
  guint            n_sharing = connection->shared_with != NULL ? connection->shared_with->len : 0;
  g_autofree char *sharing = NULL;
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (connection->carrier)
    g_strv_builder_add (marks, _ ("carries a tunnel"));
  if (connection->forwarded)
    g_strv_builder_add (marks, _ ("forwarded"));
  if (n_sharing > 0)
    {
      sharing = g_strdup_printf (ngettext ("shared by %u process", "shared by %u processes", n_sharing + 1), n_sharing + 1);
      g_strv_builder_add (marks, sharing);
    }

  list = g_strv_builder_end (marks);
  return list[0] != NULL ? g_strjoinv (", ", list) : NULL;
}

/**
 * netop_connection_dup_marks:
 *
 * Returns: (transfer full) (nullable): the same, and in words that its name is inferred
 */
char *
netop_connection_dup_marks (const NetopConnection *connection)
{
  char *notes = netop_connection_dup_notes (connection);
  char *marks;

  if (!netop_connection_has_inferred_name (connection))
    return notes;

  marks = g_strconcat (notes ? notes : "", notes ? ", " : "", _ ("name inferred"), NULL);
  g_free (notes);
  return marks;
}

/**
 * netop_connection_get_service_port:
 *
 * Returns: the port that says what it is about: the other's where we asked, our own where we were asked; 0 where there are none
 */
uint16_t
netop_connection_get_service_port (const NetopConnection *connection)
{
  return connection->direction == NETOP_DIRECTION_INCOMING ? connection->local_port : connection->remote_port;
}

/**
 * netop_connection_dup_age:
 * @now_us: wall clock, Unix microseconds: the snapshot's
 *
 * Returns: (transfer full): the time since its first packet in its largest unit, translated
 */
char *
netop_connection_dup_age (const NetopConnection *connection, int64_t now_us)
{
  return netop_age_dup_text (now_us - connection->first_seen_us);
}
