/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-translation-table.h"

G_BEGIN_DECLS

NetopTuple netop_fake_conntrack_make_tuple (uint8_t protocol, const char *source, uint16_t source_port, const char *destination, uint16_t destination_port);
void       netop_fake_conntrack_add (GByteArray *self, uint16_t type, uint32_t sequence, const NetopTranslation *translation);

G_END_DECLS
