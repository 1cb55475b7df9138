/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-names.h"

#define SECOND_US ((int64_t)G_USEC_PER_SEC)

static NetopAddress
address (guint number)
{
  return netop_address_from_v4 ((const uint8_t[]){ 192, 0, (uint8_t)(number >> 8), (uint8_t)number });
}

static void
add (NetopDnsNames *names,
     guint          number,
     const char    *text,
     uint64_t       process_id,
     int64_t        told_us,
     int64_t        ttl_s)
{
  NetopAddress    host = address (number);
  GRefString     *name = g_ref_string_new (text);
  NetopNameAsker *asker = process_id != 0 ? g_rc_box_new0 (NetopNameAsker) : NULL;

  if (asker != NULL)
    asker->process_id = process_id;
  netop_dns_names_add (names, &host, name, asker, told_us, ttl_s);
  g_clear_pointer (&asker, g_rc_box_release);
  g_ref_string_release (name);
}

static void
assert_found (const NetopDnsNames *names,
              guint                number,
              uint64_t             process_id,
              int64_t              time_us,
              NetopNameSource      source,
              const char          *text)
{
  NetopAddress host = address (number);
  GRefString  *name = NULL;

  g_assert_cmpint (netop_dns_names_find (names, &host, process_id, time_us, &name), ==, source);
  g_assert_cmpstr (name, ==, text);
}

/* Whoever asked himself has his own name for it, also where another asked later. */
static void
test_who (void)
{
  g_autoptr (NetopDnsNames) names = netop_dns_names_new (10);

  add (names, 1, "mine.test", 7, SECOND_US, 60);
  add (names, 1, "theirs.test", 8, 2 * SECOND_US, 60);
  assert_found (names, 1, 7, 3 * SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "mine.test");
  assert_found (names, 1, 8, 3 * SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "theirs.test");
  assert_found (names, 1, 9, 3 * SECOND_US, NETOP_NAME_SOURCE_OTHER_PROCESS, "theirs.test");
  assert_found (names, 1, 0, 3 * SECOND_US, NETOP_NAME_SOURCE_OTHER_PROCESS, "theirs.test");
  assert_found (names, 2, 7, 3 * SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
}

static void
test_when (void)
{
  g_autoptr (NetopDnsNames) names = netop_dns_names_new (10);

  add (names, 1, "old.test", 7, 100 * SECOND_US, 60);
  add (names, 1, "new.test", 7, 130 * SECOND_US, 60);
  assert_found (names, 1, 7, 99 * SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
  assert_found (names, 1, 7, 110 * SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "old.test");
  assert_found (names, 1, 7, 140 * SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "new.test");
  assert_found (names, 1, 7, 191 * SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
  add (names, 2, "brief.test", 7, 100 * SECOND_US, 0);
  assert_found (names, 2, 7, 109 * SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "brief.test");
  assert_found (names, 2, 7, 111 * SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
  add (names, 3, "for-ever.test", 7, 0, G_MAXUINT32);
  assert_found (names, 3, 7, 25 * 3600 * SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
}

/* What somebody asked for goes before what the host calls itself. */
static void
test_mdns (void)
{
  g_autoptr (NetopDnsNames) names = netop_dns_names_new (10);

  add (names, 1, "printer.local", 0, 0, 60);
  add (names, 1, "other.test", 8, SECOND_US, 60);
  assert_found (names, 1, 7, 2 * SECOND_US, NETOP_NAME_SOURCE_OTHER_PROCESS, "other.test");
  assert_found (names, 1, 7, SECOND_US / 2, NETOP_NAME_SOURCE_MDNS, "printer.local");
  add (names, 2, "printer.local", 0, 2 * SECOND_US, 60);
  assert_found (names, 2, 0, 2 * SECOND_US, NETOP_NAME_SOURCE_MDNS, "printer.local");
}

/* Who asked may be found out after the answer. */
static void
test_late_asker (void)
{
  g_autoptr (NetopDnsNames) names = netop_dns_names_new (10);
  NetopAddress    host = address (1);
  GRefString     *name = g_ref_string_new ("a.test");
  NetopNameAsker *asker = g_rc_box_new0 (NetopNameAsker);

  netop_dns_names_add (names, &host, name, asker, 0, 60);
  assert_found (names, 1, 7, SECOND_US, NETOP_NAME_SOURCE_OTHER_PROCESS, "a.test");
  asker->process_id = 7;
  assert_found (names, 1, 7, SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "a.test");
  g_rc_box_release (asker);
  g_ref_string_release (name);
}

/* Neither names of one address nor addresses are more than there is room for. */
static void
test_bounds (void)
{
  g_autoptr (NetopDnsNames) names = netop_dns_names_new (100);

  for (guint i = 0; i < 1000; i++)
    add (names, i, "a.test", 7, 0, 60);
  assert_found (names, 899, 7, SECOND_US, NETOP_NAME_SOURCE_NONE, NULL);
  assert_found (names, 900, 7, SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "a.test");

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *text = g_strdup_printf ("n%u.test", i);

      add (names, 950, text, 8 + i, 0, 60);
    }
  assert_found (names, 950, 8 + 41, SECOND_US, NETOP_NAME_SOURCE_OTHER_PROCESS, "n49.test");
  assert_found (names, 950, 8 + 42, SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "n42.test");
  /* The same one again takes no other's place. */
  add (names, 950, "n49.test", 8 + 49, SECOND_US, 60);
  assert_found (names, 950, 8 + 42, SECOND_US, NETOP_NAME_SOURCE_SAME_PROCESS, "n42.test");
}

static void
test_inferred (void)
{
  g_assert_false (netop_name_source_is_inferred (NETOP_NAME_SOURCE_NONE));
  g_assert_false (netop_name_source_is_inferred (NETOP_NAME_SOURCE_SAME_PROCESS));
  g_assert_true (netop_name_source_is_inferred (NETOP_NAME_SOURCE_OTHER_PROCESS));
  g_assert_false (netop_name_source_is_inferred (NETOP_NAME_SOURCE_MDNS));
  g_assert_false (netop_name_source_is_inferred (NETOP_NAME_SOURCE_HOSTS));
  g_assert_true (netop_name_source_is_inferred (NETOP_NAME_SOURCE_REVERSE_DNS));
  g_assert_cmpstr (netop_name_source_get_id (NETOP_NAME_SOURCE_OTHER_PROCESS), ==, "dns_other_process");
  g_assert_null (netop_name_source_get_id (NETOP_NAME_SOURCE_NONE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dns-names/who", test_who);
  g_test_add_func ("/core/dns-names/when", test_when);
  g_test_add_func ("/core/dns-names/mdns", test_mdns);
  g_test_add_func ("/core/dns-names/late-asker", test_late_asker);
  g_test_add_func ("/core/dns-names/bounds", test_bounds);
  g_test_add_func ("/core/dns-names/inferred", test_inferred);
  return g_test_run ();
}
