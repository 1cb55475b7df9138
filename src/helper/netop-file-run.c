/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-file-run.h"

#include "netop-dns-payload.h"
#include "netop-flow-table.h"
#include "netop-local-guess.h"
#include "netop-orientation.h"

/* A file has its own clock: a tick covers 250 ms of packet time, and the reader waits for the writer, so that no
 * packet is passed over however slow the client is. Packets that were recorded out of order do not turn time back.
 *
 * There is one thread. libpcap asks it before each read of the file, and then it listens to the client, who may be gone
 * or want no more, and waits for both. Our own clock only says when progress is to be told, and how long a pipe has
 * been silent.
 *
 * Where the link type does not say which packets came in, the first packets are held back and weighed: so many, or so
 * long by packet time, or until a pipe is silent. Then they are taken as if they came only now. */

#define TICK_US (NETOP_INTERVAL_DEFAULT_MS * 1000)
#define PROGRESS_US (NETOP_INTERVAL_DEFAULT_MS * 1000)
#define FINISH_TIMEOUT_MS 5000
#define HOLD_US (5 * G_USEC_PER_SEC)
/* DNS of the packets that are held back, and of a tick. */
#define MAX_HELD_BYTES (8u << 20)
#define MAX_TICK_BYTES (NETOP_TICK_MAX_FACTS_SIZE / 4)

enum {
  FD_COMMANDS,
  FD_FRAMES,
  FD_FILE,
  N_FDS,
};

/* A packet whose bytes are gone, but for those of a DNS message, which are a span of the run's. */
typedef struct
{
  NetopPacket       packet;
  NetopSpan         dns;
  bool              is_dns;
  NetopPacketStatus status;
  int64_t           time_us;
} Held;

struct _NetopFileRun
{
  NetopStream    *stream;
  NetopCapture   *capture; /* NULL until it is open */
  NetopFlowTable *table;
  NetopTick      *tick;
  NetopFileEnd    end;
  bool            in_silence; /* it ended because a pipe was silent */
  uint64_t        sequence;
  uint64_t        packets;
  uint64_t        not_ip;
  uint64_t        malformed;
  bool            keeps_dns;
  GByteArray     *dns; /* of the packets in hand and held */
  uint64_t        lost_payloads;

  /* Packet time. */
  bool    has_begun; /* there was a packet: the fields below are known */
  int64_t begin_us;
  int64_t time_us;
  int64_t tick_end_us;
  int64_t duration_us; /* 0 for the whole file */

  /* Our own clock, and what the last tick told. */
  int64_t  heard_us; /* when the file last had bytes */
  int64_t  told_us;
  uint64_t told_bytes;
  uint64_t told_packets;

  NetopLocalGuess *guess;
  bool             is_holding;
  GArray          *held; /* of Held */
  bool             has_packet;
  Held             in_hand;
};

/* --- Ticks --- */

static void
fill_health (NetopFileRun *self)
{
  NetopCaptureStatistics   capture;
  NetopFlowTableStatistics table;

  netop_capture_get_statistics (self->capture, &capture);
  netop_flow_table_get_statistics (self->table, &table);
  self->tick->health = (NetopHealth){
    .packets = self->packets,
    .evictions = table.evictions,
    .not_ip = self->not_ip,
    .malformed = self->malformed,
    .lost_payloads = self->lost_payloads,
    .socket_dump_age_us = -1,
    .file_bytes_read = capture.file_bytes_read,
    .file_bytes = capture.file_bytes,
  };
}

static void
send_tick (NetopFileRun *self,
           int64_t       time_us,
           bool          final)
{
  netop_flow_table_expire (self->table, time_us);
  self->tick->sequence = ++self->sequence;
  self->tick->mono_us = time_us;
  self->tick->real_us = time_us;
  self->tick->final = final;
  netop_flow_table_take_dirty (self->table, self->tick->flows, self->tick->closed);
  fill_health (self);
  netop_stream_send_tick (self->stream, self->tick);
  self->told_us = g_get_monotonic_time ();
  self->told_bytes = self->tick->health.file_bytes_read;
  self->told_packets = self->tick->health.packets;
  netop_tick_clear (self->tick);
}

/* Whether a tick would tell anything that the last one did not. Before the first packet there is no time to give it. */
static bool
has_news (const NetopFileRun *self)
{
  NetopCaptureStatistics capture;

  if (!self->has_begun)
    return false;

  netop_capture_get_statistics (self->capture, &capture);
  return capture.file_bytes_read != self->told_bytes || self->packets != self->told_packets;
}

/* --- The client --- */

static void
listen_to_client (NetopFileRun  *self,
                  const GPollFD *fds)
{
  NetopCommand command;

  switch (netop_stream_dispatch (self->stream, fds, &command))
    {
    case NETOP_STREAM_COMMAND:
      if (command.type == NETOP_MESSAGE_STOP)
        self->end = NETOP_FILE_END_STOPPED;
      break;

    case NETOP_STREAM_GARBAGE:
      netop_stream_refuse (self->stream);
      self->end = NETOP_FILE_END_GONE;
      break;

    case NETOP_STREAM_GONE:
      self->end = NETOP_FILE_END_GONE;
      break;

    case NETOP_STREAM_QUIET:
    default:
      break;
    }
}

/* Waits until the last tick is written whole. */
static void
await_client (NetopFileRun *self)
{
  int timeout_ms = 0;

  do
    {
      GPollFD fds[2];
      guint   n = netop_stream_get_poll_fds (self->stream, fds);

      timeout_ms = netop_stream_is_idle (self->stream) ? 0 : -1;
      if (g_poll (fds, n, timeout_ms) >= 0)
        listen_to_client (self, fds);
    }
  while (timeout_ms != 0 && self->end != NETOP_FILE_END_GONE);
}

/* --- Packets --- */

static void
hold_payload (NetopFileRun *self,
              Held         *held)
{
  const NetopPacket *packet = &held->packet;
  uint32_t           length = packet->payload_captured;

  held->dns = (NetopSpan){ 0, 0 };
  held->is_dns = self->keeps_dns && held->status == NETOP_PACKET_OK &&
                 (netop_dns_payload_is_datagram (packet) || netop_dns_payload_is_segment (packet));
  if (!held->is_dns)
    return;

  if (length > NETOP_PAYLOAD_MAX || length > MAX_HELD_BYTES - self->dns->len)
    {
      held->is_dns = false;
      self->lost_payloads++;
      return;
    }
  held->dns = (NetopSpan){ self->dns->len, length };
  if (length > 0)
    g_byte_array_append (self->dns, packet->payload, length);
}

static void
hold_packet (const NetopCapturedPacket *captured,
             void                      *user_data)
{
  NetopFileRun *self = user_data;
  Held         *held = &self->in_hand;

  /* A record without a packet has no time that means anything either. */
  if (captured->wire_bytes == 0)
    {
      self->packets++;
      self->malformed++;
      return;
    }

  self->has_packet = true;
  held->time_us = captured->time_us;
  held->status = netop_packet_decode (&held->packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes);
  hold_payload (self, held);
  held->packet.payload = NULL;
}

/* Returns whether the packet is within the duration. */
static bool
take_time (NetopFileRun *self,
           int64_t       time_us)
{
  bool is_within;

  if (!self->has_begun)
    {
      self->has_begun = true;
      self->begin_us = time_us;
      self->time_us = time_us;
      self->tick_end_us = time_us + TICK_US;
    }

  self->time_us = MAX (self->time_us, time_us);
  is_within = self->duration_us == 0 || self->time_us - self->begin_us < self->duration_us;
  if (!is_within)
    self->time_us = self->begin_us + self->duration_us;
  if (self->time_us >= self->tick_end_us)
    {
      send_tick (self, self->tick_end_us, false);
      self->tick_end_us = self->time_us - (self->time_us - self->tick_end_us) % TICK_US + TICK_US;
      await_client (self);
    }
  return is_within;
}

/* After it was counted: then there is a flow. */
static void
send_payload (NetopFileRun *self,
              const Held   *held)
{
  NetopTick         *tick = self->tick;
  NetopOrientation   orientations[2];
  NetopPayloadRecord record;
  const NetopFlow   *flow;
  guint              n;

  n = netop_packet_orient (&held->packet, NULL, 0, orientations);
  record = netop_dns_payload_make_record (&held->packet, orientations, n, held->time_us);
  if (tick->payloads->len * sizeof record + tick->strings->len + sizeof record + held->dns.length > MAX_TICK_BYTES)
    {
      self->lost_payloads++;
      return;
    }

  flow = netop_flow_table_lookup (self->table, &record.key);
  record.flow_id = flow != NULL ? flow->id : 0;
  if (!record.is_start)
    record.bytes = netop_tick_add_string (tick, self->dns->data + held->dns.offset, held->dns.length);
  g_array_append_val (tick->payloads, record);
}

static void
count_packet (NetopFileRun *self,
              Held         *held)
{
  self->packets++;
  switch (held->status)
    {
    case NETOP_PACKET_OK:
      netop_local_guess_apply (self->guess, &held->packet);
      netop_flow_table_add_packet (self->table, &held->packet, NULL, 0, self->time_us);
      if (held->is_dns)
        send_payload (self, held);
      break;

    case NETOP_PACKET_NOT_IP:
      self->not_ip++;
      break;

    case NETOP_PACKET_TRUNCATED:
    case NETOP_PACKET_MALFORMED:
    case NETOP_PACKET_UNSUPPORTED_LINK:
    default:
      self->malformed++;
      break;
    }
}

/* Returns false where the packet is the first one beyond the duration, or nobody is there any more. */
static bool
take_packet (NetopFileRun *self,
             Held         *held)
{
  bool is_within = take_time (self, held->time_us);

  if (is_within)
    count_packet (self, held);
  else if (self->end == NETOP_FILE_END_NONE)
    self->end = NETOP_FILE_END_STOPPED;
  return is_within && self->end != NETOP_FILE_END_GONE;
}

/* A client that wants no more wants what was read until then. */
static void
release_held (NetopFileRun *self)
{
  if (!self->is_holding)
    return;

  self->is_holding = false;
  netop_local_guess_settle (self->guess);
  for (guint i = 0; i < self->held->len; i++)
    {
      if (!take_packet (self, &g_array_index (self->held, Held, i)))
        break;
    }
  g_array_set_size (self->held, 0);
}

static void
hold_back (NetopFileRun *self)
{
  int64_t     hold_us = self->duration_us > 0 ? MIN (self->duration_us, HOLD_US) : HOLD_US;
  const Held *first;

  g_array_append_val (self->held, self->in_hand);
  if (self->in_hand.status == NETOP_PACKET_OK)
    netop_local_guess_add (self->guess, &self->in_hand.packet);
  first = &g_array_index (self->held, Held, 0);
  if (self->held->len >= NETOP_LOCAL_GUESS_MAX_PACKETS || self->in_hand.time_us - first->time_us >= hold_us)
    release_held (self);
}

/* --- The file --- */

/* A pipe that is silent for what is left of the duration has no packet within it. */
static int64_t
get_silence_end_us (const NetopFileRun *self)
{
  int64_t passed_us = self->has_begun ? self->time_us - self->begin_us : 0;

  return self->duration_us > 0 ? self->heard_us + self->duration_us - passed_us : G_MAXINT64;
}

static int
get_timeout_ms (const NetopFileRun *self)
{
  int64_t due_us = get_silence_end_us (self);

  if (self->held->len > 0)
    due_us = MIN (due_us, self->heard_us + PROGRESS_US);
  else if (netop_stream_is_idle (self->stream) && has_news (self))
    due_us = MIN (due_us, self->told_us + PROGRESS_US);
  if (due_us == G_MAXINT64)
    return -1;
  return (int)CLAMP ((due_us - g_get_monotonic_time () + 999) / 1000, 0, G_MAXINT);
}

static bool
await_either (NetopFileRun *self,
              int           fd)
{
  GPollFD fds[N_FDS] = { [FD_FILE] = { .fd = fd, .events = G_IO_IN } };
  int64_t now_us;

  netop_stream_get_poll_fds (self->stream, fds);
  if (g_poll (fds, N_FDS, get_timeout_ms (self)) < 0)
    return false;

  listen_to_client (self, fds);
  now_us = g_get_monotonic_time ();
  if (fds[FD_FILE].revents != 0)
    self->heard_us = now_us;
  else if (self->held->len > 0 && now_us - self->heard_us >= PROGRESS_US)
    release_held (self);
  else if (self->end == NETOP_FILE_END_NONE && now_us >= get_silence_end_us (self))
    {
      self->end = NETOP_FILE_END_STOPPED;
      self->in_silence = true;
    }

  if (self->end == NETOP_FILE_END_NONE && netop_stream_is_idle (self->stream) &&
      now_us - self->told_us >= PROGRESS_US && has_news (self))
    send_tick (self, self->time_us, false);
  return fds[FD_FILE].revents != 0;
}

/**
 * netop_file_run_await_bytes:
 * @fd: of the file
 * @user_data: a NetopFileRun
 *
 * For the capture's options. Listens to the client, tells it of progress, and waits until @fd can be read.
 *
 * Returns: false where the client wants no more, or the duration is over
 */
bool
netop_file_run_await_bytes (int   fd,
                            void *user_data)
{
  NetopFileRun *self = user_data;

  while (self->end == NETOP_FILE_END_NONE && !await_either (self, fd))
    continue;
  return self->end == NETOP_FILE_END_NONE;
}

/* Returns false when the run is over, without or with a goodbye to say. */
static bool
read_one (NetopFileRun *self,
          GError      **error)
{
  NetopCaptureResult result;

  self->has_packet = false;
  result = netop_capture_dispatch (self->capture, 1, hold_packet, self, error);
  if (self->has_packet && self->is_holding)
    hold_back (self);
  else if (self->has_packet)
    take_packet (self, &self->in_hand);
  if (!self->is_holding)
    g_byte_array_set_size (self->dns, 0);

  return result == NETOP_CAPTURE_MORE && self->end == NETOP_FILE_END_NONE;
}

/**
 * netop_file_run_new:
 * @stream: (transfer none): of the client
 * @duration_us: of packet time, from the first packet on; 0 for the whole file
 * @keeps_dns: payloads of DNS are sent
 *
 * Returns: (transfer full): a run whose file is not open yet
 */
NetopFileRun *
netop_file_run_new (NetopStream *stream,
                    int64_t      duration_us,
                    bool         keeps_dns)
{
  NetopFileRun *self = g_new0 (NetopFileRun, 1);

  self->stream = stream;
  self->duration_us = duration_us;
  self->keeps_dns = keeps_dns;
  self->dns = g_byte_array_new ();
  self->heard_us = g_get_monotonic_time ();
  self->table = netop_flow_table_new (NETOP_FLOW_TABLE_DEFAULT_CAPACITY, NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY);
  self->tick = netop_tick_new ();
  self->guess = netop_local_guess_new ();
  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  return self;
}

/**
 * netop_file_run_free:
 * @self: (transfer full) (nullable):
 */
void
netop_file_run_free (NetopFileRun *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->held);
  g_byte_array_unref (self->dns);
  netop_local_guess_free (self->guess);
  netop_tick_free (self->tick);
  netop_flow_table_free (self->table);
  g_free (self);
}

/**
 * netop_file_run_get_end:
 *
 * Returns: why no more of the file is to be read, which may be before it could be opened
 */
NetopFileEnd
netop_file_run_get_end (const NetopFileRun *self)
{
  return self->end;
}

/**
 * netop_file_run_read:
 * @capture: (transfer none): opened with netop_file_run_await_bytes(); hello was said
 *
 * Reads the file to its end, to that of the duration, or to the client's stop, and says goodbye.
 */
void
netop_file_run_read (NetopFileRun *self,
                     NetopCapture *capture)
{
  g_autoptr (GError) error = NULL;

  self->capture = capture;
  self->is_holding = !netop_link_type_tells_way (netop_capture_get_link_type (capture));
  while (read_one (self, &error))
    continue;
  release_held (self);
  if (self->in_silence && self->has_begun)
    self->time_us = self->begin_us + self->duration_us;
  if (self->end == NETOP_FILE_END_GONE)
    return;

  send_tick (self, self->time_us, true);
  if (self->end == NETOP_FILE_END_STOPPED)
    netop_stream_send_bye (self->stream, NETOP_BYE_STOPPED, "");
  else if (error == NULL || g_error_matches (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_CUT_SHORT))
    netop_stream_send_bye (self->stream, NETOP_BYE_END_OF_FILE, error != NULL ? error->message : "");
  else
    netop_stream_send_bye (self->stream, NETOP_BYE_CAPTURE_LOST, error->message);
  netop_stream_finish (self->stream, FINISH_TIMEOUT_MS);
}
