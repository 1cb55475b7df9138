/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void netop_about_show (GtkWindow *parent);

G_END_DECLS
