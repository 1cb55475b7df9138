/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-group.h"

#include <glib/gi18n.h>

#include "netop-keyed-hash.h"
#include "netop-origin-text.h"

static const char *const ids[] = {
  [NETOP_GROUPING_PROCESS] = "process",
  [NETOP_GROUPING_APPLICATION] = "application",
  [NETOP_GROUPING_USER] = "user",
};

G_STATIC_ASSERT (G_N_ELEMENTS (ids) == NETOP_N_GROUPINGS);

/* Scopes are left out: a session's holds whatever its user starts, and those of applications are known as such. */
static bool
is_service (const char *unit)
{
  return unit && g_str_has_suffix (unit, ".service");
}

/* What carries the traffic of a user's own containers runs in none. */
static bool
is_in_container (const NetopProcess *process)
{
  return process->container && !g_str_has_prefix (process->container, "rootless:");
}

static NetopGroupKind
find_kind (const NetopProcess *process, NetopGrouping grouping)
{
  if (grouping == NETOP_GROUPING_USER)
    return NETOP_GROUP_USER;
  if (process->application)
    return NETOP_GROUP_APPLICATION;
  if (is_in_container (process))
    return NETOP_GROUP_CONTAINER;

  return is_service (process->unit) ? NETOP_GROUP_UNIT : NETOP_GROUP_PROGRAM;
}

/* What members of a group have in common; @buffer is for what has to be written first. */
static const char *
get_identity (const NetopProcess *process, NetopGroupKind kind, char *buffer, gsize size)
{
  switch (kind)
    {
    case NETOP_GROUP_APPLICATION:
      return process->application;
    case NETOP_GROUP_CONTAINER:
      return process->container;
    case NETOP_GROUP_UNIT:
      return process->unit;
    case NETOP_GROUP_USER:
      g_snprintf (buffer, size, process->uid_known ? "%u" : "-", process->uid);
      return buffer;
    case NETOP_GROUP_PROGRAM:
    default:
      return process->name ? process->name : "";
    }
}

/* Programs choose what they are called: without the keys nobody could make two groups look like one. */
static void
hash_identity (NetopRowKey *key, NetopGroupKind kind, const char *identity)
{
  static NetopHashKey secrets[2];
  static gsize        is_made;
  NetopHashKey        seeds[2];

  if (g_once_init_enter (&is_made))
    {
      secrets[0] = netop_hash_key_new_random ();
      secrets[1] = netop_hash_key_new_random ();
      g_once_init_leave (&is_made, 1);
    }

  for (guint i = 0; i < 2; i++)
    {
      seeds[i] = secrets[i];
      seeds[i].k0 ^= kind;
    }
  key->kind = NETOP_ROW_GROUP;
  key->a = netop_keyed_hash (&seeds[0], identity, strlen (identity));
  key->b = netop_keyed_hash (&seeds[1], identity, strlen (identity));
}

static char *
dup_user_name (const NetopProcess *process)
{
  if (!process->uid_known)
    return g_strdup (_ ("User not known"));

  return process->username ? g_strdup (process->username) : g_strdup_printf ("%u", process->uid);
}

static char *
dup_name (const NetopProcess *process, NetopGroupKind kind)
{
  char *application;

  switch (kind)
    {
    case NETOP_GROUP_APPLICATION:
      application = netop_origin_dup_application (process);
      return application ? application : g_strdup (process->application);
    case NETOP_GROUP_CONTAINER:
      return g_strdup (netop_origin_get_container_name (process));
    case NETOP_GROUP_UNIT:
      return g_strdup (process->unit);
    case NETOP_GROUP_USER:
      return dup_user_name (process);
    case NETOP_GROUP_PROGRAM:
    default:
      return g_strdup (process->name ? process->name : "");
    }
}

static bool
is_same_user (const NetopProcess *a, const NetopProcess *b)
{
  return a->uid_known == b->uid_known && a->uid == b->uid;
}

/**
 * netop_row_group_new:
 * @first: one of its processes, which is added by netop_row_group_add() like the others
 * @grouping: not %NETOP_GROUPING_PROCESS
 *
 * Returns: (transfer full): a group without members, called what @first makes it
 */
NetopRowGroup *
netop_row_group_new (const NetopProcess *first, NetopGrouping grouping)
{
  NetopRowGroup *self = g_new0 (NetopRowGroup, 1);

  self->kind = find_kind (first, grouping);
  self->key = netop_row_group_find_key (first, grouping);
  self->name = dup_name (first, self->kind);
  self->members = g_ptr_array_new ();
  self->is_of_one_user = true;
  self->first = first;

  return self;
}

/**
 * netop_row_group_free:
 *
 * Frees it.
 */
void
netop_row_group_free (NetopRowGroup *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->members);
  netop_history_unref (self->history);
  g_free (self);
}

/**
 * netop_row_group_add:
 * @process: (transfer none): of the snapshot of the others
 * @is_shown: whether the filter shows it
 */
void
netop_row_group_add (NetopRowGroup *self, const NetopProcess *process, bool is_shown)
{
  self->n_processes++;
  if (!is_same_user (self->first, process))
    self->is_of_one_user = false;
  if (is_shown)
    g_ptr_array_add (self->members, (gpointer)process);
}

/**
 * netop_row_group_get_history:
 *
 * Adds up those of its members, at the first call: of most groups nobody looks at it.
 *
 * Returns: (transfer none) (nullable): owned by @self; %NULL while all is silent
 */
NetopHistory *
netop_row_group_get_history (NetopRowGroup *self)
{
  g_autofree NetopHistory **parts = NULL;

  if (self->has_history)
    return self->history;

  parts = g_new (NetopHistory *, self->members->len);
  for (guint i = 0; i < self->members->len; i++)
    parts[i] = ((const NetopProcess *)g_ptr_array_index (self->members, i))->history;
  self->history = netop_history_sum (parts, self->members->len, NETOP_ROW_HISTORY_SAMPLES);
  self->has_history = true;

  return self->history;
}

/**
 * netop_row_group_find_key:
 * @grouping: not %NETOP_GROUPING_PROCESS
 *
 * Returns: the identity of the group that @process stands in
 */
NetopRowKey
netop_row_group_find_key (const NetopProcess *process, NetopGrouping grouping)
{
  NetopGroupKind kind = find_kind (process, grouping);
  NetopRowKey    key = { 0 };
  char           buffer[16];

  hash_identity (&key, kind, get_identity (process, kind, buffer, sizeof buffer));

  return key;
}

/**
 * netop_grouping_get_id:
 *
 * Returns: (transfer none): what settings and actions call it
 */
const char *
netop_grouping_get_id (NetopGrouping grouping)
{
  return ids[grouping];
}

/**
 * netop_grouping_from_id:
 *
 * Returns: what settings and actions call @id; %NETOP_GROUPING_PROCESS of anything else
 */
NetopGrouping
netop_grouping_from_id (const char *id)
{
  for (guint i = 0; i < NETOP_N_GROUPINGS; i++)
    if (g_str_equal (ids[i], id))
      return (NetopGrouping)i;

  return NETOP_GROUPING_PROCESS;
}
