/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

char       *netop_origin_dup_summary (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_origin_dup_details (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_origin_dup_application (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_origin_dup_name (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_origin_get_container_name (const NetopProcess *process);
char       *netop_origin_dup_container_kind (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_origin_dup_container (const NetopProcess *process) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
