/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-source.h"

G_BEGIN_DECLS

/* What the processes are sorted by at first. */
typedef enum {
  NETOP_APPLICATION_SORT_REMEMBERED, /* as the window was left; download at the very first */
  NETOP_APPLICATION_SORT_TRAFFIC,
  NETOP_APPLICATION_SORT_PID,
  NETOP_APPLICATION_SORT_NAME,
  NETOP_APPLICATION_SORT_CONNECTIONS,
} NetopApplicationSort;

/**
 * NetopApplicationOptions:
 * @file_name: (nullable): the capture file that is read, to be shown; %NULL for live traffic
 * @filter: (nullable): what is searched for at first
 * @is_single: another start that is single too brings this window up instead of opening one of its own
 */
typedef struct
{
  NetopApplicationSort sort;
  const char          *file_name;
  const char          *filter;
  gboolean             is_single;
} NetopApplicationOptions;

int netop_application_run (NetopSource *source, const NetopApplicationOptions *options);

G_END_DECLS
