/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "netop-raw-sockets.h"

/* Lines as the kernel writes them (net/ipv4/ping.c, raw.c, net/ipv6/datagram.c, net/sctp/proc.c), with the addresses of a
 * processor that has the lowest byte first. */

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n"
#define PING_1234 "   12: 00000000:04D2 0200000A:0000 01 00000000:00000000 00:00000000 00000000  1000        0 5001 2 0000000000000000 0\n"
#define RAW_ICMP "    1: 0100000A:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5002 2 0000000000000000 0\n"
#define RAW_253 "  253: 00000000:00FD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5003 2 0000000000000000 0\n"
#define RAW_ANY "  255: 00000000:00FF 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5004 2 0000000000000000 0\n"
#define RAW6_ICMP "   58: 000077FD000000000000000001000000:003A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000    7        0 5005 2 0000000000000000 0\n"
#define SCTP_HEAD " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
#define SCTP_LISTENER "0000000012345678 0000000087654321 2   10  23   3868   1000 5006 10.0.0.1 10.1.0.1 \n"
#define SCTP_ASSOCIATION "0000000012345678 0000000087654321 2   1   3  0       9        0        0    1000 5007 40000  3868  10.0.0.1 <-> *10.0.0.2 \t    7500    10    10   10    0    0        0        1        0   212992   212992\n"

typedef struct
{
  char            *folder;
  NetopRawSockets *sockets;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autofree char *sctp = NULL;

  self->folder = g_dir_make_tmp ("netop-raw-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  sctp = g_build_filename (self->folder, "sctp", NULL);
  g_assert_cmpint (g_mkdir (sctp, 0700), ==, 0);
  self->sockets = netop_raw_sockets_open (self->folder, 7);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  static const char *const names[] = { "icmp", "icmp6", "raw", "raw6", "sctp/eps", "sctp/assocs", "sctp", "." };

  netop_raw_sockets_close (self->sockets);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      (void)g_remove (path);
    }
  (void)g_rmdir (self->folder);
  g_free (self->folder);
}

static void
set_table (Fixture    *self,
           const char *name,
           const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static NetopFlowKey
make_key (uint8_t  protocol,
          uint16_t local_port)
{
  return (NetopFlowKey){
    .local = netop_address_from_v4 ((const uint8_t[4]){ 10, 0, 0, 1 }),
    .remote = netop_address_from_v4 ((const uint8_t[4]){ 10, 0, 0, 2 }),
    .protocol = protocol,
    .local_port = local_port,
  };
}

static bool
keep (const NetopSocketFacts *facts,
      void                   *user_data)
{
  g_array_append_vals (user_data, facts, 1);
  return true;
}

static const NetopSocketFacts *
find_inode (const GArray *told,
            uint64_t      inode)
{
  for (guint i = 0; i < told->len; i++)
    {
      const NetopSocketFacts *facts = &g_array_index (told, NetopSocketFacts, i);

      if (facts->inode == inode)
        return facts;
    }
  return NULL;
}

static void
test_dump (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (NetopSocketFacts));
  const NetopSocketFacts *facts;
  NetopAddress            remote = netop_address_from_v4 ((const uint8_t[4]){ 10, 0, 0, 2 });

  set_table (self, "icmp", HEAD PING_1234);
  set_table (self, "raw", HEAD RAW_ICMP RAW_253);
  set_table (self, "raw6", HEAD RAW6_ICMP);
  set_table (self, "sctp/eps", SCTP_HEAD SCTP_LISTENER);
  set_table (self, "sctp/assocs", SCTP_HEAD SCTP_ASSOCIATION);
  netop_raw_sockets_dump (self->sockets, keep, told);
  g_assert_cmpuint (told->len, ==, 6);

  facts = find_inode (told, 5001);
  g_assert_cmpuint (facts->protocol, ==, NETOP_PROTOCOL_ICMP);
  g_assert_cmpuint (facts->kind, ==, NETOP_SOCKET_KIND_INET);
  g_assert_cmpuint (facts->local_port, ==, 1234);
  g_assert_cmpuint (facts->uid, ==, 1000);
  g_assert_cmpuint (facts->namespace_id, ==, 7);
  g_assert_cmpuint (facts->cookie, ==, NETOP_SOCKET_COOKIE_OF_INODE (5001));
  g_assert_true (netop_address_equal (&facts->remote, &remote));

  facts = find_inode (told, 5005);
  g_assert_cmpuint (facts->protocol, ==, NETOP_PROTOCOL_ICMPV6);
  g_assert_cmpuint (facts->kind, ==, NETOP_SOCKET_KIND_RAW);
  g_assert_cmpuint (facts->local.bytes[0], ==, 0xfd);
  g_assert_cmpuint (facts->local.bytes[15], ==, 1);
  g_assert_cmpuint (facts->local.bytes[12], ==, 0);

  g_assert_cmpuint (find_inode (told, 5006)->local_port, ==, 3868);
  g_assert_cmpuint (find_inode (told, 5007)->local_port, ==, 40000);
  g_assert_cmpuint (find_inode (told, 5007)->protocol, ==, NETOP_PROTOCOL_SCTP);
}

static void
test_find (Fixture      *self,
           gconstpointer data)
{
  NetopFlowKey     echo = make_key (NETOP_PROTOCOL_ICMP, 1234);
  NetopFlowKey     other_echo = make_key (NETOP_PROTOCOL_ICMP, 9);
  NetopFlowKey     other = make_key (253, 0);
  NetopSocketFacts found[4];

  set_table (self, "icmp", HEAD PING_1234);
  set_table (self, "raw", HEAD RAW_ICMP RAW_253 RAW_ANY);

  /* The very one, whatever raw sockets there are. */
  g_assert_cmpuint (netop_raw_sockets_find (self->sockets, &echo, found, 4), ==, 1);
  g_assert_cmpuint (found[0].inode, ==, 5001);
  /* Of another protocol none. */
  g_assert_cmpuint (netop_raw_sockets_find (self->sockets, &other_echo, found, 4), ==, 2);
  g_assert_cmpuint (found[0].inode, ==, 5002);
  g_assert_cmpuint (found[1].inode, ==, 5004);
  g_assert_cmpuint (netop_raw_sockets_find (self->sockets, &other, found, 4), ==, 2);
  g_assert_cmpuint (found[0].inode, ==, 5003);
  g_assert_cmpuint (netop_raw_sockets_find (self->sockets, &other, found, 1), ==, 1);
}

static void
test_none (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (NetopSocketFacts));
  g_autoptr (NetopRawSockets) nowhere = netop_raw_sockets_open ("nowhere", 0);
  NetopFlowKey     key = make_key (NETOP_PROTOCOL_SCTP, 3868);
  NetopSocketFacts found[1];

  netop_raw_sockets_dump (self->sockets, keep, told);
  netop_raw_sockets_dump (nowhere, keep, told);
  g_assert_cmpuint (told->len, ==, 0);
  g_assert_cmpuint (netop_raw_sockets_find (self->sockets, &key, found, 1), ==, 0);
}

/* What is longer than what is read of it is counted, and nothing of it is taken for something else. */
static void
test_too_many (Fixture      *self,
               gconstpointer data)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (NetopSocketFacts));
  g_autoptr (GString) text = g_string_new (HEAD);

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, RAW_ICMP);
  set_table (self, "raw", text->str);
  netop_raw_sockets_dump (self->sockets, keep, told);
  g_assert_cmpuint (told->len, >, 2000);
  g_assert_cmpuint (told->len, <, 4000);
  g_assert_cmpuint (netop_raw_sockets_get_lost (self->sockets), ==, 1);
}

/* Wherever a line ends it tells the whole or nothing. */
static void
test_cut_lines (void)
{
  static const struct
  {
    const char  *line;
    NetopRawText text;
    bool         v4;
    uint64_t     inode;
  } lines[] = {
    { PING_1234, NETOP_RAW_TEXT_ICMP, true, 5001 },
    { RAW_ICMP, NETOP_RAW_TEXT_RAW, true, 5002 },
    { RAW6_ICMP, NETOP_RAW_TEXT_RAW, false, 5005 },
    { SCTP_LISTENER, NETOP_RAW_TEXT_SCTP, true, 5006 },
    { SCTP_ASSOCIATION, NETOP_RAW_TEXT_SCTP_A, true, 5007 },
    { HEAD, NETOP_RAW_TEXT_RAW, true, 0 },
    { RAW6_ICMP, NETOP_RAW_TEXT_RAW, true, 0 },
    { RAW_ICMP, NETOP_RAW_TEXT_RAW, false, 0 },
    { SCTP_HEAD, NETOP_RAW_TEXT_SCTP, true, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      NetopSocketFacts facts;
      size_t           length = strlen (lines[i].line);
      bool             is_whole = netop_raw_sockets_parse (lines[i].text, lines[i].line, lines[i].v4, &facts);

      g_assert_cmpint (is_whole, ==, lines[i].inode != 0);
      if (is_whole)
        g_assert_cmpuint (facts.inode, ==, lines[i].inode);
      for (size_t cut = 0; cut < length; cut++)
        {
          g_autofree char *line = g_strndup (lines[i].line, cut);

          if (netop_raw_sockets_parse (lines[i].text, line, lines[i].v4, &facts))
            g_assert_cmpuint (facts.inode, !=, 0);
        }
    }
}

#define ADD(name, func) g_test_add ("/sockets/raw-sockets/" name, Fixture, NULL, set_up, (func), tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("dump", test_dump);
  ADD ("find", test_find);
  ADD ("none", test_none);
  ADD ("too-many", test_too_many);
  g_test_add_func ("/sockets/raw-sockets/cut-lines", test_cut_lines);
  return g_test_run ();
}
