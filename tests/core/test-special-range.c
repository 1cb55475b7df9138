/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-special-range.h"

static const struct
{
  const char *address;
  const char *id;
} cases[] = {
  { "0.1.2.3", "this_network" },
  { "9.255.255.255", NULL },
  { "10.0.0.0", "private" },
  { "10.255.255.255", "private" },
  { "11.0.0.0", NULL },
  { "100.63.255.255", NULL },
  { "100.64.0.0", "shared" },
  { "100.127.255.255", "shared" },
  { "100.128.0.0", NULL },
  { "127.0.0.53", "loopback" },
  { "169.254.1.1", "link_local" },
  { "172.15.255.255", NULL },
  { "172.31.255.255", "private" },
  { "172.32.0.0", NULL },
  { "192.0.0.8", "protocol" },
  { "192.0.1.0", NULL },
  { "192.0.2.255", "documentation" },
  { "192.88.99.1", NULL },
  { "192.168.0.1", "private" },
  { "198.17.255.255", NULL },
  { "198.19.255.255", "benchmarking" },
  { "198.51.100.1", "documentation" },
  { "203.0.113.1", "documentation" },
  { "224.0.0.251", "multicast" },
  { "239.255.255.255", "multicast" },
  { "240.0.0.0", "reserved" },
  { "255.255.255.254", "reserved" },
  { "255.255.255.255", "broadcast" },
  { "::", "this_network" },
  { "::1", "loopback" },
  { "::2", NULL },
  { "64:ff9b::8.8.8.8", "translation" },
  { "64:ff9b:1:2::1", "translation" },
  { "64:ff9b:2::1", NULL },
  { "100::1", "discard" },
  { "100:0:0:1::1", NULL },
  { "2001::1", "tunnel" },
  { "2001:2::1", "benchmarking" },
  { "2001:1ff:ffff::1", "protocol" },
  { "2001:200::1", NULL },
  { "2001:db8::1", "documentation" },
  { "2001:4860:4860::8888", NULL },
  { "2002:c000:201::1", "tunnel" },
  { "3fff:fff::1", "documentation" },
  { "3fff:1000::1", NULL },
  { "fd00::1", "private" },
  { "fe80::1", "link_local" },
  { "fec0::1", NULL },
  { "ff02::fb", "multicast" },
};

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopAddress address;

      g_test_message ("%s", cases[i].address);
      g_assert_true (netop_address_parse (cases[i].address, &address));
      g_assert_cmpstr (netop_special_range_get_id (netop_special_range_find (&address)), ==, cases[i].id);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/special-range/edges", test_edges);
  return g_test_run ();
}
