/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-filter.h"
#include "netop-network.h"

/* A row of every kind, by a letter: what a search finds is a word of these, in this order. */
#define PROCESSES "cns"     /* Curl, nginx, sshd */
#define CONNECTIONS "01234" /* two of Curl, one of sshd, two of nobody */
#define CAUSES "eol"        /* ended, other user, lost */
#define INTERFACES "EW"     /* eth0, wg0 */
#define ALL PROCESSES CONNECTIONS CAUSES INTERFACES

static NetopAddress
parse_address (const char *text)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  return address;
}

static void
add_process (NetopSnapshot *snapshot,
             uint32_t       pid,
             const char    *name,
             uint32_t       uid,
             const char    *user,
             guint          n_connections)
{
  NetopProcess process = {
    .pid = pid,
    .uid = uid,
    .uid_known = true,
    .name = g_ref_string_new (name),
    .username = g_ref_string_new (user),
    .first_connection = snapshot->connections->len,
    .n_listed_connections = n_connections,
  };

  g_array_append_val (snapshot->processes, process);
}

static NetopConnection *
add_connection (NetopSnapshot   *snapshot,
                int              process,
                uint8_t          protocol,
                NetopSocketState state,
                const char      *remote,
                uint16_t         port,
                const char      *interface)
{
  NetopConnection connection = {
    .cause_uid = G_MAXUINT32,
    .process = process,
    .protocol = protocol,
    .state = state,
    .local = parse_address (strchr (remote, ':') != NULL ? "fd00::1" : "192.0.2.10"),
    .local_port = (uint16_t)(40000 + snapshot->connections->len),
    .remote = parse_address (remote),
    .remote_port = port,
    .interface_name = g_ref_string_new (interface),
  };

  g_array_append_val (snapshot->connections, connection);
  return &g_array_index (snapshot->connections, NetopConnection, snapshot->connections->len - 1);
}

static void
add_cause (NetopSnapshot *snapshot,
           NetopCause     cause,
           uint32_t       uid,
           const char    *user,
           const char    *address,
           uint16_t       port,
           const char    *name)
{
  NetopUnknown unknown = { .cause = cause, .uid = uid, .username = user != NULL ? g_ref_string_new (user) : NULL };

  if (address != NULL)
    {
      NetopUnknownHost host = { .address = parse_address (address), .port = port, .name = name != NULL ? g_ref_string_new (name) : NULL };

      unknown.hosts = netop_unknown_hosts_new ();
      g_array_append_val (unknown.hosts, host);
    }
  g_array_append_val (snapshot->unknown, unknown);
}

static void
add_interface (NetopSnapshot      *snapshot,
               const char         *name,
               const char         *kind,
               NetopInterfaceState state,
               const char         *address)
{
  NetopSnapshotInterface interface = {
    .name = g_ref_string_new (name),
    .facts = { .state = (uint8_t)state },
    .addresses = g_array_new (FALSE, TRUE, sizeof (NetopInterfaceAddress)),
  };
  NetopInterfaceAddress own = { .address = parse_address (address) };

  strncpy (interface.facts.kind, kind, sizeof interface.facts.kind - 1);
  g_array_append_val (interface.addresses, own);
  g_array_append_val (snapshot->interfaces, interface);
}

static NetopSnapshot *
make_snapshot (void)
{
  NetopSnapshot   *snapshot = netop_snapshot_new ();
  NetopProcess    *process;
  NetopConnection *connection;

  add_process (snapshot, 4127, "Curl", 1000, "mara", 2);
  connection = add_connection (snapshot, 0, NETOP_PROTOCOL_TCP, NETOP_SOCKET_STATE_ESTABLISHED, "198.51.100.7", 443, "eth0");
  connection->remote_name = g_ref_string_new ("Straße.example.com");
  connection->service = g_ref_string_new ("https");
  connection->country = g_ref_string_new ("SE");
  connection->operator= g_ref_string_new ("Example Net");
  add_connection (snapshot, 0, NETOP_PROTOCOL_UDP, NETOP_SOCKET_STATE_UNKNOWN, "2001:db8::53", 53, "wg0");
  add_process (snapshot, 80, "nginx", 0, "root", 0);
  add_process (snapshot, 4128, "sshd", 0, "root", 1);
  connection = add_connection (snapshot, 2, NETOP_PROTOCOL_TCP, NETOP_SOCKET_STATE_TIME_WAIT, "10.1.2.3", 50000, "eth0");
  connection->local_port = 22;
  connection->closed_us = 1;

  connection = add_connection (snapshot, -1, NETOP_PROTOCOL_UDP, NETOP_SOCKET_STATE_UNKNOWN, "203.0.113.9", 53, "eth0");
  connection->cause = NETOP_CAUSE_ENDED;
  connection = add_connection (snapshot, -1, NETOP_PROTOCOL_TCP, NETOP_SOCKET_STATE_ESTABLISHED, "203.0.113.80", 443, "eth0");
  connection->cause = NETOP_CAUSE_OTHER_USER;
  connection->cause_uid = 1001;

  add_cause (snapshot, NETOP_CAUSE_ENDED, G_MAXUINT32, NULL, "203.0.113.9", 53, "dns.example.net");
  add_cause (snapshot, NETOP_CAUSE_OTHER_USER, 1001, "otto", "203.0.113.80", 443, NULL);
  add_cause (snapshot, NETOP_CAUSE_LOST, G_MAXUINT32, NULL, NULL, 0, NULL);
  add_interface (snapshot, "eth0", "ethernet", NETOP_INTERFACE_STATE_UP, "192.0.2.10");
  add_interface (snapshot, "wg0", "wireguard", NETOP_INTERFACE_STATE_DOWN, "fd00::1");

  process = &g_array_index (snapshot->processes, NetopProcess, 0);
  process->application = g_ref_string_new ("desktop:org.example.Transfer");
  process->application_name = g_ref_string_new ("Transfers");
  process->unit = g_ref_string_new ("app-transfer.scope");
  g_array_index (snapshot->processes, NetopProcess, 1).container = g_ref_string_new ("docker:web");
  return snapshot;
}

/* Returns (transfer full) the letters of what is found. */
static char *
find (const NetopFilter   *filter,
      const NetopSnapshot *snapshot)
{
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < snapshot->processes->len; i++)
    if (netop_filter_match_process (filter, snapshot, &g_array_index (snapshot->processes, NetopProcess, i)))
      g_string_append_c (found, PROCESSES[i]);
  for (guint i = 0; i < snapshot->connections->len; i++)
    if (netop_filter_match_connection (filter, snapshot, &g_array_index (snapshot->connections, NetopConnection, i)))
      g_string_append_c (found, CONNECTIONS[i]);
  for (guint i = 0; i < snapshot->unknown->len; i++)
    if (netop_filter_match_unknown (filter, snapshot, &g_array_index (snapshot->unknown, NetopUnknown, i)))
      g_string_append_c (found, CAUSES[i]);
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    if (netop_filter_match_interface (filter, &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i)))
      g_string_append_c (found, INTERFACES[i]);

  return g_string_free (found, FALSE);
}

typedef struct
{
  const char *expression;
  const char *found;
} Case;

static void
check_cases (const Case *cases,
             size_t      n_cases)
{
  g_autoptr (NetopSnapshot) snapshot = make_snapshot ();

  for (size_t i = 0; i < n_cases; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NetopFilter) filter = netop_filter_parse (cases[i].expression, &error);
      g_autofree char *found = NULL;

      g_test_message ("%s", cases[i].expression);
      g_assert_no_error (error);
      found = find (filter, snapshot);
      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpstr (netop_filter_get_expression (filter), ==, cases[i].expression);
    }
}

static void
test_words (void)
{
  static const Case cases[] = {
    { "", ALL },
    { "   ", ALL },
    { "\"\"", ALL },
    { "curl", "c01" },
    { "CURL mara", "c01" },
    { "4127", "c01" },
    { "412", "" },
    { "443", "c04o" },
    { "44", "" },
    { "curl 443", "c0" },
    { "curl 80", "" },
    { "51.100", "c0" },
    { "STRASSE", "c0" },
    { "example", "c0e" },
    { "unknown", "34eol" },
    { "ended 203.0.113.9", "3e" },
    { "otto", "4o" },
    { "1001", "4o" },
    { "\"curl 443\"", "" },
    { "cu\"rl\"", "c01" },
    { "transfers", "c01" },
    { "app-transfer.scope", "c01" },
    { "\"docker:web\"", "n" },
    { "org.example.transfer", "" },
    { "wireguard", "W" },
    { "192.0.2.10", "cs0234E" },
    { "fd00::1", "c1W" },
    { "2001:DB8::53", "c1" },
    { "::53", "c1" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_keys (void)
{
  static const Case cases[] = {
    { "process:curl", "c01" },
    { "PROCESS:transfers", "c01" },
    { "process:unknown", "34eol" },
    { "process:mara", "" },
    { "pid:4127", "c01" },
    { "pid:80", "n" },
    { "app:org.example", "c01" },
    { "unit:scope", "c01" },
    { "container:docker:web", "n" },
    { "user:root", "ns2" },
    { "user:0", "ns2" },
    { "user:100", "" },
    { "user:otto", "4o" },
    { "user:1001", "4o" },
    { "host:example", "c0e" },
    { "host:203.0", "34eo" },
    { "host:192.0.2.10", "E" },
    { "port:443", "c04o" },
    { "service:http", "c0" },
    { "service:domain", "" },
    { "country:se", "c0" },
    { "operator:\"example net\"", "c0" },
    { "operator:net -country:SE", "" },
    { "port:22", "s2" },
    { "port:0", "" },
    { "port:50-60", "c13e" },
    { "port:0-65535", "cs01234eo" },
    { "proto:udp", "c13e" },
    { "proto:17", "c13e" },
    { "proto:t", "cs024o" },
    { "proto:icmp", "" },
    { "proto:udplite", "" },
    { "state:established", "c04o" },
    { "state:estab", "c04o" },
    { "state:time-wait", "s2" },
    { "state:TIME_WAIT", "s2" },
    { "state:closed", "s2" },
    { "state:active", "c13e" },
    { "state:up", "E" },
    { "state:no-link", "" },
    { "iface:wg", "c1W" },
    { "iface:eth0", "cs0234eoE" },
    { "process:curl port:443 host:strasse state:established proto:tcp iface:eth0 user:mara net:198.51.100.0/24", "c0" },
    { "process:curl port:443 proto:udp", "" },
    { "\"process:curl\"", "" },
    { "process:\"cu\"rl", "c01" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_networks (void)
{
  static const Case cases[] = {
    { "net:10.0.0.0/8", "s2" },
    { "net:10.255.0.1/8", "s2" },
    { "net:10.1.2.3", "s2" },
    { "net:203.0.113.0/28", "3e" },
    { "net:203.0.113.8/29", "3e" },
    { "net:0.0.0.0/0", "cs0234eoE" },
    { "net:::/0", "c1W" },
    { "net:2001:db8::/32", "c1" },
    { "net:2001:db8::/127", "" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

/* A row stands as long as anything below it does. */
static void
test_negated (void)
{
  static const Case cases[] = {
    { "-curl", "ns234eolEW" },
    { "-process:curl", "ns234eolEW" },
    { "-process:curl -process:unknown", "ns2EW" },
    { "-port:443", "cns123elEW" },
    { "-port:443 -port:53", "ns2lEW" },
    { "-proto:udp proto:tcp", "cs024o" },
    { "-proto:udp", "cns024olEW" },
    { "-proto:udp -user:otto", "cns02lEW" },
    { "-state:closed", "cn0134eolEW" },
    { "-user:root -user:mara", "34eolEW" },
    { "-net:10.0.0.0/8", "cn0134eolEW" },
    { "-\"curl\"", "ns234eolEW" },
    { "\"-curl\"", "" },
    { "--curl", ALL },
    { "curl -curl", "" },
    { "curl -443", "c1" },
    { "nginx -443", "n" },
    { "iface:eth0 -443", "s23eE" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_mistakes (void)
{
  static const struct
  {
    const char      *expression;
    NetopFilterError code;
    size_t           start;
    size_t           end;
    const char      *text;
  } cases[] = {
    { "ä \"b c", NETOP_FILTER_ERROR_QUOTE, 3, 7, "The quote is not closed: \"b c" },
    { "process:firefox prot:443", NETOP_FILTER_ERROR_KEY, 16, 20, "Unknown field “prot”. Did you mean “port” or “proto”?" },
    { "-hots:x", NETOP_FILTER_ERROR_KEY, 1, 5, "Unknown field “hots”. Did you mean “host”?" },
    { "https:a", NETOP_FILTER_ERROR_KEY, 0, 5, "Unknown field “https”. Quotes around it search for it as it stands" },
    { "a process:", NETOP_FILTER_ERROR_MISSING, 2, 10, "Something has to follow “process:”" },
    { "a -", NETOP_FILTER_ERROR_MISSING, 2, 3, "Something has to follow “-”" },
    { "-port:\"\" b", NETOP_FILTER_ERROR_MISSING, 0, 8, NULL },
    { "pid:0", NETOP_FILTER_ERROR_PID, 4, 5, NULL },
    { "pid:-1", NETOP_FILTER_ERROR_PID, 4, 6, NULL },
    { "pid:4294967296", NETOP_FILTER_ERROR_PID, 4, 14, NULL },
    { "port:65536", NETOP_FILTER_ERROR_PORT, 5, 10, NULL },
    { "port:https", NETOP_FILTER_ERROR_PORT, 5, 10, NULL },
    { "port:9-8", NETOP_FILTER_ERROR_PORT, 5, 8, NULL },
    { "port:-8", NETOP_FILTER_ERROR_PORT, 5, 7, NULL },
    { "port:8-", NETOP_FILTER_ERROR_PORT, 5, 7, NULL },
    { "net:10.0.0", NETOP_FILTER_ERROR_NETWORK, 4, 10, "“10.0.0” is no network: write one as 10.0.0.0/8 or 2001:db8::/32" },
    { "net:10.0.0.0/33", NETOP_FILTER_ERROR_NETWORK, 4, 15, NULL },
    { "net:10.0.0.0/", NETOP_FILTER_ERROR_NETWORK, 4, 13, NULL },
    { "net:10.0.0.0/-1", NETOP_FILTER_ERROR_NETWORK, 4, 15, NULL },
    { "net:10.0.0.0/8/8", NETOP_FILTER_ERROR_NETWORK, 4, 16, NULL },
    { "net:2001:db8::/129", NETOP_FILTER_ERROR_NETWORK, 4, 18, NULL },
    { "net:example.com", NETOP_FILTER_ERROR_NETWORK, 4, 15, NULL },
    { "proto:256", NETOP_FILTER_ERROR_PROTOCOL, 6, 9, NULL },
    { "proto:http", NETOP_FILTER_ERROR_PROTOCOL, 6, 10, NULL },
    { "state:bored", NETOP_FILTER_ERROR_STATE, 6, 11, NULL },
    { "ab\xff", NETOP_FILTER_ERROR_NOT_UTF8, 2, 3, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *place = g_strdup_printf (" (at character %ld)", g_utf8_strlen (cases[i].expression, (gssize)cases[i].start) + 1);
      NetopFilterMistake mistake;

      g_test_message ("case %zu", i);
      g_assert_null (netop_filter_try_parse (cases[i].expression, &mistake));
      g_assert_cmpint (mistake.code, ==, cases[i].code);
      g_assert_cmpuint (mistake.start, ==, cases[i].start);
      g_assert_cmpuint (mistake.end, ==, cases[i].end);
      g_assert_null (netop_filter_parse (cases[i].expression, &error));
      g_assert_error (error, NETOP_FILTER_ERROR, (int)cases[i].code);
      g_assert_true (cases[i].text == NULL || g_str_has_prefix (error->message, cases[i].text));
      g_assert_true (g_str_has_suffix (error->message, place));
    }
}

/* While it is typed: what may become right, and what will not. */
static void
test_half_typed (void)
{
  static const char *const beginnings[] = {
    "a -",
    "-",
    "port:",
    "pid:",
    "net:",
    "state:",
    "proto:",
    "process:",
    "ä \"b c",
    "process:\"",
    "net:1",
    "net:10.",
    "net:10.0",
    "net:10.0.0.",
    "net:10.0.0.0/",
    "net:2001",
    "net:2001:db8",
    "net:2001:db8:",
    "net:fe80::1/",
    "port:8000-",
    "port:8000-9",
    "port:8081-8",
    "port:50001-5",
    "a net:10.",
  };
  static const char *const mistakes[] = {
    "prot:443",
    "-hots:",
    "net:10.0.0.0/33",
    "net:10.0.0.0/8/",
    "net:example.com",
    "net:2001:db8::/129",
    "net:10.0.0.0.",
    "port:https",
    "port:65536",
    "port:-8",
    "proto:http",
    "state:bored",
    "prot:443 net:10.",
    "net:10. port:443",
    "ab\xff",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      NetopFilterMistake mistake;

      g_test_message ("%s", beginnings[i]);
      g_assert_null (netop_filter_try_parse (beginnings[i], &mistake));
      g_assert_true (netop_filter_may_follow (beginnings[i]));
    }
  for (size_t i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_test_message ("mistake %zu", i);
      g_assert_false (netop_filter_may_follow (mistakes[i]));
    }
}

/* However much is pasted, little is done with it, and little said. */
static void
test_limits (void)
{
  g_autofree char *longest = g_strnfill (NETOP_FILTER_MAX_BYTES, 'a');
  g_autofree char *too_long = g_strnfill (10000, 'a');
  g_autofree char *odd = g_strdup_printf ("%s:x", longest + 10);
  g_autoptr (NetopFilter) filter = netop_filter_parse (longest, NULL);
  g_autoptr (GString) words = g_string_new ("");
  g_autoptr (NetopFilter) most = NULL;
  g_autoptr (GError) error = NULL;
  NetopFilterMistake mistake;

  g_assert_nonnull (filter);
  g_assert_null (netop_filter_try_parse (too_long, &mistake));
  g_assert_cmpint (mistake.code, ==, NETOP_FILTER_ERROR_TOO_LONG);
  g_assert_cmpuint (mistake.start, ==, NETOP_FILTER_MAX_BYTES);
  g_assert_cmpuint (mistake.end, ==, 10000);

  for (guint i = 0; i < NETOP_FILTER_MAX_TERMS; i++)
    g_string_append (words, "-a ");
  most = netop_filter_parse (words->str, NULL);
  g_assert_nonnull (most);
  g_string_append (words, "\"\" b");
  g_assert_null (netop_filter_try_parse (words->str, &mistake));
  g_assert_cmpint (mistake.code, ==, NETOP_FILTER_ERROR_TOO_MANY);
  g_assert_cmpuint (mistake.start, ==, words->len - 1);

  /* What is shown of a word without end has one, and steers nothing. */
  odd[0] = 'z';
  g_assert_null (netop_filter_parse (odd, &error));
  g_assert_error (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_KEY);
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_assert_nonnull (strstr (error->message, "aaa…”"));
  g_clear_error (&error);
  g_assert_null (netop_filter_parse ("state:\342\200\256\033", &error));
  g_assert_nonnull (strstr (error->message, "“\\xe2\\x80\\xae\\x1b”"));
}

static void
test_complete (void)
{
  static const struct
  {
    const char *expression; /* the cursor at | */
    size_t      start;
    const char *keys;
  } cases[] = {
    { "p|", 0, "process pid port proto " },
    { "PRO|", 0, "process proto " },
    { "ä -po|", 4, "port " },
    { "po| b", 0, "port " },
    { "process|", 0, "process " },
    { "|", 0, "" },
    { "-|", 0, "" },
    { "a b |", 0, "" },
    { "p|o", 0, "" },
    { "pö|", 0, "" },
    { "port:|", 0, "" },
    { "port:p|", 0, "" },
    { "\"a p|\"", 0, "" },
    { "\"a b\" p|", 6, "process pid port proto " },
    { "curl|", 0, "" },
    { "processes|", 0, "" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].expression, "|", 2);
      g_autofree char *expression = g_strconcat (parts[0], parts[1], NULL);
      g_autoptr (GString) found = g_string_new ("");
      NetopSearchKey keys[NETOP_N_SEARCH_KEYS];
      size_t         start = 0;
      guint          n = netop_search_key_complete (expression, strlen (parts[0]), &start, keys);

      g_test_message ("%s", cases[i].expression);
      for (guint j = 0; j < n; j++)
        g_string_append_printf (found, "%s ", netop_search_key_get_id (keys[j]));
      g_assert_cmpstr (found->str, ==, cases[i].keys);
      g_assert_cmpuint (start, ==, cases[i].start);
    }
}

static void
test_network (void)
{
  static const struct
  {
    const char *network;
    const char *in;
    const char *out;
  } cases[] = {
    { "192.0.2.128/25", "192.0.2.255", "192.0.2.127" },
    { "192.0.2.1/32", "192.0.2.1", "192.0.2.2" },
    { "192.0.2.1/31", "192.0.2.0", "192.0.2.2" },
    { "fe80::/10", "febf::1", "fec0::1" },
    { "::1", "::1", "::2" },
    { "::/0", "2001:db8::1", "192.0.2.1" },
    { "0.0.0.0/0", "192.0.2.1", "::1" },
    { "::ffff:192.0.2.0/120", "192.0.2.9", "192.0.3.9" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopNetwork network;
      NetopAddress in = parse_address (cases[i].in);
      NetopAddress out = parse_address (cases[i].out);

      g_test_message ("%s", cases[i].network);
      g_assert_true (netop_network_parse (cases[i].network, &network));
      g_assert_true (netop_network_contains (&network, &in));
      g_assert_false (netop_network_contains (&network, &out));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/filter/words", test_words);
  g_test_add_func ("/core/filter/keys", test_keys);
  g_test_add_func ("/core/filter/networks", test_networks);
  g_test_add_func ("/core/filter/negated", test_negated);
  g_test_add_func ("/core/filter/mistakes", test_mistakes);
  g_test_add_func ("/core/filter/half-typed", test_half_typed);
  g_test_add_func ("/core/filter/limits", test_limits);
  g_test_add_func ("/core/filter/complete", test_complete);
  g_test_add_func ("/core/filter/network", test_network);
  return g_test_run ();
}
