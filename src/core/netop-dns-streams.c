/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-streams.h"

#include <string.h>

/* A stream keeps what came in order and is no whole message yet, and apart from that a few segments behind a gap. */

#define LENGTH_BYTES 2
#define HEADER_BYTES 12 /* of the shortest message: RFC 1035, 4.1.1 */
#define MAX_EARLY 16
#define MAX_EARLY_BYTES 131072
/* Beyond this it is no gap. */
#define MAX_GAP (1 << 20)
#define IDLE_US (120 * G_USEC_PER_SEC)

/* A segment that came before what precedes it. */
typedef struct
{
  uint32_t sequence;
  GBytes  *bytes;
} Early;

typedef struct
{
  NetopAddress source;
  NetopAddress destination;
  uint16_t     source_port;
  uint16_t     destination_port;
  bool         is_broken; /* until it begins anew */
  uint32_t     next;
  int64_t      last_us;
  GByteArray  *bytes;
  GArray      *early; /* of Early */
  size_t       early_bytes;
} Stream;

struct _NetopDnsStreams
{
  GPtrArray *streams; /* of Stream */
  guint      capacity;
  uint64_t   n_lost;
};

static void
early_clear (gpointer data)
{
  g_bytes_unref (((Early *)data)->bytes);
}

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_byte_array_unref (stream->bytes);
  g_array_unref (stream->early);
  g_free (stream);
}

static void
stream_forget (Stream *stream)
{
  g_byte_array_set_size (stream->bytes, 0);
  g_array_set_size (stream->early, 0);
  stream->early_bytes = 0;
}

static bool
is_of (const Stream          *stream,
       const NetopDnsSegment *segment)
{
  return stream->source_port == segment->source_port && stream->destination_port == segment->destination_port &&
         netop_address_equal (&stream->source, &segment->source) && netop_address_equal (&stream->destination, &segment->destination);
}

static void
set_ends (Stream                *stream,
          const NetopDnsSegment *segment)
{
  stream_forget (stream);
  stream->source = segment->source;
  stream->destination = segment->destination;
  stream->source_port = segment->source_port;
  stream->destination_port = segment->destination_port;
  stream->is_broken = false;
  /* Where its beginning was not seen a message is taken to begin here. */
  stream->next = segment->sequence + (segment->is_start ? 1 : 0);
}

static Stream *
add_stream (NetopDnsStreams *self)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->bytes = g_byte_array_new ();
  stream->early = g_array_new (FALSE, FALSE, sizeof (Early));
  g_array_set_clear_func (stream->early, early_clear);
  g_ptr_array_add (self->streams, stream);
  return stream;
}

static Stream *
get_stream (NetopDnsStreams       *self,
            const NetopDnsSegment *segment)
{
  Stream *oldest = NULL;

  for (guint i = 0; i < self->streams->len; i++)
    {
      Stream *stream = g_ptr_array_index (self->streams, i);

      if (is_of (stream, segment))
        return stream;
      if (oldest == NULL || stream->last_us < oldest->last_us)
        oldest = stream;
    }

  if (oldest == NULL || (self->streams->len < self->capacity && segment->time_us - oldest->last_us < IDLE_US))
    oldest = add_stream (self);
  else
    self->n_lost += oldest->bytes->len > 0;
  set_ends (oldest, segment);
  return oldest;
}

static void
break_stream (NetopDnsStreams *self,
              Stream          *stream)
{
  stream_forget (stream);
  stream->is_broken = true;
  self->n_lost++;
}

/* What of it is new. Numbers of TCP begin again at 0 (RFC 9293, 3.4). */
static void
append (Stream        *stream,
        uint32_t       sequence,
        const uint8_t *bytes,
        uint32_t       length)
{
  int32_t seen = (int32_t)(stream->next - sequence);

  if (seen < 0 || (uint32_t)seen >= length)
    return;

  g_byte_array_append (stream->bytes, bytes + seen, length - (uint32_t)seen);
  stream->next = sequence + length;
}

static void
append_early (Stream *stream)
{
  guint i = 0;

  while (i < stream->early->len)
    {
      const Early *early = &g_array_index (stream->early, Early, i);
      gsize        length;
      const void  *bytes = g_bytes_get_data (early->bytes, &length);

      if ((int32_t)(early->sequence - stream->next) > 0)
        {
          i++;
          continue;
        }
      append (stream, early->sequence, bytes, (uint32_t)length);
      stream->early_bytes -= length;
      g_array_remove_index (stream->early, i);
      i = 0;
    }
}

static void
keep_early (NetopDnsStreams       *self,
            Stream                *stream,
            const NetopDnsSegment *segment)
{
  Early early;

  if (stream->early->len == MAX_EARLY || stream->early_bytes + segment->length > MAX_EARLY_BYTES || segment->sequence - stream->next > MAX_GAP)
    {
      break_stream (self, stream);
      return;
    }

  early = (Early){ segment->sequence, g_bytes_new (segment->bytes, segment->length) };
  stream->early_bytes += segment->length;
  g_array_append_val (stream->early, early);
}

static void
hand_on (NetopDnsStreams    *self,
         Stream             *stream,
         NetopDnsMessageFunc func,
         void               *user_data)
{
  guint at = 0;

  while (stream->bytes->len - at >= LENGTH_BYTES)
    {
      const uint8_t *bytes = stream->bytes->data + at;
      uint32_t       length = (uint32_t)bytes[0] << 8 | bytes[1];

      if (length < HEADER_BYTES)
        {
          break_stream (self, stream);
          return;
        }
      if (stream->bytes->len - at - LENGTH_BYTES < length)
        break;
      func (bytes + LENGTH_BYTES, length, user_data);
      at += LENGTH_BYTES + length;
    }

  if (at > 0)
    g_byte_array_remove_range (stream->bytes, 0, at);
}

/**
 * netop_dns_streams_new:
 * @capacity: streams that are followed at once, one for each direction
 *
 * Returns: (transfer full): one that has seen nothing
 */
NetopDnsStreams *
netop_dns_streams_new (guint capacity)
{
  NetopDnsStreams *self = g_new0 (NetopDnsStreams, 1);

  self->capacity = capacity;
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  return self;
}

/**
 * netop_dns_streams_free:
 * @self: (transfer full) (nullable):
 */
void
netop_dns_streams_free (NetopDnsStreams *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->streams);
  g_free (self);
}

/**
 * netop_dns_streams_take:
 * @segment: its bytes are copied
 * @func: called for the messages that are whole with it; must not call back
 */
void
netop_dns_streams_take (NetopDnsStreams       *self,
                        const NetopDnsSegment *segment,
                        NetopDnsMessageFunc    func,
                        void                  *user_data)
{
  Stream *stream = get_stream (self, segment);

  stream->last_us = MAX (stream->last_us, segment->time_us);
  if (segment->is_start)
    {
      /* Sent again, or seen again on another interface, it begins nothing. */
      if (stream->next != segment->sequence + 1)
        set_ends (stream, segment);
      return;
    }
  if (stream->is_broken)
    return;
  if (segment->is_cut)
    {
      break_stream (self, stream);
      return;
    }

  if ((int32_t)(segment->sequence - stream->next) > 0)
    {
      keep_early (self, stream, segment);
      return;
    }

  append (stream, segment->sequence, segment->bytes, segment->length);
  append_early (stream);
  hand_on (self, stream, func, user_data);
}

/**
 * netop_dns_streams_get_lost:
 *
 * Returns: how often a stream could not be followed any further
 */
uint64_t
netop_dns_streams_get_lost (const NetopDnsStreams *self)
{
  return self->n_lost;
}
