/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "netop-capture.h"
#include "netop-flow-table.h"
#include "netop-fuzz-input.h"
#include "netop-tick-part.h"

/* A capture file, as --read gets it, its flows counted. Input: the file. */

#define CAPACITY 64
#define CLOSED_CAPACITY 64
#define MAX_ROUNDS 100
#define ROUND_PACKETS 100

typedef struct
{
  NetopFlowTable *table;
  uint64_t        n_packets;
} Count;

static void
count_packet (const NetopCapturedPacket *packet,
              void                      *user_data)
{
  Count *count = user_data;

  g_assert_cmpuint (packet->captured_bytes, <=, packet->wire_bytes);
  g_assert_cmpint (packet->time_us, >=, 0);
  count->n_packets++;
  (void)netop_flow_table_add_captured (count->table, packet, NULL, 0, packet->time_us);
  netop_flow_table_expire (count->table, packet->time_us);
}

static void
read_packets (NetopCapture *capture,
              Count        *count)
{
  NetopCaptureResult     result = NETOP_CAPTURE_MORE;
  NetopCaptureStatistics statistics;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MAX_ROUNDS && result == NETOP_CAPTURE_MORE; i++)
    result = netop_capture_dispatch (capture, ROUND_PACKETS, count_packet, count, &error);
  g_assert_true (result != NETOP_CAPTURE_LOST || error != NULL);
  netop_capture_get_statistics (capture, &statistics);
  g_assert_cmpuint (statistics.packets, ==, count->n_packets);
}

/* What is counted goes over the wire, and the other end takes no tick with an impossible row. */
static void
check_rows (NetopFlowTable *table)
{
  g_autoptr (NetopTick) tick = netop_tick_new ();
  g_autoptr (GError) error = NULL;

  netop_flow_table_take_dirty (table, tick->flows, tick->closed);
  netop_tick_validate (tick, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  NetopCaptureOptions options = { .file_fd = memfd_create ("capture", MFD_CLOEXEC) };
  g_autoptr (NetopFlowTable) table = netop_flow_table_new (CAPACITY, CLOSED_CAPACITY);
  g_autoptr (NetopCapture) capture = NULL;
  g_autoptr (GError) error = NULL;
  Count count = { .table = table };

  g_assert_cmpint (write (options.file_fd, data, size), ==, (ssize_t)size);
  g_assert_cmpint (lseek (options.file_fd, 0, SEEK_SET), ==, 0);
  capture = netop_capture_find_backend ("file")->open (&options, &error);
  g_assert_cmpint (capture == NULL, ==, error != NULL);
  if (capture != NULL)
    read_packets (capture, &count);
  check_rows (table);
  return 0;
}
