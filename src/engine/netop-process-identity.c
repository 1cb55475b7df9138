/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-identity.h"

#include <string.h>

#include "netop-format.h"

/* Programs through which everything goes that the containers of a user who is not root send and receive: in the host's
 * namespace the sockets are theirs. slirp4netns(1), pasta(1), rootlesskit and Podman's and Docker's port forwarders. */
static const char *const carriers[] = {
  "bypass4netnsd", "gvproxy", "pasta", "pasta.avx2", "rootlesskit", "rootlesskit-docker-proxy", "rootlessport", "slirp4netns", "vpnkit"
};

static GRefString *
new_text (const char *text)
{
  g_autofree char *shown = text != NULL ? netop_format_name (text, strlen (text)) : NULL;

  return shown != NULL ? g_ref_string_new (shown) : NULL;
}

static void
take_text (GRefString **text,
           GRefString  *with)
{
  g_clear_pointer (text, g_ref_string_release);
  *text = with;
}

static char *
dup_carrier (const char *process_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (carriers); i++)
    {
      if (strcmp (carriers[i], process_name) == 0)
        return g_strconcat (NETOP_ROOTLESS_PREFIX, process_name, NULL);
    }
  return NULL;
}

/**
 * netop_process_identity_set_cgroup:
 * @path: (nullable): of its control group
 * @process_name: what it is called
 *
 * Takes what the path tells. A process that carries the traffic of a user's own containers has that as its container,
 * if it is in none.
 */
void
netop_process_identity_set_cgroup (NetopProcessIdentity *self,
                                   const char           *path,
                                   const char           *process_name)
{
  g_auto (NetopCgroupNames) names = { 0 };

  if (path != NULL)
    netop_cgroup_names_parse (path, &names);
  if (names.container == NULL)
    names.container = dup_carrier (process_name);

  take_text (&self->unit, new_text (names.unit));
  take_text (&self->container, new_text (names.container));
  g_free (self->found_id);
  self->found_id = g_steal_pointer (&names.application);
  self->found_kind = names.application_kind;
}

static const char *
get_prefix (NetopApplicationKind kind)
{
  switch (kind)
    {
    case NETOP_APPLICATION_FLATPAK:
      return "flatpak";
    case NETOP_APPLICATION_SNAP:
      return "snap";
    case NETOP_APPLICATION_DESKTOP:
    case NETOP_APPLICATION_NONE:
    default:
      return "desktop";
    }
}

/* What runs in a container is not what the host's desktop entries start. */
static const NetopApplication *
find_program (const NetopProcessIdentity  *self,
              const NetopApplicationIndex *index,
              const char                  *process_name,
              const char                  *exe)
{
  if (self->container != NULL)
    return NULL;
  return netop_application_index_find_program (index, exe != NULL ? exe : process_name);
}

/**
 * netop_process_identity_set_application:
 * @index: (nullable): the desktop entries, as soon as they are read
 * @exe: (nullable): the program's path
 *
 * Says what application it is: what the cgroup tells, else the desktop entry that starts the program.
 */
void
netop_process_identity_set_application (NetopProcessIdentity        *self,
                                        const NetopApplicationIndex *index,
                                        const char                  *process_name,
                                        const char                  *exe)
{
  const NetopApplication *application = NULL;
  g_autofree char        *found = NULL;
  NetopApplicationKind    kind = self->found_kind;

  if (index != NULL && self->found_id != NULL)
    application = netop_application_index_find_id (index, kind, self->found_id);
  else if (index != NULL)
    application = find_program (self, index, process_name, exe);

  /* A Snap's own name says more than that of its entry. */
  if (self->found_id != NULL && (application == NULL || kind != NETOP_APPLICATION_DESKTOP))
    found = g_strdup_printf ("%s:%s", get_prefix (kind), self->found_id);
  else if (application != NULL)
    found = g_strdup_printf ("%s:%s", get_prefix (NETOP_APPLICATION_DESKTOP), application->id);

  take_text (&self->application, new_text (found));
  take_text (&self->application_name, application != NULL && application->name != NULL ? g_ref_string_acquire (application->name) : NULL);
}

static GRefString *
copy (GRefString *text)
{
  return text != NULL ? g_ref_string_acquire (text) : NULL;
}

/**
 * netop_process_identity_copy:
 * @self: cleared
 *
 * Takes over what may be shown of @other.
 */
void
netop_process_identity_copy (NetopProcessIdentity       *self,
                             const NetopProcessIdentity *other)
{
  self->unit = copy (other->unit);
  self->container = copy (other->container);
  self->application = copy (other->application);
  self->application_name = copy (other->application_name);
}

/* NULL where they differ. */
static void
keep_same (GRefString **text,
           GRefString  *other)
{
  if (g_strcmp0 (*text, other) != 0)
    take_text (text, NULL);
}

/**
 * netop_process_identity_intersect:
 *
 * Forgets what is not the same in @other: the rest holds of both.
 */
void
netop_process_identity_intersect (NetopProcessIdentity       *self,
                                  const NetopProcessIdentity *other)
{
  keep_same (&self->unit, other->unit);
  keep_same (&self->container, other->container);
  keep_same (&self->application, other->application);
  keep_same (&self->application_name, other->application_name);
}

/**
 * netop_process_identity_clear:
 */
void
netop_process_identity_clear (NetopProcessIdentity *self)
{
  take_text (&self->unit, NULL);
  take_text (&self->container, NULL);
  take_text (&self->application, NULL);
  take_text (&self->application_name, NULL);
  g_clear_pointer (&self->found_id, g_free);
}
