/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-payload-flows.h"

#include "netop-snapshot.h"

/* A socket that two dumps in a row do not have is gone: one alone may have been overtaken. */
#define GONE_AFTER_DUMPS 2

typedef struct
{
  uint64_t  cookie;
  NetopFlow flow;
  uint64_t  rx_baseline;
  uint64_t  tx_baseline;
  guint     missing_dumps;
  bool      seen;
  bool      dirty;
  bool      ended;
} Row;

struct _NetopPayloadFlows
{
  guint       capacity;
  uint64_t    last_id;
  uint64_t    lost;
  uint64_t    n_left_out;        /* of this dump: connections for which there was no room */
  uint64_t    n_left_out_before; /* of the one before */
  uint64_t    n_left_out_max;    /* of any: so many of them are in @lost */
  bool        had_dump;          /* what is there at the first one carried bytes before */
  GHashTable *rows;              /* of Row by its cookie, which is its first field */
  GArray     *closed;            /* of NetopClosedFlow, to be taken */
};

/**
 * netop_payload_flows_new:
 * @capacity: connections it keeps
 *
 * Returns: (transfer full): none yet
 */
NetopPayloadFlows *
netop_payload_flows_new (guint capacity)
{
  NetopPayloadFlows *self = g_new0 (NetopPayloadFlows, 1);

  self->capacity = capacity;
  self->last_id = NETOP_FLOW_ID_TABLES_FULL;
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
  return self;
}

/**
 * netop_payload_flows_free:
 * @self: (transfer full) (nullable): some
 */
void
netop_payload_flows_free (NetopPayloadFlows *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->rows);
  g_array_unref (self->closed);
  g_free (self);
}

/* The same ones find no room in each dump, and are counted once. */
static void
leave_out (NetopPayloadFlows *self)
{
  if (++self->n_left_out <= self->n_left_out_max)
    return;

  self->n_left_out_max = self->n_left_out;
  self->lost++;
}

/* Whether what is new in this dump began after the one before, and has carried nothing that is not to be counted. One
 * that was left out until now may be old. */
static bool
began_since (const NetopPayloadFlows *self)
{
  return self->had_dump && self->n_left_out_before == 0;
}

static Row *
add_row (NetopPayloadFlows      *self,
         const NetopSocketFacts *facts)
{
  Row *row;

  if (g_hash_table_size (self->rows) + self->closed->len >= self->capacity)
    {
      leave_out (self);
      return NULL;
    }

  row = g_new0 (Row, 1);
  row->cookie = facts->cookie;
  row->dirty = true;
  row->rx_baseline = began_since (self) ? 0 : facts->bytes_received;
  row->tx_baseline = began_since (self) ? 0 : facts->bytes_acked;
  row->flow = (NetopFlow){
    .id = ++self->last_id,
    .key = {
      .local = facts->local,
      .remote = facts->remote,
      .namespace_id = facts->namespace_id,
      .local_port = facts->local_port,
      .remote_port = facts->remote_port,
      .protocol = facts->protocol,
    },
    .n_interfaces = 1,
    .first_us = facts->sample_us,
    .last_us = facts->sample_us,
  };
  g_hash_table_add (self->rows, row);
  return row;
}

/* Counters of a socket never fall; one that does is no figure. */
static void
count (Row                    *row,
       const NetopSocketFacts *facts)
{
  NetopFlowInterface *counters = &row->flow.interfaces[0];
  uint64_t            rx_bytes = facts->bytes_received - row->rx_baseline;
  uint64_t            tx_bytes = facts->bytes_acked - row->tx_baseline;

  if (facts->bytes_received < row->rx_baseline || facts->bytes_acked < row->tx_baseline ||
      rx_bytes < counters->rx_bytes || tx_bytes < counters->tx_bytes)
    return;
  if (rx_bytes == counters->rx_bytes && tx_bytes == counters->tx_bytes)
    return;

  counters->rx_bytes = rx_bytes;
  counters->tx_bytes = tx_bytes;
  row->flow.last_us = MAX (row->flow.last_us, facts->sample_us);
  row->dirty = true;
}

/**
 * netop_payload_flows_see:
 * @facts: one row of a dump, or the notice of an end
 */
void
netop_payload_flows_see (NetopPayloadFlows      *self,
                         const NetopSocketFacts *facts)
{
  bool knows_bytes = (facts->known & NETOP_SOCKET_KNOWS_BYTES) != 0;
  Row *row = g_hash_table_lookup (self->rows, &facts->cookie);

  if (facts->protocol != NETOP_PROTOCOL_TCP || facts->listening || facts->cookie == 0)
    return;
  if (row == NULL && knows_bytes)
    row = add_row (self, facts);
  if (row == NULL)
    return;

  row->seen = true;
  row->ended = facts->state == NETOP_SOCKET_STATE_TIME_WAIT || facts->found == NETOP_SOCKET_FOUND_DESTROYED;
  if (knows_bytes)
    count (row, facts);
}

static void
close_row (NetopPayloadFlows *self,
           const Row         *row,
           int64_t            now_us)
{
  NetopClosedFlow closed = {
    .flow = row->flow,
    .closed_us = now_us,
    .reason = row->ended ? NETOP_CLOSE_FIN : NETOP_CLOSE_SOCKET_GONE,
  };

  g_array_append_val (self->closed, closed);
}

/**
 * netop_payload_flows_end_dump:
 *
 * Notes what the dump, a whole one, did not have.
 */
void
netop_payload_flows_end_dump (NetopPayloadFlows *self,
                              int64_t            now_us)
{
  GHashTableIter iter;
  void          *key;

  self->had_dump = true;
  self->n_left_out_before = self->n_left_out;
  self->n_left_out = 0;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Row *row = key;

      row->missing_dumps = row->seen ? 0 : row->missing_dumps + 1;
      row->seen = false;
      if (!row->ended && row->missing_dumps < GONE_AFTER_DUMPS)
        continue;
      close_row (self, row, now_us);
      g_hash_table_iter_remove (&iter);
    }
}

/**
 * netop_payload_flows_take_dirty:
 * @flows: gets the NetopFlow that changed
 * @closed: gets the NetopClosedFlow
 */
void
netop_payload_flows_take_dirty (NetopPayloadFlows *self,
                                GArray            *flows,
                                GArray            *closed)
{
  GHashTableIter iter;
  void          *key;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Row *row = key;

      if (row->dirty)
        g_array_append_val (flows, row->flow);
      row->dirty = false;
    }

  g_array_append_vals (closed, self->closed->data, self->closed->len);
  g_array_set_size (self->closed, 0);
}

/**
 * netop_payload_flows_get_lost:
 *
 * Returns: connections that found no room
 */
uint64_t
netop_payload_flows_get_lost (const NetopPayloadFlows *self)
{
  return self->lost;
}
