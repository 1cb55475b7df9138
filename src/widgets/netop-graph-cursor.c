/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-cursor.h"

#include <math.h>

#include "netop-style.h"

#define DOT_PX 2.75f
#define RING_PX 4.0f
#define CARD_GAP_PX 10
#define NO_POINTER (-1.0)

struct _NetopGraphCursor
{
  GtkWidget *graph; /* not owned: it owns this */
  GtkWidget *card;
  double     pointer_x; /* NO_POINTER while it is elsewhere */
  gboolean   is_by_keys;
  int        age;
  guint      length; /* of the samples there are */
};

static void
set_age (NetopGraphCursor *self, int age)
{
  if (self->age == age)
    return;

  self->age = age;
  gtk_widget_set_visible (self->card, age != NETOP_GRAPH_NO_AGE);
  gtk_widget_queue_allocate (self->graph);
  gtk_widget_queue_draw (self->graph);
  g_signal_emit_by_name (self->graph, "cursor-moved", age);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, NetopGraphCursor *self)
{
  self->pointer_x = x;
  self->is_by_keys = FALSE;
  g_signal_emit_by_name (self->graph, "pointer-moved");
}

static void
on_leave (GtkEventControllerMotion *controller, NetopGraphCursor *self)
{
  self->pointer_x = NO_POINTER;
  if (!self->is_by_keys)
    set_age (self, NETOP_GRAPH_NO_AGE);
}

static void
leave (NetopGraphCursor *self)
{
  self->is_by_keys = FALSE;
  set_age (self, NETOP_GRAPH_NO_AGE);
}

/* The sample that a key leads to; the same where it leads nowhere. */
static int
find_next (NetopGraphCursor *self, guint keyval)
{
  gboolean is_mirrored = gtk_widget_get_direction (self->graph) == GTK_TEXT_DIR_RTL;
  int      oldest = (int)self->length - 1;

  switch (keyval)
    {
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return oldest;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return 0;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return CLAMP (self->age + (is_mirrored ? -1 : 1), 0, oldest);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return CLAMP (self->age + (is_mirrored ? 1 : -1), 0, oldest);
    default:
      return self->age;
    }
}

static gboolean
is_ours (guint keyval)
{
  static const guint ours[] = { GDK_KEY_Home, GDK_KEY_KP_Home, GDK_KEY_End, GDK_KEY_KP_End, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_KEY_Right, GDK_KEY_KP_Right };

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (keyval == ours[i])
      return TRUE;

  return FALSE;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, NetopGraphCursor *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape && self->age != NETOP_GRAPH_NO_AGE)
    {
      leave (self);
      return GDK_EVENT_STOP;
    }
  if (self->length == 0 || !is_ours (keyval))
    return GDK_EVENT_PROPAGATE;

  self->is_by_keys = TRUE;
  set_age (self, find_next (self, keyval));

  return GDK_EVENT_STOP;
}

static void
on_focus_left (GtkEventControllerFocus *controller, NetopGraphCursor *self)
{
  if (self->is_by_keys)
    leave (self);
}

static void
watch_keys (NetopGraphCursor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (self->graph, keys);
  gtk_widget_add_controller (self->graph, focus);
  gtk_widget_set_focusable (self->graph, TRUE);
}

/**
 * netop_graph_cursor_new:
 * @graph: with the signals "cursor-moved" and "pointer-moved"
 * @card: (transfer floating): becomes a child of @graph
 *
 * Left and Right go to the sample before and after, Home and End to the oldest and the newest, and Escape leaves.
 *
 * Returns: (transfer full): a cursor that is nowhere yet
 */
NetopGraphCursor *
netop_graph_cursor_new (GtkWidget *graph, GtkWidget *card)
{
  NetopGraphCursor   *self = g_new0 (NetopGraphCursor, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->graph = graph;
  self->card = card;
  self->pointer_x = NO_POINTER;
  self->age = NETOP_GRAPH_NO_AGE;
  gtk_widget_set_can_target (card, FALSE);
  gtk_widget_set_visible (card, FALSE);
  gtk_widget_set_parent (card, graph);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (graph, motion);
  watch_keys (self);

  return self;
}

/**
 * netop_graph_cursor_free:
 *
 * Frees it with its card, when the graph goes.
 */
void
netop_graph_cursor_free (NetopGraphCursor *self)
{
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_free (self);
}

/**
 * netop_graph_cursor_update:
 * @phase: of the newest sample
 * @length: of the samples in view
 *
 * Looks again which sample it is at: the pointer moved, or the samples did.
 */
void
netop_graph_cursor_update (NetopGraphCursor *self, const NetopGraphPlot *plot, double phase, guint length)
{
  self->length = length;
  if (self->is_by_keys)
    set_age (self, MIN (self->age, (int)length - 1));
  else if (self->pointer_x >= 0)
    set_age (self, netop_graph_plot_find_age (plot, self->pointer_x, phase, length));
}

/**
 * netop_graph_cursor_pass:
 * @n_samples: that have come
 *
 * Keys stay at their sample while others come, which is no move; the pointer stays at its place.
 */
void
netop_graph_cursor_pass (NetopGraphCursor *self, guint n_samples)
{
  if (!self->is_by_keys)
    return;

  self->age += (int)n_samples;
  gtk_widget_queue_allocate (self->graph);
  gtk_widget_queue_draw (self->graph);
}

/**
 * netop_graph_cursor_has_keys:
 *
 * Returns: whether keys brought it where it is
 */
gboolean
netop_graph_cursor_has_keys (const NetopGraphCursor *self)
{
  return self->is_by_keys;
}

/**
 * netop_graph_cursor_get_age:
 *
 * Returns: of the sample it is at, %NETOP_GRAPH_NO_AGE while it is nowhere
 */
int
netop_graph_cursor_get_age (const NetopGraphCursor *self)
{
  return self->age;
}

/**
 * netop_graph_cursor_allocate:
 *
 * Gives the card its place: behind the line, before it where there is no room.
 */
void
netop_graph_cursor_allocate (NetopGraphCursor *self, const NetopGraphPlot *plot, double phase)
{
  GtkRequisition size;
  GtkAllocation  place = { .y = plot->y + CARD_GAP_PX / 2 };
  double         line_x;

  if (self->age == NETOP_GRAPH_NO_AGE)
    return;

  gtk_widget_get_preferred_size (self->card, NULL, &size);
  place.width = size.width;
  place.height = size.height;
  line_x = netop_graph_plot_get_x (plot, self->age, phase);
  place.x = (int)line_x + CARD_GAP_PX;
  if (place.x + place.width > plot->x + plot->width)
    place.x = MAX ((int)line_x - CARD_GAP_PX - place.width, 0);
  gtk_widget_size_allocate (self->card, &place, -1);
}

static void
append_disc (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, float radius)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float)x - radius, (float)y - radius, 2 * radius, 2 * radius);
  GskRoundedRect  disc;

  gsk_rounded_rect_init_from_rect (&disc, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_dot (NetopGraphCursor *self, GtkSnapshot *snapshot, const char *color_name, double x, double y)
{
  GdkRGBA ring;
  GdkRGBA color;

  netop_style_lookup_color (self->graph, "window_bg_color", &ring);
  netop_style_lookup_color (self->graph, color_name, &color);
  append_disc (snapshot, &ring, x, y, RING_PX);
  append_disc (snapshot, &color, x, y, DOT_PX);
}

/**
 * netop_graph_cursor_draw:
 * @phase: of the newest sample
 * @history: (nullable): whose sample it is at
 * @px_per_byte: height of one byte per second
 *
 * Draws the line, a dot on each series, and the card; nothing while it is nowhere.
 */
void
netop_graph_cursor_draw (NetopGraphCursor *self, GtkSnapshot *snapshot, const NetopGraphPlot *plot, double phase, const NetopHistory *history, double px_per_byte)
{
  NetopSample sample;
  GdkRGBA     color;
  double      x;

  if (self->age == NETOP_GRAPH_NO_AGE)
    return;

  x = netop_graph_plot_get_x (plot, self->age, phase);
  sample = netop_history_get (history, (guint)self->age);
  netop_style_lookup_color (self->graph, "np_axis", &color);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float)round (x), (float)plot->y, 1.0f, (float)plot->height));
  append_dot (self, snapshot, "np_down", x, plot->axis_y - sample.rx * px_per_byte);
  append_dot (self, snapshot, "np_up", x, plot->axis_y + sample.tx * px_per_byte);
  gtk_widget_snapshot_child (self->graph, self->card, snapshot);
}
