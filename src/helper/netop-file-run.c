/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-file-run.h"

#include "netop-flow-table.h"

/* A file has its own clock: a tick covers 250 ms of packet time, and the reader waits for the writer, so that no
 * packet is passed over however slow the client is. Packets that were recorded out of order do not turn time back. */

#define TICK_US (NETOP_INTERVAL_DEFAULT_MS * 1000)
#define FINISH_TIMEOUT_MS 5000

typedef struct
{
  NetopStream    *stream;
  NetopCapture   *capture;
  NetopFlowTable *table;
  NetopTick      *tick;
  int64_t         time_us;
  int64_t         tick_end_us;
  uint64_t        sequence;
  uint64_t        not_ip;
  uint64_t        malformed;
  bool            tick_due; /* the packet in hand belongs to the next one */
  NetopPacket     packet;
  bool            has_packet;
} Run;

static void
hold_packet (const NetopCapturedPacket *captured,
             void                      *user_data)
{
  Run *run = user_data;

  run->time_us = MAX (run->time_us, captured->time_us);
  if (run->tick_end_us == 0)
    run->tick_end_us = run->time_us + TICK_US;
  run->tick_due = run->time_us >= run->tick_end_us;

  switch (netop_packet_decode (&run->packet, captured->link_type, captured->bytes, captured->captured_bytes, captured->wire_bytes))
    {
    case NETOP_PACKET_OK:
      run->has_packet = true;
      break;

    case NETOP_PACKET_NOT_IP:
      run->not_ip++;
      break;

    case NETOP_PACKET_TRUNCATED:
    case NETOP_PACKET_MALFORMED:
    case NETOP_PACKET_UNSUPPORTED_LINK:
    default:
      run->malformed++;
      break;
    }
}

static void
fill_health (Run *run)
{
  NetopCaptureStatistics   capture;
  NetopFlowTableStatistics table;

  netop_capture_get_statistics (run->capture, &capture);
  netop_flow_table_get_statistics (run->table, &table);
  run->tick->health = (NetopHealth){
    .packets = capture.packets,
    .evictions = table.evictions,
    .not_ip = run->not_ip,
    .malformed = run->malformed,
    .socket_dump_age_us = -1,
    .file_bytes_read = capture.file_bytes_read,
    .file_bytes = capture.file_bytes,
  };
}

static void
send_tick (Run    *run,
           int64_t time_us,
           bool    final)
{
  netop_flow_table_expire (run->table, time_us);
  netop_tick_clear (run->tick);
  run->tick->sequence = ++run->sequence;
  run->tick->mono_us = time_us;
  run->tick->real_us = time_us;
  run->tick->final = final;
  netop_flow_table_take_dirty (run->table, run->tick->flows, run->tick->closed);
  fill_health (run);
  netop_stream_send_tick (run->stream, run->tick);
}

/* Waits until the last tick is written whole. Returns false when the client is gone or wants no more. */
static bool
wait_for_client (Run  *run,
                 bool *stopped)
{
  int timeout_ms = 0;

  do
    {
      GPollFD           fds[2];
      NetopCommand      command;
      NetopStreamResult result;
      guint             n = netop_stream_get_poll_fds (run->stream, fds);

      timeout_ms = netop_stream_is_idle (run->stream) ? 0 : -1;
      if (g_poll (fds, n, timeout_ms) < 0)
        continue;
      result = netop_stream_dispatch (run->stream, fds, &command);
      if (result == NETOP_STREAM_COMMAND && command.type == NETOP_MESSAGE_STOP)
        *stopped = true;
      if (result == NETOP_STREAM_GARBAGE)
        netop_stream_refuse (run->stream);
      if (result == NETOP_STREAM_GONE || result == NETOP_STREAM_GARBAGE)
        return false;
    }
  while (timeout_ms != 0);

  return true;
}

/* Returns false when the run is over, without or with a goodbye to say. */
static bool
read_one (Run     *run,
          bool    *stopped,
          GError **error,
          bool    *gone)
{
  NetopCaptureResult result;

  run->has_packet = false;
  run->tick_due = false;
  result = netop_capture_dispatch (run->capture, 1, hold_packet, run, error);

  if (run->tick_due)
    {
      send_tick (run, run->tick_end_us, false);
      run->tick_end_us = run->time_us - (run->time_us - run->tick_end_us) % TICK_US + TICK_US;
      *gone = !wait_for_client (run, stopped);
    }
  if (run->has_packet)
    netop_flow_table_add_packet (run->table, &run->packet, NULL, 0, run->time_us);

  return result == NETOP_CAPTURE_MORE && !*gone && !*stopped;
}

/**
 * netop_file_run:
 * @stream: hello was said
 * @capture: (transfer none): an open file
 *
 * Reads the file to its end, or to the client's stop, and says goodbye.
 */
void
netop_file_run (NetopStream  *stream,
                NetopCapture *capture)
{
  g_autoptr (NetopFlowTable) table = netop_flow_table_new (NETOP_FLOW_TABLE_DEFAULT_CAPACITY, NETOP_FLOW_TABLE_DEFAULT_CLOSED_CAPACITY);
  g_autoptr (NetopTick) tick = netop_tick_new ();
  g_autoptr (GError) error = NULL;
  Run  run = { .stream = stream, .capture = capture, .table = table, .tick = tick };
  bool stopped = false;
  bool gone = false;

  while (read_one (&run, &stopped, &error, &gone))
    continue;
  if (gone)
    return;

  send_tick (&run, run.time_us, true);
  if (stopped)
    netop_stream_send_bye (stream, NETOP_BYE_STOPPED, "");
  else if (error == NULL || g_error_matches (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_CUT_SHORT))
    netop_stream_send_bye (stream, NETOP_BYE_END_OF_FILE, error != NULL ? error->message : "");
  else
    netop_stream_send_bye (stream, NETOP_BYE_CAPTURE_LOST, error->message);
  netop_stream_finish (stream, FINISH_TIMEOUT_MS);
}
