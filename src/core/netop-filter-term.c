/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-filter-term.h"

#include <string.h>

#include "netop-format.h"

static const struct
{
  const char *id;
  uint32_t    states;
} more_states[] = {
  { "closed", NETOP_FILTER_STATE_CLOSED },
  { "active", NETOP_FILTER_STATE_ACTIVE },
  { "up", NETOP_FILTER_STATE_UP },
  { "down", NETOP_FILTER_STATE_DOWN },
  { "no_link", NETOP_FILTER_STATE_NO_LINK },
};

static bool
parse_number (const char *text,
              size_t      length,
              uint32_t    largest,
              uint32_t   *number)
{
  char    digits[16];
  guint64 value;

  if (length >= sizeof digits)
    return false;

  memcpy (digits, text, length);
  digits[length] = '\0';
  if (!g_ascii_string_to_unsigned (digits, 10, 0, largest, &value, NULL))
    return false;

  *number = (uint32_t)value;
  return true;
}

/* "443", "8000-8999" */
static bool
parse_ports (NetopFilterTerm *self,
             const char      *value)
{
  const char *dash = strchr (value, '-');
  size_t      length = dash != NULL ? (size_t)(dash - value) : strlen (value);

  if (!parse_number (value, length, G_MAXUINT16, &self->first))
    return false;

  self->last = self->first;
  return dash == NULL || (parse_number (dash + 1, strlen (dash + 1), G_MAXUINT16, &self->last) && self->first <= self->last);
}

static bool
parse_pid (NetopFilterTerm *self,
           const char      *value)
{
  bool is_number = parse_number (value, strlen (value), G_MAXUINT32, &self->first);

  self->last = self->first;
  /* 0 is no process's: a row that stands for several has it. */
  return is_number && self->first != 0;
}

static bool
begins_with (const char *id,
             const char *value,
             bool        wholly)
{
  return wholly ? g_ascii_strcasecmp (id, value) == 0 : g_ascii_strncasecmp (id, value, strlen (value)) == 0;
}

/* Those whose name is @value, or else begins with it: while it is typed there is something to see already. */
static bool
find_protocols (NetopFilterTerm *self,
                const char      *value,
                bool             wholly)
{
  bool any = false;

  for (guint protocol = 0; protocol <= G_MAXUINT8; protocol++)
    {
      char        buffer[8];
      const char *id = netop_format_protocol_id ((uint8_t)protocol, buffer, sizeof buffer);

      /* One without a name is asked for by its number. */
      if (id != buffer && begins_with (id, value, wholly))
        {
          self->protocols[protocol / 64] |= G_GUINT64_CONSTANT (1) << (protocol % 64);
          any = true;
        }
    }

  return any;
}

static bool
parse_protocol (NetopFilterTerm *self,
                const char      *value)
{
  uint32_t number;

  if (parse_number (value, strlen (value), G_MAXUINT8, &number))
    {
      self->protocols[number / 64] |= G_GUINT64_CONSTANT (1) << (number % 64);
      return true;
    }

  return find_protocols (self, value, true) || find_protocols (self, value, false);
}

static bool
find_states (NetopFilterTerm *self,
             const char      *value,
             bool             wholly)
{
  for (guint state = NETOP_SOCKET_STATE_ESTABLISHED; state <= NETOP_SOCKET_STATE_NEW_SYN_RECEIVED; state++)
    {
      const char *id = netop_format_state_id ((NetopSocketState)state);

      /* Whoever asks for what is closed asks for what has ended. */
      if (state != NETOP_SOCKET_STATE_CLOSE && begins_with (id, value, wholly))
        self->states |= 1u << state;
    }
  for (guint i = 0; i < G_N_ELEMENTS (more_states); i++)
    if (begins_with (more_states[i].id, value, wholly))
      self->states |= more_states[i].states;

  return self->states != 0;
}

/* As the exports write them, and as the window does: "time_wait", "time-wait". */
static bool
parse_state (NetopFilterTerm *self,
             const char      *value)
{
  g_autofree char *id = g_strdelimit (g_strdup (value), "-", '_');

  return find_states (self, id, true) || find_states (self, id, false);
}

static bool
check (bool              is_good,
       NetopFilterError  code,
       NetopFilterError *problem)
{
  if (!is_good)
    *problem = code;
  return is_good;
}

/**
 * netop_filter_term_init:
 * @self: (out caller-allocates): cleared by the caller where it succeeds
 * @value: valid UTF-8, not empty: what stands after the key, quotes off
 * @problem: (out): set only where it fails
 *
 * Returns: whether @value makes sense for @key
 */
bool
netop_filter_term_init (NetopFilterTerm  *self,
                        NetopSearchKey    key,
                        bool              negated,
                        const char       *value,
                        NetopFilterError *problem)
{
  *self = (NetopFilterTerm){ .key = key, .negated = negated };

  switch (key)
    {
    case NETOP_SEARCH_KEY_PID:
      return check (parse_pid (self, value), NETOP_FILTER_ERROR_PID, problem);
    case NETOP_SEARCH_KEY_PORT:
      return check (parse_ports (self, value), NETOP_FILTER_ERROR_PORT, problem);
    case NETOP_SEARCH_KEY_NET:
      return check (netop_network_parse (value, &self->network), NETOP_FILTER_ERROR_NETWORK, problem);
    case NETOP_SEARCH_KEY_PROTO:
      return check (parse_protocol (self, value), NETOP_FILTER_ERROR_PROTOCOL, problem);
    case NETOP_SEARCH_KEY_STATE:
      return check (parse_state (self, value), NETOP_FILTER_ERROR_STATE, problem);
    case NETOP_SEARCH_KEY_WORD:
    case NETOP_SEARCH_KEY_PROCESS:
    case NETOP_SEARCH_KEY_APP:
    case NETOP_SEARCH_KEY_UNIT:
    case NETOP_SEARCH_KEY_CONTAINER:
    case NETOP_SEARCH_KEY_USER:
    case NETOP_SEARCH_KEY_HOST:
    case NETOP_SEARCH_KEY_COUNTRY:
    case NETOP_SEARCH_KEY_OPERATOR:
    case NETOP_SEARCH_KEY_SERVICE:
    case NETOP_SEARCH_KEY_IFACE:
    case NETOP_N_SEARCH_KEYS:
    default:
      self->word = netop_word_new (value, strlen (value));
      return true;
    }
}

/**
 * netop_filter_term_clear:
 */
void
netop_filter_term_clear (NetopFilterTerm *self)
{
  netop_word_clear (&self->word);
}
