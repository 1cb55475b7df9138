/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "netop-export.h"
#include "netop-fake-snapshot.h"

/* Fields of CSV that need more than a comma, and rows of the window beside the document. */

static void
set_name (NetopSnapshot *snapshot,
          const char    *name)
{
  NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, 0);

  g_ref_string_release (process->name);
  process->name = g_ref_string_new (name);
}

static char *
export_csv (const NetopSnapshot *snapshot)
{
  const NetopExportOptions options = { .format = NETOP_EXPORT_CSV, .sort = NETOP_SORT_PID };

  return netop_export_to_string (snapshot, &options);
}

static void
test_csv_names (void)
{
  static const struct
  {
    const char *name;
    const char *field;
  } cases[] = {
    { "curl", "curl" },
    { "Web Content", "Web Content" },
    { "a,b", "\"a,b\"" },
    { "say \"hi\"", "\"say \"\"hi\"\"\"" },
    { "two\r\nlines", "\"two\r\nlines\"" },
    { "=HYPERLINK(1)", "'=HYPERLINK(1)" },
    { "@SUM(1,2)", "\"'@SUM(1,2)\"" },
    { "-x", "'-x" },
    { "+x", "'+x" },
    { "é", "é" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 1, 1);
      const NetopTraffic *traffic = &g_array_index (snapshot->processes, NetopProcess, 0).traffic;
      g_autofree char    *expected = g_strdup_printf ("pid,process,rx_bytes,tx_bytes,rx_packets,tx_packets\r\n1000,%s,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",",
                                                      cases[i].field, traffic->rx_bytes, traffic->tx_bytes);
      g_autofree char    *text = NULL;

      set_name (snapshot, cases[i].name);
      text = export_csv (snapshot);
      if (!g_str_has_prefix (text, expected))
        g_error ("“%s” gives: %s", cases[i].name, text);
      g_assert_true (g_str_has_suffix (text, "\r\n"));
    }
}

/* What nobody counted is empty, and so is the number of what is no process. */
static void
test_csv_unknown (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 1, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  snapshot->capture.byte_layer_tcp_payload = true;
  text = export_csv (snapshot);
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_true (g_str_has_suffix (lines[1], ",,"));
  g_assert_true (g_str_has_prefix (lines[2], ",unknown,"));
  g_assert_cmpstr (lines[3], ==, "");
}

static void
test_csv_long_name (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 1, 1);
  g_autofree char *quotes = g_strnfill (65536, '"');
  g_autofree char *text = NULL;

  set_name (snapshot, quotes);
  text = export_csv (snapshot);
  g_assert_cmpuint (strlen (text), >, 2 * 65536);
}

/* --- Rows --- */

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
export_row (const NetopSnapshot *snapshot,
            const NetopRowKey   *key)
{
  g_autofree char *text = netop_export_row_to_string (snapshot, key);

  g_assert_true (netop_export_has_row (key));
  g_assert_nonnull (text);
  return parse (text);
}

static JsonNode *
export_document (const NetopSnapshot *snapshot)
{
  const NetopExportOptions options = { .format = NETOP_EXPORT_STATE };
  g_autofree char         *text = netop_export_to_string (snapshot, &options);

  return parse (text);
}

static gboolean
is_among (JsonArray *array,
          JsonNode  *node)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (json_node_equal (json_array_get_element (array, i), node))
      return TRUE;
  return FALSE;
}

static JsonArray *
get_array (JsonNode   *document,
           const char *name)
{
  return json_object_get_array_member (json_node_get_object (document), name);
}

static void
test_row_is_that_of_document (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (20, 200, 5);
  g_autoptr (JsonNode) document = NULL;
  const NetopUnknown *unknown;

  netop_fake_snapshot_add_user (snapshot, 1000, "mara", 3);
  document = export_document (snapshot);
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      g_autoptr (JsonNode) row = export_row (snapshot, &g_array_index (snapshot->processes, NetopProcess, i).key);

      g_assert_true (is_among (get_array (document, "processes"), row));
    }
  for (guint i = 0; i < snapshot->unknown->len; i++)
    {
      g_autoptr (JsonNode) row = export_row (snapshot, &g_array_index (snapshot->unknown, NetopUnknown, i).key);

      g_assert_true (is_among (get_array (document, "unknown"), row));
    }
  unknown = &g_array_index (snapshot->unknown, NetopUnknown, 1);
  for (guint i = 0; i < unknown->hosts->len; i++)
    {
      g_autoptr (JsonNode) row = export_row (snapshot, &g_array_index (unknown->hosts, NetopUnknownHost, i).key);
      JsonObject *cause = json_array_get_object_element (get_array (document, "unknown"), 1);

      g_assert_true (is_among (json_object_get_array_member (cause, "remotes"), row));
    }
  for (guint i = 0; i < snapshot->interfaces->len; i++)
    {
      g_autoptr (JsonNode) row = export_row (snapshot, &g_array_index (snapshot->interfaces, NetopSnapshotInterface, i).key);

      g_assert_true (is_among (get_array (document, "interfaces"), row));
    }
}

/* With its socket, which says what protocol and which local end it has. */
static void
test_connection_row (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 3, 5);
  const NetopConnection *connection = &g_array_index (snapshot->connections, NetopConnection, 1);
  g_autoptr (JsonNode) row = export_row (snapshot, &connection->key);
  JsonObject *socket = json_node_get_object (row);
  JsonArray  *connections = json_object_get_array_member (socket, "connections");

  g_assert_cmpstr (json_object_get_string_member (socket, "protocol"), ==, "tcp");
  g_assert_cmpint (json_object_get_int_member (socket, "local_port"), ==, connection->local_port);
  g_assert_cmpuint (json_array_get_length (connections), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (connections, 0), "remote_port"), ==, connection->remote_port);
}

static void
test_all_unknown_row (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 3, 5);
  g_autoptr (JsonNode) document = export_document (snapshot);
  g_autoptr (JsonNode) row = export_row (snapshot, &(NetopRowKey){ .kind = NETOP_ROW_UNKNOWN });

  g_assert_true (json_node_equal (row, json_object_get_member (json_node_get_object (document), "unknown")));
}

static void
test_no_row (void)
{
  g_autoptr (NetopSnapshot) snapshot = netop_fake_snapshot (1, 3, 5);
  static const NetopRowKey keys[] = {
    { .kind = NETOP_ROW_NONE },
    { .kind = NETOP_ROW_GROUP, .a = 1 },
    { .kind = NETOP_ROW_PROCESS, .a = 77 },
    { .kind = NETOP_ROW_CONNECTION, .a = 77 },
    { .kind = NETOP_ROW_CAUSE, .a = 77 },
    { .kind = NETOP_ROW_HOST, .a = 77 },
    { .kind = NETOP_ROW_INTERFACE, .a = 77 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_null (netop_export_row_to_string (snapshot, &keys[i]));
  g_assert_false (netop_export_has_row (&keys[0]));
  g_assert_false (netop_export_has_row (&keys[1]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/csv/names", test_csv_names);
  g_test_add_func ("/export/csv/unknown", test_csv_unknown);
  g_test_add_func ("/export/csv/long-name", test_csv_long_name);
  g_test_add_func ("/export/row/is-that-of-document", test_row_is_that_of_document);
  g_test_add_func ("/export/row/connection", test_connection_row);
  g_test_add_func ("/export/row/all-unknown", test_all_unknown_row);
  g_test_add_func ("/export/row/none", test_no_row);
  return g_test_run ();
}
