/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void netop_capture_file_ask (GtkWindow *parent);
void netop_capture_file_open (GtkWindow *parent, GFile *file);

G_END_DECLS
