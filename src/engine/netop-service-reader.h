/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-service-names.h"

G_BEGIN_DECLS

NetopServiceNames *netop_service_reader_get (void) G_GNUC_WARN_UNUSED_RESULT;
void               netop_service_reader_wait (void);

G_END_DECLS
