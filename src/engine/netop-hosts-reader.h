/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-hosts.h"

G_BEGIN_DECLS

void        netop_hosts_reader_start (const char *path);
NetopHosts *netop_hosts_reader_get (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
