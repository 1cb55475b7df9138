/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

bool        netop_connection_is_over (const NetopConnection *connection);
const char *netop_connection_get_state_text (const NetopConnection *connection);
const char *netop_connection_get_direction_text (const NetopConnection *connection);
const char *netop_connection_get_name_source_text (const NetopConnection *connection);
const char *netop_connection_get_match_text (const NetopConnection *connection);
const char *netop_connection_get_range_text (const NetopConnection *connection);
gboolean    netop_connection_has_inferred_name (const NetopConnection *connection);
char       *netop_connection_dup_notes (const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_connection_dup_marks (const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
uint16_t    netop_connection_get_service_port (const NetopConnection *connection);
char       *netop_connection_dup_age (const NetopConnection *connection, int64_t now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
