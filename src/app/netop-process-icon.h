/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-row-group.h"

G_BEGIN_DECLS

/* Of what is not known to have one, of what has none, and of people. */
#define NETOP_PROCESS_ICON_GENERIC "np-service-symbolic"
#define NETOP_PROCESS_ICON_CONTAINER "np-container-symbolic"
#define NETOP_PROCESS_ICON_USER "avatar-default-symbolic"
#define NETOP_PROCESS_ICON_UNKNOWN "np-unknown-symbolic"

const char *netop_process_icon_get_group_name (GdkDisplay *display, const NetopRowGroup *group);
const char *netop_process_icon_get_name (GdkDisplay *display, const NetopProcess *process);

G_END_DECLS
