/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-export-private.h"

#include <string.h>

/**
 * netop_export_to_string:
 *
 * Any thread.
 *
 * Returns: (transfer full): the snapshot in the format asked for, UTF-8, ending with a line feed
 */
char *
netop_export_to_string (const NetopSnapshot      *snapshot,
                        const NetopExportOptions *options)
{
  switch (options->format)
    {
    case NETOP_EXPORT_JSON:
      return netop_export_json (snapshot, options);
    case NETOP_EXPORT_PRETTY:
      return netop_export_pretty (snapshot, options);
    case NETOP_EXPORT_STATE:
      return netop_export_state (snapshot, options);
    case NETOP_EXPORT_CSV:
      return netop_export_csv (snapshot, options);
    case NETOP_EXPORT_TSV:
    default:
      return netop_export_tsv (snapshot, options);
    }
}

/* Closing with a cancelled cancellable leaves the old file and removes the unfinished new one. */
static void
abandon (GOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
}

static gboolean
write_whole (GOutputStream *stream,
             const char    *text,
             GCancellable  *cancellable,
             GError       **error)
{
  if (!g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error))
    {
      abandon (stream);
      return FALSE;
    }
  return g_output_stream_close (stream, cancellable, error);
}

/* Returns: (nullable): a stream on @file where there was none before, %NULL without an error where there is one */
static GFileOutputStream *
create (GFile        *file,
        GCancellable *cancellable,
        GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  GFileOutputStream *stream = g_file_create (file, G_FILE_CREATE_NONE, cancellable, &local_error);

  if (stream == NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return stream;
}

/**
 * netop_export_to_file:
 * @file: replaced once the new one is whole: until then, and where anything fails, the old one stays, and where
 *   there was none there is none
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR
 *
 * Any thread; blocks.
 *
 * Returns: whether the file was written
 */
gboolean
netop_export_to_file (const NetopSnapshot      *snapshot,
                      const NetopExportOptions *options,
                      GFile                    *file,
                      GCancellable             *cancellable,
                      GError                  **error)
{
  g_autofree char *text = netop_export_to_string (snapshot, options);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;

  /* GIO writes to a file of another name and renames it only where there is one to replace. */
  stream = create (file, cancellable, &local_error);
  if (stream != NULL)
    {
      if (write_whole (G_OUTPUT_STREAM (stream), text, cancellable, error))
        return TRUE;
      g_file_delete (file, NULL, NULL);
      return FALSE;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  return stream != NULL && write_whole (G_OUTPUT_STREAM (stream), text, cancellable, error);
}
