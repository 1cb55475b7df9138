/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

/* A frame is the length of its body and its type, both 32 bit little endian, and the body. */
#define NETOP_FRAME_HEADER_SIZE 8

typedef struct
{
  uint32_t body_size;
  uint32_t type;
} NetopFrameHeader;

GBytes          *netop_frame_new (NetopMessageType type, GVariant *body) G_GNUC_WARN_UNUSED_RESULT;
NetopFrameHeader netop_frame_header_read (const uint8_t bytes[NETOP_FRAME_HEADER_SIZE]);

G_END_DECLS
