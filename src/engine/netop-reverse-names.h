/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"

G_BEGIN_DECLS

/* How many addresses are remembered, with a name or without. */
#define NETOP_REVERSE_NAMES_MAX 4096
/* How many may wait to be asked for: what finds no room asks again. */
#define NETOP_REVERSE_NAMES_MAX_WAITING 256
/* At the same time. */
#define NETOP_REVERSE_NAMES_MAX_LOOKUPS 2

void        netop_reverse_names_set_preferred (bool preferred);
void        netop_reverse_names_set_asked_for (bool asked_for);
bool        netop_reverse_names_has_asked (const NetopAddress *address, int64_t time_us, void *unused);
GRefString *netop_reverse_names_find (const NetopAddress *address, void *unused) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
