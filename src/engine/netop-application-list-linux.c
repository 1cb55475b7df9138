/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gio/gdesktopappinfo.h>

#include "netop-application-index.h"

/**
 * netop_application_list_all:
 *
 * Returns: (transfer full) (element-type NetopApplication): all desktop entries of the user
 */
GPtrArray *
netop_application_list_all (void)
{
  GPtrArray *applications = g_ptr_array_new ();
  GList     *infos = g_app_info_get_all ();

  for (GList *link = infos; link != NULL; link = link->next)
    {
      GAppInfo *info = link->data;

      if (g_app_info_get_id (info) != NULL)
        g_ptr_array_add (applications,
                         netop_application_new (g_app_info_get_id (info), g_app_info_get_display_name (info), g_app_info_get_executable (info),
                                                g_desktop_app_info_get_startup_wm_class (G_DESKTOP_APP_INFO (info))));
    }
  g_list_free_full (infos, g_object_unref);
  return applications;
}
