/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-health-box.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-trend.h"

#define GAP_PX 4

/* One line and its words. */
typedef struct
{
  GtkWidget *words;
  GtkWidget *trend;
} Line;

struct _NetopHealthBox
{
  AdwBin parent_instance;

  Line rtt;
  Line again;
};

G_DEFINE_FINAL_TYPE (NetopHealthBox, netop_health_box, ADW_TYPE_BIN)

static void
show_words (const Line *line,
            const char *words)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (line->words)), words) == 0)
    return;

  gtk_label_set_text (GTK_LABEL (line->words), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->trend), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_rtt (NetopHealthBox     *self,
          const NetopHistory *history,
          gboolean            is_mean)
{
  NetopFigure      figures[NETOP_TREND_CAPACITY];
  guint            n = MIN (netop_history_get_length (history), NETOP_TREND_CAPACITY);
  g_autofree char *most = NULL;
  g_autofree char *words = NULL;

  for (guint age = 0; age < n; age++)
    {
      float rtt_us = netop_history_get (history, age).rx;

      figures[age] = rtt_us > 0 ? netop_figure (rtt_us) : NETOP_FIGURE_UNKNOWN;
    }
  netop_trend_set_figures (NETOP_TREND (self->rtt.trend), figures, n);
  most = netop_format_joined (netop_format_milliseconds (netop_trend_get_peak (NETOP_TREND (self->rtt.trend))));
  /* Translators: the title of a graph of the time packets take there and back; %s is a number of milliseconds */
  words = g_strdup_printf (is_mean ? _ ("Mean RTT in the last minute, at most %s") : _ ("RTT in the last minute, at most %s"), most);
  show_words (&self->rtt, words);
}

/* The usual case needs no line that is flat. */
static void
show_again (NetopHealthBox     *self,
            const NetopHistory *history)
{
  NetopFigure      figures[NETOP_TREND_CAPACITY];
  guint            n = MIN (netop_history_get_length (history), NETOP_TREND_CAPACITY);
  double           total = 0;
  g_autofree char *count = NULL;
  g_autofree char *words = NULL;

  for (guint age = 0; age < n; age++)
    {
      figures[age] = netop_figure (netop_history_get (history, age).tx);
      total += figures[age].value;
    }
  netop_trend_set_figures (NETOP_TREND (self->again.trend), figures, n);
  count = netop_format_count ((uint64_t)total);
  /* Translators: TCP segments in the last minute; %s is a number */
  words = g_strdup_printf (ngettext ("%s segment sent again in the last minute", "%s segments sent again in the last minute", (gulong)total), count);
  show_words (&self->again, total > 0 ? words : _ ("Nothing sent again in the last minute"));
  gtk_widget_set_visible (self->again.trend, total > 0);
}

static void
append_line (GtkWidget *box,
             Line      *line)
{
  line->words = gtk_label_new (NULL);
  line->trend = netop_trend_new ();
  gtk_label_set_xalign (GTK_LABEL (line->words), 0);
  gtk_label_set_wrap (GTK_LABEL (line->words), TRUE);
  gtk_widget_add_css_class (line->words, "np-caption");
  gtk_widget_add_css_class (line->words, "np-num");
  gtk_box_append (GTK_BOX (box), line->words);
  gtk_box_append (GTK_BOX (box), line->trend);
}

static void
netop_health_box_class_init (NetopHealthBoxClass *klass)
{
}

static void
netop_health_box_init (NetopHealthBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);

  append_line (box, &self->rtt);
  append_line (box, &self->again);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * netop_health_box_set_history:
 * @history: (nullable): as the health of #NetopConnection; %NULL is none, and the box is not seen
 * @is_mean: of several connections
 */
void
netop_health_box_set_history (NetopHealthBox     *self,
                              const NetopHistory *history,
                              gboolean            is_mean)
{
  g_return_if_fail (NETOP_IS_HEALTH_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), history != NULL);
  if (history == NULL)
    return;

  show_rtt (self, history, is_mean);
  show_again (self, history);
}
