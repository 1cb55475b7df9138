/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * NetopWelcome:
 *
 * Three sentences for who starts the program for the first time. The window behind it shows what it has meanwhile.
 */
#define NETOP_TYPE_WELCOME (netop_welcome_get_type ())
G_DECLARE_FINAL_TYPE (NetopWelcome, netop_welcome, NETOP, WELCOME, AdwWindow)

void netop_welcome_show_once (GtkWindow *parent);

G_END_DECLS
