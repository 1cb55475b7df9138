/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-hosts.h"

static void
assert_name (const NetopHosts *hosts,
             const char       *address,
             const char       *name)
{
  NetopAddress parsed;

  g_assert_true (netop_address_parse (address, &parsed));
  g_assert_cmpstr (netop_hosts_find (hosts, &parsed), ==, name);
}

static void
test_lines (void)
{
  const char text[] = "127.0.0.1\tlocalhost\n"
                      "# 192.0.2.1 commented.test\n"
                      "192.0.2.2  printer.test printer # of the house\r\n"
                      "192.0.2.2 later.test\n"
                      "0.0.0.0 blocked.test\n:: blocked.test\n"
                      "192.0.2.3\n192.0.2.4 # nobody\n"
                      "no.address name.test\n300.0.0.1 name.test\n"
                      "fe80::1%eth0 zone.test\n"
                      "2001:db8::1 six.test";
  g_autoptr (NetopHosts) hosts = netop_hosts_new (text, strlen (text));

  assert_name (hosts, "127.0.0.1", "localhost");
  assert_name (hosts, "192.0.2.1", NULL);
  assert_name (hosts, "192.0.2.2", "printer.test");
  assert_name (hosts, "0.0.0.0", NULL);
  assert_name (hosts, "192.0.2.3", NULL);
  assert_name (hosts, "192.0.2.4", NULL);
  assert_name (hosts, "2001:db8::1", "six.test");
}

/* Whoever may write it may write anything. */
static void
test_hostile (void)
{
  const char text[] = "192.0.2.1 \x1b[2J<b>\xff\n192.0.2.2\0x y.test\n192.0.2.3 a\xe2\x80\xae"
                      "b\n\n\n \n192.0.2.4";
  g_autoptr (NetopHosts) hosts = netop_hosts_new (text, sizeof text - 1);
  g_autofree char *longest = g_strdup_printf ("192.0.2.5 %0256d", 0);
  g_autoptr (NetopHosts) with_long = netop_hosts_new (longest, strlen (longest));
  g_autoptr (NetopHosts) empty = netop_hosts_new ("", 0);
  g_autoptr (NetopHosts) nothing = netop_hosts_new (NULL, 0);

  assert_name (hosts, "192.0.2.1", "\\x1b[2J<b>\\xff");
  assert_name (hosts, "192.0.2.2", NULL);
  assert_name (hosts, "192.0.2.3", "a\\xe2\\x80\\xaeb");
  assert_name (hosts, "192.0.2.4", NULL);
  assert_name (with_long, "192.0.2.5", NULL);
  assert_name (empty, "192.0.2.1", NULL);
  assert_name (nothing, "192.0.2.1", NULL);
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (NetopHosts) hosts = NULL;

  for (guint i = 0; i < NETOP_HOSTS_MAX_ADDRESSES + 2; i++)
    g_string_append_printf (text, "10.1.%u.%u n%u.test\n", i / 256, i % 256, i);
  hosts = netop_hosts_new (text->str, text->len);
  assert_name (hosts, "10.1.63.255", "n16383.test");
  assert_name (hosts, "10.1.64.0", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/hosts/lines", test_lines);
  g_test_add_func ("/core/hosts/hostile", test_hostile);
  g_test_add_func ("/core/hosts/bounds", test_bounds);
  return g_test_run ();
}
