/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-figure.h"
#include "netop-snapshot.h"

G_BEGIN_DECLS

typedef enum {
  NETOP_UNIT_BYTES,
  NETOP_UNIT_BITS,
} NetopUnit;

/**
 * NetopFormatted:
 * @value: "9.84", "0", "–"
 * @unit: "kB/s"; empty for 0 and for unknown
 *
 * A number in two slots, so that columns line up.
 */
typedef struct
{
  char value[16];
  char unit[8];
} NetopFormatted;

NetopFormatted netop_format_rate (NetopFigure bytes_per_s, NetopUnit unit);
NetopFormatted netop_format_bytes (NetopFigure bytes);
NetopFormatted netop_format_milliseconds (NetopFigure us);
NetopFormatted netop_format_percent (NetopFigure part);
char          *netop_format_joined (NetopFormatted formatted) G_GNUC_WARN_UNUSED_RESULT;
char          *netop_format_count (uint64_t count) G_GNUC_WARN_UNUSED_RESULT;
char          *netop_format_endpoint (const NetopAddress *address, uint16_t port) G_GNUC_WARN_UNUSED_RESULT;
char          *netop_format_name (const char *bytes, size_t length) G_GNUC_WARN_UNUSED_RESULT;
char          *netop_format_time (int64_t real_us, const char *format) G_GNUC_WARN_UNUSED_RESULT;
const char    *netop_format_protocol (uint8_t protocol, char *buffer, size_t buffer_size);

/* Words of the exports. Where a value is not known they are NULL: the exports say null. */
const char *netop_format_protocol_id (uint8_t protocol, char *buffer, size_t buffer_size);
const char *netop_format_cause_id (NetopCause cause);
const char *netop_format_match_id (NetopMatch match);
const char *netop_format_state_id (NetopSocketState state);
const char *netop_format_direction_id (NetopDirection direction);
const char *netop_format_backend_id (NetopBackend backend);

G_END_DECLS
