/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-dns-configuration.h"

G_BEGIN_DECLS

void                   netop_dns_configuration_reader_start (void);
NetopDnsConfiguration *netop_dns_configuration_reader_get (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
