/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-loss-watch.h"

#include <glib/gi18n.h>

/* MiB, as the setting has it. */
#define MAX_BUFFER 1024

struct _NetopLossWatch
{
  GObject parent_instance;

  GSettings       *settings; /* NULL where there is no schema */
  AdwToastOverlay *toasts;   /* not owned: the window's, which owns this */
  uint64_t         n_lost;   /* in the newest snapshot */
  int64_t          lost_us;  /* when that was last seen to grow, by the wall clock */
  uint64_t         n_known;  /* of which the user has been told, and has acted */
};

G_DEFINE_FINAL_TYPE (NetopLossWatch, netop_loss_watch, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
can_enlarge (NetopLossWatch *self)
{
  return self->settings != NULL && g_settings_is_writable (self->settings, "capture-buffer") && g_settings_get_uint (self->settings, "capture-buffer") < MAX_BUFFER;
}

/* What is captured goes on as it is: to begin anew would cost all that was counted. */
static void
activate_larger_buffer (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  NetopLossWatch  *self = user_data;
  g_autofree char *text = NULL;
  guint            size;

  if (!can_enlarge (self))
    return;

  size = MIN (2 * g_settings_get_uint (self->settings, "capture-buffer"), MAX_BUFFER);
  g_settings_set_uint (self->settings, "capture-buffer", size);
  self->n_known = self->n_lost;
  /* Translators: a number of MiB */
  text = g_strdup_printf (_ ("The next capture has a buffer of %u MiB"), size);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
activate_dismiss (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  NetopLossWatch *self = user_data;

  self->n_known = self->n_lost;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
netop_loss_watch_dispose (GObject *object)
{
  g_clear_object (&NETOP_LOSS_WATCH (object)->settings);

  G_OBJECT_CLASS (netop_loss_watch_parent_class)->dispose (object);
}

static void
netop_loss_watch_class_init (NetopLossWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_loss_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_loss_watch_init (NetopLossWatch *self)
{
}

/**
 * netop_loss_watch_new:
 * @settings: (nullable) (transfer none): with the size of the buffer
 * @toasts: (transfer none): where it is said what was done
 *
 * Returns: (transfer full): a watch that knows of no loss
 */
NetopLossWatch *
netop_loss_watch_new (GSettings       *settings,
                      AdwToastOverlay *toasts)
{
  NetopLossWatch *self = g_object_new (NETOP_TYPE_LOSS_WATCH, NULL);

  g_set_object (&self->settings, settings);
  self->toasts = toasts;
  return self;
}

/**
 * netop_loss_watch_add_actions:
 * @map: ends no later than @self
 *
 * Adds larger-buffer and dismiss-loss.
 */
void
netop_loss_watch_add_actions (NetopLossWatch *self,
                              GActionMap     *map)
{
  static const GActionEntry entries[] = {
    { .name = "larger-buffer", .activate = activate_larger_buffer },
    { .name = "dismiss-loss", .activate = activate_dismiss },
  };

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
}

/**
 * netop_loss_watch_make_notice:
 * @snapshot: the one that is shown
 *
 * Returns: (transfer full) (nullable): what there is to say of lost packets; %NULL where none were lost since the user acted
 */
NetopNotice *
netop_loss_watch_make_notice (NetopLossWatch      *self,
                              const NetopSnapshot *snapshot)
{
  /* A capture that began anew has lost nothing yet. */
  if (snapshot->capture.dropped_kernel < self->n_lost)
    self->n_lost = self->n_known = 0;
  if (snapshot->capture.dropped_kernel > self->n_lost)
    self->lost_us = snapshot->timestamp_us;
  /* Where a question for an owner was dropped no byte is missing, and no buffer helps. */
  self->n_lost = snapshot->capture.dropped_kernel;
  if (self->n_lost == self->n_known || snapshot->capture.backend == NETOP_BACKEND_FILE)
    return NULL;

  return netop_notice_new_loss (self->n_lost - self->n_known, self->lost_us, can_enlarge (self));
}
