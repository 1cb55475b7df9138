/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-service-names.h"

#define TCP 6
#define UDP 17

static void
test_find (void)
{
  g_autoptr (NetopServiceNames) names = netop_service_names_new ();

  netop_service_names_add (names, "tcp", 443, "https");
  netop_service_names_add (names, "tcp", 443, "later");
  netop_service_names_add (names, "udp", 443, "h3\n");
  netop_service_names_add (names, "none", 80, "http");
  g_assert_cmpstr (netop_service_names_find (names, TCP, 443), ==, "https");
  g_assert_cmpstr (netop_service_names_find (names, UDP, 443), ==, "h3\\x0a");
  g_assert_null (netop_service_names_find (names, TCP, 80));
  g_assert_null (netop_service_names_find (names, 1, 0));
}

static void
test_bounds (void)
{
  g_autoptr (NetopServiceNames) names = netop_service_names_new ();

  for (guint port = 0; port <= G_MAXUINT16; port++)
    netop_service_names_add (names, "tcp", (uint16_t)port, "any");
  g_assert_nonnull (netop_service_names_find (names, TCP, NETOP_SERVICE_NAMES_MAX - 1));
  g_assert_null (netop_service_names_find (names, TCP, NETOP_SERVICE_NAMES_MAX));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service-names/find", test_find);
  g_test_add_func ("/core/service-names/bounds", test_bounds);
  return g_test_run ();
}
