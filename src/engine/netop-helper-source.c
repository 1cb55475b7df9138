/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-source.h"

#include <sys/socket.h>
#include <unistd.h>

#include "netop-attribution-worker.h"
#include "netop-capture-worker.h"
#include "netop-launcher.h"

/* Ticks under way between the workers; beyond that the helper keeps them together. */
#define QUEUE_CAPACITY 4

/**
 * Run:
 * @source: main thread; %NULL once the source let go of this run
 *
 * From one start to its end. What workers hand to the main thread waits in it: of snapshots only the newest.
 */
typedef struct
{
  gatomicrefcount    ref_count;
  NetopHelperSource *source;
  GMainContext      *context;

  /* Of the workers and the main thread: all below. */
  GMutex           lock;
  bool             local_inferred;
  uint64_t         file_bytes_read;
  uint64_t         file_bytes;
  NetopSnapshot   *snapshot;
  NetopSourceState state;
  GError          *error;
  bool             scheduled;
} Run;

struct _NetopHelperSource
{
  NetopSource parent_instance;

  NetopSourceOptions options;
  guint              refresh_interval_ms;

  Run                    *run;
  GSubprocess            *helper;
  int                     stream_fd;
  NetopMessageQueue      *queue;
  NetopCaptureWorker     *capture;
  NetopAttributionWorker *attribution;
};

G_DEFINE_FINAL_TYPE (NetopHelperSource, netop_helper_source, NETOP_TYPE_SOURCE)

/* --- From the workers to the main thread --- */

static Run *
run_ref (Run *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
run_unref (gpointer data)
{
  Run *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_clear_error (&self->error);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void end_run (NetopHelperSource *self);

static gboolean
deliver (gpointer data)
{
  Run             *run = data;
  NetopSnapshot   *snapshot;
  NetopSourceState state;
  uint64_t         file_bytes_read, file_bytes;
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopSource) source = run->source != NULL ? g_object_ref (NETOP_SOURCE (run->source)) : NULL;

  g_mutex_lock (&run->lock);
  run->scheduled = false;
  snapshot = g_steal_pointer (&run->snapshot);
  state = run->state;
  error = g_steal_pointer (&run->error);
  file_bytes_read = run->file_bytes_read;
  file_bytes = run->file_bytes;
  g_mutex_unlock (&run->lock);

  if (source == NULL)
    {
      g_clear_pointer (&snapshot, netop_snapshot_unref);
      return G_SOURCE_REMOVE;
    }

  if (state == NETOP_SOURCE_STATE_ENDED || state == NETOP_SOURCE_STATE_REFUSED)
    end_run (NETOP_HELPER_SOURCE (source));
  if (snapshot != NULL)
    netop_source_take_snapshot (source, snapshot);
  netop_source_set_file_progress (source, file_bytes_read, file_bytes);
  netop_source_set_state (source, state, error);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
schedule (Run *run)
{
  if (run->scheduled)
    return;

  run->scheduled = true;
  g_main_context_invoke_full (run->context, G_PRIORITY_DEFAULT, deliver, run_ref (run), run_unref);
}

static void
take_state (NetopSourceState state,
            void            *user_data)
{
  Run *run = user_data;

  g_mutex_lock (&run->lock);
  run->state = state;
  schedule (run);
  g_mutex_unlock (&run->lock);
}

static void
take_snapshot (NetopSnapshot *snapshot,
               void          *user_data)
{
  Run *run = user_data;

  g_mutex_lock (&run->lock);
  /* Nobody else has it yet. */
  snapshot->capture.local_inferred = run->local_inferred;
  g_clear_pointer (&run->snapshot, netop_snapshot_unref);
  run->snapshot = snapshot;
  schedule (run);
  g_mutex_unlock (&run->lock);
}

/* What is said of the file itself comes with hello, before any snapshot can be made; how much of it was read moves
 * also where no packet time passes, and no snapshot is due. */
static void
note_message (const NetopIncoming *message,
              void                *user_data)
{
  Run *run = user_data;

  g_mutex_lock (&run->lock);
  if (message->type == NETOP_MESSAGE_HELLO)
    run->local_inferred = message->hello.local_inferred;
  if (message->type == NETOP_MESSAGE_TICK && message->tick->health.file_bytes_read != run->file_bytes_read)
    {
      run->file_bytes_read = message->tick->health.file_bytes_read;
      run->file_bytes = message->tick->health.file_bytes;
      schedule (run);
    }
  g_mutex_unlock (&run->lock);
}

static void
take_end (NetopSourceState state,
          GError          *error,
          void            *user_data)
{
  Run *run = user_data;

  g_mutex_lock (&run->lock);
  run->state = state;
  run->error = error;
  schedule (run);
  g_mutex_unlock (&run->lock);
}

/* --- Runs --- */

static void
reap (GObject      *object,
      GAsyncResult *result,
      gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
}

/* The helper ends when its stream does; one that hangs is ended. */
static void
end_run (NetopHelperSource *self)
{
  if (self->run == NULL)
    return;

  self->run->source = NULL;
  netop_message_queue_close (self->queue);
  g_clear_pointer (&self->capture, netop_capture_worker_free);
  g_clear_pointer (&self->attribution, netop_attribution_worker_free);
  g_clear_pointer (&self->queue, netop_message_queue_free);
  close (self->stream_fd);
  self->stream_fd = -1;
  g_subprocess_force_exit (self->helper);
  g_subprocess_wait_async (self->helper, NULL, reap, NULL);
  g_clear_object (&self->helper);
  g_clear_pointer (&self->run, run_unref);
}

static void
begin_run (NetopHelperSource *self)
{
  NetopAttributionWorkerOptions options = {
    .command_fd = self->stream_fd,
    /* Of a file the helper knows to the packet where it ends. */
    .duration_us = self->options.file_fd >= 0 ? 0 : self->options.duration_us,
    .refresh_interval_ms = self->refresh_interval_ms,
    .keep_ended = self->options.keep_ended,
    .take_state = take_state,
    .take_snapshot = take_snapshot,
    .take_end = take_end,
  };

  self->run = g_new0 (Run, 1);
  g_atomic_ref_count_init (&self->run->ref_count);
  g_mutex_init (&self->run->lock);
  self->run->source = self;
  self->run->state = NETOP_SOURCE_STATE_STARTING;
  self->run->context = g_main_context_ref_thread_default ();
  options.user_data = self->run;
  self->queue = netop_message_queue_new (QUEUE_CAPACITY);
  self->attribution = netop_attribution_worker_new (&options, self->queue);
  self->capture = netop_capture_worker_new (self->stream_fd, self->options.file_fd >= 0, self->queue, note_message, self->run);
}

static void
netop_helper_source_start (NetopSource *source)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);
  g_autoptr (GError) error = NULL;

  end_run (self);
  self->helper = netop_launcher_start (&self->options, &self->stream_fd, &error);
  if (self->helper != NULL)
    begin_run (self);
  else
    netop_source_set_state (source, NETOP_SOURCE_STATE_ENDED, error);
}

static void
netop_helper_source_stop (NetopSource *source)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);
  NetopCommand       command = { .type = NETOP_MESSAGE_STOP };
  g_autoptr (GBytes) frame = NULL;

  if (self->run == NULL)
    return;

  frame = netop_command_encode (&command);
  (void)!send (self->stream_fd, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
netop_helper_source_set_refresh_interval (NetopSource *source,
                                          guint        interval_ms)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  self->refresh_interval_ms = interval_ms;
  if (self->attribution != NULL)
    netop_attribution_worker_set_refresh_interval (self->attribution, interval_ms);
}

static void
netop_helper_source_finalize (GObject *object)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (object);

  end_run (self);
  g_free ((char *)self->options.helper_path);
  g_free ((char *)self->options.interface_name);
  g_free ((char *)self->options.capture_mode);
  if (self->options.file_fd >= 0)
    close (self->options.file_fd);
  if (self->options.namespace_fd >= 0)
    close (self->options.namespace_fd);

  G_OBJECT_CLASS (netop_helper_source_parent_class)->finalize (object);
}

static void
netop_helper_source_class_init (NetopHelperSourceClass *klass)
{
  NetopSourceClass *source_class = NETOP_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = netop_helper_source_finalize;
  source_class->start = netop_helper_source_start;
  source_class->stop = netop_helper_source_stop;
  source_class->set_refresh_interval = netop_helper_source_set_refresh_interval;
}

static void
netop_helper_source_init (NetopHelperSource *self)
{
  self->stream_fd = -1;
}

/**
 * netop_helper_source_new:
 * @options: copied; its descriptors are taken over
 *
 * Returns: (transfer full): a source that starts a helper of its own
 */
NetopSource *
netop_helper_source_new (const NetopSourceOptions *options)
{
  NetopHelperSource *self = g_object_new (NETOP_TYPE_HELPER_SOURCE, NULL);

  self->options = *options;
  self->options.helper_path = g_strdup (options->helper_path);
  self->options.interface_name = g_strdup (options->interface_name);
  self->options.capture_mode = g_strdup (options->capture_mode);
  self->refresh_interval_ms = options->refresh_interval_ms;
  return NETOP_SOURCE (self);
}
