/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-flow-table.h"

#include <string.h>

#include "netop-fragment-table.h"
#include "netop-idle-list.h"
#include "netop-keyed-hash.h"
#include "netop-link-header.h"
#include "netop-orientation.h"
#include "netop-pending-correction.h"
#include "netop-slot-index.h"
#include "netop-train-cache.h"

/* Theory of operation
 *
 * Rows stand in one array that never moves. Two indexes lead to them, by key (keyed hash) and by id. Each row
 * is in one of four lists by last use, a list for each idle timeout, so that expiry and eviction look at the
 * oldest ends only. What changed is listed in dirty[], which a row is in once at most.
 *
 * A flow that closed is copied to closed[]. That array has room for every row that the taker has heard of
 * (it must hear the end, and its bytes may not be counted a second time elsewhere) and closed_capacity more
 * for flows that opened and closed since. What exceeds these goes, whole, to the "tables full" flow, which
 * is possible without error because nobody has heard of it.
 *
 * Before all this stands a cache of packet trains, which leads from the bytes of a packet to the rows it counts in.
 *
 * A TCP flow that ended lingers for two seconds more, so that the last acknowledgements and retransmissions
 * count where they belong. */

#define FIRST_ID (NETOP_FLOW_ID_TABLES_FULL + 1)

/* Linux believes in 536 payload bytes (TCP_MIN_RCVMSS, net/tcp.h) until a larger segment came in. */
#define RECEIVE_MSS_GUESS 536

typedef enum {
  IDLE_CLASS_LINGER,
  IDLE_CLASS_PLAIN,
  IDLE_CLASS_FORWARDED,
  IDLE_CLASS_TCP,
  N_IDLE_CLASSES,
} IdleClass;

static const int64_t idle_timeouts_us[N_IDLE_CLASSES] = {
  [IDLE_CLASS_LINGER] = 2 * (int64_t)G_USEC_PER_SEC,
  [IDLE_CLASS_PLAIN] = 60 * (int64_t)G_USEC_PER_SEC,
  [IDLE_CLASS_FORWARDED] = 300 * (int64_t)G_USEC_PER_SEC,
  [IDLE_CLASS_TCP] = G_MAXINT64,
};

enum {
  STATE_FIN_RX = 1 << 0,
  STATE_FIN_TX = 1 << 1,
  STATE_RST = 1 << 2,
  STATE_TAKEN = 1 << 3,       /* the taker has heard of it */
  STATE_RX_MSS_TOLD = 1 << 4, /* by tcp_info, not by a SYN */
  STATE_TX_MSS_TOLD = 1 << 5,
};

/* The order of what is idle for seconds is exact to 33 ms; moments begin anew after 36 minutes. */
#define MOMENT_SHIFT 15
#define STATE_FIN (STATE_FIN_RX | STATE_FIN_TX)

/* What a packet touches stands in front: the bookkeeping, the id, the key; what few flows need stands last. */
typedef struct
{
  uint32_t               hash;
  uint32_t               dirty_position; /* in dirty[], or NETOP_SLOT_NONE */
  uint16_t               rx_option_mss;  /* as our SYN said, TCP options not taken off; of a forwarded flow, as its remote's did */
  uint16_t               tx_option_mss;  /* as the remote's SYN said; of a forwarded flow, as its source's did */
  uint8_t                state;
  uint8_t                idle_class;
  uint16_t               moment; /* when it last moved in its idle list */
  NetopFlow              flow;
  NetopPendingCorrection pending;
} Row;

/* The last generation of a key that is gone. Overwritten by whatever hashes to the same place. */
typedef struct
{
  uint32_t hash;
  uint32_t next_generation; /* 0: none */
} Remembered;

struct _NetopFlowTable
{
  NetopHashKey             hash_key;
  guint                    capacity;
  guint                    closed_capacity;
  Row                     *rows;
  uint32_t                *free_rows;
  guint                    n_free;
  guint                    n_used; /* rows that were ever used: the ones beyond were never touched */
  NetopSlotIndex           by_key;
  NetopSlotIndex           by_id;
  NetopIdleLink           *links;
  NetopIdleList            idle[N_IDLE_CLASSES];
  Remembered              *remembered;
  uint32_t                *dirty;
  guint                    n_dirty;
  NetopClosedFlow         *closed;
  guint                    n_closed;
  guint                    n_closed_untaken; /* of flows nobody has heard of */
  NetopFlow                full;
  bool                     full_dirty;
  NetopFragmentTable      *fragments;
  NetopTrainCache          trains;
  NetopLocalAddresses     *local; /* of the last packet, as its namespace: what the trains were made with */
  uint32_t                 namespace_id;
  uint64_t                 next_id;
  NetopFlowTableStatistics statistics;
  NetopNewFlowFunc         new_flow;
  void                    *new_flow_data;
};

static inline uint32_t
hash_id (uint64_t id)
{
  return (uint32_t)(id * 0x9e3779b97f4a7c15u >> 32);
}

static inline bool
key_equal (const NetopFlowKey *a,
           const NetopFlowKey *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static inline uint32_t
hash_flow_key (const NetopFlowTable *self,
               const NetopFlowKey   *key)
{
  return (uint32_t)netop_keyed_hash (&self->hash_key, key, sizeof *key);
}

static uint32_t
find_row (const NetopFlowTable *self,
          uint32_t              hash,
          const NetopFlowKey   *key)
{
  uint32_t position = hash, row;

  do
    row = netop_slot_index_next (&self->by_key, hash, &position);
  while (row != NETOP_SLOT_NONE && !key_equal (&self->rows[row].flow.key, key));

  return row;
}

static uint32_t
find_row_by_id (const NetopFlowTable *self,
                uint64_t              id)
{
  uint32_t hash = hash_id (id);
  uint32_t position = hash, row;

  do
    row = netop_slot_index_next (&self->by_id, hash, &position);
  while (row != NETOP_SLOT_NONE && self->rows[row].flow.id != id);

  return row;
}

static inline void
mark_dirty (NetopFlowTable *self,
            uint32_t        row)
{
  if (self->rows[row].dirty_position != NETOP_SLOT_NONE)
    return;

  self->rows[row].dirty_position = self->n_dirty;
  self->dirty[self->n_dirty++] = row;
}

static void
unmark_dirty (NetopFlowTable *self,
              uint32_t        row)
{
  uint32_t position = self->rows[row].dirty_position;
  uint32_t last;

  if (position == NETOP_SLOT_NONE)
    return;

  last = self->dirty[--self->n_dirty];
  self->dirty[position] = last;
  self->rows[last].dirty_position = position;
  self->rows[row].dirty_position = NETOP_SLOT_NONE;
}

static IdleClass
classify (const Row *row)
{
  const NetopFlowKey *key = &row->flow.key;

  if ((row->state & STATE_RST) != 0)
    return IDLE_CLASS_LINGER;
  /* Both copies of a forwarded FIN stand in one flow: they do not mean that both ends are done. */
  if (key->forwarded)
    return (row->state & STATE_FIN) != 0 ? IDLE_CLASS_PLAIN : IDLE_CLASS_FORWARDED;
  if (key->protocol != NETOP_PROTOCOL_TCP)
    return IDLE_CLASS_PLAIN;
  if ((row->state & STATE_FIN) == STATE_FIN)
    return IDLE_CLASS_LINGER;

  return (row->state & STATE_FIN) != 0 ? IDLE_CLASS_PLAIN : IDLE_CLASS_TCP;
}

static inline void
touch (NetopFlowTable *self,
       uint32_t        number)
{
  Row           *row = &self->rows[number];
  const uint8_t  idle_class = (uint8_t)classify (row);
  const uint16_t moment = (uint16_t)(row->flow.last_us >> MOMENT_SHIFT);

  if (row->idle_class == idle_class && (row->moment == moment || self->idle[idle_class].newest == number))
    return;

  netop_idle_list_remove (&self->idle[row->idle_class], number);
  row->idle_class = idle_class;
  row->moment = moment;
  netop_idle_list_push (&self->idle[idle_class], number);
}

static void
queue_closed (NetopFlowTable  *self,
              const Row       *row,
              NetopCloseReason reason,
              int64_t          closed_us)
{
  bool taken = (row->state & STATE_TAKEN) != 0;

  if (!taken && self->n_closed_untaken == self->closed_capacity)
    {
      if (self->full.n_interfaces == 0)
        self->full.first_us = row->flow.first_us;
      netop_flow_absorb (&self->full, &row->flow);
      self->full_dirty = true;
      return;
    }

  self->n_closed_untaken += !taken;
  self->closed[self->n_closed++] = (NetopClosedFlow){
    .flow = row->flow,
    .closed_us = closed_us,
    .reason = (uint8_t)reason,
  };
}

static void
close_row (NetopFlowTable  *self,
           uint32_t         number,
           NetopCloseReason reason,
           int64_t          closed_us)
{
  Row *row = &self->rows[number];

  queue_closed (self, row, reason, closed_us);
  unmark_dirty (self, number);
  netop_idle_list_remove (&self->idle[row->idle_class], number);
  netop_slot_index_remove (&self->by_key, row->hash, number);
  netop_slot_index_remove (&self->by_id, hash_id (row->flow.id), number);
  self->remembered[row->hash & self->by_key.mask] = (Remembered){ row->hash, row->flow.generation + 1 };
  netop_train_cache_begin_epoch (&self->trains);
  self->free_rows[self->n_free++] = number;
  self->statistics.n_open--;
}

/* Why a flow that nothing else ended is over, and when. */
static NetopCloseReason
get_end_reason (const Row *row)
{
  if ((row->state & STATE_RST) != 0)
    return NETOP_CLOSE_RST;

  return (row->state & STATE_FIN) != 0 ? NETOP_CLOSE_FIN : NETOP_CLOSE_IDLE;
}

static void
close_ended_row (NetopFlowTable *self,
                 uint32_t        number,
                 int64_t         now_us)
{
  const Row       *row = &self->rows[number];
  NetopCloseReason reason = get_end_reason (row);

  close_row (self, number, reason, reason == NETOP_CLOSE_IDLE ? now_us : row->flow.last_us);
}

/* A flow that lingers has ended: it goes first, and is no eviction. */
static void
make_room (NetopFlowTable *self,
           int64_t         now_us)
{
  uint32_t oldest = NETOP_SLOT_NONE;

  if (self->idle[IDLE_CLASS_LINGER].oldest != NETOP_SLOT_NONE)
    {
      close_ended_row (self, self->idle[IDLE_CLASS_LINGER].oldest, now_us);
      return;
    }

  for (int i = 0; i < N_IDLE_CLASSES; i++)
    {
      uint32_t row = self->idle[i].oldest;

      if (row != NETOP_SLOT_NONE &&
          (oldest == NETOP_SLOT_NONE || self->rows[row].flow.last_us < self->rows[oldest].flow.last_us))
        oldest = row;
    }

  close_row (self, oldest, NETOP_CLOSE_EVICTED, now_us);
  self->statistics.evictions++;
}

static uint32_t
add_row (NetopFlowTable     *self,
         uint32_t            hash,
         const NetopFlowKey *key,
         uint32_t            interface_index,
         int64_t             time_us)
{
  const Remembered *remembered = &self->remembered[hash & self->by_key.mask];
  uint32_t          number;
  Row              *row;

  if (self->n_free == 0 && self->n_used == self->capacity)
    make_room (self, time_us);

  number = self->n_free > 0 ? self->free_rows[--self->n_free] : self->n_used++;
  row = &self->rows[number];
  *row = (Row){ .hash = hash, .dirty_position = NETOP_SLOT_NONE };
  row->flow.id = self->next_id++;
  row->flow.key = *key;
  row->flow.first_us = time_us;
  row->flow.last_us = time_us;
  if (remembered->hash == hash)
    row->flow.generation = remembered->next_generation;

  row->idle_class = (uint8_t)classify (row);
  netop_idle_list_push (&self->idle[row->idle_class], number);
  netop_slot_index_insert (&self->by_key, hash, number);
  netop_slot_index_insert (&self->by_id, hash_id (row->flow.id), number);
  self->statistics.flows++;
  self->statistics.n_open++;
  if (self->new_flow != NULL)
    self->new_flow (key, interface_index, time_us, self->new_flow_data);
  return number;
}

/* Whether the packet opens a connection over one that ended. A SYN that comes again before there was a FIN or
 * RST is the same connection's; so is each copy of it on another interface. */
static inline bool
opens_anew (const Row         *row,
            const NetopPacket *packet)
{
  return (packet->tcp_flags & (NETOP_TCP_SYN | NETOP_TCP_ACK | NETOP_TCP_RST)) == NETOP_TCP_SYN &&
         (row->state & (STATE_FIN | STATE_RST)) != 0;
}

/* A forwarded connection is two flows, each with one end for its source. */
static void
share_mss (NetopFlowTable *self,
           Row            *row,
           uint16_t        mss)
{
  NetopFlowKey key = netop_flow_key_reverse (&row->flow.key);
  uint32_t     other = find_row (self, hash_flow_key (self, &key), &key);

  row->tx_option_mss = mss;
  if (other == NETOP_SLOT_NONE)
    return;
  self->rows[other].rx_option_mss = mss;
  row->rx_option_mss = self->rows[other].tx_option_mss;
}

static void
note_syn (NetopFlowTable    *self,
          Row               *row,
          const NetopPacket *packet,
          bool               received)
{
  NetopFlow *flow = &row->flow;

  if (flow->opener == NETOP_FLOW_OPENER_UNKNOWN)
    {
      bool answer = (packet->tcp_flags & NETOP_TCP_ACK) != 0;

      flow->opener = received == answer ? NETOP_FLOW_OPENER_LOCAL : NETOP_FLOW_OPENER_REMOTE;
    }

  /* An end says what it can receive: the remote one's MSS bounds what we send. */
  if (flow->key.forwarded)
    share_mss (self, row, packet->mss);
  if (flow->key.forwarded || packet->mss == 0)
    return;
  *(received ? &row->tx_option_mss : &row->rx_option_mss) = packet->mss;
  if (received && (row->state & STATE_TX_MSS_TOLD) == 0)
    flow->tx_mss = packet->mss;
  if (!received && (row->state & STATE_RX_MSS_TOLD) == 0)
    flow->rx_mss = packet->mss;
}

static inline void
note_tcp (NetopFlowTable    *self,
          Row               *row,
          const NetopPacket *packet,
          bool               received)
{
  if ((packet->tcp_flags & NETOP_TCP_LIFE_FLAGS) == 0)
    return;

  if ((packet->tcp_flags & NETOP_TCP_SYN) != 0)
    note_syn (self, row, packet, received);
  if ((packet->tcp_flags & NETOP_TCP_FIN) != 0)
    row->state |= received ? STATE_FIN_RX : STATE_FIN_TX;
  if ((packet->tcp_flags & NETOP_TCP_RST) != 0)
    row->state |= STATE_RST;
}

/* Payload of a full segment of the packet's direction, or 0 where the packet can't be a super-packet or the
 * size is not known. */
static inline uint32_t
get_segment_bytes (Row               *row,
                   const NetopPacket *packet,
                   bool               received)
{
  uint16_t *mss = received ? &row->flow.rx_mss : &row->flow.tx_mss;
  bool      told = (row->state & (received ? STATE_RX_MSS_TOLD : STATE_TX_MSS_TOLD)) != 0;

  if (!netop_packet_may_be_cut (packet))
    return 0;
  if (!told && (row->rx_option_mss | row->tx_option_mss) != 0)
    *mss = netop_packet_get_segment_bytes (packet, row->rx_option_mss, row->tx_option_mss);

  return *mss;
}

static inline void
count_in_row (NetopFlowTable    *self,
              uint32_t           number,
              const NetopPacket *packet,
              bool               received,
              int64_t            time_us)
{
  Row     *row = &self->rows[number];
  uint32_t segment_bytes = get_segment_bytes (row, packet, received);

  netop_flow_count_packet (&row->flow, packet, received, segment_bytes);
  if (segment_bytes == 0 && netop_packet_may_be_cut (packet))
    netop_pending_correction_note (&row->pending, &row->flow, packet, received);
  row->flow.last_us = MAX (row->flow.last_us, time_us);
  note_tcp (self, row, packet, received);
  mark_dirty (self, number);
  touch (self, number);
}

/* Returns the row. */
static uint32_t
count_oriented (NetopFlowTable         *self,
                const NetopPacket      *packet,
                const NetopOrientation *orientation,
                int64_t                 time_us)
{
  uint32_t hash = hash_flow_key (self, &orientation->key);
  uint32_t number = find_row (self, hash, &orientation->key);

  if (number != NETOP_SLOT_NONE && opens_anew (&self->rows[number], packet))
    {
      close_row (self, number, NETOP_CLOSE_REPLACED, time_us);
      number = NETOP_SLOT_NONE;
    }
  if (number == NETOP_SLOT_NONE)
    {
      number = add_row (self, hash, &orientation->key, packet->interface_index, time_us);
      netop_flow_note_first (&self->rows[number].flow, packet, orientation->received);
    }
  count_in_row (self, number, packet, orientation->received, time_us);
  return number;
}

static inline void
take_ends (NetopFlowTable      *self,
           NetopLocalAddresses *local,
           uint32_t             namespace_id)
{
  if (local == self->local && namespace_id == self->namespace_id)
    return;

  if (local != NULL)
    netop_local_addresses_ref (local);
  g_clear_pointer (&self->local, netop_local_addresses_unref);
  self->local = local;
  self->namespace_id = namespace_id;
  netop_train_cache_begin_epoch (&self->trains);
}

/**
 * netop_flow_table_new:
 * @capacity: flows at most, at least 1
 * @closed_capacity: flows that may open and close between two takes and still be rows of their own
 *
 * Memory is reserved whole, and used as far as flows come.
 *
 * Returns: (transfer full): an empty table with a hash key of its own
 */
NetopFlowTable *
netop_flow_table_new (guint capacity,
                      guint closed_capacity)
{
  NetopFlowTable *self = g_new0 (NetopFlowTable, 1);

  g_assert (capacity >= 1);
  self->hash_key = netop_hash_key_new_random ();
  self->capacity = capacity;
  self->closed_capacity = closed_capacity;
  self->rows = g_new0 (Row, capacity);
  self->free_rows = g_new0 (uint32_t, capacity);
  self->links = g_new0 (NetopIdleLink, capacity);
  self->dirty = g_new0 (uint32_t, capacity);
  self->closed = g_new0 (NetopClosedFlow, (size_t)capacity + closed_capacity);
  netop_slot_index_init (&self->by_key, capacity);
  netop_slot_index_init (&self->by_id, capacity);
  self->remembered = g_new0 (Remembered, (size_t)self->by_key.mask + 1);
  for (int i = 0; i < N_IDLE_CLASSES; i++)
    netop_idle_list_init (&self->idle[i], self->links);
  self->fragments = netop_fragment_table_new ();
  self->full.id = NETOP_FLOW_ID_TABLES_FULL;
  self->next_id = FIRST_ID;
  return self;
}

/**
 * netop_flow_table_free:
 * @self: (transfer full) (nullable):
 */
void
netop_flow_table_free (NetopFlowTable *self)
{
  if (self == NULL)
    return;

  g_free (self->rows);
  g_free (self->free_rows);
  g_free (self->links);
  g_free (self->dirty);
  g_free (self->closed);
  g_free (self->remembered);
  netop_slot_index_clear (&self->by_key);
  netop_slot_index_clear (&self->by_id);
  netop_fragment_table_free (self->fragments);
  g_clear_pointer (&self->local, netop_local_addresses_unref);
  g_free (self);
}

/**
 * netop_flow_table_set_new_flow_func:
 * @func: (nullable): called for each flow that begins from now on
 */
void
netop_flow_table_set_new_flow_func (NetopFlowTable  *self,
                                    NetopNewFlowFunc func,
                                    void            *user_data)
{
  self->new_flow = func;
  self->new_flow_data = user_data;
}

/* The long way: by this host's addresses and the keys. Leaves at @train where the packet counted. */
static void
count_packet (NetopFlowTable    *self,
              const NetopPacket *packet,
              int64_t            time_us,
              NetopTrain        *train)
{
  NetopOrientation orientations[2];
  NetopPacket      resolved;

  if (packet->is_fragment)
    {
      resolved = *packet;
      netop_fragment_table_resolve (self->fragments, &resolved, time_us);
      packet = &resolved;
    }

  train->n_rows = (uint8_t)netop_packet_orient (packet, self->local, self->namespace_id, orientations);
  for (guint i = 0; i < train->n_rows; i++)
    {
      train->rows[i] = count_oriented (self, packet, &orientations[i], time_us);
      train->received[i] = orientations[i].received;
    }
  self->statistics.packets++;
}

/**
 * netop_flow_table_add_packet:
 * @packet: decoded without error
 * @local: (nullable): as for netop_packet_orient(); the table keeps a reference
 * @namespace_id: of the packet
 * @time_us: of the packet, on the table's one clock; may go back a little
 *
 * Counts a packet in its flow, or on loopback in its two, making them if need be.
 */
void
netop_flow_table_add_packet (NetopFlowTable      *self,
                             const NetopPacket   *packet,
                             NetopLocalAddresses *local,
                             uint32_t             namespace_id,
                             int64_t              time_us)
{
  NetopTrain train;

  take_ends (self, local, namespace_id);
  count_packet (self, packet, time_us, &train);
}

/**
 * netop_flow_table_add_captured:
 * @captured: as it comes from the capture
 * @local: as for netop_flow_table_add_packet()
 *
 * Decodes a packet and counts it as netop_flow_table_add_packet() does, mostly without either: see #NetopTrainCache.
 *
 * Returns: OK, or why the packet cannot be counted
 */
NetopPacketStatus
netop_flow_table_add_captured (NetopFlowTable            *self,
                               const NetopCapturedPacket *captured,
                               NetopLocalAddresses       *local,
                               uint32_t                   namespace_id,
                               int64_t                    time_us)
{
  NetopTrain       *train;
  NetopPacket       packet;
  NetopPacketStatus status;

  take_ends (self, local, namespace_id);
  train = netop_train_cache_lookup (&self->trains, captured);
  if (train != NULL)
    {
      for (guint i = 0; i < train->n_rows; i++)
        count_in_row (self, train->rows[i], &train->packet, train->received[i], time_us);
      self->statistics.packets++;
      return NETOP_PACKET_OK;
    }

  status = netop_packet_decode (&packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes);
  if (status != NETOP_PACKET_OK)
    return status;
  if (packet.interface_index == 0)
    packet.interface_index = captured->interface_index;

  count_packet (self, &packet, time_us, netop_train_cache_remember (&self->trains, &packet));
  return NETOP_PACKET_OK;
}

/**
 * netop_flow_table_expire:
 *
 * Closes what ended more than 2 s ago, what is idle for 60 s, forwarded flows after 5 minutes. TCP flows of
 * this host without FIN or RST stay, whatever their age: the owner of the socket table says when they are gone.
 */
void
netop_flow_table_expire (NetopFlowTable *self,
                         int64_t         now_us)
{
  for (int i = 0; i < N_IDLE_CLASSES; i++)
    while (self->idle[i].oldest != NETOP_SLOT_NONE &&
           now_us - self->rows[self->idle[i].oldest].flow.last_us >= idle_timeouts_us[i])
      close_ended_row (self, self->idle[i].oldest, now_us);
}

/**
 * netop_flow_table_close:
 * @reason: what the caller knows; a flow that had ended by itself keeps its own reason instead of
 *   %NETOP_CLOSE_SOCKET_GONE
 *
 * Returns: whether there was such a flow
 */
bool
netop_flow_table_close (NetopFlowTable  *self,
                        uint64_t         flow_id,
                        NetopCloseReason reason,
                        int64_t          now_us)
{
  uint32_t number = find_row_by_id (self, flow_id);

  if (number == NETOP_SLOT_NONE)
    return false;

  if (reason == NETOP_CLOSE_SOCKET_GONE && get_end_reason (&self->rows[number]) != NETOP_CLOSE_IDLE)
    close_ended_row (self, number, now_us);
  else
    close_row (self, number, reason, now_us);
  return true;
}

/**
 * netop_flow_table_set_mss:
 * @rx_mss: payload bytes of a full segment received, as tcp_info's rcv_mss; 0 to leave it
 * @tx_mss: the same of one sent, as tcp_info's snd_mss; 0 to leave it
 *
 * Says how large segments are, TCP options taken off, and overrides what the SYNs said; what was counted before
 * anything was said is corrected. tcp_info's rcv_mss is a guess of 536 until a larger segment came in: as low a value
 * means something only where large packets came.
 */
void
netop_flow_table_set_mss (NetopFlowTable *self,
                          uint64_t        flow_id,
                          uint16_t        rx_mss,
                          uint16_t        tx_mss)
{
  uint32_t number = find_row_by_id (self, flow_id);
  Row     *row;

  if (number == NETOP_SLOT_NONE)
    return;

  row = &self->rows[number];
  if (rx_mss > RECEIVE_MSS_GUESS ||
      (rx_mss > 0 && row->flow.rx_mss == 0 && !netop_pending_correction_is_empty (&row->pending, true)))
    {
      if (netop_pending_correction_settle (&row->pending, &row->flow, true, rx_mss) || rx_mss != row->flow.rx_mss)
        mark_dirty (self, number);
      row->flow.rx_mss = rx_mss;
      row->state |= STATE_RX_MSS_TOLD;
    }
  if (tx_mss > 0)
    {
      if (netop_pending_correction_settle (&row->pending, &row->flow, false, tx_mss) || tx_mss != row->flow.tx_mss)
        mark_dirty (self, number);
      row->flow.tx_mss = tx_mss;
      row->state |= STATE_TX_MSS_TOLD;
    }
}

/**
 * netop_flow_table_take_dirty:
 * @flows: (inout): array of #NetopFlow; the open flows that changed since the last call are appended
 * @closed: (inout): array of #NetopClosedFlow; the flows closed since the last call are appended, each with its
 *   final counters and not among @flows
 *
 * Hands over what changed. The caller answers for it from here on.
 */
void
netop_flow_table_take_dirty (NetopFlowTable *self,
                             GArray         *flows,
                             GArray         *closed)
{
  guint n_before = flows->len;

  g_array_set_size (flows, n_before + self->n_dirty);
  for (guint i = 0; i < self->n_dirty; i++)
    {
      Row *row = &self->rows[self->dirty[i]];

      g_array_index (flows, NetopFlow, n_before + i) = row->flow;
      row->dirty_position = NETOP_SLOT_NONE;
      row->state |= STATE_TAKEN;
    }
  self->n_dirty = 0;

  if (self->full_dirty)
    g_array_append_val (flows, self->full);
  self->full_dirty = false;

  g_array_append_vals (closed, self->closed, self->n_closed);
  self->n_closed = 0;
  self->n_closed_untaken = 0;
}

/**
 * netop_flow_table_lookup:
 *
 * Returns: (transfer none) (nullable): the open flow of @key, valid until the table changes
 */
const NetopFlow *
netop_flow_table_lookup (const NetopFlowTable *self,
                         const NetopFlowKey   *key)
{
  uint32_t number = find_row (self, hash_flow_key (self, key), key);

  return number != NETOP_SLOT_NONE ? &self->rows[number].flow : NULL;
}

/**
 * netop_flow_table_get_statistics:
 * @statistics: (out):
 */
void
netop_flow_table_get_statistics (const NetopFlowTable     *self,
                                 NetopFlowTableStatistics *statistics)
{
  *statistics = self->statistics;
}
