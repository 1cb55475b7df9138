/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-pointer.h"

#include <gdk/x11/gdkx.h>

#include "netop-row-fixture.h"

#define PATIENCE_US (10 * G_USEC_PER_SEC)
#define POLL_MS 10
#define N_DRAG_STEPS 4
#define WHEEL_DOWN 5 /* X has it for a button */

/* On the display, where no window of a test is. */
#define NOWHERE_PX 1595, 1195

static void
run (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format,
     ...)
{
  g_autofree char *arguments = NULL;
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  int     status;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  command = g_strconcat ("xdotool ", arguments, NULL);
  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/**
 * netop_pointer_find:
 *
 * Returns: whether there is a pointer that may be moved; else the test is skipped
 */
gboolean
netop_pointer_find (void)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");

  if (!GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    g_test_skip ("the display is not X11's");
  else if (program == NULL)
    g_test_skip ("needs xdotool");
  else if (g_getenv ("NETOP_OWN_DISPLAY") == NULL)
    g_test_skip ("needs a display of its own: the pointer of this one may be in somebody's hand");
  else
    return TRUE;

  return FALSE;
}

/**
 * netop_pointer_can_reach:
 * @widget: (nullable)
 *
 * Returns: whether it is on the screen
 */
gboolean
netop_pointer_can_reach (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0 && gtk_widget_get_height (widget) > 0;
}

static gboolean
has_rows (gpointer fixture)
{
  return netop_pointer_can_reach (netop_row_fixture_find_cell (fixture, "curl"));
}

/**
 * netop_pointer_begin:
 * @fixture: a window that is open
 * @n_processes: up to 10 have names of their own; one is curl
 *
 * Shows rows, and takes the pointer elsewhere.
 */
void
netop_pointer_begin (NetopWindowFixture *fixture,
                     guint               n_processes)
{
  netop_window_fixture_push (fixture, n_processes);
  netop_window_fixture_draw (fixture);
  netop_pointer_leave (fixture->window);
  netop_pointer_assert_soon (has_rows, fixture);
  netop_window_fixture_draw (fixture);
}

/* A menu has a window of its own, and around each is a shadow. */
static void
move_to (GtkWidget *widget,
         double     x,
         double     y)
{
  GtkNative       *native = gtk_widget_get_native (widget);
  GdkSurface      *surface = gtk_native_get_surface (native);
  int              scale = gdk_surface_get_scale_factor (surface);
  graphene_point_t point;
  double           surface_x;
  double           surface_y;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT ((float)x, (float)y), &point));
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  run ("mousemove --window %lu %d %d",
       gdk_x11_surface_get_xid (surface),
       (int)((point.x + surface_x) * scale),
       (int)((point.y + surface_y) * scale));
}

/**
 * netop_pointer_move:
 * @x: of @widget, which is on the screen
 */
void
netop_pointer_move (GtkWidget *widget,
                    double     x,
                    double     y)
{
  move_to (widget, x, y);
  netop_window_fixture_settle ();
}

/**
 * netop_pointer_move_over:
 *
 * Moves it to the middle of a widget.
 */
void
netop_pointer_move_over (GtkWidget *widget)
{
  netop_pointer_move (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
}

static void
click_here (guint button,
            guint n_clicks)
{
  run ("click --repeat %u --delay 20 %u", n_clicks, button);
  netop_window_fixture_settle ();
}

/**
 * netop_pointer_click:
 * @n_clicks: 2 for a double click
 *
 * Clicks in the middle of a widget.
 */
void
netop_pointer_click (GtkWidget *widget,
                     guint      button,
                     guint      n_clicks)
{
  netop_pointer_move_over (widget);
  click_here (button, n_clicks);
}

/**
 * netop_pointer_click_here:
 *
 * Clicks once where the pointer is.
 */
void
netop_pointer_click_here (guint button)
{
  click_here (button, 1);
}

/**
 * netop_pointer_drag:
 * @x: where the button goes down
 * @by_x: pixels to the right until it goes up again
 */
void
netop_pointer_drag (GtkWidget *widget,
                    double     x,
                    double     y,
                    int        by_x)
{
  netop_pointer_move (widget, x, y);
  run ("mousedown %u", GDK_BUTTON_PRIMARY);
  netop_window_fixture_settle ();
  for (int i = 0; i < N_DRAG_STEPS; i++)
    {
      run ("mousemove_relative -- %d 0", by_x * (i + 1) / N_DRAG_STEPS - by_x * i / N_DRAG_STEPS);
      netop_window_fixture_settle ();
    }
  run ("mouseup %u", GDK_BUTTON_PRIMARY);
  netop_window_fixture_settle ();
}

/**
 * netop_pointer_turn_wheel:
 *
 * Towards the end of what is under the pointer.
 */
void
netop_pointer_turn_wheel (guint n_clicks)
{
  click_here (WHEEL_DOWN, n_clicks);
}

static gboolean
is_elsewhere (gpointer window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkDevice  *pointer = gdk_seat_get_pointer (gdk_display_get_default_seat (gdk_surface_get_display (surface)));
  double      x;
  double      y;

  return !gdk_surface_get_device_position (surface, pointer, &x, &y, NULL);
}

/**
 * netop_pointer_leave:
 *
 * Takes the pointer out of the window.
 */
void
netop_pointer_leave (GtkWidget *window)
{
  run ("mousemove %d %d", NOWHERE_PX);
  netop_pointer_assert_soon (is_elsewhere, window);
}

/**
 * netop_pointer_press_key:
 * @keys: as xdotool has them: "ctrl+c"
 */
void
netop_pointer_press_key (const char *keys)
{
  run ("key %s", keys);
  netop_window_fixture_settle ();
}

/**
 * netop_pointer_resize:
 *
 * As one does at the edge of a window; it is not done yet when this returns.
 */
void
netop_pointer_resize (GtkWidget *window,
                      int        width,
                      int        height)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  int         scale = gdk_surface_get_scale_factor (surface);
  int         border_width = gdk_surface_get_width (surface) - gtk_widget_get_width (window);
  int         border_height = gdk_surface_get_height (surface) - gtk_widget_get_height (window);

  run ("windowsize %lu %d %d", gdk_x11_surface_get_xid (surface), (width + border_width) * scale, (height + border_height) * scale);
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * netop_pointer_wait_for:
 * @what: what is told where it does not come true
 *
 * See netop_pointer_assert_soon().
 */
void
netop_pointer_wait_for (const char          *what,
                        NetopWindowCondition is_so,
                        gpointer             user_data)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  guint  id = g_timeout_add (POLL_MS, wake_up, NULL);

  while (!is_so (user_data))
    {
      if (g_get_monotonic_time () > end_us)
        g_error ("%s did not come true", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
}
