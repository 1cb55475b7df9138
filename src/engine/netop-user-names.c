/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-user-names.h"

#include <pwd.h>
#include <string.h>

#include "netop-format.h"

#define MAX_NAMES 4096
#define ENTRY_SIZE 16384

struct _NetopUserNames
{
  GHashTable *names; /* of GRefString, NULL where there is none, by uid */
};

static void
release_name (gpointer name)
{
  if (name != NULL)
    g_ref_string_release (name);
}

/**
 * netop_user_names_new:
 *
 * Returns: (transfer full): one that has asked for none yet
 */
NetopUserNames *
netop_user_names_new (void)
{
  NetopUserNames *self = g_new0 (NetopUserNames, 1);

  self->names = g_hash_table_new_full (NULL, NULL, NULL, release_name);
  return self;
}

/**
 * netop_user_names_free:
 * @self: (transfer full) (nullable):
 */
void
netop_user_names_free (NetopUserNames *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->names);
  g_free (self);
}

static GRefString *
look_up (uint32_t uid)
{
  struct passwd    entry;
  struct passwd   *found = NULL;
  g_autofree char *buffer = g_malloc (ENTRY_SIZE);
  g_autofree char *shown = NULL;

  if (getpwuid_r (uid, &entry, buffer, ENTRY_SIZE, &found) != 0 || found == NULL)
    return NULL;

  shown = netop_format_name (found->pw_name, strlen (found->pw_name));
  return g_ref_string_new (shown);
}

/**
 * netop_user_names_get:
 *
 * Returns: (transfer none) (nullable): the user's name; %NULL where there is none
 */
GRefString *
netop_user_names_get (NetopUserNames *self,
                      uint32_t        uid)
{
  gpointer name = NULL;

  if (g_hash_table_lookup_extended (self->names, GUINT_TO_POINTER (uid), NULL, &name))
    return name;

  if (g_hash_table_size (self->names) >= MAX_NAMES)
    g_hash_table_remove_all (self->names);
  name = look_up (uid);
  g_hash_table_insert (self->names, GUINT_TO_POINTER (uid), name);
  return name;
}
