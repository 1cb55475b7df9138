/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-application-index.h"

G_BEGIN_DECLS

NetopApplicationIndex *netop_application_reader_get (void) G_GNUC_WARN_UNUSED_RESULT;
void                   netop_application_reader_wait (void);

G_END_DECLS
