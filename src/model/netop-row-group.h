/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

/* As many seconds as the engine keeps of a process. */
#define NETOP_ROW_HISTORY_SAMPLES 300

/**
 * NetopGrouping:
 *
 * What the top rows of the Processes page are.
 */
typedef enum {
  NETOP_GROUPING_PROCESS, /* no groups */
  NETOP_GROUPING_APPLICATION,
  NETOP_GROUPING_USER,
  NETOP_N_GROUPINGS,
} NetopGrouping;

typedef enum {
  NETOP_GROUP_APPLICATION, /* of a desktop entry, Flatpak or Snap */
  NETOP_GROUP_CONTAINER,
  NETOP_GROUP_UNIT,    /* a service of systemd */
  NETOP_GROUP_PROGRAM, /* processes that nothing but their name tells apart */
  NETOP_GROUP_USER,
} NetopGroupKind;

/**
 * NetopRowGroup:
 * @key: equal in every snapshot in which the group has a process, as long as the program runs
 * @name: translated
 * @members: of #NetopProcess: those that the filter shows
 * @n_processes: the others, too
 * @is_of_one_user: then it is that of any member
 * @first: one of its processes, whether or not the filter shows it
 *
 * Processes that stand under one row. Lives as long as the snapshot it is of is held.
 */
typedef struct
{
  NetopRowKey         key;
  NetopGroupKind      kind;
  char               *name;
  GPtrArray          *members;
  guint               n_processes;
  bool                is_of_one_user;
  const NetopProcess *first;
  NetopHistory       *history; /* private: made when it is asked for, like the next */
  bool                has_history;
} NetopRowGroup;

NetopRowGroup *netop_row_group_new (const NetopProcess *first, NetopGrouping grouping) G_GNUC_WARN_UNUSED_RESULT;
void           netop_row_group_free (NetopRowGroup *self);
void           netop_row_group_add (NetopRowGroup *self, const NetopProcess *process, bool is_shown);
NetopHistory  *netop_row_group_get_history (NetopRowGroup *self);
NetopRowKey    netop_row_group_find_key (const NetopProcess *process, NetopGrouping grouping);
const char    *netop_grouping_get_id (NetopGrouping grouping);
NetopGrouping  netop_grouping_from_id (const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRowGroup, netop_row_group_free)

G_END_DECLS
