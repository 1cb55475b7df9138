/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-snapshot.h"
#include "netop-source-state.h"

G_BEGIN_DECLS

#define NETOP_ENGINE_ERROR (netop_engine_error_quark ())
typedef enum {
  NETOP_ENGINE_ERROR_NOT_PERMITTED, /* exit code 1 */
  NETOP_ENGINE_ERROR_CANNOT_OPEN,   /* exit code 2 */
  NETOP_ENGINE_ERROR_BAD_ARGUMENT,  /* exit code 3 */
  NETOP_ENGINE_ERROR_FAILED,        /* exit code 4 */
  NETOP_ENGINE_ERROR_CUT_SHORT,     /* a note: the file ends in mid-packet, and all before it was read */
} NetopEngineError;
GQuark netop_engine_error_quark (void);

#define NETOP_TYPE_SNAPSHOT (netop_snapshot_get_type ())
GType netop_snapshot_get_type (void);

/* Which dialog asks for permission. */
typedef enum {
  NETOP_UNLOCK_DIALOG_NONE,    /* there is none: nothing more can be asked for */
  NETOP_UNLOCK_DIALOG_OWN,     /* in netoproc's words */
  NETOP_UNLOCK_DIALOG_GENERIC, /* the system's, about any program: netoproc is not installed where the system looks */
} NetopUnlockDialog;

/**
 * NetopSource:
 *
 * Where the window, the command line and tests get snapshots from. Main thread. Properties, notified:
 * "state" (int), "snapshot" (boxed #NetopSnapshot, the newest, %NULL before the first), "file-bytes-read" (uint64), which
 * moves also while a file brings no new snapshot. An error is kept until the next change of state. Subclasses:
 * #NetopHelperSource (live and file), the tests' fake.
 */
#define NETOP_TYPE_SOURCE (netop_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (NetopSource, netop_source, NETOP, SOURCE, GObject)

struct _NetopSourceClass
{
  GObjectClass parent_class;

  void (*start) (NetopSource *self);
  void (*stop) (NetopSource *self);
  void (*set_refresh_interval) (NetopSource *self, guint interval_ms);
  void (*set_carriers_counted) (NetopSource *self, gboolean counted);
  void (*set_listed) (NetopSource *self, gboolean loopback_shown, guint keep_closed_s);
  void (*set_shown_interface) (NetopSource *self, guint interface_index);
  void (*set_capture) (NetopSource *self, const char *mode, guint buffer_bytes);
  void (*unlock) (NetopSource *self);
  void (*cancel_unlock) (NetopSource *self);
  NetopUnlockDialog (*get_unlock_dialog) (NetopSource *self);
};

void              netop_source_start (NetopSource *self);
void              netop_source_stop (NetopSource *self);
void              netop_source_unlock (NetopSource *self);
void              netop_source_cancel_unlock (NetopSource *self);
NetopUnlockDialog netop_source_get_unlock_dialog (NetopSource *self);
void              netop_source_set_refresh_interval (NetopSource *self, guint interval_ms);
void              netop_source_set_carriers_counted (NetopSource *self, gboolean counted);
void              netop_source_set_listed (NetopSource *self, gboolean loopback_shown, guint keep_closed_s);
void              netop_source_set_shown_interface (NetopSource *self, guint interface_index);
void              netop_source_set_capture (NetopSource *self, const char *mode, guint buffer_bytes);
NetopSourceState  netop_source_get_state (NetopSource *self);
NetopSnapshot    *netop_source_get_snapshot (NetopSource *self);
const GError     *netop_source_get_error (NetopSource *self);
guint64           netop_source_get_file_bytes_read (NetopSource *self);
guint64           netop_source_get_file_bytes (NetopSource *self);

/* For subclasses, on the main thread. */
void netop_source_take_snapshot (NetopSource *self, NetopSnapshot *snapshot);
void netop_source_set_file_progress (NetopSource *self, guint64 bytes_read, guint64 bytes);
void netop_source_set_state (NetopSource *self, NetopSourceState state, const GError *error);

G_END_DECLS
