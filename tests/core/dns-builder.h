/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Builds DNS messages byte by byte. Flags and counts are those of RFC 1035, 4.1.1. */

#define DNS_RESPONSE 0x8180
#define DNS_QUERY 0x0100
#define DNS_TRUNCATED 0x0200

GByteArray *dns_new (guint16 id, guint16 flags) G_GNUC_WARN_UNUSED_RESULT;
void        dns_add_u16 (GByteArray *message, guint value);
void        dns_add_u32 (GByteArray *message, guint32 value);
void        dns_add_name (GByteArray *message, const char *name);
void        dns_add_pointer (GByteArray *message, guint target);
void        dns_add_question (GByteArray *message, const char *name, guint16 type);
void        dns_add_record (GByteArray *message, const char *name, guint16 type, const void *data, gsize length);
void        dns_add_address (GByteArray *message, const char *name, guint8 last);
void        dns_count (GByteArray *message, guint section, guint count);

G_END_DECLS
