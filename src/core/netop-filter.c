/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter.h"

#include <string.h>

#include "netop-format.h"
#include "netop-word.h"

#define MAX_EXPRESSION_BYTES 4096

G_DEFINE_QUARK (netop - filter - error - quark, netop_filter_error)

struct _NetopFilter
{
  gatomicrefcount ref_count;
  GArray         *words; /* of NetopWord */
};

static void
clear_word (gpointer data)
{
  netop_word_clear (data);
}

/* Takes one word, quotes off, from *at, which is not a space. A quote may stand anywhere in a word, as in a shell. */
static bool
take_word (NetopFilter *self,
           const char  *expression,
           const char **at,
           GError     **error)
{
  g_autoptr (GString) word = g_string_new (NULL);
  const char *quote = NULL;
  const char *c = *at;

  for (; *c != '\0' && (quote != NULL || !g_unichar_isspace (g_utf8_get_char (c))); c = g_utf8_next_char (c))
    {
      if (*c == '"')
        quote = quote == NULL ? c : NULL;
      else
        g_string_append_len (word, c, g_utf8_next_char (c) - c);
    }

  if (quote != NULL)
    {
      g_set_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_QUOTE, "The quote at character %ld is not closed: %s", g_utf8_pointer_to_offset (expression, quote) + 1, quote);
      return false;
    }

  *at = c;
  if (word->len > 0)
    {
      NetopWord parsed = netop_word_new (word->str, word->len);

      g_array_append_val (self->words, parsed);
    }
  return true;
}

/**
 * netop_filter_parse:
 * @expression: words with spaces between them; "a word with spaces" stands in double quotes. Empty is a filter
 *   that matches all
 *
 * Returns: (transfer full) (nullable): the filter, or %NULL and an error that says what is wrong and where
 */
NetopFilter *
netop_filter_parse (const char *expression,
                    GError    **error)
{
  g_autoptr (NetopFilter) self = NULL;
  const char *at = expression;
  const char *invalid;

  if (strlen (expression) > MAX_EXPRESSION_BYTES)
    {
      g_set_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_TOO_LONG, "The search expression is longer than %d bytes", MAX_EXPRESSION_BYTES);
      return NULL;
    }
  if (!g_utf8_validate (expression, -1, &invalid))
    {
      g_set_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_NOT_UTF8, "The search expression is not UTF-8 from byte %d on", (int)(invalid - expression) + 1);
      return NULL;
    }

  self = g_new0 (NetopFilter, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->words = g_array_new (FALSE, TRUE, sizeof (NetopWord));
  g_array_set_clear_func (self->words, clear_word);

  while (*at != '\0')
    {
      if (g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      else if (!take_word (self, expression, &at, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * netop_filter_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopFilter *
netop_filter_ref (NetopFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * netop_filter_unref:
 * @self: (transfer full): any thread
 */
void
netop_filter_unref (NetopFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->words);
  g_free (self);
}

/**
 * netop_filter_is_empty:
 *
 * Returns: whether it matches all
 */
bool
netop_filter_is_empty (const NetopFilter *self)
{
  return self->words->len == 0;
}

static bool
word_in_process (const NetopWord    *word,
                 const NetopProcess *process)
{
  return netop_word_is_in (word, process->name) ||
         netop_word_is_in (word, process->username) ||
         (process->pid != 0 && word->number == process->pid);
}

static bool
word_in_endpoint (const NetopWord    *word,
                  const NetopAddress *address,
                  uint16_t            port,
                  const char         *name)
{
  char text[NETOP_ADDRESS_STRING_SIZE];

  if ((port != 0 && word->number == port) || netop_word_is_in (word, name))
    return true;

  return word->like_address && strstr (netop_address_format (address, text, sizeof text), word->folded) != NULL;
}

static bool
word_in_unknown (const NetopWord *word,
                 NetopCause       cause,
                 const char      *username)
{
  return netop_word_is_in (word, "unknown") ||
         netop_word_is_in (word, netop_format_cause_id (cause)) ||
         netop_word_is_in (word, username);
}

/**
 * netop_filter_match_connection:
 * @snapshot: the one @connection is of
 *
 * Allocates nothing, as a rule. Any thread.
 *
 * Returns: whether each word is in an address, a port or the name of the connection, or in the name, PID or
 *   user of its process, or, where it has none, in "unknown" or the cause
 */
bool
netop_filter_match_connection (const NetopFilter     *self,
                               const NetopSnapshot   *snapshot,
                               const NetopConnection *connection)
{
  const NetopProcess *process = connection->process >= 0 ? &g_array_index (snapshot->processes, NetopProcess, connection->process) : NULL;

  for (guint i = 0; i < self->words->len; i++)
    {
      const NetopWord *word = &g_array_index (self->words, NetopWord, i);

      if (!(process != NULL ? word_in_process (word, process) : word_in_unknown (word, connection->cause, NULL)) &&
          !word_in_endpoint (word, &connection->remote, connection->remote_port, connection->remote_name) &&
          !word_in_endpoint (word, &connection->local, connection->local_port, NULL))
        return false;
    }

  return true;
}

/**
 * netop_filter_match_process:
 * @snapshot: the one @process is of
 *
 * Returns: whether each word is in the process's name, PID or user, or all are in these and one of its
 *   connections
 */
bool
netop_filter_match_process (const NetopFilter   *self,
                            const NetopSnapshot *snapshot,
                            const NetopProcess  *process)
{
  bool all = true;

  for (guint i = 0; i < self->words->len && all; i++)
    all = word_in_process (&g_array_index (self->words, NetopWord, i), process);

  for (guint i = 0; i < process->n_listed_connections && !all; i++)
    all = netop_filter_match_connection (self, snapshot, &g_array_index (snapshot->connections, NetopConnection, process->first_connection + i));

  return all;
}

/**
 * netop_filter_match_host:
 * @unknown: the cause it stands under
 * @host: (nullable): %NULL asks for the cause alone
 *
 * Returns: whether each word is in "unknown", the cause or the user, or in the host's address, port or name
 */
bool
netop_filter_match_host (const NetopFilter      *self,
                         const NetopUnknown     *unknown,
                         const NetopUnknownHost *host)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const NetopWord *word = &g_array_index (self->words, NetopWord, i);

      if (!word_in_unknown (word, unknown->cause, unknown->username) &&
          (host == NULL || !word_in_endpoint (word, &host->address, host->port, host->name)))
        return false;
    }

  return true;
}

/**
 * netop_filter_match_unknown:
 * @snapshot: the one @unknown is of
 *
 * Returns: whether each word is in "unknown", the cause or the user, or all are in these and one of its hosts
 */
bool
netop_filter_match_unknown (const NetopFilter   *self,
                            const NetopSnapshot *snapshot,
                            const NetopUnknown  *unknown)
{
  if (netop_filter_match_host (self, unknown, NULL))
    return true;

  for (guint i = 0; unknown->hosts != NULL && i < unknown->hosts->len; i++)
    if (netop_filter_match_host (self, unknown, &g_array_index (unknown->hosts, NetopUnknownHost, i)))
      return true;

  return false;
}

static bool
word_in_addresses (const NetopWord *word,
                   const GArray    *addresses)
{
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    if (word_in_endpoint (word, &g_array_index (addresses, NetopInterfaceAddress, i).address, 0, NULL))
      return true;

  return false;
}

/**
 * netop_filter_match_interface:
 *
 * Returns: whether each word is in the interface's name, its kind or one of its addresses
 */
bool
netop_filter_match_interface (const NetopFilter            *self,
                              const NetopSnapshotInterface *interface)
{
  char kind[NETOP_INTERFACE_KIND_SIZE + 1] = "";

  /* NUL-padded: where it fills its field it has no end. */
  memcpy (kind, interface->facts.kind, NETOP_INTERFACE_KIND_SIZE);
  for (guint i = 0; i < self->words->len; i++)
    {
      const NetopWord *word = &g_array_index (self->words, NetopWord, i);

      if (!netop_word_is_in (word, interface->name) && !netop_word_is_in (word, kind) && !word_in_addresses (word, interface->addresses))
        return false;
    }

  return true;
}
