/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-exporter.h"

G_BEGIN_DECLS

void netop_export_failure_show (GtkWindow *parent, NetopExporter *exporter, NetopSnapshot *snapshot, GFile *file, const GError *error);

G_END_DECLS
