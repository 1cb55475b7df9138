/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture.h"
#include "netop-interface-list.h"
#include "netop-process-events.h"
#include "netop-process-table.h"
#include "netop-socket-notices.h"
#include "netop-socket-table.h"

/* The backends for macOS, which need nothing of it until they do something: what they answer is seen here. */

#define ANSWER "*on macOS is not written yet*"

static void
test_capture_probe (void)
{
  const NetopCaptureOps *pcap = netop_capture_find_backend ("pcap");
  g_autofree char       *reason = NULL;

  g_assert_cmpint (pcap->probe (&reason), ==, NETOP_PROBE_UNSUPPORTED);
  g_assert_true (g_pattern_match_simple (ANSWER, reason));
}

static void
test_sockets_probe (void)
{
  g_autofree char *reason = NULL;

  g_assert_cmpint (netop_sockets_probe (&reason), ==, NETOP_SOCKETS_UNSUPPORTED);
  g_assert_true (g_pattern_match_simple (ANSWER, reason));
}

static void *
open_capture (GError **error)
{
  return netop_capture_find_backend ("pcap")->open (&(NetopCaptureOptions){ .file_fd = -1 }, error);
}

static void *
open_interfaces (GError **error)
{
  return netop_interface_list_open (0, error);
}

static void *
open_sockets (GError **error)
{
  return netop_socket_table_open (0, error);
}

static void *
open_processes (GError **error)
{
  return netop_process_table_open (NULL, error);
}

static void *
open_events (GError **error)
{
  return netop_process_events_open (error);
}

static void *
open_notices (GError **error)
{
  return netop_socket_notices_open (0, error);
}

typedef struct
{
  const char *name;
  void *(*open) (GError **error);
} Door;

static const Door doors[] = {
  { "/helper/darwin/open/capture", open_capture },
  { "/helper/darwin/open/interfaces", open_interfaces },
  { "/helper/darwin/open/sockets", open_sockets },
  { "/helper/darwin/open/processes", open_processes },
  { "/helper/darwin/open/process-events", open_events },
  { "/helper/darwin/open/socket-notices", open_notices },
};

static void
test_open (gconstpointer data)
{
  const Door *door = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (door->open (&error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == NETOP_CAPTURE_ERROR || error->domain == NETOP_SOCKETS_ERROR);
  g_assert_true (g_pattern_match_simple (ANSWER, error->message));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/helper/darwin/probe/capture", test_capture_probe);
  g_test_add_func ("/helper/darwin/probe/sockets", test_sockets_probe);
  for (size_t i = 0; i < G_N_ELEMENTS (doors); i++)
    g_test_add_data_func (doors[i].name, &doors[i], test_open);
  return g_test_run ();
}
