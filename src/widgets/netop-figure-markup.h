/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gtk/gtk.h>

#include "netop-format.h"

G_BEGIN_DECLS

char *netop_figure_markup_new (GtkWidget *widget, const NetopFormatted *formatted, const char *weight) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
