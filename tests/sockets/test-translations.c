/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-translations.h"

#include <linux/netfilter/nfnetlink_conntrack.h>
#include <string.h>
#include <unistd.h>

#include "netop-fake-conntrack.h"
#include "netop-fake-netlink.h"

/* What the kernel tells of tracked connections, played. That the real one tells it so is seen in tests/e2e/containers.py. */

typedef struct
{
  int                kernel_fd;
  NetopTranslations *translations;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  int fd;

  netop_fake_netlink_open (&fixture->kernel_fd, &fd);
  fixture->translations = netop_translations_new_for_fd (fd);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_translations_close (fixture->translations);
  if (fixture->kernel_fd >= 0)
    close (fixture->kernel_fd);
}

static void
tell (Fixture                *fixture,
      uint16_t                type,
      const NetopTranslation *translation)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fake_conntrack_add (bytes, type, 0, translation);
  netop_fake_netlink_send (fixture->kernel_fd, bytes->data, bytes->len);
  netop_translations_dispatch (fixture->translations);
}

static void
check (Fixture          *fixture,
       const NetopTuple *tuple,
       const NetopTuple *expected)
{
  NetopTuple other;

  g_assert_cmpint (netop_translations_find (fixture->translations, tuple, &other), ==, expected != NULL);
  if (expected != NULL)
    g_assert_cmpmem (&other, sizeof other, expected, sizeof *expected);
}

static NetopTranslation
make_translation (uint8_t protocol,
                  bool    v6)
{
  const char *inner = v6 ? "fd00::2" : "10.9.0.2";
  const char *outer = v6 ? "2001:db8::1" : "10.8.0.1";
  const char *remote = v6 ? "2001:db8::9" : "8.8.8.8";
  bool        is_query = protocol == NETOP_PROTOCOL_ICMP;

  return (NetopTranslation){
    netop_fake_conntrack_make_tuple (protocol, inner, 4000, remote, is_query ? 0 : 443),
    netop_fake_conntrack_make_tuple (protocol, remote, is_query ? 4000 : 443, outer, is_query ? 0 : 1025),
  };
}

static void
test_comes_and_goes (Fixture      *fixture,
                     gconstpointer data)
{
  static const struct
  {
    uint8_t protocol;
    bool    v6;
  } cases[] = { { NETOP_PROTOCOL_TCP, false }, { NETOP_PROTOCOL_UDP, false }, { NETOP_PROTOCOL_TCP, true }, { NETOP_PROTOCOL_ICMP, false }, { 132, true } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopTranslation translation = make_translation (cases[i].protocol, cases[i].v6);
      NetopTuple       after = netop_tuple_reverse (&translation.reply);

      tell (fixture, IPCTNL_MSG_CT_NEW, &translation);
      check (fixture, &translation.original, &after);
      tell (fixture, IPCTNL_MSG_CT_DELETE, &translation);
      check (fixture, &translation.original, NULL);
    }
}

static void
test_untranslated (Fixture      *fixture,
                   gconstpointer data)
{
  NetopTranslation translation = make_translation (NETOP_PROTOCOL_TCP, false);

  translation.reply = netop_tuple_reverse (&translation.original);
  tell (fixture, IPCTNL_MSG_CT_NEW, &translation);
  g_assert_cmpuint (netop_translations_get_size (fixture->translations), ==, 0);
}

/* Whatever is cut off of a message is not believed. */
static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  NetopTranslation translation = make_translation (NETOP_PROTOCOL_TCP, false);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  netop_fake_conntrack_add (bytes, IPCTNL_MSG_CT_NEW, 0, &translation);
  for (guint n = 1; n < bytes->len; n++)
    netop_fake_netlink_send (fixture->kernel_fd, bytes->data, n);
  netop_translations_dispatch (fixture->translations);
  g_assert_cmpuint (netop_translations_get_size (fixture->translations), ==, 0);
  g_assert_cmpuint (netop_translations_get_lost (fixture->translations), ==, 0);
}

/* Several in one datagram, others between them. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (uint16_t i = 0; i < 100; i++)
    {
      NetopTranslation translation = make_translation (NETOP_PROTOCOL_UDP, false);

      translation.original.source_port = (uint16_t)(5000 + i);
      translation.reply.destination_port = (uint16_t)(6000 + i);
      netop_fake_conntrack_add (bytes, IPCTNL_MSG_CT_NEW, 0, &translation);
      netop_fake_conntrack_add (bytes, IPCTNL_MSG_CT_GET_STATS, 0, &translation);
    }
  netop_fake_netlink_add_done (bytes, 1);
  netop_fake_netlink_send (fixture->kernel_fd, bytes->data, bytes->len);
  netop_translations_dispatch (fixture->translations);
  g_assert_cmpuint (netop_translations_get_size (fixture->translations), ==, 100);
}

/* The kernel is gone, which it never is: that is not waited for. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  close (fixture->kernel_fd);
  fixture->kernel_fd = -1;
  netop_translations_dispatch (fixture->translations);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sockets/translations/" name, Fixture, NULL, set_up, (func), tear_down)
  ADD ("comes-and-goes", test_comes_and_goes);
  ADD ("untranslated", test_untranslated);
  ADD ("cut", test_cut);
  ADD ("many", test_many);
  ADD ("closed", test_closed);
  return g_test_run ();
}
