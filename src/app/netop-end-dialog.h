/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-snapshot.h"

G_BEGIN_DECLS

void netop_end_dialog_ask (GtkWindow *parent, const NetopProcess *process);

G_END_DECLS
