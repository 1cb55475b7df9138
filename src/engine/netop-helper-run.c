/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-run.h"

#include <glib-unix.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netop-attribution-worker.h"
#include "netop-capture-worker.h"
#include "netop-unlock-error.h"

/* Ticks under way between the workers; beyond that the helper keeps them together. */
#define QUEUE_CAPACITY 4

/* It empties the ring, looks for the last owners, and sends all of that: about a second. */
#define END_PATIENCE_US (5 * G_USEC_PER_SEC)

/* Of what pkexec says, the beginning is the reason. */
#define MESSAGES_MAX_BYTES 1024

struct _NetopHelperRun
{
  gatomicrefcount               ref_count;
  const NetopHelperRunListener *listener; /* main thread; NULL once the run was let go of */
  void                         *user_data;
  GMainContext                 *context;
  NetopLaunchMethod             method;

  GSubprocess            *process;
  int                     stream_fd; /* -1 once it is closed */
  NetopMessageQueue      *queue;
  NetopCaptureWorker     *capture;
  NetopAttributionWorker *attribution;
  bool                    greeted;   /* the listener was told */
  atomic_int_fast64_t     end_by_us; /* 0 before it is asked to stop */

  /* What comes from the process's standard error, while that is not our own. */
  int      message_fd;
  GSource *message_source;
  char     messages[MESSAGES_MAX_BYTES + 1];
  size_t   n_messages;

  /* Of the workers and the main thread: all below. */
  GMutex           lock;
  bool             begun; /* it is the helper that runs, and no longer what starts it */
  uint64_t         file_bytes_read;
  uint64_t         file_bytes;
  NetopSnapshot   *snapshot;
  NetopSourceState hello;     /* starting before it came */
  NetopSourceState end_state; /* starting before it came */
  GError          *error;
  bool             scheduled;
};

/* A user who reads takes as long as a user takes: until the helper says that it has begun nobody can tell a dialog that
 * is not answered from a pkexec that hangs, and what there is against both is the button Cancel. A helper that starts
 * has to open a ring of up to a GiB; one that runs sends four ticks a second. */
#define READY_MS 15000

static const NetopCapturePatience patience[] = {
  [NETOP_LAUNCH_DIRECT] = { .begin_ms = READY_MS, .hello_ms = READY_MS, .tick_ms = 3000 },
  [NETOP_LAUNCH_PKEXEC] = { .begin_ms = -1, .hello_ms = READY_MS, .tick_ms = 3000 },
  [NETOP_LAUNCH_FILE] = { .begin_ms = -1, .hello_ms = -1, .tick_ms = -1 },
};

static NetopHelperRun *
run_ref (NetopHelperRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
run_unref (gpointer data)
{
  NetopHelperRun *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->process);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- Standard error of a helper that runs as root --- */

/* Before hello it is why there is none. A helper's own words go where ours go, as with any other. */
static void
keep_messages (NetopHelperRun *self,
               const char     *bytes,
               size_t          n_bytes)
{
  size_t n_kept = MIN (n_bytes, MESSAGES_MAX_BYTES - self->n_messages);

  if (self->greeted)
    {
      (void)!write (STDERR_FILENO, bytes, n_bytes);
      return;
    }

  for (size_t i = 0; i < n_kept; i++)
    self->messages[self->n_messages++] = bytes[i] != '\0' ? bytes[i] : ' ';
}

/* Returns whether more may come. */
static gboolean
read_messages (int          fd,
               GIOCondition condition,
               gpointer     data)
{
  NetopHelperRun *self = data;
  char            buffer[512];
  ssize_t         n = read (fd, buffer, sizeof buffer);

  if (n > 0)
    keep_messages (self, buffer, (size_t)n);
  return n != 0;
}

static void
watch_messages (NetopHelperRun *self)
{
  if (self->message_fd < 0)
    return;

  self->message_source = g_unix_fd_source_new (self->message_fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->message_source, G_SOURCE_FUNC (read_messages), self, NULL);
  g_source_attach (self->message_source, self->context);
}

static void
close_messages (NetopHelperRun *self)
{
  char    buffer[512];
  ssize_t n;

  if (self->message_fd < 0)
    return;

  /* What is over was said before; what goes on talking is not listened to for ever. */
  while (self->n_messages < MESSAGES_MAX_BYTES && !self->greeted && (n = read (self->message_fd, buffer, sizeof buffer)) > 0)
    keep_messages (self, buffer, (size_t)n);
  g_source_destroy (self->message_source);
  g_clear_pointer (&self->message_source, g_source_unref);
  close (self->message_fd);
  self->message_fd = -1;
}

/* --- The end --- */

/* The helper ends when its stream does. */
static void
end_workers (NetopHelperRun *self)
{
  if (self->stream_fd < 0)
    return;

  netop_message_queue_close (self->queue);
  g_clear_pointer (&self->capture, netop_capture_worker_free);
  g_clear_pointer (&self->attribution, netop_attribution_worker_free);
  g_clear_pointer (&self->queue, netop_message_queue_free);
  close (self->stream_fd);
  self->stream_fd = -1;
}

static void
on_reaped (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
}

/* One that hangs is ended, as far as it is ours to end. */
static void
end_process (NetopHelperRun *self)
{
  if (self->process == NULL)
    return;

  close_messages (self);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait_async (self->process, NULL, on_reaped, NULL);
  g_clear_object (&self->process);
}

static void
tell_end (NetopHelperRun *self,
          const GError   *error)
{
  bool is_refused = self->end_state == NETOP_SOURCE_STATE_REFUSED && !self->greeted;

  end_process (self);
  if (self->listener != NULL)
    self->listener->take_end (self, is_refused ? NETOP_SOURCE_STATE_REFUSED : NETOP_SOURCE_STATE_ENDED, error, self->user_data);
}

static void
on_not_unlocked (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  NetopHelperRun *self = user_data;
  GSubprocess    *process = G_SUBPROCESS (object);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_finish (process, result, NULL);
  if (self->listener != NULL)
    {
      close_messages (self);
      if (g_subprocess_get_if_exited (process))
        error = netop_unlock_error_new_for_exit (g_subprocess_get_exit_status (process), self->messages);
      tell_end (self, error != NULL ? error : self->error);
    }
  run_unref (self);
}

/* --- From the workers to the main thread --- */

static void
deliver_end (NetopHelperRun *self,
             bool            begun)
{
  end_workers (self);

  /* That the stream is over says nothing as long as it is pkexec that runs: its exit status does. One of a helper that
   * hangs would never come, and root's cannot be ended by us: it ends when it wakes up, and sees that we are gone. */
  if (self->method == NETOP_LAUNCH_PKEXEC && !begun && !self->greeted)
    g_subprocess_wait_async (self->process, NULL, on_not_unlocked, run_ref (self));
  else
    tell_end (self, self->error);
}

static gboolean
deliver (gpointer data)
{
  NetopHelperRun  *self = data;
  NetopSnapshot   *snapshot;
  NetopSourceState hello;
  uint64_t         file_bytes_read, file_bytes;
  bool             begun, is_over;

  g_mutex_lock (&self->lock);
  self->scheduled = false;
  snapshot = g_steal_pointer (&self->snapshot);
  hello = self->hello;
  file_bytes_read = self->file_bytes_read;
  file_bytes = self->file_bytes;
  begun = self->begun;
  is_over = self->end_state != NETOP_SOURCE_STATE_STARTING;
  g_mutex_unlock (&self->lock);

  if (self->listener != NULL && hello != NETOP_SOURCE_STATE_STARTING && !self->greeted)
    {
      self->greeted = true;
      self->listener->take_hello (self, hello, self->user_data);
    }
  if (self->listener != NULL && snapshot != NULL)
    self->listener->take_snapshot (self, g_steal_pointer (&snapshot), self->user_data);
  if (self->listener != NULL)
    self->listener->take_progress (self, file_bytes_read, file_bytes, self->user_data);
  if (self->listener != NULL && is_over)
    deliver_end (self, begun);
  g_clear_pointer (&snapshot, netop_snapshot_unref);
  return G_SOURCE_REMOVE;
}

/* With the lock held. Not by g_main_context_invoke(), which may call at once, from here. */
static void
schedule (NetopHelperRun *self)
{
  g_autoptr (GSource) idle = NULL;

  if (self->scheduled)
    return;

  self->scheduled = true;
  idle = g_idle_source_new ();
  g_source_set_priority (idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (idle, deliver, run_ref (self), run_unref);
  g_source_attach (idle, self->context);
}

static void
take_state (NetopSourceState state,
            void            *user_data)
{
  NetopHelperRun *self = user_data;

  g_mutex_lock (&self->lock);
  self->hello = state;
  schedule (self);
  g_mutex_unlock (&self->lock);
}

static void
take_snapshot (NetopSnapshot *snapshot,
               void          *user_data)
{
  NetopHelperRun *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  self->snapshot = snapshot;
  schedule (self);
  g_mutex_unlock (&self->lock);
}

/* What is said of the file itself comes with hello, before any snapshot can be made; how much of it was read moves
 * also where no packet time passes, and no snapshot is due. */
static void
note_message (const NetopIncoming *message,
              void                *user_data)
{
  NetopHelperRun *self = user_data;

  g_mutex_lock (&self->lock);
  self->begun = self->begun || message->type == NETOP_MESSAGE_BEGUN;
  if (message->type == NETOP_MESSAGE_TICK && message->tick->health.file_bytes_read != self->file_bytes_read)
    {
      self->file_bytes_read = message->tick->health.file_bytes_read;
      self->file_bytes = message->tick->health.file_bytes;
      schedule (self);
    }
  g_mutex_unlock (&self->lock);
}

static void
take_end (NetopSourceState state,
          GError          *error,
          void            *user_data)
{
  NetopHelperRun *self = user_data;

  g_mutex_lock (&self->lock);
  self->end_state = state;
  self->error = error;
  schedule (self);
  g_mutex_unlock (&self->lock);
}

/* Main thread or attribution worker. Whether the helper reads it shows by its end; a file ends when all of it was told,
 * and that takes as long as its reader does. */
static void
ask_to_stop (void *user_data)
{
  NetopHelperRun *self = user_data;
  NetopCommand    command = { .type = NETOP_MESSAGE_STOP };
  g_autoptr (GBytes) frame = netop_command_encode (&command);
  int_fast64_t never = 0;

  if (self->method != NETOP_LAUNCH_FILE)
    atomic_compare_exchange_strong (&self->end_by_us, &never, g_get_monotonic_time () + END_PATIENCE_US);
  (void)!send (self->stream_fd, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* --- The beginning --- */

static void
begin_workers (NetopHelperRun           *self,
               const NetopSourceOptions *options)
{
  NetopCapturePatience          capture_patience = patience[self->method];
  NetopAttributionWorkerOptions worker_options = {
    /* Of a file the helper knows to the packet where it ends. */
    .duration_us = self->method == NETOP_LAUNCH_FILE ? 0 : options->duration_us,
    .refresh_interval_ms = options->refresh_interval_ms,
    .carriers_counted = options->carriers_counted,
    .loopback_shown = !options->loopback_left_off,
    .keep_closed_s = options->keep_closed_s,
    .shown_interface = options->shown_interface,
    .keep_ended = options->keep_ended,
    .no_dns = options->no_dns,
    .ask_to_stop = ask_to_stop,
    .take_state = take_state,
    .take_snapshot = take_snapshot,
    .take_end = take_end,
    .user_data = self,
  };

  capture_patience.end_by_us = &self->end_by_us;
  self->queue = netop_message_queue_new (QUEUE_CAPACITY);
  self->attribution = netop_attribution_worker_new (&worker_options, self->queue);
  self->capture = netop_capture_worker_new (self->stream_fd, capture_patience, self->queue, note_message, self);
}

/**
 * netop_helper_run_new:
 * @options: borrowed for the call; @helper_path, @capture_mode and the like go to the helper
 * @listener: (not nullable): static
 * @error: as of netop_launcher_start()
 *
 * Returns: (transfer full) (nullable): a helper that is starting
 */
NetopHelperRun *
netop_helper_run_new (const NetopSourceOptions     *options,
                      NetopLaunchMethod             method,
                      const NetopHelperRunListener *listener,
                      void                         *user_data,
                      GError                      **error)
{
  NetopLaunch     launch;
  NetopHelperRun *self;

  if (!netop_launcher_start (options, method, &launch, error))
    return NULL;

  self = g_new0 (NetopHelperRun, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->listener = listener;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->method = method;
  self->process = launch.process;
  self->stream_fd = launch.stream_fd;
  self->message_fd = launch.message_fd;
  self->hello = self->end_state = NETOP_SOURCE_STATE_STARTING;
  watch_messages (self);
  begin_workers (self, options);
  return self;
}

/**
 * netop_helper_run_free:
 * @self: (transfer full) (nullable):
 *
 * Ends it; the listener hears no more.
 */
void
netop_helper_run_free (NetopHelperRun *self)
{
  if (self == NULL)
    return;

  self->listener = NULL;
  end_workers (self);
  end_process (self);
  run_unref (self);
}

/**
 * netop_helper_run_stop:
 *
 * Asks the helper to end. A last snapshot still comes.
 */
void
netop_helper_run_stop (NetopHelperRun *self)
{
  if (self->stream_fd >= 0)
    ask_to_stop (self);
}

/**
 * netop_helper_run_set_refresh_interval:
 * @interval_ms: from the next tick on
 */
void
netop_helper_run_set_refresh_interval (NetopHelperRun *self,
                                       guint           interval_ms)
{
  if (self->attribution != NULL)
    netop_attribution_worker_set_refresh_interval (self->attribution, interval_ms);
}

/**
 * netop_helper_run_set_carriers_counted:
 * @counted: from the next tick on
 */
void
netop_helper_run_set_carriers_counted (NetopHelperRun *self,
                                       gboolean        counted)
{
  if (self->attribution != NULL)
    netop_attribution_worker_set_carriers_counted (self->attribution, counted);
}

/**
 * netop_helper_run_set_shown_interface:
 * @interface_index: from the next tick on
 */
void
netop_helper_run_set_shown_interface (NetopHelperRun *self,
                                      guint           interface_index)
{
  if (self->attribution != NULL)
    netop_attribution_worker_set_shown_interface (self->attribution, interface_index);
}

/**
 * netop_helper_run_set_listed:
 * @loopback_shown: from the next tick on
 * @keep_closed_s: the same
 */
void
netop_helper_run_set_listed (NetopHelperRun *self,
                             gboolean        loopback_shown,
                             guint           keep_closed_s)
{
  if (self->attribution != NULL)
    netop_attribution_worker_set_listed (self->attribution, loopback_shown, keep_closed_s);
}
