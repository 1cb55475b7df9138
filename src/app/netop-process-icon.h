/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-snapshot.h"

G_BEGIN_DECLS

/* Of what is not known to have one, and of what has none. */
#define NETOP_PROCESS_ICON_GENERIC "np-service-symbolic"
#define NETOP_PROCESS_ICON_CONTAINER "np-container-symbolic"

const char *netop_process_icon_get_name (GdkDisplay *display, const NetopProcess *process);

G_END_DECLS
