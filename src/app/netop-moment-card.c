/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-moment-card.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-origin-text.h"
#include "netop-rate-style.h"
#include "netop-spoken.h"

#define N_PROGRAMS 2
#define MAX_NAME_CHARS 24

/* A program, and what it had. */
typedef struct
{
  GtkWidget *row;
  GtkWidget *name;
  GtkWidget *rate;
} Program;

struct _NetopMomentCard
{
  GtkWidget parent_instance;

  GtkWidget *time;
  GtkWidget *down;
  GtkWidget *up;
  Program    programs[N_PROGRAMS];
  char      *spoken; /* NULL before anything was shown */
};

G_DEFINE_FINAL_TYPE (NetopMomentCard, netop_moment_card, GTK_TYPE_WIDGET)

/* --- What was --- */

typedef struct
{
  const NetopProcess *process;
  float               rate;
} Largest;

/* The largest first. Of what has no samples, and of silence, there is none. */
static void
find_largest (const NetopSnapshot *snapshot,
              guint                age,
              Largest              largest[N_PROGRAMS])
{
  for (guint i = 0; i < snapshot->processes->len; i++)
    {
      const NetopProcess *process = &g_array_index (snapshot->processes, NetopProcess, i);
      NetopSample         sample = netop_history_get (process->history, age);
      Largest             found = { process, sample.rx + sample.tx };

      for (guint j = 0; j < N_PROGRAMS; j++)
        {
          Largest lower = largest[j];

          if (found.rate <= lower.rate)
            continue;
          largest[j] = found;
          found = lower;
        }
    }
}

/* A minute is told by the minute. */
static char *
dup_time (const NetopSnapshot *snapshot,
          NetopGraphRange      range,
          guint                age)
{
  gint64 spacing_us = netop_graph_range_get_facts (range)->spacing_us;

  return netop_format_time (snapshot->timestamp_us - age * spacing_us, range == NETOP_GRAPH_RANGE_HOUR ? "%R" : "%X");
}

static NetopSample
get_sample (const NetopSnapshot *snapshot,
            NetopGraphRange      range,
            guint                age)
{
  return netop_history_get (range == NETOP_GRAPH_RANGE_HOUR ? snapshot->minutes_history : snapshot->history, age);
}

/* --- How it is shown --- */

static void
show_rate (GtkWidget  *label,
           const char *arrow,
           float       bytes_per_s)
{
  g_autofree char *rate = netop_format_joined (netop_rate_style_format (netop_figure (bytes_per_s)));
  g_autofree char *text = g_strconcat (arrow, rate, NULL);

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_program (Program       *program,
              const Largest *largest)
{
  g_autofree char *name = largest->process != NULL ? netop_origin_dup_name (largest->process) : NULL;

  gtk_widget_set_visible (program->row, name != NULL);
  if (name == NULL)
    return;

  gtk_label_set_text (GTK_LABEL (program->name), name);
  show_rate (program->rate, "", largest->rate);
}

static char *
speak_rate (float bytes_per_s)
{
  NetopFormatted formatted = netop_rate_style_format (netop_figure (bytes_per_s));

  return netop_spoken_figure (&formatted);
}

static char *
speak (const char    *time,
       NetopSample    sample,
       const Largest *first)
{
  g_autofree char *down = speak_rate (sample.rx);
  g_autofree char *up = speak_rate (sample.tx);
  g_autofree char *name = first->process != NULL ? netop_origin_dup_name (first->process) : NULL;

  if (name == NULL)
    /* Translators: what a screen reader says of a moment in a graph: a time of day and two rates */
    return g_strdup_printf (_ ("%s. Download %s, upload %s."), time, down, up);
  /* Translators: the same, and the program that had most of it */
  return g_strdup_printf (_ ("%s. Download %s, upload %s. Most by %s."), time, down, up, name);
}

static GtkWidget *
make_label (const char *first_class,
            const char *second_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  return label;
}

static void
make_program (NetopMomentCard *self,
              Program         *program)
{
  program->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  program->name = make_label ("np-caption", NULL);
  program->rate = make_label ("np-caption", "np-num");
  gtk_label_set_ellipsize (GTK_LABEL (program->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (program->name), MAX_NAME_CHARS);
  gtk_widget_set_hexpand (program->name, TRUE);
  gtk_box_append (GTK_BOX (program->row), program->name);
  gtk_box_append (GTK_BOX (program->row), program->rate);
  gtk_widget_set_parent (program->row, GTK_WIDGET (self));
}

static void
netop_moment_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&NETOP_MOMENT_CARD (object)->spoken, g_free);

  G_OBJECT_CLASS (netop_moment_card_parent_class)->dispose (object);
}

static void
netop_moment_card_class_init (NetopMomentCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_moment_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "momentcard");
}

static void
netop_moment_card_init (NetopMomentCard *self)
{
  GtkWidget *rates = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 2);
  self->time = make_label ("np-caption", "np-num");
  self->down = make_label ("np-down", "np-num");
  self->up = make_label ("np-up", "np-num");
  gtk_widget_set_parent (self->time, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (rates), self->down);
  gtk_box_append (GTK_BOX (rates), self->up);
  gtk_widget_set_parent (rates, GTK_WIDGET (self));
  for (guint i = 0; i < N_PROGRAMS; i++)
    make_program (self, &self->programs[i]);
}

/**
 * netop_moment_card_new:
 *
 * Returns: (transfer floating): an empty card
 */
GtkWidget *
netop_moment_card_new (void)
{
  return g_object_new (NETOP_TYPE_MOMENT_CARD, NULL);
}

/**
 * netop_moment_card_show:
 * @snapshot: not kept
 * @range: of the graph; in an hour's nobody knows what programs had
 * @age: of the sample, from the newest one
 */
void
netop_moment_card_show (NetopMomentCard     *self,
                        const NetopSnapshot *snapshot,
                        NetopGraphRange      range,
                        guint                age)
{
  NetopSample      sample = get_sample (snapshot, range, age);
  g_autofree char *time = dup_time (snapshot, range, age);
  Largest          largest[N_PROGRAMS] = { 0 };

  if (range != NETOP_GRAPH_RANGE_HOUR)
    find_largest (snapshot, age, largest);
  gtk_label_set_text (GTK_LABEL (self->time), time);
  show_rate (self->down, "↓ ", sample.rx);
  show_rate (self->up, "↑ ", sample.tx);
  for (guint i = 0; i < N_PROGRAMS; i++)
    show_program (&self->programs[i], &largest[i]);
  g_free (self->spoken);
  self->spoken = speak (time, sample, &largest[0]);
}

/**
 * netop_moment_card_dup_spoken:
 *
 * Returns: (transfer full) (nullable): what a screen reader says of the moment, translated
 */
char *
netop_moment_card_dup_spoken (NetopMomentCard *self)
{
  return g_strdup (self->spoken);
}
