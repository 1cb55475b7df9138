/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-packet.h"

G_BEGIN_DECLS

/**
 * NetopCapturedPacket:
 * @time_us: wall clock, Unix microseconds, of the capture
 * @bytes: valid during the call only
 */
typedef struct
{
  int64_t        time_us;
  NetopLinkType  link_type;
  const uint8_t *bytes;
  uint32_t       captured_bytes;
  uint32_t       wire_bytes;
  uint32_t       interface_index; /* of a file's or device's own, 0 if the link header tells */
} NetopCapturedPacket;

G_END_DECLS
