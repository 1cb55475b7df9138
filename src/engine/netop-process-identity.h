/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-application-index.h"

G_BEGIN_DECLS

/* What stands as the container of a process that carries the traffic of those that a user runs without root. */
#define NETOP_ROOTLESS_PREFIX "rootless:"

/**
 * NetopProcessIdentity:
 * @unit: all are %NULL where not known
 * @container: "KIND:NAME"
 * @application: "flatpak:ID", "snap:NAME" or "desktop:ID"
 * @application_name: that its desktop entry gives it
 * @found_kind: of what the cgroup tells, with @found_id
 *
 * As what a process was started, and where it runs. Reference counted strings, valid UTF-8 that may be shown.
 */
typedef struct
{
  GRefString          *unit;
  GRefString          *container;
  GRefString          *application;
  GRefString          *application_name;
  NetopApplicationKind found_kind;
  char                *found_id;
} NetopProcessIdentity;

void netop_process_identity_set_cgroup (NetopProcessIdentity *self, const char *path, const char *process_name);
void netop_process_identity_set_application (NetopProcessIdentity *self, const NetopApplicationIndex *index, const char *process_name, const char *exe);
void netop_process_identity_copy (NetopProcessIdentity *self, const NetopProcessIdentity *other);
void netop_process_identity_intersect (NetopProcessIdentity *self, const NetopProcessIdentity *other);
void netop_process_identity_clear (NetopProcessIdentity *self);

G_END_DECLS
