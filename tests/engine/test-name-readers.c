/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdbool.h>

#include "netop-hosts-reader.h"
#include "netop-service-reader.h"

static char *
dup_name (const char *text)
{
  g_autoptr (NetopHosts) hosts = netop_hosts_reader_get ();
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  return hosts != NULL ? g_strdup (netop_hosts_find (hosts, &address)) : NULL;
}

static void
wait_for_name (const char *expected)
{
  g_autofree char *name = dup_name ("192.0.2.1");

  while (g_strcmp0 (name, expected) != 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (name);
      name = dup_name ("192.0.2.1");
    }
}

/* Also when another file takes its place. */
static void
test_hosts (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "hosts", NULL);

  g_assert_true (g_file_set_contents (path, "192.0.2.1 first.test\n", -1, NULL));
  netop_hosts_reader_start (path);
  wait_for_name ("first.test");
  g_assert_true (g_file_set_contents (path, "192.0.2.1 second.test\n", -1, NULL));
  wait_for_name ("second.test");
  g_assert_cmpint (g_unlink (path), ==, 0);
  wait_for_name (NULL);
  g_rmdir (folder);
}

/* Every system has these; without a database nothing is known. */
static void
test_services (void)
{
  g_autoptr (NetopServiceNames) names = netop_service_reader_get ();

  netop_service_reader_wait ();
  if (names == NULL)
    names = netop_service_reader_get ();
  g_assert_nonnull (names);
  if (!g_file_test ("/etc/services", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /etc/services");
      return;
    }
  g_assert_cmpstr (netop_service_names_find (names, 6, 443), ==, "https");
  g_assert_cmpstr (netop_service_names_find (names, 17, 53), ==, "domain");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/name-readers/hosts", test_hosts);
  g_test_add_func ("/engine/name-readers/services", test_services);
  return g_test_run ();
}
