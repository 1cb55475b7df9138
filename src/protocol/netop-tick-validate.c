/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-tick-part.h"

#include <string.h>

#include "netop-snapshot.h"

/* The helper is trusted with facts, not with memory: an index, a span, an enum or a string that does not hold is
 * refused here, once, so that nobody behind has to look again. */

static bool
is_zero (const void *bytes,
         size_t      length)
{
  const uint8_t *byte = bytes;

  for (size_t i = 0; i < length; i++)
    if (byte[i] != 0)
      return false;

  return true;
}

static bool
is_span_valid (const NetopTick *tick,
               NetopSpan        span)
{
  return span.offset <= tick->strings->len && span.length <= tick->strings->len - span.offset;
}

static bool
is_time_valid (int64_t time_us)
{
  return time_us >= 0 && time_us <= NETOP_TIME_MAX_US;
}

static bool
is_string_valid (const NetopTick *tick,
                 NetopSpan        span)
{
  return span.length <= NETOP_PROCESS_STRING_MAX && is_span_valid (tick, span);
}

static bool
is_process_valid (const NetopTick *tick,
                  gconstpointer    row)
{
  const NetopProcessRecord *record = row;

  return record->id != 0 && record->uid_known <= 1 && is_time_valid (record->exited_us) &&
         is_string_valid (tick, record->name) && is_string_valid (tick, record->exe) &&
         is_string_valid (tick, record->cmdline) && is_string_valid (tick, record->cgroup) &&
         record->tunnel.length < NETOP_INTERFACE_NAME_SIZE && is_span_valid (tick, record->tunnel);
}

static bool
is_socket_valid (const NetopTick *tick,
                 gconstpointer    row)
{
  const NetopSocketRecord *record = row;
  const NetopSocketFacts  *facts = &record->facts;

  return record->id != 0 && record->removed <= 1 && is_zero (record->padding, sizeof record->padding) &&
         facts->listening <= 1 && facts->found <= NETOP_SOCKET_FOUND_DESTROYED &&
         facts->state <= NETOP_SOCKET_STATE_NEW_SYN_RECEIVED && is_zero (facts->padding, sizeof facts->padding) && facts->kind <= NETOP_SOCKET_KIND_PACKET && is_time_valid (facts->sample_us);
}

static bool
is_holder_valid (const NetopTick *tick,
                 gconstpointer    row)
{
  const NetopHolderRecord *record = row;

  return record->socket_id != 0 && record->process_id != 0 && record->released <= 1 && record->padding == 0;
}

static bool
is_key_valid (const NetopFlowKey *key)
{
  return key->forwarded <= 1 && is_zero (key->padding, sizeof key->padding);
}

static bool
is_counter_valid (uint64_t counter)
{
  return counter <= NETOP_FLOW_COUNTER_MAX;
}

static bool
is_flow_interface_valid (const NetopFlowInterface *interface)
{
  return interface->padding == 0 && is_counter_valid (interface->rx_bytes) && is_counter_valid (interface->tx_bytes) &&
         is_counter_valid (interface->rx_packets) && is_counter_valid (interface->tx_packets) &&
         is_counter_valid (interface->rx_correction_bytes) && is_counter_valid (interface->tx_correction_bytes) &&
         is_counter_valid (interface->rx_correction_packets) && is_counter_valid (interface->tx_correction_packets);
}

static bool
is_flow_valid (const NetopTick *tick,
               gconstpointer    row)
{
  const NetopFlow *flow = row;

  if (flow->id == 0 || !is_key_valid (&flow->key) || flow->opener > NETOP_FLOW_OPENER_REMOTE ||
      flow->n_interfaces > NETOP_FLOW_MAX_INTERFACES || !is_zero (flow->padding, sizeof flow->padding) ||
      !is_time_valid (flow->first_us) || !is_time_valid (flow->last_us))
    return false;

  for (guint i = 0; i < NETOP_FLOW_MAX_INTERFACES; i++)
    if (!is_flow_interface_valid (&flow->interfaces[i]))
      return false;

  return true;
}

static bool
is_closed_valid (const NetopTick *tick,
                 gconstpointer    row)
{
  const NetopClosedFlow *closed = row;

  return is_flow_valid (tick, &closed->flow) && closed->reason <= NETOP_CLOSE_EVICTED && is_time_valid (closed->closed_us) &&
         is_zero (closed->padding, sizeof closed->padding);
}

static bool
is_interface_valid (const NetopTick *tick,
                    gconstpointer    row)
{
  const NetopInterface *interface = row;

  return memchr (interface->name, '\0', sizeof interface->name) != NULL &&
         memchr (interface->kind, '\0', sizeof interface->kind) != NULL &&
         interface->state <= NETOP_INTERFACE_STATE_UP && interface->present <= 1 && interface->is_loopback <= 1 &&
         interface->peer_namespace <= 1;
}

static bool
is_address_valid (const NetopTick *tick,
                  gconstpointer    row)
{
  const NetopInterfaceAddress *address = row;

  return address->prefix_length <= (netop_address_is_v4 (&address->address) ? 32 : 128) &&
         is_zero (address->padding, sizeof address->padding);
}

static bool
is_payload_valid (const NetopTick *tick,
                  gconstpointer    row)
{
  const NetopPayloadRecord *payload = row;

  return is_key_valid (&payload->key) && payload->received <= 1 && payload->is_start <= 1 && payload->is_cut <= 1 &&
         (payload->is_start == 0 || payload->bytes.length == 0) && is_zero (payload->padding, sizeof payload->padding) &&
         is_time_valid (payload->time_us) && payload->bytes.length <= NETOP_PAYLOAD_MAX && is_span_valid (tick, payload->bytes);
}

static bool
is_twin_valid (const NetopTick *tick,
               gconstpointer    row)
{
  const NetopTwinRecord *twin = row;

  return twin->flow_id > NETOP_FLOW_ID_TABLES_FULL && twin->twin_id > NETOP_FLOW_ID_TABLES_FULL && twin->flow_id != twin->twin_id;
}

typedef bool (*RowFunc) (const NetopTick *tick, gconstpointer row);

static bool
are_rows_valid (const NetopTick *tick,
                const GArray    *rows,
                RowFunc          is_valid)
{
  size_t size = g_array_get_element_size ((GArray *)rows);

  for (guint i = 0; i < rows->len; i++)
    if (!is_valid (tick, rows->data + i * size))
      return false;

  return true;
}

static uint64_t
get_spans_size (const NetopTick *tick)
{
  uint64_t size = 0;

  for (guint i = 0; i < tick->processes->len; i++)
    {
      const NetopProcessRecord *record = &g_array_index (tick->processes, NetopProcessRecord, i);

      size += (uint64_t)record->name.length + record->exe.length + record->cmdline.length + record->cgroup.length;
    }
  for (guint i = 0; i < tick->payloads->len; i++)
    size += g_array_index (tick->payloads, NetopPayloadRecord, i).bytes.length;

  return size;
}

/* A small tick may not become large where it is read. */
static bool
check_spans (const NetopTick *tick,
             GError         **error)
{
  uint64_t size = get_spans_size (tick);

  if (size <= NETOP_TICK_MAX_SPANS_SIZE)
    return true;

  g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_TOO_LARGE, "The strings of a tick come to %" G_GUINT64_FORMAT " bytes, more than the %u allowed", size, NETOP_TICK_MAX_SPANS_SIZE);
  return false;
}

/**
 * netop_tick_validate:
 * @tick: whole
 * @error: set with the kind of row that does not hold
 *
 * Returns: whether everything behind may rely on its rows
 */
bool
netop_tick_validate (const NetopTick *tick,
                     GError         **error)
{
  const struct
  {
    const char   *what;
    const GArray *rows;
    RowFunc       is_valid;
  } checks[] = {
    { "process", tick->processes, is_process_valid },
    { "socket", tick->sockets, is_socket_valid },
    { "holder", tick->holders, is_holder_valid },
    { "flow", tick->flows, is_flow_valid },
    { "closed flow", tick->closed, is_closed_valid },
    { "interface", tick->interfaces, is_interface_valid },
    { "address", tick->addresses, is_address_valid },
    { "payload", tick->payloads, is_payload_valid },
    { "twin", tick->twins, is_twin_valid },
  };

  if (!is_time_valid (tick->mono_us) || !is_time_valid (tick->real_us))
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "A tick is of an impossible time (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " µs)", tick->mono_us, tick->real_us);
      return false;
    }

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (!are_rows_valid (tick, checks[i].rows, checks[i].is_valid))
      {
        g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "A tick holds an impossible %s", checks[i].what);
        return false;
      }

  return check_spans (tick, error);
}
