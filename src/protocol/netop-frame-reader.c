/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame-reader.h"

#include "netop-frame.h"
#include "netop-message-codec.h"
#include "netop-tick-part.h"

/* Theory of operation
 *
 * First the header fills, then a body of the length it announced. The body's memory grows with what came, not with
 * what was announced, so that an empty promise costs nothing. A body is taken over by the GVariant that reads it.
 * Parts of a tick gather in one tick, which leaves when its last part is there. */

#define FIRST_BODY_ROOM 4096u

struct _NetopFrameReader
{
  bool             from_helper;
  bool             failed;
  uint8_t          header_bytes[NETOP_FRAME_HEADER_SIZE];
  size_t           n_header;
  NetopFrameHeader header;
  uint8_t         *body;
  size_t           n_body;
  size_t           body_room;
  NetopTick       *tick;
  uint32_t         n_parts;
  int64_t          last_mono_us; /* of the last whole tick */
};

/**
 * netop_frame_reader_new:
 * @from_helper: whether this is the app's end: larger frames, and no commands
 *
 * Returns: (transfer full): a reader at the start of a stream
 */
NetopFrameReader *
netop_frame_reader_new (bool from_helper)
{
  NetopFrameReader *self = g_new0 (NetopFrameReader, 1);

  self->from_helper = from_helper;
  return self;
}

/**
 * netop_frame_reader_free:
 * @self: (transfer full) (nullable):
 */
void
netop_frame_reader_free (NetopFrameReader *self)
{
  if (self == NULL)
    return;

  g_free (self->body);
  netop_tick_free (self->tick);
  g_free (self);
}

static bool
has_header (const NetopFrameReader *self)
{
  return self->n_header == NETOP_FRAME_HEADER_SIZE;
}

static size_t
get_cap (const NetopFrameReader *self)
{
  return self->from_helper ? NETOP_FRAME_MAX_TO_APP : NETOP_FRAME_MAX_TO_HELPER;
}

/**
 * netop_frame_reader_get_buffer:
 * @room: (out): bytes that may be written there, never 0
 *
 * Returns: (transfer none): where the next bytes of the stream belong, valid until netop_frame_reader_commit()
 */
uint8_t *
netop_frame_reader_get_buffer (NetopFrameReader *self,
                               size_t           *room)
{
  g_assert (!self->failed);

  if (!has_header (self))
    {
      *room = NETOP_FRAME_HEADER_SIZE - self->n_header;
      return self->header_bytes + self->n_header;
    }

  if (self->n_body == self->body_room)
    {
      self->body_room = MIN (MAX (2 * self->body_room, FIRST_BODY_ROOM), self->header.body_size);
      self->body = g_realloc (self->body, self->body_room);
    }

  *room = self->body_room - self->n_body;
  return self->body + self->n_body;
}

/**
 * netop_frame_reader_commit:
 * @n_bytes: how many bytes came to the buffer; netop_frame_reader_next() is to be called before the next are read
 */
void
netop_frame_reader_commit (NetopFrameReader *self,
                           size_t            n_bytes)
{
  if (has_header (self))
    {
      g_assert (n_bytes <= self->body_room - self->n_body);
      self->n_body += n_bytes;
      return;
    }

  g_assert (n_bytes <= NETOP_FRAME_HEADER_SIZE - self->n_header);
  self->n_header += n_bytes;
  if (has_header (self))
    self->header = netop_frame_header_read (self->header_bytes);
}

static GVariant *
take_body (NetopFrameReader   *self,
           const GVariantType *type)
{
  uint8_t *body = g_steal_pointer (&self->body);
  size_t   size = self->n_body;

  self->n_header = 0;
  self->n_body = 0;
  self->body_room = 0;
  if (type == NULL)
    {
      g_free (body);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_new_from_data (type, body, size, FALSE, g_free, body));
}

static NetopReadResult
read_tick_part (NetopFrameReader *self,
                GVariant         *body,
                NetopIncoming    *incoming,
                GError          **error)
{
  NetopTickPart part;

  if (self->tick == NULL)
    self->tick = netop_tick_new ();
  if (!netop_tick_part_read (self->tick, body, &part, error))
    return NETOP_READ_ERROR;
  if (part.part != self->n_parts || part.part >= NETOP_TICK_MAX_PARTS)
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_SEQUENCE, "Part %u of a tick came where part %u was due", part.part, self->n_parts);
      return NETOP_READ_ERROR;
    }

  self->n_parts++;
  if (!part.last)
    return NETOP_READ_MORE;
  if (!netop_tick_validate (self->tick, error))
    return NETOP_READ_ERROR;

  if (self->tick->mono_us < self->last_mono_us)
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_SEQUENCE, "A tick is of %" G_GINT64_FORMAT " µs, before the last one's %" G_GINT64_FORMAT " µs", self->tick->mono_us, self->last_mono_us);
      return NETOP_READ_ERROR;
    }

  self->last_mono_us = self->tick->mono_us;
  self->n_parts = 0;
  incoming->type = NETOP_MESSAGE_TICK;
  incoming->tick = g_steal_pointer (&self->tick);
  return NETOP_READ_MESSAGE;
}

static bool
is_expected (const NetopFrameReader *self,
             uint32_t                type)
{
  bool is_command = type == NETOP_MESSAGE_INTERVAL || type == NETOP_MESSAGE_STOP;

  return is_command != self->from_helper;
}

static NetopReadResult
read_body (NetopFrameReader *self,
           NetopIncoming    *incoming,
           GError          **error)
{
  uint32_t            type = self->header.type;
  const GVariantType *body_type = is_expected (self, type) ? netop_message_get_type (type) : NULL;
  g_autoptr (GVariant) body = take_body (self, body_type);
  bool good;

  /* A later version may say more: what is not known is passed over. */
  if (body == NULL)
    return NETOP_READ_MORE;
  if (!g_variant_is_normal_form (body))
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "A message of type %u is not well formed", type);
      return NETOP_READ_ERROR;
    }
  if (type == NETOP_MESSAGE_TICK)
    return read_tick_part (self, body, incoming, error);

  incoming->type = (NetopMessageType)type;
  if (type == NETOP_MESSAGE_BEGUN)
    good = true;
  else if (type == NETOP_MESSAGE_HELLO)
    good = netop_hello_read (&incoming->hello, body, error);
  else if (type == NETOP_MESSAGE_BYE)
    good = netop_bye_read (&incoming->bye, body, error);
  else
    good = netop_command_read (&incoming->command, (NetopMessageType)type, body, error);

  return good ? NETOP_READ_MESSAGE : NETOP_READ_ERROR;
}

/**
 * netop_frame_reader_next:
 * @incoming: (out caller-allocates): zeroed or cleared before; filled if a message is whole, to be cleared in any
 *   case
 * @error: set with %NETOP_READ_ERROR; the reader must not be used after it
 *
 * Returns: %NETOP_READ_MORE if more bytes are needed first
 */
NetopReadResult
netop_frame_reader_next (NetopFrameReader *self,
                         NetopIncoming    *incoming,
                         GError          **error)
{
  NetopReadResult result;

  g_assert (!self->failed);

  if (!has_header (self))
    return NETOP_READ_MORE;
  if (self->header.body_size > get_cap (self))
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_TOO_LARGE, "A message of %u bytes is announced, more than the %" G_GSIZE_FORMAT " allowed", self->header.body_size, get_cap (self));
      self->failed = true;
      return NETOP_READ_ERROR;
    }
  if (self->n_body < self->header.body_size)
    return NETOP_READ_MORE;

  result = read_body (self, incoming, error);
  self->failed = result == NETOP_READ_ERROR;
  return result;
}
