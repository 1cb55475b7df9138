/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

bool netop_dns_encryption_find (const NetopConnection *connection, NetopDnsEncryption *encryption);

G_END_DECLS
