/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* A network namespace of the test program's own: it goes when the program does. */

const char *netop_fake_namespace_enter (void);
bool        netop_fake_namespace_has_ip (void);
void        netop_fake_namespace_run_ip (const char *arguments);

G_END_DECLS
