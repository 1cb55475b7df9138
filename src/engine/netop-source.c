/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-source.h"

typedef struct
{
  NetopSourceState state;
  NetopSnapshot   *snapshot;
  GError          *error;
  guint64          file_bytes_read;
  guint64          file_bytes;
} NetopSourcePrivate;

G_DEFINE_QUARK (netop - engine - error - quark, netop_engine_error)
G_DEFINE_BOXED_TYPE (NetopSnapshot, netop_snapshot, netop_snapshot_ref, netop_snapshot_unref)
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (NetopSource, netop_source, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_SNAPSHOT,
  PROP_FILE_BYTES_READ,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
netop_source_finalize (GObject *object)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (NETOP_SOURCE (object));

  g_clear_pointer (&priv->snapshot, netop_snapshot_unref);
  g_clear_error (&priv->error);

  G_OBJECT_CLASS (netop_source_parent_class)->finalize (object);
}

static void
netop_source_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  NetopSource *self = NETOP_SOURCE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)netop_source_get_state (self));
      break;

    case PROP_SNAPSHOT:
      g_value_set_boxed (value, netop_source_get_snapshot (self));
      break;

    case PROP_FILE_BYTES_READ:
      g_value_set_uint64 (value, netop_source_get_file_bytes_read (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
netop_source_class_init (NetopSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = netop_source_finalize;
  object_class->get_property = netop_source_get_property;

  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL,
                      NETOP_SOURCE_STATE_STARTING, NETOP_SOURCE_STATE_ENDED, NETOP_SOURCE_STATE_STARTING,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SNAPSHOT] =
    g_param_spec_boxed ("snapshot", NULL, NULL,
                        NETOP_TYPE_SNAPSHOT,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILE_BYTES_READ] =
    g_param_spec_uint64 ("file-bytes-read", NULL, NULL,
                         0, G_MAXUINT64, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
netop_source_init (NetopSource *self)
{
}

/**
 * netop_source_start:
 *
 * Begins, or begins again after it was refused or has ended. The last error and snapshot are forgotten: a new
 * run counts from nothing. Snapshots come in the thread's default main context of the caller.
 */
void
netop_source_start (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_if_fail (NETOP_IS_SOURCE (self));

  if (priv->snapshot != NULL)
    {
      g_clear_pointer (&priv->snapshot, netop_snapshot_unref);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
    }
  netop_source_set_file_progress (self, 0, 0);
  netop_source_set_state (self, NETOP_SOURCE_STATE_STARTING, NULL);

  NETOP_SOURCE_GET_CLASS (self)->start (self);
}

/**
 * netop_source_stop:
 *
 * Asks it to end. What was seen until now still comes as a final snapshot, and then the state is
 * %NETOP_SOURCE_STATE_ENDED. Does nothing where it has ended already.
 */
void
netop_source_stop (NetopSource *self)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  NETOP_SOURCE_GET_CLASS (self)->stop (self);
}

/**
 * netop_source_unlock:
 *
 * Asks for permission to see everything, where there is something to ask for: a dialog comes. The state is
 * %NETOP_SOURCE_STATE_UNLOCKING until it is answered; what was seen goes on meanwhile. With permission counting begins
 * anew. Without, the state is what it was, with an error of %NETOP_UNLOCK_ERROR or %NETOP_ENGINE_ERROR that says why, and
 * with none where the dialog was cancelled.
 */
void
netop_source_unlock (NetopSource *self)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  if (netop_source_get_unlock_dialog (self) == NETOP_UNLOCK_DIALOG_NONE || !netop_source_state_can_unlock (netop_source_get_state (self)))
    return;

  netop_source_set_state (self, NETOP_SOURCE_STATE_UNLOCKING, NULL);
  NETOP_SOURCE_GET_CLASS (self)->unlock (self);
}

/**
 * netop_source_cancel_unlock:
 *
 * Takes back a question that is not answered yet.
 */
void
netop_source_cancel_unlock (NetopSource *self)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  if (netop_source_get_state (self) == NETOP_SOURCE_STATE_UNLOCKING)
    NETOP_SOURCE_GET_CLASS (self)->cancel_unlock (self);
}

/**
 * netop_source_get_unlock_dialog:
 *
 * Returns: which dialog netop_source_unlock() would bring up
 */
NetopUnlockDialog
netop_source_get_unlock_dialog (NetopSource *self)
{
  NetopSourceClass *klass;

  g_return_val_if_fail (NETOP_IS_SOURCE (self), NETOP_UNLOCK_DIALOG_NONE);

  klass = NETOP_SOURCE_GET_CLASS (self);
  return klass->get_unlock_dialog != NULL ? klass->get_unlock_dialog (self) : NETOP_UNLOCK_DIALOG_NONE;
}

/**
 * netop_source_set_refresh_interval:
 * @interval_ms: time between snapshots, 100 to 10,000
 *
 * How often a snapshot comes, by the ticks' clock. Accounting is not touched by it.
 */
void
netop_source_set_refresh_interval (NetopSource *self,
                                   guint        interval_ms)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  NETOP_SOURCE_GET_CLASS (self)->set_refresh_interval (self, CLAMP (interval_ms, 100, 10000));
}

/**
 * netop_source_set_carriers_counted:
 * @counted: whether what carries a tunnel counts in rows and totals, beside what it carries; at first it does not
 */
void
netop_source_set_carriers_counted (NetopSource *self,
                                   gboolean     counted)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  NETOP_SOURCE_GET_CLASS (self)->set_carriers_counted (self, counted);
}

/**
 * netop_source_set_listed:
 * @loopback_shown: whether what programs of this host send one another is listed and counted; at first it is
 * @keep_closed_s: how long a connection stays listed after its end, in seconds; 0: not at all
 */
void
netop_source_set_listed (NetopSource *self,
                         gboolean     loopback_shown,
                         guint        keep_closed_s)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  NETOP_SOURCE_GET_CLASS (self)->set_listed (self, loopback_shown, keep_closed_s);
}

/**
 * netop_source_set_shown_interface:
 * @interface_index: of whose traffic snapshots are, as it went since monitoring started: its connections, and of processes
 *   and totals what passed it; 0 for all, as at first
 *
 * The next snapshot comes soon, whatever the refresh interval. What is captured and counted is not touched by it.
 */
void
netop_source_set_shown_interface (NetopSource *self,
                                  guint        interface_index)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));

  NETOP_SOURCE_GET_CLASS (self)->set_shown_interface (self, interface_index);
}

/**
 * netop_source_set_capture:
 * @mode: "auto", "pcap" or "sockets"
 * @buffer_bytes: memory for packets not yet counted
 *
 * How to capture, from the next netop_source_start() or netop_source_unlock() on. What the source was made with stays.
 */
void
netop_source_set_capture (NetopSource *self,
                          const char  *mode,
                          guint        buffer_bytes)
{
  g_return_if_fail (NETOP_IS_SOURCE (self));
  g_return_if_fail (mode != NULL);

  NETOP_SOURCE_GET_CLASS (self)->set_capture (self, mode, buffer_bytes);
}

/**
 * netop_source_get_state:
 */
NetopSourceState
netop_source_get_state (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_val_if_fail (NETOP_IS_SOURCE (self), NETOP_SOURCE_STATE_ENDED);

  return priv->state;
}

/**
 * netop_source_get_snapshot:
 *
 * Returns: (transfer none) (nullable): the newest snapshot, valid until the next one is taken
 */
NetopSnapshot *
netop_source_get_snapshot (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_val_if_fail (NETOP_IS_SOURCE (self), NULL);

  return priv->snapshot;
}

/**
 * netop_source_get_error:
 *
 * Returns: (transfer none) (nullable): why it was refused or ended, of %NETOP_ENGINE_ERROR, or why it was not unlocked;
 *   %NULL where it ended as asked
 */
const GError *
netop_source_get_error (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_val_if_fail (NETOP_IS_SOURCE (self), NULL);

  return priv->error;
}

/**
 * netop_source_get_file_bytes_read:
 *
 * Returns: how much of the file was read until now; 0 where it is no file
 */
guint64
netop_source_get_file_bytes_read (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_val_if_fail (NETOP_IS_SOURCE (self), 0);

  return priv->file_bytes_read;
}

/**
 * netop_source_get_file_bytes:
 *
 * Returns: size of the file; 0 where it has none, as a pipe, and where it is no file
 */
guint64
netop_source_get_file_bytes (NetopSource *self)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_val_if_fail (NETOP_IS_SOURCE (self), 0);

  return priv->file_bytes;
}

/**
 * netop_source_take_snapshot:
 * @snapshot: (transfer full): the newest
 *
 * For subclasses: makes @snapshot the current one and notifies.
 */
void
netop_source_take_snapshot (NetopSource   *self,
                            NetopSnapshot *snapshot)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_if_fail (NETOP_IS_SOURCE (self));
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&priv->snapshot, netop_snapshot_unref);
  priv->snapshot = snapshot;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
}

/**
 * netop_source_set_file_progress:
 * @bytes: 0 where the file has no size
 *
 * For subclasses: notifies where @bytes_read moved.
 */
void
netop_source_set_file_progress (NetopSource *self,
                                guint64      bytes_read,
                                guint64      bytes)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);

  g_return_if_fail (NETOP_IS_SOURCE (self));

  priv->file_bytes = bytes;
  if (priv->file_bytes_read == bytes_read)
    return;
  priv->file_bytes_read = bytes_read;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_BYTES_READ]);
}

/**
 * netop_source_set_state:
 * @error: (nullable): copied; %NULL takes an earlier one away
 *
 * For subclasses: the error is in place when "state" is notified.
 */
void
netop_source_set_state (NetopSource     *self,
                        NetopSourceState state,
                        const GError    *error)
{
  NetopSourcePrivate *priv = netop_source_get_instance_private (self);
  g_autoptr (GError) copy = error != NULL ? g_error_copy (error) : NULL;

  g_return_if_fail (NETOP_IS_SOURCE (self));
  g_return_if_fail (netop_source_state_may_follow (priv->state, state));

  g_clear_error (&priv->error);
  priv->error = g_steal_pointer (&copy);

  if (priv->state == state)
    return;
  priv->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}
