/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-group-text.h"

#include <glib/gi18n.h>

#include "netop-origin-text.h"

static const char *
get_application_text (const char *application)
{
  if (g_str_has_prefix (application, "flatpak:"))
    return _ ("Flatpak");

  return g_str_has_prefix (application, "snap:") ? _ ("Snap") : _ ("Application");
}

/**
 * netop_group_dup_kind:
 *
 * Returns: (transfer full): what its processes have in common, translated
 */
char *
netop_group_dup_kind (const NetopRowGroup *group)
{
  switch (group->kind)
    {
    case NETOP_GROUP_APPLICATION:
      return g_strdup (get_application_text (group->first->application));
    case NETOP_GROUP_CONTAINER:
      return netop_origin_dup_container_kind (group->first);
    case NETOP_GROUP_UNIT:
      /* Translators: a unit of systemd */
      return g_strdup (_ ("Service unit"));
    case NETOP_GROUP_USER:
      return g_strdup (_ ("User"));
    case NETOP_GROUP_PROGRAM:
    default:
      return g_strdup (_ ("Program"));
    }
}

/**
 * netop_group_dup_count:
 *
 * Returns: (transfer full): how many processes it has, and if there is a search, how many of them that shows; translated
 */
char *
netop_group_dup_count (const NetopRowGroup *group)
{
  if (group->members->len == group->n_processes)
    return g_strdup_printf (ngettext ("%u process", "%u processes", group->n_processes), group->n_processes);

  return g_strdup_printf (ngettext ("%u of %u process", "%u of %u processes", group->n_processes), group->members->len, group->n_processes);
}

/**
 * netop_group_dup_summary:
 *
 * Returns: (transfer full): what stands in small beside its name, translated
 */
char *
netop_group_dup_summary (const NetopRowGroup *group)
{
  g_autofree char *count = netop_group_dup_count (group);
  g_autofree char *kind = netop_group_dup_kind (group);
  bool             is_told = group->kind == NETOP_GROUP_CONTAINER ||
                 (group->kind == NETOP_GROUP_APPLICATION && !g_str_has_prefix (group->first->application, "desktop:"));

  if (!is_told)
    return g_steal_pointer (&count);

  return g_strdup_printf ("%s · %s", kind, count);
}
