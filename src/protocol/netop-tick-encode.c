/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-frame.h"
#include "netop-tick-part.h"

/* Records go as fixed arrays: a GVariant array of tuples of fixed-size members has the layout of the C struct as
 * long as each member stands at its natural alignment, which the static asserts and the explicit padding of the
 * structs ensure. Addresses are two 64-bit members here: only their place and their size count. */

#define KEY_TYPE "(ttttuqqyyyyyyyy)"
#define FLOW_INTERFACE_TYPE "(uutttttttt)"
#define FLOW_TYPE "(t" KEY_TYPE "uqqyyyyyyyyxx" FLOW_INTERFACE_TYPE FLOW_INTERFACE_TYPE FLOW_INTERFACE_TYPE FLOW_INTERFACE_TYPE FLOW_INTERFACE_TYPE ")"
#define CLOSED_TYPE "(" FLOW_TYPE "xyyyyyyyy)"
#define SPAN_TYPE "(uu)"
#define PROCESS_TYPE "(tttxuuuu" SPAN_TYPE SPAN_TYPE SPAN_TYPE SPAN_TYPE SPAN_TYPE ")"
#define FACTS_TYPE "(tttttttqquuuuyyyyuuuuuuuutttx)"
#define SOCKET_TYPE "(tt" FACTS_TYPE "yyyyyyyy)"
#define HOLDER_TYPE "(ttuu)"
#define NAME_TYPE "yyyyyyyyyyyyyyyy"
#define INTERFACE_TYPE "(uu" NAME_TYPE NAME_TYPE "uuuuqyyyyqtttttttt)"
#define ADDRESS_TYPE "(uyyyytt)"
#define PAYLOAD_TYPE "(" KEY_TYPE "tx" SPAN_TYPE "uuyyyyyyyy)"
#define TWIN_TYPE "(tt)"
#define HEALTH_TYPE "(ttttttttttttxtt)"

G_STATIC_ASSERT (sizeof (NetopFlowKey) == 48 && G_STRUCT_OFFSET (NetopFlowKey, namespace_id) == 32);
G_STATIC_ASSERT (sizeof (NetopFlowInterface) == 72);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopFlow, generation) == 56 && G_STRUCT_OFFSET (NetopFlow, first_us) == 72);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopFlow, interfaces) == 88);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopSocketFacts, local_port) == 56 && G_STRUCT_OFFSET (NetopSocketFacts, protocol) == 76);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopSocketFacts, bytes_acked) == 112);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopInterface, hardware_type) == 56 && G_STRUCT_OFFSET (NetopInterface, rx_bytes) == 64);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopInterfaceAddress, address) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (NetopPayloadRecord, interface_index) == 72 && G_STRUCT_OFFSET (NetopPayloadRecord, received) == 80);

enum {
  SECTION_PROCESSES,
  SECTION_SOCKETS,
  SECTION_HOLDERS,
  SECTION_FLOWS,
  SECTION_CLOSED,
  SECTION_INTERFACES,
  SECTION_ADDRESSES,
  SECTION_PAYLOADS,
  SECTION_TWINS,
  SECTION_STRINGS,
  N_SECTIONS,
};

typedef struct
{
  const char *type;
  size_t      row_size;
} Section;

static const Section sections[N_SECTIONS] = {
  [SECTION_PROCESSES] = { "a" PROCESS_TYPE, sizeof (NetopProcessRecord) },
  [SECTION_SOCKETS] = { "a" SOCKET_TYPE, sizeof (NetopSocketRecord) },
  [SECTION_HOLDERS] = { "a" HOLDER_TYPE, sizeof (NetopHolderRecord) },
  [SECTION_FLOWS] = { "a" FLOW_TYPE, sizeof (NetopFlow) },
  [SECTION_CLOSED] = { "a" CLOSED_TYPE, sizeof (NetopClosedFlow) },
  [SECTION_INTERFACES] = { "a" INTERFACE_TYPE, sizeof (NetopInterface) },
  [SECTION_ADDRESSES] = { "a" ADDRESS_TYPE, sizeof (NetopInterfaceAddress) },
  [SECTION_PAYLOADS] = { "a" PAYLOAD_TYPE, sizeof (NetopPayloadRecord) },
  [SECTION_TWINS] = { "a" TWIN_TYPE, sizeof (NetopTwinRecord) },
  [SECTION_STRINGS] = { "ay", 1 },
};

/* sequence, mono_us, real_us, part, last, final, addresses_changed, the sections, health */
#define PART_TYPE "(txxubbba" PROCESS_TYPE "a" SOCKET_TYPE "a" HOLDER_TYPE "a" FLOW_TYPE "a" CLOSED_TYPE \
                  "a" INTERFACE_TYPE "a" ADDRESS_TYPE "a" PAYLOAD_TYPE "a" TWIN_TYPE "ay" HEALTH_TYPE ")"
#define FIRST_SECTION_CHILD 7
#define HEALTH_CHILD (FIRST_SECTION_CHILD + N_SECTIONS)

/* What the members around the rows may take of a part. */
#define PART_OVERHEAD 1024u
#define PART_ROOM (NETOP_FRAME_MAX_TO_APP - PART_OVERHEAD)

/* A section cut at the end of a part wastes less than one row there. */
G_STATIC_ASSERT ((uint64_t)NETOP_FLOW_TABLE_DEFAULT_CAPACITY * sizeof (NetopFlow) +
                   (uint64_t)(NETOP_FLOW_TABLE_DEFAULT_CAPACITY + NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY) * sizeof (NetopClosedFlow) +
                   NETOP_TICK_MAX_FACTS_SIZE + sizeof (NetopClosedFlow) * NETOP_TICK_MAX_PARTS <=
                 (uint64_t)PART_ROOM * NETOP_TICK_MAX_PARTS);

typedef struct
{
  const uint8_t *rows;
  size_t         n_left;
} Remaining;

static void
list_rows (const NetopTick *self,
           Remaining        remaining[N_SECTIONS])
{
  const GArray *arrays[] = {
    [SECTION_PROCESSES] = self->processes,
    [SECTION_SOCKETS] = self->sockets,
    [SECTION_HOLDERS] = self->holders,
    [SECTION_FLOWS] = self->flows,
    [SECTION_CLOSED] = self->closed,
    [SECTION_INTERFACES] = self->interfaces,
    [SECTION_ADDRESSES] = self->addresses,
    [SECTION_PAYLOADS] = self->payloads,
    [SECTION_TWINS] = self->twins,
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    remaining[i] = (Remaining){ (const uint8_t *)arrays[i]->data, arrays[i]->len };
  remaining[SECTION_STRINGS] = (Remaining){ self->strings->data, self->strings->len };
}

static GVariant *
take_rows (const Section *section,
           Remaining     *remaining,
           size_t        *room)
{
  size_t      n_rows = MIN (remaining->n_left, *room / section->row_size);
  size_t      size = n_rows * section->row_size;
  const void *rows = remaining->rows;

  remaining->rows = n_rows > 0 ? remaining->rows + size : remaining->rows;
  remaining->n_left -= n_rows;
  *room -= size;
  return g_variant_new_from_data (G_VARIANT_TYPE (section->type), rows, size, TRUE, NULL, NULL);
}

static bool
is_all_taken (const Remaining remaining[N_SECTIONS])
{
  for (guint i = 0; i < N_SECTIONS; i++)
    if (remaining[i].n_left > 0)
      return false;

  return true;
}

static GVariant *
encode_part (const NetopTick *self,
             uint32_t         part,
             Remaining        remaining[N_SECTIONS])
{
  GVariant *children[HEALTH_CHILD + 1];
  size_t    room = PART_ROOM;

  for (guint i = 0; i < N_SECTIONS; i++)
    children[FIRST_SECTION_CHILD + i] = take_rows (&sections[i], &remaining[i], &room);

  children[0] = g_variant_new_uint64 (self->sequence);
  children[1] = g_variant_new_int64 (self->mono_us);
  children[2] = g_variant_new_int64 (self->real_us);
  children[3] = g_variant_new_uint32 (part);
  children[4] = g_variant_new_boolean (is_all_taken (remaining));
  children[5] = g_variant_new_boolean (self->final);
  children[6] = g_variant_new_boolean (self->addresses_changed);
  children[HEALTH_CHILD] = g_variant_new_from_data (G_VARIANT_TYPE (HEALTH_TYPE), &self->health, sizeof self->health, TRUE, NULL, NULL);
  return g_variant_new_tuple (children, G_N_ELEMENTS (children));
}

/**
 * netop_tick_encode:
 * @self: within the bounds of the flow table and of %NETOP_TICK_MAX_FACTS_SIZE, so that it fits its parts
 *
 * Returns: (transfer full) (element-type GBytes): the frames of its parts, to be sent in this order
 */
GPtrArray *
netop_tick_encode (const NetopTick *self)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  Remaining remaining[N_SECTIONS];

  list_rows (self, remaining);
  do
    {
      g_assert (frames->len < NETOP_TICK_MAX_PARTS);
      g_ptr_array_add (frames, netop_frame_new (NETOP_MESSAGE_TICK, encode_part (self, frames->len, remaining)));
    }
  while (!is_all_taken (remaining));

  return g_steal_pointer (&frames);
}

/**
 * netop_tick_part_get_type:
 *
 * Returns: the type of the body of a tick's frame
 */
const GVariantType *
netop_tick_part_get_type (void)
{
  return G_VARIANT_TYPE (PART_TYPE);
}

static void
append_rows (GArray   *array,
             GVariant *body,
             guint     section)
{
  g_autoptr (GVariant) rows = g_variant_get_child_value (body, FIRST_SECTION_CHILD + section);
  gsize         n_rows;
  gconstpointer first = g_variant_get_fixed_array (rows, &n_rows, sections[section].row_size);

  if (n_rows > 0)
    g_array_append_vals (array, first, (guint)n_rows);
}

static void
append_strings (GByteArray *strings,
                GVariant   *body)
{
  g_autoptr (GVariant) rows = g_variant_get_child_value (body, FIRST_SECTION_CHILD + SECTION_STRINGS);
  gsize         length;
  gconstpointer bytes = g_variant_get_fixed_array (rows, &length, 1);

  if (length > 0)
    g_byte_array_append (strings, bytes, (guint)length);
}

/**
 * netop_tick_part_read:
 * @tick: what came of this tick so far
 * @body: of netop_tick_part_get_type(), in normal form
 * @part: (out): what the part says of itself
 * @error: set if it does not belong to @tick
 *
 * Adds a part's rows. The rows are not looked at: see netop_tick_validate().
 *
 * Returns: whether it fits
 */
bool
netop_tick_part_read (NetopTick     *tick,
                      GVariant      *body,
                      NetopTickPart *part,
                      GError       **error)
{
  g_autoptr (GVariant) health = g_variant_get_child_value (body, HEALTH_CHILD);
  gboolean last, final, addresses_changed;

  g_variant_get_child (body, 0, "t", &part->sequence);
  g_variant_get_child (body, 1, "x", &part->mono_us);
  g_variant_get_child (body, 2, "x", &part->real_us);
  g_variant_get_child (body, 3, "u", &part->part);
  g_variant_get_child (body, 4, "b", &last);
  g_variant_get_child (body, 5, "b", &final);
  g_variant_get_child (body, 6, "b", &addresses_changed);
  part->last = last;

  if (part->part > 0 && (part->sequence != tick->sequence || part->mono_us != tick->mono_us))
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_SEQUENCE, "A part of tick %" G_GUINT64_FORMAT " came within tick %" G_GUINT64_FORMAT, part->sequence, tick->sequence);
      return false;
    }

  tick->sequence = part->sequence;
  tick->mono_us = part->mono_us;
  tick->real_us = part->real_us;
  tick->final = final;
  tick->addresses_changed = addresses_changed;
  append_rows (tick->processes, body, SECTION_PROCESSES);
  append_rows (tick->sockets, body, SECTION_SOCKETS);
  append_rows (tick->holders, body, SECTION_HOLDERS);
  append_rows (tick->flows, body, SECTION_FLOWS);
  append_rows (tick->closed, body, SECTION_CLOSED);
  append_rows (tick->interfaces, body, SECTION_INTERFACES);
  append_rows (tick->addresses, body, SECTION_ADDRESSES);
  append_rows (tick->payloads, body, SECTION_PAYLOADS);
  append_rows (tick->twins, body, SECTION_TWINS);
  append_strings (tick->strings, body);
  g_variant_store (health, &tick->health);
  return true;
}
