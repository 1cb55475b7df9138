/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-graph-picture.h"

/* The series as pixels, without a display. */

#define WIDTH 120
#define HEIGHT 100
#define AXIS_Y 60

static const GdkRGBA blue = { 0.0f, 0.0f, 1.0f, 1.0f };
static const GdkRGBA red = { 1.0f, 0.0f, 0.0f, 1.0f };

typedef struct
{
  guint32 pixels[HEIGHT][WIDTH];
} Image;

static Image *
render_share (const NetopSample *samples, const NetopSample *share, guint n_samples, gboolean is_mirrored)
{
  Image            *image = g_new0 (Image, 1);
  NetopGraphPicture picture = {
    .samples = samples,
    .share = share,
    .n_samples = n_samples,
    .width = WIDTH,
    .height = HEIGHT,
    .axis_y = AXIS_Y,
    .px_per_byte = 1.0,
    .sample_px = 10.0,
    .line_px = 1.5,
    .down = blue,
    .up = red,
    .is_mirrored = is_mirrored,
  };
  g_autoptr (GdkTexture) texture = netop_graph_picture_render (&picture);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, WIDTH);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, HEIGHT);
  gdk_texture_download (texture, (guchar *)image->pixels, WIDTH * sizeof (guint32));

  return image;
}

static Image *
render (const NetopSample *samples, guint n_samples, gboolean is_mirrored)
{
  return render_share (samples, NULL, n_samples, is_mirrored);
}

static guint
get_red (const Image *image, int x, int y)
{
  return image->pixels[y][x] >> 16 & 0xff;
}

static guint
get_blue (const Image *image, int x, int y)
{
  return image->pixels[y][x] & 0xff;
}

static guint
get_alpha (const Image *image, int x, int y)
{
  return image->pixels[y][x] >> 24;
}

static void
fill (NetopSample *samples, guint n_samples, float rx, float tx)
{
  for (guint i = 0; i < n_samples; i++)
    samples[i] = (NetopSample){ rx, tx };
}

static void
test_colors (void)
{
  NetopSample       samples[13];
  g_autofree Image *image = NULL;

  fill (samples, G_N_ELEMENTS (samples), 40.0f, 20.0f);
  image = render (samples, G_N_ELEMENTS (samples), FALSE);

  for (int x = 5; x < WIDTH; x += 10)
    {
      /* Down is above the axis, in its colour and no other; up is below. */
      g_assert_cmpuint (get_blue (image, x, AXIS_Y - 20), >, 20);
      g_assert_cmpuint (get_red (image, x, AXIS_Y - 20), ==, 0);
      g_assert_cmpuint (get_red (image, x, AXIS_Y + 10), >, 20);
      g_assert_cmpuint (get_blue (image, x, AXIS_Y + 10), ==, 0);

      /* The line stands at the value, and beyond it there is nothing. */
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y - 40), >, 150);
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y - 43), ==, 0);
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y + 20), >, 150);
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y + 23), ==, 0);

      /* The fill fades towards the axis. */
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y - 36), >, get_alpha (image, x, AXIS_Y - 4));
    }
}

static void
test_samples_end_at_now (void)
{
  NetopSample       samples[4];
  g_autofree Image *image = NULL;
  g_autofree Image *mirrored = NULL;

  fill (samples, G_N_ELEMENTS (samples), 40.0f, 20.0f);
  image = render (samples, G_N_ELEMENTS (samples), FALSE);
  mirrored = render (samples, G_N_ELEMENTS (samples), TRUE);

  /* Four samples are three intervals of ten pixels; before them there is nothing. */
  g_assert_cmpuint (get_alpha (image, WIDTH - 15, AXIS_Y - 20), >, 0);
  g_assert_cmpuint (get_alpha (image, WIDTH - 28, AXIS_Y - 20), >, 0);
  g_assert_cmpuint (get_alpha (image, WIDTH - 34, AXIS_Y - 20), ==, 0);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmpint (ABS ((int)get_alpha (image, x, y) - (int)get_alpha (mirrored, WIDTH - 1 - x, y)), <=, 2);
}

/* Between samples the curve stays between them: a step gives no peak that nobody measured. */
static void
test_no_overshoot (void)
{
  static const float values[] = { 0, 0, 30, 30, 30, 0, 50, 0, 10, 12, 50, 50, 0 };
  NetopSample        samples[G_N_ELEMENTS (values)];
  g_autofree Image  *image = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    samples[i] = (NetopSample){ values[i], 0.0f };
  image = render (samples, G_N_ELEMENTS (samples), FALSE);

  for (int x = 0; x < WIDTH; x++)
    {
      int left = x / 10;
      int top = AXIS_Y - (int)MAX (values[left], values[left + 1]);

      for (int y = 0; y < top - 2; y++)
        g_assert_cmpuint (get_alpha (image, x, y), ==, 0);
      for (int y = AXIS_Y + 3; y < HEIGHT; y++)
        g_assert_cmpuint (get_alpha (image, x, y), ==, 0);
    }
}

static void
test_few_samples (void)
{
  static const NetopSample one = { 30.0f, 10.0f };
  g_autofree Image        *empty = render (NULL, 0, FALSE);
  g_autofree Image        *single = render (&one, 1, FALSE);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmpuint (get_alpha (empty, x, y), ==, 0);
  g_assert_cmpuint (get_alpha (single, WIDTH / 2, AXIS_Y - 10), ==, 0);
}

/* The part of the whole is denser than the rest of it, and nowhere beyond its curve. */
static void
test_share (void)
{
  static const float values[] = { 40, 40, 55, 55, 40, 40, 55, 55, 40, 40, 55, 55, 40 };
  static const float parts[] = { 0, 40, 55, 30, 0, 40, 55, 30, 0, 40, 55, 30, 0 };
  NetopSample        samples[G_N_ELEMENTS (values)];
  NetopSample        share[G_N_ELEMENTS (values)];
  g_autofree Image  *image = NULL;
  g_autofree Image  *plain = NULL;
  g_autofree Image  *spiky = NULL;

  fill (samples, G_N_ELEMENTS (samples), 40.0f, 20.0f);
  fill (share, G_N_ELEMENTS (share), 20.0f, 0.0f);
  image = render_share (samples, share, G_N_ELEMENTS (samples), FALSE);
  for (int x = 5; x < WIDTH; x += 10)
    {
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y - 15), >, get_alpha (image, x, AXIS_Y - 25) + 80);
      g_assert_cmpuint (get_alpha (image, x, AXIS_Y + 10), <, 90);
    }

  /* Its own curve would be above that of the whole before each rise. */
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      samples[i] = (NetopSample){ values[i], 0.0f };
      share[i] = (NetopSample){ parts[i], 0.0f };
    }
  plain = render (samples, G_N_ELEMENTS (samples), FALSE);
  spiky = render_share (samples, share, G_N_ELEMENTS (samples), FALSE);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (get_alpha (plain, x, y) == 0)
        g_assert_cmpuint (get_alpha (spiky, x, y), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/graph-picture/down-above-up-below", test_colors);
  g_test_add_func ("/model/graph-picture/samples-end-at-now", test_samples_end_at_now);
  g_test_add_func ("/model/graph-picture/no-overshoot", test_no_overshoot);
  g_test_add_func ("/model/graph-picture/few-samples", test_few_samples);
  g_test_add_func ("/model/graph-picture/share", test_share);

  return g_test_run ();
}
