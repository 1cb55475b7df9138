/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-notice.h"

G_BEGIN_DECLS

/**
 * NetopBanner:
 *
 * A line above the page with an icon, some words and at most one button.
 */
#define NETOP_TYPE_BANNER (netop_banner_get_type ())
G_DECLARE_FINAL_TYPE (NetopBanner, netop_banner, NETOP, BANNER, AdwBin)

void netop_banner_set_notice (NetopBanner *self, const NetopNotice *notice);
void netop_banner_set_room (NetopBanner *self, int width);

G_END_DECLS
