/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter-subject.h"

#include <string.h>

#include "netop-dns-message.h"
#include "netop-format.h"

/* Each key is one question here, asked of a row of any kind: what a kind of row does not have, it does not match. */

static bool
is_unowned (const NetopFilterSubject *self)
{
  return self->unknown != NULL || (self->connection != NULL && self->connection->process < 0);
}

static NetopCause
get_cause (const NetopFilterSubject *self)
{
  return self->unknown != NULL ? self->unknown->cause : self->connection->cause;
}

/* Whose it is, where nothing else is known of its process. */
static const NetopUnknown *
find_user (const NetopFilterSubject *self)
{
  const GArray *causes = self->snapshot != NULL ? self->snapshot->unknown : NULL;

  if (self->unknown != NULL || causes == NULL || self->connection->cause_uid == G_MAXUINT32)
    return self->unknown;

  for (guint i = 0; i < causes->len; i++)
    {
      const NetopUnknown *unknown = &g_array_index (causes, NetopUnknown, i);

      if (unknown->cause == self->connection->cause && unknown->uid == self->connection->cause_uid)
        return unknown;
    }

  return NULL;
}

static bool
is_in_unknown (const NetopFilterSubject *self,
               const NetopWord          *word)
{
  return is_unowned (self) && (netop_word_is_in (word, "unknown") || netop_word_is_in (word, netop_format_cause_id (get_cause (self))));
}

/* Who asked, and for whom it seems to be asked. */
static bool
is_in_askers (const NetopWord     *word,
              const NetopDnsQuery *query)
{
  if (query->process_name == NULL && netop_word_is_in (word, "unknown"))
    return true;
  return netop_word_is_in (word, query->process_name) || netop_word_is_in (word, query->asker_name);
}

static bool
has_process (const NetopFilterSubject *self,
             const NetopWord          *word)
{
  if (self->query != NULL && is_in_askers (word, self->query))
    return true;
  if (self->process == NULL)
    return is_in_unknown (self, word);

  return netop_word_is_in (word, self->process->name) || netop_word_is_in (word, self->process->application_name);
}

static bool
has_application (const NetopFilterSubject *self,
                 const NetopWord          *word)
{
  return self->process != NULL && (netop_word_is_in (word, self->process->application) || netop_word_is_in (word, self->process->application_name));
}

static bool
has_user (const NetopFilterSubject *self,
          const NetopWord          *word)
{
  const NetopUnknown *unknown;

  if (self->process != NULL)
    return netop_word_is_in (word, self->process->username) || (self->process->uid_known && word->number == self->process->uid);
  if (!is_unowned (self))
    return false;

  unknown = find_user (self);
  return unknown != NULL && (netop_word_is_in (word, unknown->username) || (unknown->uid != G_MAXUINT32 && word->number == unknown->uid));
}

static bool
is_in_endpoint (const NetopWord    *word,
                const NetopAddress *address,
                const char         *name)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  if (netop_word_is_in (word, name))
    return true;

  if (!(netop_address_is_v4 (address) ? word->like_v4 : word->like_address))
    return false;

  return strstr (netop_address_format (address, text, sizeof text), word->folded) != NULL;
}

static bool
is_in_addresses (const NetopWord *word,
                 const GArray    *addresses)
{
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    if (is_in_endpoint (word, &g_array_index (addresses, NetopInterfaceAddress, i).address, NULL))
      return true;

  return false;
}

/* What is asked for, and what the answer says. */
static bool
is_in_names (const NetopWord     *word,
             const NetopDnsQuery *query)
{
  if (netop_word_is_in (word, query->name))
    return true;

  for (guint i = 0; query->answers != NULL && i < query->answers->len; i++)
    if (netop_word_is_in (word, g_ptr_array_index (query->answers, i)))
      return true;

  return false;
}

/* The other side; an interface's own; of a query what it is about. */
static bool
has_host (const NetopFilterSubject *self,
          const NetopWord          *word)
{
  if (self->query != NULL)
    return is_in_names (word, self->query);
  if (self->resolver != NULL)
    return is_in_endpoint (word, &self->resolver->server, NULL);
  if (self->connection != NULL)
    return is_in_endpoint (word, &self->connection->remote, self->connection->remote_name);
  if (self->host != NULL)
    return is_in_endpoint (word, &self->host->address, self->host->name);

  return self->interface != NULL && is_in_addresses (word, self->interface->addresses);
}

static bool
has_network (const NetopFilterSubject *self,
             const NetopNetwork       *network)
{
  const GArray *addresses = self->interface != NULL ? self->interface->addresses : NULL;

  if (self->connection != NULL)
    return netop_network_contains (network, &self->connection->remote);
  if (self->host != NULL)
    return netop_network_contains (network, &self->host->address);
  if (self->query != NULL)
    return netop_network_contains (network, &self->query->server) || (!self->query->is_ours && netop_network_contains (network, &self->query->client));
  if (self->resolver != NULL)
    return netop_network_contains (network, &self->resolver->server);

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    if (netop_network_contains (network, &g_array_index (addresses, NetopInterfaceAddress, i).address))
      return true;

  return false;
}

/* What has no ports has 0. */
static bool
is_port (const NetopFilterTerm *term,
         uint16_t               port)
{
  return port != 0 && netop_filter_term_has_number (term, port);
}

static bool
has_port (const NetopFilterSubject *self,
          const NetopFilterTerm    *term)
{
  if (self->connection != NULL)
    return is_port (term, self->connection->remote_port) || is_port (term, self->connection->local_port);
  if (self->query != NULL)
    return is_port (term, self->query->server_port) || is_port (term, self->query->client_port);

  return self->host != NULL && is_port (term, self->host->port);
}

static bool
has_pid (const NetopFilterSubject *self,
         const NetopFilterTerm    *term)
{
  if (self->query != NULL)
    return (self->query->pid != 0 && netop_filter_term_has_number (term, self->query->pid)) ||
           (self->query->asker_pid != 0 && netop_filter_term_has_number (term, self->query->asker_pid));

  return self->process != NULL && netop_filter_term_has_number (term, self->process->pid);
}

static bool
has_protocol (const NetopFilterSubject *self,
              const NetopFilterTerm    *term)
{
  if (self->query != NULL)
    return netop_filter_term_has_protocol (term, self->query->protocol);

  return self->connection != NULL && netop_filter_term_has_protocol (term, self->connection->protocol);
}

/* As the window shows it: one that waits after its end is closed as well. */
static uint32_t
get_connection_states (const NetopConnection *connection)
{
  uint32_t states = connection->state <= NETOP_SOCKET_STATE_NEW_SYN_RECEIVED ? 1u << connection->state : 0;
  bool     is_closed = connection->closed_us != 0 || connection->state == NETOP_SOCKET_STATE_CLOSE;

  if (is_closed && connection->state != NETOP_SOCKET_STATE_TIME_WAIT)
    return NETOP_FILTER_STATE_CLOSED;
  if (is_closed)
    states |= NETOP_FILTER_STATE_CLOSED;
  else if (connection->protocol != NETOP_PROTOCOL_TCP)
    states |= NETOP_FILTER_STATE_ACTIVE;
  return states;
}

static uint32_t
get_interface_states (const NetopSnapshotInterface *interface)
{
  switch ((NetopInterfaceState)interface->facts.state)
    {
    case NETOP_INTERFACE_STATE_UP:
      return NETOP_FILTER_STATE_UP;
    case NETOP_INTERFACE_STATE_DOWN:
      return NETOP_FILTER_STATE_DOWN;
    case NETOP_INTERFACE_STATE_NO_LINK:
      return NETOP_FILTER_STATE_NO_LINK;
    case NETOP_INTERFACE_STATE_UNKNOWN:
    default:
      return 0;
    }
}

static bool
has_state (const NetopFilterSubject *self,
           uint32_t                  states)
{
  if (self->connection != NULL)
    return (get_connection_states (self->connection) & states) != 0;

  return self->interface != NULL && (get_interface_states (self->interface) & states) != 0;
}

static bool
has_interface (const NetopFilterSubject *self,
               const NetopWord          *word)
{
  if (self->connection != NULL)
    return netop_word_is_in (word, self->connection->interface_name);
  if (self->query != NULL)
    return netop_word_is_in (word, self->query->interface_name);
  if (self->resolver != NULL)
    return netop_word_is_in (word, self->resolver->interface_name);

  return self->interface != NULL && netop_word_is_in (word, self->interface->name);
}

static bool
is_kind (const NetopWord      *word,
         const NetopInterface *facts)
{
  char kind[NETOP_INTERFACE_KIND_SIZE + 1] = "";

  /* NUL-padded: where it fills its field it has no end. */
  memcpy (kind, facts->kind, NETOP_INTERFACE_KIND_SIZE);
  return netop_word_is_in (word, kind);
}

static bool
is_port_word (const NetopWord *word,
              uint16_t         port)
{
  return port != 0 && word->number == port;
}

/* A row of the query log: its words are found as they stand there. */
static bool
has_query_word (const NetopFilterSubject *self,
                const NetopWord          *word)
{
  const NetopDnsQuery *query = self->query;
  char                 type[16];
  char                 rcode[16];

  if (is_in_askers (word, query) || is_in_names (word, query) || is_in_endpoint (word, &query->server, NULL))
    return true;
  if (query->pid != 0 && word->number == query->pid)
    return true;
  if (netop_word_is_in (word, netop_dns_query_format_type (query, type, sizeof type)))
    return true;
  if (query->state == NETOP_DNS_STATE_ANSWERED)
    return netop_word_is_in (word, netop_dns_format_rcode (query->rcode, rcode, sizeof rcode));
  return query->state == NETOP_DNS_STATE_TIMEOUT && netop_word_is_in (word, "timeout");
}

/* What a process is known by, and what it stands under where rows are grouped. */
static bool
is_in_process (const NetopWord    *word,
               const NetopProcess *process)
{
  return netop_word_is_in (word, process->name) || netop_word_is_in (word, process->application_name) ||
         netop_word_is_in (word, process->unit) || netop_word_is_in (word, process->container) ||
         netop_word_is_in (word, process->username) || (process->pid != 0 && word->number == process->pid);
}

/* What a row is known by, of either side. */
static bool
has_word (const NetopFilterSubject *self,
          const NetopWord          *word)
{
  const NetopConnection *connection = self->connection;

  if (self->interface != NULL)
    return has_interface (self, word) || has_host (self, word) || is_kind (word, &self->interface->facts);
  if (self->resolver != NULL)
    return has_interface (self, word) || has_host (self, word);
  if (self->query != NULL)
    return has_query_word (self, word) || (self->process != NULL && is_in_process (word, self->process));

  if (self->process != NULL ? is_in_process (word, self->process) : is_in_unknown (self, word) || has_user (self, word))
    return true;
  if (connection != NULL && (is_port_word (word, connection->remote_port) || is_port_word (word, connection->local_port) ||
                             is_in_endpoint (word, &connection->local, NULL)))
    return true;

  return has_host (self, word) || (self->host != NULL && is_port_word (word, self->host->port));
}

/**
 * netop_filter_subject_has:
 *
 * Whether @term is negated is not looked at. Allocates nothing, as a rule; any thread.
 *
 * Returns: whether it is so of the row
 */
bool
netop_filter_subject_has (const NetopFilterSubject *self,
                          const NetopFilterTerm    *term)
{
  switch (term->key)
    {
    case NETOP_SEARCH_KEY_PROCESS:
      return has_process (self, &term->word);
    case NETOP_SEARCH_KEY_PID:
      return has_pid (self, term);
    case NETOP_SEARCH_KEY_APP:
      return has_application (self, &term->word);
    case NETOP_SEARCH_KEY_UNIT:
      return self->process != NULL && netop_word_is_in (&term->word, self->process->unit);
    case NETOP_SEARCH_KEY_CONTAINER:
      return self->process != NULL && netop_word_is_in (&term->word, self->process->container);
    case NETOP_SEARCH_KEY_USER:
      return has_user (self, &term->word);
    case NETOP_SEARCH_KEY_HOST:
      return has_host (self, &term->word);
    case NETOP_SEARCH_KEY_NET:
      return has_network (self, &term->network);
    case NETOP_SEARCH_KEY_COUNTRY:
      return self->connection != NULL && netop_word_is_in (&term->word, self->connection->country);
    case NETOP_SEARCH_KEY_OPERATOR:
      return self->connection != NULL && netop_word_is_in (&term->word, self->connection->operator);
    case NETOP_SEARCH_KEY_SERVICE:
      return self->connection != NULL && netop_word_is_in (&term->word, self->connection->service);
    case NETOP_SEARCH_KEY_PORT:
      return has_port (self, term);
    case NETOP_SEARCH_KEY_PROTO:
      return has_protocol (self, term);
    case NETOP_SEARCH_KEY_STATE:
      return has_state (self, term->states);
    case NETOP_SEARCH_KEY_IFACE:
      return has_interface (self, &term->word);
    case NETOP_SEARCH_KEY_WORD:
    case NETOP_N_SEARCH_KEYS:
    default:
      return has_word (self, &term->word);
    }
}
