/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame.h"

#include <string.h>

/**
 * netop_frame_new:
 * @type: of the message
 * @body: (transfer floating): its content, not above the cap of its receiver
 *
 * Returns: (transfer full): the frame as it goes over the stream
 */
GBytes *
netop_frame_new (NetopMessageType type,
                 GVariant        *body)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (body);
  size_t   size = g_variant_get_size (owned);
  uint8_t *frame = g_malloc (NETOP_FRAME_HEADER_SIZE + size);
  uint32_t header[2] = { GUINT32_TO_LE ((uint32_t)size), GUINT32_TO_LE ((uint32_t)type) };

  g_assert (size <= NETOP_FRAME_MAX_TO_APP);

  memcpy (frame, header, sizeof header);
  g_variant_store (owned, frame + NETOP_FRAME_HEADER_SIZE);
  return g_bytes_new_take (frame, NETOP_FRAME_HEADER_SIZE + size);
}

/**
 * netop_frame_header_read:
 * @bytes: as they came
 *
 * Returns: what they say; nothing is checked
 */
NetopFrameHeader
netop_frame_header_read (const uint8_t bytes[NETOP_FRAME_HEADER_SIZE])
{
  uint32_t header[2];

  memcpy (header, bytes, sizeof header);
  return (NetopFrameHeader){ GUINT32_FROM_LE (header[0]), GUINT32_FROM_LE (header[1]) };
}
