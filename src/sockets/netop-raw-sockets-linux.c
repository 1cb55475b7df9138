/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-raw-sockets.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A line takes 128 bytes (raw_sock_seq_show(), net/ipv4/raw.c), and a user may have as many ping sockets as
 * descriptors: so many bytes of each table are read. */
#define TEXT_BYTES (256u << 10)
/* Of one look for the owner of a flow, which does not wait. */
#define LOOK_BYTES (32u << 10)

#define STATE_CLOSE 7
#define ADDRESS_DIGITS 33 /* of IPv6, and NUL */

static const struct
{
  const char  *path;
  NetopRawText text;
  bool         v4;
} tables[] = {
  { "icmp", NETOP_RAW_TEXT_ICMP, true },
  { "icmp6", NETOP_RAW_TEXT_ICMP, false },
  { "raw", NETOP_RAW_TEXT_RAW, true },
  { "raw6", NETOP_RAW_TEXT_RAW, false },
  { "sctp/eps", NETOP_RAW_TEXT_SCTP, true },
  { "sctp/assocs", NETOP_RAW_TEXT_SCTP_A, true },
};

struct _NetopRawSockets
{
  int      folder;
  uint32_t namespace_id;
  uint64_t lost;
  char    *text; /* TEXT_BYTES, and NUL */
};

/* The kernel prints the words of an address as its processor reads them (raw_sock_seq_show(), ip6_dgram_sock_seq_show()). */
static bool
parse_address (const char   *digits,
               bool          v4,
               NetopAddress *address)
{
  uint8_t bytes[16];
  guint   n_words = v4 ? 1 : 4;

  if (strlen (digits) != n_words * 8u)
    return false;

  for (guint i = 0; i < n_words; i++)
    {
      uint32_t word = 0;

      for (guint k = 0; k < 8; k++)
        {
          int digit = g_ascii_xdigit_value (digits[i * 8 + k]);

          if (digit < 0)
            return false;
          word = word << 4 | (uint32_t)digit;
        }
      memcpy (bytes + i * 4u, &word, sizeof word);
    }

  *address = v4 ? netop_address_from_v4 (bytes) : netop_address_from_v6 (bytes);
  return true;
}

static bool
parse_inet (NetopRawText      text,
            const char       *line,
            bool              v4,
            NetopSocketFacts *facts)
{
  char    local[ADDRESS_DIGITS], remote[ADDRESS_DIGITS];
  guint   number, remote_number;
  guint64 inode;

  /* sl local:number remote:number st tx:rx tr:when retrnsmt uid timeout inode */
  if (sscanf (line, "%*u: %32[0-9A-F]:%4X %32[0-9A-F]:%4X %*2X %*8X:%*8X %*2X:%*8X %*8X %u %*d %" G_GUINT64_FORMAT,
              local, &number, remote, &remote_number, &facts->uid, &inode) != 6)
    return false;
  if (!parse_address (local, v4, &facts->local) || !parse_address (remote, v4, &facts->remote))
    return false;

  facts->inode = inode;
  if (text == NETOP_RAW_TEXT_ICMP)
    {
      facts->protocol = v4 ? NETOP_PROTOCOL_ICMP : NETOP_PROTOCOL_ICMPV6;
      facts->local_port = (uint16_t)number;
      return true;
    }

  facts->kind = NETOP_SOCKET_KIND_RAW;
  facts->protocol = (uint8_t)number;
  return number <= G_MAXUINT8;
}

/* An endpoint has any number of addresses: its port tells. */
static bool
parse_sctp (NetopRawText      text,
            const char       *line,
            NetopSocketFacts *facts)
{
  static const uint8_t nowhere[16];
  guint                port;
  guint64              inode;
  bool                 is_read;

  if (text == NETOP_RAW_TEXT_SCTP) /* ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS */
    is_read = sscanf (line, " %*s %*s %*d %*d %*d %5u %u %" G_GUINT64_FORMAT, &port, &facts->uid, &inode) == 3;
  else /* ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS … */
    is_read = sscanf (line, " %*s %*s %*d %*d %*d %*d %*d %*u %*u %u %" G_GUINT64_FORMAT " %5u", &facts->uid, &inode, &port) == 3;
  if (!is_read || port > G_MAXUINT16)
    return false;

  facts->inode = inode;
  facts->protocol = NETOP_PROTOCOL_SCTP;
  facts->local_port = (uint16_t)port;
  facts->local = facts->remote = netop_address_from_v6 (nowhere);
  return true;
}

/**
 * netop_raw_sockets_parse:
 * @text: whose line it is
 * @line: of that table, maybe cut
 * @v4: whether its addresses are of IPv4
 * @facts: (out): meaningful only on success
 *
 * Returns: whether it tells of a socket that somebody may hold
 */
bool
netop_raw_sockets_parse (NetopRawText      text,
                         const char       *line,
                         bool              v4,
                         NetopSocketFacts *facts)
{
  bool is_inet = text == NETOP_RAW_TEXT_ICMP || text == NETOP_RAW_TEXT_RAW;

  *facts = (NetopSocketFacts){
    .known = NETOP_SOCKET_KNOWS_UID,
    .state = STATE_CLOSE,
    .listening = true,
  };
  if (!(is_inet ? parse_inet (text, line, v4, facts) : parse_sctp (text, line, facts)) || facts->inode == 0)
    return false;

  facts->cookie = NETOP_SOCKET_COOKIE_OF_INODE (facts->inode);
  return true;
}

/**
 * netop_raw_sockets_open:
 * @folder: (nullable): for tests; %NULL is the calling thread's network namespace
 * @namespace_id: put into all facts
 *
 * Returns: (transfer full): what is there, be it nothing; for one thread, which need not be this one as long as this one
 *   lives
 */
NetopRawSockets *
netop_raw_sockets_open (const char *folder,
                        uint32_t    namespace_id)
{
  NetopRawSockets *self = g_new0 (NetopRawSockets, 1);

  self->folder = open (folder != NULL ? folder : "/proc/thread-self/net", O_PATH | O_DIRECTORY | O_CLOEXEC);
  self->namespace_id = namespace_id;
  self->text = g_malloc (TEXT_BYTES + 1);
  return self;
}

/**
 * netop_raw_sockets_close:
 * @self: (transfer full) (nullable): one
 */
void
netop_raw_sockets_close (NetopRawSockets *self)
{
  if (self == NULL)
    return;

  if (self->folder >= 0)
    close (self->folder);
  g_free (self->text);
  g_free (self);
}

/* Each read gives some whole lines. What is cut at the end is no line. */
static bool
read_text (NetopRawSockets *self,
           const char      *path,
           size_t           max_bytes)
{
  size_t  n_bytes = 0;
  ssize_t n = 1;
  int     fd = openat (self->folder, path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return false;

  while (n > 0 && n_bytes < max_bytes)
    {
      n = TEMP_FAILURE_RETRY (read (fd, self->text + n_bytes, max_bytes - n_bytes));
      n_bytes += n > 0 ? (size_t)n : 0;
    }
  close (fd);
  self->lost += n_bytes == max_bytes;
  self->text[n_bytes] = '\0';
  return true;
}

static bool
tell_table (NetopRawSockets   *self,
            guint              table,
            size_t             max_bytes,
            NetopRawSocketFunc func,
            void              *user_data)
{
  NetopSocketFacts facts;
  char            *line = self->text;
  char            *end;

  if (!read_text (self, tables[table].path, max_bytes))
    return true;

  while ((end = strchr (line, '\n')) != NULL)
    {
      *end = '\0';
      if (netop_raw_sockets_parse (tables[table].text, line, tables[table].v4, &facts))
        {
          facts.namespace_id = self->namespace_id;
          facts.sample_us = g_get_monotonic_time ();
          if (!func (&facts, user_data))
            return false;
        }
      line = end + 1;
    }
  return true;
}

/**
 * netop_raw_sockets_dump:
 * @func: called once a socket; an endpoint of SCTP may be told again with each of its associations
 * @user_data: for @func
 */
void
netop_raw_sockets_dump (NetopRawSockets   *self,
                        NetopRawSocketFunc func,
                        void              *user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (!tell_table (self, i, TEXT_BYTES, func, user_data))
        return;
    }
}

/* On the stack of one look. */
typedef struct
{
  const NetopFlowKey *key;
  NetopSocketFacts   *found;
  guint               max_found;
  guint               n_found;
} Look;

static bool
is_wanted (const NetopFlowKey     *key,
           const NetopSocketFacts *facts)
{
  if (facts->kind == NETOP_SOCKET_KIND_RAW)
    return facts->protocol == key->protocol || facts->protocol == IPPROTO_RAW;
  return facts->protocol == key->protocol && facts->local_port == key->local_port;
}

static bool
take (const NetopSocketFacts *facts,
      void                   *user_data)
{
  Look *look = user_data;

  if (!is_wanted (look->key, facts))
    return true;

  look->found[look->n_found] = *facts;
  look->found[look->n_found].found = NETOP_SOCKET_FOUND_LOOKUP;
  return ++look->n_found < look->max_found;
}

/**
 * netop_raw_sockets_find:
 * @key: neither of TCP nor of UDP
 * @found: (out) (array length=max_found): those that may be meant
 *
 * Looks for the ping socket, the endpoint of SCTP, or the raw sockets that may have sent, or take, packets of @key.
 *
 * Returns: how many there are; 1 of kind %NETOP_SOCKET_KIND_INET is the very one
 */
guint
netop_raw_sockets_find (NetopRawSockets    *self,
                        const NetopFlowKey *key,
                        NetopSocketFacts   *found,
                        guint               max_found)
{
  Look look = { key, found, max_found, 0 };
  bool v4 = netop_address_is_v4 (&key->local);
  bool is_sctp = key->protocol == NETOP_PROTOCOL_SCTP;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      bool is_of_sctp = tables[i].text == NETOP_RAW_TEXT_SCTP || tables[i].text == NETOP_RAW_TEXT_SCTP_A;

      if (is_of_sctp ? !is_sctp : tables[i].v4 != v4)
        continue;
      if (!tell_table (self, i, LOOK_BYTES, take, &look))
        break;
      if (look.n_found > 0 && found[0].kind == NETOP_SOCKET_KIND_INET)
        return 1;
    }
  return look.n_found;
}

/**
 * netop_raw_sockets_get_lost:
 *
 * Returns: tables that were longer than what is read of them
 */
uint64_t
netop_raw_sockets_get_lost (const NetopRawSockets *self)
{
  return self->lost;
}
