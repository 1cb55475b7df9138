/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-origin-text.h"

static const struct
{
  const char *container;
  const char *application;
  const char *application_name;
  const char *unit;
  const char *summary;
  const char *details;
} cases[] = {
  { NULL, NULL, NULL, NULL, NULL, "curl x" },
  { NULL, NULL, NULL, "a.service", NULL, "curl x\nUnit: a.service" },
  { "docker:0123456789ab", NULL, NULL, NULL, "Docker container 0123456789ab", "curl x\nDocker container 0123456789ab" },
  { "machine:my-box", NULL, NULL, NULL, "Machine my-box", "curl x\nMachine my-box" },
  { "rootless:pasta", NULL, NULL, "b.scope", "Carries containers that run without root", "curl x\nCarries containers that run without root\nUnit: b.scope" },
  { NULL, "desktop:org.gnome.Terminal", "Terminal", NULL, "Terminal", "curl x\nApplication: Terminal" },
  { NULL, "desktop:curl", "Curl", NULL, NULL, "curl x\nApplication: Curl" },
  { NULL, "flatpak:org.mozilla.firefox", NULL, NULL, "org.mozilla.firefox", "curl x\nFlatpak: org.mozilla.firefox" },
  { NULL, "snap:lxd", NULL, NULL, "lxd", "curl x\nSnap: lxd" },
  { "docker:0123456789ab", "snap:lxd", NULL, "c.service", "Docker container 0123456789ab",
    "curl x\nSnap: lxd\nDocker container 0123456789ab\nUnit: c.service" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const NetopProcess process = {
        .name = (char *)"curl",
        .cmdline = (char *)"curl x",
        .container = (char *)cases[i].container,
        .application = (char *)cases[i].application,
        .application_name = (char *)cases[i].application_name,
        .unit = (char *)cases[i].unit,
      };
      g_autofree char *summary = netop_origin_dup_summary (&process);
      g_autofree char *details = netop_origin_dup_details (&process);

      g_assert_cmpstr (summary, ==, cases[i].summary);
      g_assert_cmpstr (details, ==, cases[i].details);
    }
}

static void
test_nothing_is_known (void)
{
  const NetopProcess process = { .name = (char *)"kworker" };

  g_assert_null (netop_origin_dup_summary (&process));
  g_assert_null (netop_origin_dup_details (&process));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/origin-text/cases", test_cases);
  g_test_add_func ("/model/origin-text/nothing-is-known", test_nothing_is_known);
  return g_test_run ();
}
