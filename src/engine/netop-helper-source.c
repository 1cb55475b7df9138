/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-source.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "netop-dns-configuration-reader.h"
#include "netop-hosts-reader.h"
#include "netop-helper-path.h"
#include "netop-helper-run.h"
#include "netop-unlock-error.h"
#include "netop-unlock-program.h"

/* The tier that asks the kernel's socket tables only, which everybody may. */
#define LIMITED_MODE "sockets"

#define KEEP_CLOSED_DEFAULT_S 30

struct _NetopHelperSource
{
  NetopSource parent_instance;

  NetopSourceOptions options;
  gboolean           is_mode_given; /* by who made it: preferences do not change it */
  gboolean           is_buffer_given;
  NetopUnlockDialog  dialog;
  GError            *obstacle; /* why there is none, where there could be one; else NULL */

  NetopHelperRun *run;        /* whose snapshots are shown; NULL where none runs */
  NetopHelperRun *candidate;  /* for which permission is being asked, else NULL */
  bool            is_limited; /* the run is, or was the last that said hello */
  GError         *reason;     /* why the run before the candidate was refused or has ended; NULL where it goes on */
};

G_DEFINE_FINAL_TYPE (NetopHelperSource, netop_helper_source, NETOP_TYPE_SOURCE)

/* --- What is started, and how --- */

static bool
is_reading_file (const NetopHelperSource *self)
{
  return self->options.file_fd >= 0;
}

/* Of a namespace's descriptor nothing comes through pkexec. */
static bool
can_begin_limited (const NetopHelperSource *self)
{
  return self->options.begins_limited && !is_reading_file (self) && self->options.namespace_fd < 0 && netop_unlock_program_is_supported ();
}

/* Who asks for a capture by name is told why there is none, and who asks for one interface: sockets tell of none. */
static bool
is_asking_for_capture (const NetopHelperSource *self)
{
  const char *mode = self->options.capture_mode;

  return self->options.interface_name != NULL || (mode != NULL && !g_str_equal (mode, "auto") && !g_str_equal (mode, LIMITED_MODE));
}

/* Where the helper would be refused, or nothing is there to start it, no dialog is promised. */
static void
find_dialog (NetopHelperSource *self)
{
  g_autofree char *path = NULL;
  g_autofree char *trusted = NULL;
  g_autofree char *program = NULL;

  self->dialog = NETOP_UNLOCK_DIALOG_NONE;
  g_clear_error (&self->obstacle);
  if (!can_begin_limited (self))
    return;

  path = netop_helper_path_find (self->options.helper_path);
  trusted = netop_helper_path_dup_trusted (path, &self->obstacle);
  if (trusted == NULL)
    return;

  program = netop_unlock_program_find ();
  if (program == NULL)
    self->obstacle = netop_unlock_error_new (NETOP_UNLOCK_ERROR_NO_POLKIT);
  else if (netop_helper_path_has_action (trusted, NETOP_POLKIT_ACTION_DIR))
    self->dialog = NETOP_UNLOCK_DIALOG_OWN;
  else
    self->dialog = NETOP_UNLOCK_DIALOG_GENERIC;
}

/* --- From the runs --- */

static void
forget_runs (NetopHelperSource *self)
{
  g_clear_pointer (&self->run, netop_helper_run_free);
  g_clear_pointer (&self->candidate, netop_helper_run_free);
  g_clear_error (&self->reason);
}

/* Back to what it was before permission was asked for, or to what became of that. A cancelled question leaves no trace. */
static void
end_unlocking (NetopHelperSource *self,
               const GError      *error)
{
  NetopSource *source = NETOP_SOURCE (self);
  bool         is_cancelled = error == NULL || g_error_matches (error, NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_CANCELLED);
  g_autoptr (GError) reason = g_steal_pointer (&self->reason);

  g_clear_pointer (&self->candidate, netop_helper_run_free);
  if (self->run != NULL)
    netop_source_set_state (source, NETOP_SOURCE_STATE_LIMITED, is_cancelled ? NULL : error);
  else if (self->is_limited)
    netop_source_set_state (source, NETOP_SOURCE_STATE_ENDED, reason);
  else
    {
      netop_source_set_state (source, NETOP_SOURCE_STATE_REFUSED, is_cancelled ? reason : error);
      /* What is asked for next may be cancelled too. */
      self->reason = g_steal_pointer (&reason);
    }
}

/* As in a container that lacks the capability. */
static GError *
new_no_packets_error (void)
{
  return g_error_new_literal (NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED,
                              _ ("Not even root may capture packets here, as in some containers: start netoproc outside"));
}

/* In the sockets tier: because it was asked for, because that is all there is without permission, or because there is no
 * more with it. */
static void
take_limited_hello (NetopHelperSource *self)
{
  NetopSource *source = NETOP_SOURCE (self);
  g_autoptr (GError) error = NULL;

  self->is_limited = can_begin_limited (self);
  if (self->is_limited)
    netop_source_set_state (source, NETOP_SOURCE_STATE_LIMITED, self->obstacle);
  else if (geteuid () != 0 || g_strcmp0 (self->options.capture_mode, LIMITED_MODE) == 0)
    netop_source_set_state (source, NETOP_SOURCE_STATE_LIVE, NULL);
  else
    {
      error = new_no_packets_error ();
      netop_source_set_state (source, NETOP_SOURCE_STATE_LIMITED, error);
    }
}

static void
change_over (NetopHelperSource *self)
{
  NetopHelperRun *former = g_steal_pointer (&self->run);

  self->run = g_steal_pointer (&self->candidate);
  g_clear_error (&self->reason);
  netop_helper_run_free (former);
}

/* Where root too sees no packets there is nothing to change over to. */
static void
take_hello (NetopHelperRun  *run,
            NetopSourceState state,
            void            *user_data)
{
  g_autoptr (NetopHelperSource) self = g_object_ref (user_data);
  bool is_limited = state == NETOP_SOURCE_STATE_LIMITED;
  g_autoptr (GError) error = NULL;

  if (run == self->candidate && is_limited)
    {
      error = new_no_packets_error ();
      end_unlocking (self, error);
      return;
    }
  if (is_limited)
    {
      take_limited_hello (self);
      return;
    }

  if (run == self->candidate)
    change_over (self);
  self->is_limited = false;
  netop_source_set_state (NETOP_SOURCE (self), state, NULL);
}

static void
take_snapshot (NetopHelperRun *run,
               NetopSnapshot  *snapshot,
               void           *user_data)
{
  g_autoptr (NetopHelperSource) self = g_object_ref (user_data);

  netop_source_take_snapshot (NETOP_SOURCE (self), snapshot);
}

static void
take_progress (NetopHelperRun *run,
               uint64_t        bytes_read,
               uint64_t        bytes,
               void           *user_data)
{
  g_autoptr (NetopHelperSource) self = g_object_ref (user_data);

  netop_source_set_file_progress (NETOP_SOURCE (self), bytes_read, bytes);
}

/* Of a helper that fell silent or died there is no more to say than to try again. */
static GError *
new_candidate_error (const GError *error)
{
  if (!g_error_matches (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED))
    return error != NULL ? g_error_copy (error) : NULL;
  return g_error_new (NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED,
                      /* Translators: what happened, like "The helper ended unexpectedly" */
                      _ ("%s. Try again, or start netoproc as root: sudo netoproc"), error->message);
}

static void
take_end (NetopHelperRun  *run,
          NetopSourceState state,
          const GError    *error,
          void            *user_data)
{
  g_autoptr (NetopHelperSource) self = g_object_ref (user_data);
  g_autoptr (GError) told = NULL;

  if (run == self->candidate)
    {
      told = new_candidate_error (error);
      end_unlocking (self, told);
      return;
    }

  self->is_limited = self->is_limited && state == NETOP_SOURCE_STATE_ENDED;
  g_clear_pointer (&self->run, netop_helper_run_free);
  g_clear_error (&self->reason);
  self->reason = error != NULL ? g_error_copy (error) : NULL;
  /* The question goes on: with a yes there is something to see again. */
  if (self->candidate == NULL)
    netop_source_set_state (NETOP_SOURCE (self), state, error);
}

static const NetopHelperRunListener listener = { take_hello, take_snapshot, take_progress, take_end };

/* --- The source --- */

/* The copy with capabilities, for who may start it. Where it can't be started after all, as the kernel does not in a
 * container that has not these capabilities, there is the one for everybody. */
static NetopHelperRun *
start_capable (NetopHelperSource *self)
{
  NetopSourceOptions options = self->options;
  g_autofree char   *path = NULL;
  g_autofree char   *capable = NULL;

  if (is_reading_file (self) || options.namespace_fd >= 0 || g_strcmp0 (options.capture_mode, LIMITED_MODE) == 0)
    return NULL;

  path = netop_helper_path_find (options.helper_path);
  capable = netop_helper_path_find_capable (path);
  if (capable == NULL)
    return NULL;

  options.helper_path = capable;
  return netop_helper_run_new (&options, NETOP_LAUNCH_DIRECT, &listener, self, NULL);
}

static void
netop_helper_source_start (NetopSource *source)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);
  NetopSourceOptions options = self->options;
  g_autoptr (GError) error = NULL;

  forget_runs (self);
  find_dialog (self);
  if (!is_reading_file (self) && options.namespace_fd < 0 && !options.no_dns)
    netop_dns_configuration_reader_start ();
  if (!is_reading_file (self) && options.namespace_fd < 0)
    netop_hosts_reader_start (NULL);
  self->is_limited = false;
  self->run = start_capable (self);
  if (can_begin_limited (self) && !is_asking_for_capture (self))
    options.capture_mode = LIMITED_MODE;
  if (self->run == NULL)
    self->run = netop_helper_run_new (&options, is_reading_file (self) ? NETOP_LAUNCH_FILE : NETOP_LAUNCH_DIRECT, &listener, self, &error);
  if (self->run == NULL)
    netop_source_set_state (source, NETOP_SOURCE_STATE_ENDED, error);
}

static void
netop_helper_source_unlock (NetopSource *source)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);
  NetopSourceOptions options = self->options;
  g_autoptr (GError) error = NULL;

  if (!is_asking_for_capture (self))
    options.capture_mode = "auto";
  self->candidate = netop_helper_run_new (&options, NETOP_LAUNCH_PKEXEC, &listener, self, &error);
  if (self->candidate == NULL)
    end_unlocking (self, error);
}

static void
netop_helper_source_cancel_unlock (NetopSource *source)
{
  end_unlocking (NETOP_HELPER_SOURCE (source), NULL);
}

static NetopUnlockDialog
netop_helper_source_get_unlock_dialog (NetopSource *source)
{
  return NETOP_HELPER_SOURCE (source)->dialog;
}

static void
netop_helper_source_stop (NetopSource *source)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  netop_source_cancel_unlock (source);
  if (self->run != NULL)
    netop_helper_run_stop (self->run);
}

static void
netop_helper_source_set_refresh_interval (NetopSource *source,
                                          guint        interval_ms)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  self->options.refresh_interval_ms = interval_ms;
  if (self->run != NULL)
    netop_helper_run_set_refresh_interval (self->run, interval_ms);
  if (self->candidate != NULL)
    netop_helper_run_set_refresh_interval (self->candidate, interval_ms);
}

static void
netop_helper_source_set_carriers_counted (NetopSource *source,
                                          gboolean     counted)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  self->options.carriers_counted = counted;
  if (self->run != NULL)
    netop_helper_run_set_carriers_counted (self->run, counted);
  if (self->candidate != NULL)
    netop_helper_run_set_carriers_counted (self->candidate, counted);
}

static void
netop_helper_source_set_listed (NetopSource *source,
                                gboolean     loopback_shown,
                                guint        keep_closed_s)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  self->options.loopback_left_off = !loopback_shown;
  self->options.keep_closed_s = keep_closed_s;
  if (self->run != NULL)
    netop_helper_run_set_listed (self->run, loopback_shown, keep_closed_s);
  if (self->candidate != NULL)
    netop_helper_run_set_listed (self->candidate, loopback_shown, keep_closed_s);
}

static void
netop_helper_source_set_shown_interface (NetopSource *source,
                                         guint        interface_index)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);

  self->options.shown_interface = interface_index;
  if (self->run != NULL)
    netop_helper_run_set_shown_interface (self->run, interface_index);
  if (self->candidate != NULL)
    netop_helper_run_set_shown_interface (self->candidate, interface_index);
}

/* Sockets do not tell interfaces apart: of one alone there is a capture or nothing. */
static void
netop_helper_source_set_capture (NetopSource *source,
                                 const char  *mode,
                                 guint        buffer_bytes)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (source);
  gboolean           is_possible = self->options.interface_name == NULL || !g_str_equal (mode, LIMITED_MODE);

  if (is_reading_file (self))
    return;
  if (!self->is_mode_given)
    {
      g_free ((char *)self->options.capture_mode);
      self->options.capture_mode = g_strdup (is_possible ? mode : "auto");
    }
  if (!self->is_buffer_given)
    self->options.capture_buffer_bytes = buffer_bytes;
}

static void
netop_helper_source_finalize (GObject *object)
{
  NetopHelperSource *self = NETOP_HELPER_SOURCE (object);

  forget_runs (self);
  g_clear_error (&self->obstacle);
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
  source_class->set_carriers_counted = netop_helper_source_set_carriers_counted;
  source_class->set_listed = netop_helper_source_set_listed;
  source_class->set_shown_interface = netop_helper_source_set_shown_interface;
  source_class->set_capture = netop_helper_source_set_capture;
  source_class->unlock = netop_helper_source_unlock;
  source_class->cancel_unlock = netop_helper_source_cancel_unlock;
  source_class->get_unlock_dialog = netop_helper_source_get_unlock_dialog;
}

static void
netop_helper_source_init (NetopHelperSource *self)
{
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
  if (options->keep_closed_s == 0)
    self->options.keep_closed_s = KEEP_CLOSED_DEFAULT_S;
  self->is_mode_given = options->capture_mode != NULL && !g_str_equal (options->capture_mode, "auto");
  self->is_buffer_given = options->capture_buffer_bytes != 0;
  find_dialog (self);
  return NETOP_SOURCE (self);
}
