/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

char       *netop_interface_dup_kind_text (const NetopInterface *facts) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_interface_get_state_text (const NetopInterface *facts);
char       *netop_interface_dup_dns_servers (const NetopSnapshotInterface *interface) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_interface_dup_search_domains (const NetopSnapshotInterface *interface) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_interface_dup_addresses (const NetopSnapshotInterface *interface, const char *separator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
