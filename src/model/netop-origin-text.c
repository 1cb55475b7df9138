/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-origin-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What NetopCgroupNames calls them, and what they call themselves. */
static const struct
{
  const char *kind;
  const char *name;
} kinds[] = {
  { "docker:", "Docker" },
  { "podman:", "Podman" },
  { "kubernetes:", "Kubernetes" },
  { "containerd:", "containerd" },
  { "lxc:", "LXC" },
  { "nspawn:", "systemd-nspawn" },
};

/**
 * netop_origin_dup_name:
 *
 * Returns: (transfer full): what the process is called, of several that ended how many they are, translated
 */
char *
netop_origin_dup_name (const NetopProcess *process)
{
  if (process->key.kind != NETOP_ROW_ENDED)
    return g_strdup (process->name ? process->name : "");

  /* TRANSLATORS: a program's name and how many of its processes have ended. */
  return g_strdup_printf (_ ("Ended: %s ×%u"), process->name, process->n_folded);
}

/* NULL for a machine of another kind */
static const char *
find_container_kind (const char *container)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_has_prefix (container, kinds[i].kind))
        return kinds[i].name;
    }
  return NULL;
}

/**
 * netop_origin_get_container_name:
 * @process: one that runs in a container
 *
 * Returns: (transfer none): the name or number of that
 */
const char *
netop_origin_get_container_name (const NetopProcess *process)
{
  const char *colon = strchr (process->container, ':');

  return colon != NULL ? colon + 1 : process->container;
}

/**
 * netop_origin_dup_container_kind:
 * @process: one that runs in a container
 *
 * Returns: (transfer full): what kind of container that is, translated
 */
char *
netop_origin_dup_container_kind (const NetopProcess *process)
{
  const char *kind = find_container_kind (process->container);

  if (kind == NULL)
    /* TRANSLATORS: a virtual machine or container. */
    return g_strdup (_ ("Machine"));

  /* TRANSLATORS: %s is for example Docker. */
  return g_strdup_printf (_ ("%s container"), kind);
}

/**
 * netop_origin_dup_container:
 *
 * Returns: (transfer full) (nullable): the container it runs in, translated; %NULL where it runs in none
 */
char *
netop_origin_dup_container (const NetopProcess *process)
{
  const char *kind;

  if (process->container == NULL)
    return NULL;
  if (g_str_has_prefix (process->container, "rootless:"))
    return g_strdup (_ ("Carries containers that run without root"));

  kind = find_container_kind (process->container);
  if (kind == NULL)
    /* TRANSLATORS: a virtual machine or container; %s is its name. */
    return g_strdup_printf (_ ("Machine %s"), netop_origin_get_container_name (process));

  /* TRANSLATORS: %1$s is for example Docker, %2$s the container's name or number. */
  return g_strdup_printf (_ ("%1$s container %2$s"), kind, netop_origin_get_container_name (process));
}

/**
 * netop_origin_dup_application:
 *
 * Returns: (transfer full) (nullable): the name of the application it belongs to; %NULL where it belongs to none
 */
char *
netop_origin_dup_application (const NetopProcess *process)
{
  const char *colon = process->application != NULL ? strchr (process->application, ':') : NULL;

  if (process->application_name != NULL)
    return g_strdup (process->application_name);
  return colon != NULL ? g_strdup (colon + 1) : NULL;
}

/**
 * netop_origin_dup_summary:
 *
 * Returns: (transfer full) (nullable): where the process runs or what it belongs to, translated, in the words of the list:
 *   the container, else the application where that is called otherwise; %NULL where there is nothing to say
 */
char *
netop_origin_dup_summary (const NetopProcess *process)
{
  g_autofree char *application = NULL;

  if (process->container != NULL)
    return netop_origin_dup_container (process);

  application = netop_origin_dup_application (process);
  if (application == NULL || g_ascii_strcasecmp (application, process->name) == 0)
    return NULL;
  return g_steal_pointer (&application);
}

static void
append_line (GString *text,
             char    *line)
{
  if (line == NULL)
    return;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
  g_free (line);
}

/**
 * netop_origin_dup_details:
 *
 * Returns: (transfer full) (nullable): what is known of the process in lines, translated: its command line, application,
 *   container and unit; %NULL where nothing is
 */
char *
netop_origin_dup_details (const NetopProcess *process)
{
  GString *text = g_string_new (process->cmdline != NULL ? process->cmdline : process->exe);
  char    *application = netop_origin_dup_application (process);

  if (application != NULL && g_str_has_prefix (process->application, "flatpak:"))
    append_line (text, g_strdup_printf (_ ("Flatpak: %s"), application));
  else if (application != NULL && g_str_has_prefix (process->application, "snap:"))
    append_line (text, g_strdup_printf (_ ("Snap: %s"), application));
  else if (application != NULL)
    append_line (text, g_strdup_printf (_ ("Application: %s"), application));
  if (process->container != NULL)
    append_line (text, netop_origin_dup_container (process));
  if (process->unit != NULL)
    /* TRANSLATORS: a unit of systemd. */
    append_line (text, g_strdup_printf (_ ("Unit: %s"), process->unit));
  g_free (application);
  return g_string_free (text, text->len == 0);
}
