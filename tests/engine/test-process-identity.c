/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"
#include "netop-process-identity.h"

#include <string.h>

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define APP "/user.slice/user-1000.slice/user@1000.service/app.slice/"

static NetopApplicationIndex *
make_index (void)
{
  GPtrArray *applications = g_ptr_array_new ();

  g_ptr_array_add (applications, netop_application_new ("org.gnome.Terminal.desktop", "Terminal", "gnome-terminal", NULL));
  g_ptr_array_add (applications, netop_application_new ("firefox-esr.desktop", "Firefox ESR", "/usr/lib/firefox-esr/firefox-esr", "firefox"));
  g_ptr_array_add (applications, netop_application_new ("org.mozilla.firefox.desktop", "Firefox", "/usr/bin/flatpak", NULL));
  g_ptr_array_add (applications, netop_application_new ("firefox_firefox.desktop", "Firefox Web Browser", "env", NULL));
  g_ptr_array_add (applications, netop_application_new ("writer.desktop", "Writer", "soffice", NULL));
  g_ptr_array_add (applications, netop_application_new ("calc.desktop", "Calc", "soffice", NULL));
  g_ptr_array_add (applications, netop_application_new ("deluge.desktop", "Deluge", "python3", "deluge-gtk"));
  /* The same again, of a folder that counts less; and one without a name. */
  g_ptr_array_add (applications, netop_application_new ("org.gnome.Terminal.desktop", "Old", NULL, NULL));
  g_ptr_array_add (applications, netop_application_new ("nameless.desktop", "", "nameless", ""));
  return netop_application_index_new (applications);
}

static const struct
{
  const char *cgroup;
  const char *name;
  const char *exe;
  const char *application;
  const char *application_name;
  const char *container;
} cases[] = {
  { NULL, "curl", "/usr/bin/curl", NULL, NULL, NULL },
  { APP "app-gnome-org.gnome.Terminal-1.scope", "bash", "/usr/bin/bash", "desktop:org.gnome.Terminal", "Terminal", NULL },
  { APP "app-unknown-1.scope", "x", "/usr/bin/x", "desktop:unknown", NULL, NULL },
  { APP "app-flatpak-org.mozilla.firefox-1.scope", "firefox", "/app/bin/firefox", "flatpak:org.mozilla.firefox", "Firefox", NULL },
  { APP "snap.firefox.firefox-1.scope", "firefox", "/snap/firefox/1/firefox", "snap:firefox", "Firefox Web Browser", NULL },
  { "/user.slice/session-1.scope", "firefox-esr", "/usr/lib/firefox-esr/firefox-esr", "desktop:firefox-esr", "Firefox ESR", NULL },
  { "/user.slice/session-1.scope", "firefox", NULL, "desktop:firefox-esr", "Firefox ESR", NULL },
  { "/user.slice/session-1.scope", "deluge-gtk", NULL, "desktop:deluge", "Deluge", NULL },
  { "/user.slice/session-1.scope", "nameless", NULL, "desktop:nameless", NULL, NULL },
  { "/user.slice/session-1.scope", "soffice", "/usr/bin/soffice", NULL, NULL, NULL },
  { "/user.slice/session-1.scope", "python3", "/usr/bin/python3", NULL, NULL, NULL },
  { "/docker/" ID, "firefox-esr", "/usr/lib/firefox-esr/firefox-esr", NULL, NULL, "docker:0123456789ab" },
  { "/user.slice/podman-1.scope", "slirp4netns", "/usr/bin/slirp4netns", NULL, NULL, "rootless:slirp4netns" },
  { NULL, "pasta.avx2", "/usr/bin/passt.avx2", NULL, NULL, "rootless:pasta.avx2" },
  { "/docker/" ID, "pasta", NULL, NULL, NULL, "docker:0123456789ab" },
};

static void
test_cases (void)
{
  g_autoptr (NetopApplicationIndex) index = make_index ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopProcessIdentity identity = { 0 };

      g_test_message ("%u: %s", i, cases[i].name);
      netop_process_identity_set_cgroup (&identity, cases[i].cgroup, cases[i].name);
      netop_process_identity_set_application (&identity, index, cases[i].name, cases[i].exe);
      g_assert_cmpstr (identity.application, ==, cases[i].application);
      g_assert_cmpstr (identity.application_name, ==, cases[i].application_name);
      g_assert_cmpstr (identity.container, ==, cases[i].container);
      netop_process_identity_clear (&identity);
    }
}

static void
test_too_many (void)
{
  GPtrArray *applications = g_ptr_array_new ();
  g_autoptr (NetopApplicationIndex) index = NULL;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *id = g_strdup_printf ("a%u.desktop", i);

      g_ptr_array_add (applications, netop_application_new (id, id, id, NULL));
    }
  index = netop_application_index_new (applications);
  g_assert_nonnull (netop_application_index_find_id (index, NETOP_APPLICATION_DESKTOP, "a4095"));
  g_assert_null (netop_application_index_find_id (index, NETOP_APPLICATION_DESKTOP, "a4096"));
}

/* What several have in common is what all of them have. */
static void
test_intersect (void)
{
  NetopProcessIdentity common = { 0 };
  NetopProcessIdentity first = { 0 };
  NetopProcessIdentity second = { 0 };

  netop_process_identity_set_cgroup (&first, "/system.slice/docker-" ID ".scope", "curl");
  netop_process_identity_set_cgroup (&second, "/system.slice/a.service", "curl");
  netop_process_identity_copy (&common, &first);
  netop_process_identity_intersect (&common, &first);
  g_assert_cmpstr (common.container, ==, "docker:0123456789ab");
  g_assert_cmpstr (common.unit, ==, first.unit);

  netop_process_identity_intersect (&common, &second);
  g_assert_null (common.container);
  g_assert_null (common.unit);
  netop_process_identity_intersect (&common, &first);
  g_assert_null (common.container);
  netop_process_identity_clear (&common);
  netop_process_identity_clear (&first);
  netop_process_identity_clear (&second);
}

static void
add_process_in (Fixture    *fixture,
                const char *cgroup)
{
  add_process (fixture, 1, 100, 1, "firefox-esr", false);
  g_array_index (fixture->tick->processes, NetopProcessRecord, 0).cgroup = netop_tick_add_string (fixture->tick, cgroup, strlen (cgroup));
}

/* The entries may be read after the process was heard of, and what it is told as may change. */
static void
test_snapshot (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (NetopSnapshot) before = NULL;
  g_autoptr (NetopSnapshot) after = NULL;
  g_autoptr (NetopSnapshot) moved = NULL;
  const NetopProcess *process;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  add_process_in (&fixture, "/system.slice/a.service");
  add_flow (&fixture, make_flow (5, TCP, 1000, 100));
  add_socket (&fixture, 7, 5, TCP, false, false);
  add_holder (&fixture, 7, 1);
  send_tick (&fixture, SECOND);
  before = get_snapshot (&fixture);
  process = find_process (before, 100);
  g_assert_cmpstr (process->unit, ==, "a.service");
  g_assert_null (process->application);

  netop_attribution_take_applications (fixture.attribution, make_index ());
  after = get_snapshot (&fixture);
  process = find_process (after, 100);
  g_assert_cmpstr (process->application, ==, "desktop:firefox-esr");
  g_assert_cmpstr (process->application_name, ==, "Firefox ESR");

  add_process_in (&fixture, "/system.slice/docker-" ID ".scope");
  send_tick (&fixture, SECOND);
  moved = get_snapshot (&fixture);
  process = find_process (moved, 100);
  g_assert_cmpstr (process->container, ==, "docker:0123456789ab");
  g_assert_null (process->application);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/process-identity/cases", test_cases);
  g_test_add_func ("/engine/process-identity/intersect", test_intersect);
  g_test_add_func ("/engine/process-identity/too-many", test_too_many);
  g_test_add_func ("/engine/process-identity/snapshot", test_snapshot);
  return g_test_run ();
}
