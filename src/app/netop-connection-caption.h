/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-snapshot.h"

G_BEGIN_DECLS

char       *netop_connection_caption_dup_summary (const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_connection_caption_dup_details (const NetopSnapshot *snapshot, const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_connection_caption_dup_spoken (const NetopSnapshot *snapshot, const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_connection_caption_dup_spoken_end (const NetopAddress *address, uint16_t port, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char       *netop_connection_caption_dup_sharers (const NetopSnapshot *snapshot, const NetopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
const char *netop_connection_caption_get_match_words (NetopMatch match);

G_END_DECLS
