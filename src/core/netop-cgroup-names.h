/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Through what an application was started, as far as its cgroup tells. */
typedef enum {
  NETOP_APPLICATION_NONE,
  NETOP_APPLICATION_DESKTOP,
  NETOP_APPLICATION_FLATPAK,
  NETOP_APPLICATION_SNAP,
} NetopApplicationKind;

/**
 * NetopCgroupNames:
 * @unit: the innermost systemd unit, a service or a scope, by its own name; %NULL if none
 * @container: "KIND:NAME" of the innermost container; %NULL if none. KIND is docker, podman, kubernetes, containerd, lxc,
 *   nspawn or machine; the name of the first five but lxc is the first twelve digits of the identifier
 * @application: without the escapes of unit names: any bytes but NUL; %NULL if @application_kind says none
 *
 * What the path of a process's control group tells of where it runs. Its strings are its own.
 */
typedef struct
{
  char                *unit;
  char                *container;
  char                *application;
  NetopApplicationKind application_kind;
} NetopCgroupNames;

void netop_cgroup_names_parse (const char *path, NetopCgroupNames *names);
void netop_cgroup_names_clear (NetopCgroupNames *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetopCgroupNames, netop_cgroup_names_clear)

G_END_DECLS
