/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cgroup-names.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define USER "/user.slice/user-1000.slice/user@1000.service"

/* Paths as they were seen on machines, or as those who make them document them. */
static const struct
{
  const char          *path;
  const char          *unit;
  const char          *container;
  const char          *application;
  NetopApplicationKind kind;
} cases[] = {
  { "/", NULL, NULL, NULL, NETOP_APPLICATION_NONE },
  { "", NULL, NULL, NULL, NETOP_APPLICATION_NONE },
  { "/init.scope", "init.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/sshd.service", "sshd.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/user.slice/user-1000.slice/session-2.scope", "session-2.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { USER "/init.scope", "init.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { USER "/session.slice/pipewire.service", "pipewire.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/docker.service", "docker.service", NULL, NULL, NETOP_APPLICATION_NONE },

  /* Desktop environments. */
  { USER "/app.slice/app-gnome-org.gnome.Terminal-2345.scope", "app-gnome-org.gnome.Terminal-2345.scope", NULL, "org.gnome.Terminal",
    NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-gnome-firefox\\x2desr-1234.scope", "app-gnome-firefox\\x2desr-1234.scope", NULL, "firefox-esr",
    NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-org.kde.konsole-4c3f.scope", "app-org.kde.konsole-4c3f.scope", NULL, "org.kde.konsole", NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-org.kde.dolphin@3f2c0d.service", "app-org.kde.dolphin@3f2c0d.service", NULL, "org.kde.dolphin",
    NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-org.gnome.Evolution\\x2dalarm\\x2dnotify@autostart.service", "app-org.gnome.Evolution\\x2dalarm\\x2dnotify@autostart.service",
    NULL, "org.gnome.Evolution-alarm-notify", NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-org.gnome.Terminal.slice/vte-spawn-0b8f9a6c-1d2e.scope", "vte-spawn-0b8f9a6c-1d2e.scope", NULL, "org.gnome.Terminal",
    NETOP_APPLICATION_DESKTOP },
  { USER "/app.slice/app-dbus\\x2d:1.2\\x2dorg.gnome.Nautilus.slice/dbus-:1.2-org.gnome.Nautilus@0.service", "dbus-:1.2-org.gnome.Nautilus@0.service",
    NULL, "org.gnome.Nautilus", NETOP_APPLICATION_DESKTOP },
  { USER "/session.slice/dbus-broker.service", "dbus-broker.service", NULL, NULL, NETOP_APPLICATION_NONE },

  /* Flatpak and Snap. */
  { USER "/app.slice/app-flatpak-org.mozilla.firefox-4321.scope", "app-flatpak-org.mozilla.firefox-4321.scope", NULL, "org.mozilla.firefox",
    NETOP_APPLICATION_FLATPAK },
  { USER "/app.slice/snap.firefox.firefox-0b8f9a6c-1d2e-4f50-8a9b-0c1d2e3f4a5b.scope", "snap.firefox.firefox-0b8f9a6c-1d2e-4f50-8a9b-0c1d2e3f4a5b.scope",
    NULL, "firefox", NETOP_APPLICATION_SNAP },
  { "/system.slice/snap.lxd.daemon.service", "snap.lxd.daemon.service", NULL, "lxd", NETOP_APPLICATION_SNAP },
  { "/system.slice/snap.mount.service", "snap.mount.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/snapd.service", "snapd.service", NULL, NULL, NETOP_APPLICATION_NONE },

  /* Containers. */
  { "/docker/" ID, NULL, "docker:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/docker-" ID ".scope", "docker-" ID ".scope", "docker:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/docker-" ID ".scope/system.slice/nginx.service", "nginx.service", "docker:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/../../docker/" ID, NULL, "docker:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/docker/" ID "/docker/fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210", NULL, "docker:fedcba987654", NULL,
    NETOP_APPLICATION_NONE },
  { "/machine.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", "podman:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/machine.slice/libpod-conmon-" ID ".scope", "libpod-conmon-" ID ".scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/libpod_parent/libpod-" ID, NULL, "podman:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { USER "/user.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", "podman:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { USER "/user.slice/podman-4321.scope", "podman-4321.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/kubepods/besteffort/pod2f0a2c5e-0000-11ea-9a9f-5254003b6f5e/" ID, NULL, "kubernetes:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2f0a2c5e.slice/crio-" ID ".scope", "crio-" ID ".scope",
    "kubernetes:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/kubepods.slice/kubepods-pod2f0a.slice/cri-containerd-" ID ".scope", "cri-containerd-" ID ".scope", "kubernetes:0123456789ab", NULL,
    NETOP_APPLICATION_NONE },
  { "/kubepods.slice/kubepods-pod2f0a.slice/docker-" ID ".scope", "docker-" ID ".scope", "kubernetes:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/system.slice/nerdctl-" ID ".scope", "nerdctl-" ID ".scope", "containerd:0123456789ab", NULL, NETOP_APPLICATION_NONE },
  { "/lxc.payload.web/system.slice/nginx.service", "nginx.service", "lxc:web", NULL, NETOP_APPLICATION_NONE },
  { "/lxc.payload/web/system.slice/nginx.service", "nginx.service", "lxc:web", NULL, NETOP_APPLICATION_NONE },
  { "/lxc/101/ns/init.scope", "init.scope", "lxc:101", NULL, NETOP_APPLICATION_NONE },
  { "/lxc.monitor.web", NULL, NULL, NULL, NETOP_APPLICATION_NONE },
  { "/machine.slice/systemd-nspawn@web.service/payload/system.slice/nginx.service", "nginx.service", "nspawn:web", NULL, NETOP_APPLICATION_NONE },
  { "/machine.slice/systemd-nspawn@web.service/supervisor", "systemd-nspawn@web.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/machine.slice/machine-my\\x2dbox.scope", "machine-my\\x2dbox.scope", "machine:my-box", NULL, NETOP_APPLICATION_NONE },
  { "/machine.slice/machine-qemu\\x2d1\\x2ddebian.scope/libvirt/emulator", "machine-qemu\\x2d1\\x2ddebian.scope", "machine:qemu-1-debian", NULL,
    NETOP_APPLICATION_NONE },

  /* What only looks alike, and what somebody made to look so. */
  { "/docker/build", NULL, NULL, NULL, NETOP_APPLICATION_NONE },
  { "/" ID, NULL, NULL, NULL, NETOP_APPLICATION_NONE },
  { "/docker-0123456789ab.scope", "docker-0123456789ab.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/docker-" ID "g.scope", "docker-" ID "g.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/.service/.scope/app-.scope/app-x.scope", "app-x.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/app-\\x00-1.scope", "app-\\x00-1.scope", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/app-a\\x2-1.scope", "app-a\\x2-1.scope", NULL, "a\\x2", NETOP_APPLICATION_DESKTOP },
  { "//system.slice//a.service//", "a.service", NULL, NULL, NETOP_APPLICATION_NONE },
  { "/_a.service", "a.service", NULL, NULL, NETOP_APPLICATION_NONE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (NetopCgroupNames) names = { 0 };

      g_test_message ("%s", cases[i].path);
      netop_cgroup_names_parse (cases[i].path, &names);
      g_assert_cmpstr (names.unit, ==, cases[i].unit);
      g_assert_cmpstr (names.container, ==, cases[i].container);
      g_assert_cmpstr (names.application, ==, cases[i].application);
      g_assert_cmpint (names.application_kind, ==, cases[i].kind);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/cgroup-names/cases", test_cases);
  return g_test_run ();
}
