/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-overview.h"

#include <glib/gi18n.h>

#include "netop-figure-markup.h"
#include "netop-format.h"
#include "netop-graph.h"
#include "netop-moment-card.h"
#include "netop-rate-style.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-text-cell.h"

#define N_RANGES 3
#define GRAPH_HEIGHT 132
#define NARROW_GRAPH_HEIGHT 88

/* Below this the figures stand under the graph, without peak and total: 700 px at 11 pt. */
#define NARROW_EM 47.7

/* As many characters as the longest figure has, so that the graph keeps its width. */
#define NOW_CHARS 9      /* 99.9 MB/s */
#define CAPTION_CHARS 16 /* total  99.9 MB/s */

/* The figures of one direction. */
typedef struct
{
  GtkWidget *now;
  GtkWidget *peak;
  GtkWidget *total;
} Figures;

struct _NetopOverview
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkWidget       *line;
  GtkWidget       *figures;
  GtkWidget       *scope;
  GtkWidget       *context;
  GtkWidget       *graph;
  GtkWidget       *ranges[N_RANGES];
  Figures          down;
  Figures          up;
  NetopHistory    *seconds;
  NetopHistory    *minutes;
  NetopRate        rate;
  NetopTraffic     total;
  NetopSnapshot   *snapshot; /* NULL before there is one */
  NetopSelection  *selection;
  NetopFound       found; /* by the search */
  GtkWidget       *share; /* who is selected, or what is found, and its part */
  GtkWidget       *share_name;
  GtkWidget       *range_box;
  NetopMomentCard *card;
  gboolean         is_narrow;
  guint            fit_id;
};

G_DEFINE_FINAL_TYPE (NetopOverview, netop_overview, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_RANGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
new_label (const char *text,
           const char *first_class,
           const char *second_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  return label;
}

/* @spoken: what the figure is, for a screen reader, which does not see where it stands */
static void
set_pair (GtkWidget     *label,
          const char    *title,
          NetopFormatted formatted,
          const char    *spoken)
{
  g_autofree char *value = netop_figure_markup_new (label, &formatted, title != NULL ? "normal" : "bold");
  g_autofree char *caption = title != NULL ? g_markup_printf_escaped ("%s  ", title) : g_strdup ("");
  g_autofree char *markup = g_strconcat (caption, value, NULL);
  g_autofree char *figure = netop_spoken_figure (&formatted);
  g_autofree char *name = g_strdup_printf ("%s: %s", spoken, figure);

  if (!netop_text_cell_set_markup (label, markup))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The highest of what the graph shows. */
static NetopSample
get_peak (NetopOverview *self)
{
  NetopGraphRange range = netop_graph_get_range (NETOP_GRAPH (self->graph));
  NetopSample     peak = netop_history_get_peak (self->seconds, range == NETOP_GRAPH_RANGE_MINUTE ? 60 : 300);
  NetopSample     minute_peak = netop_history_get_peak (self->minutes, range == NETOP_GRAPH_RANGE_HOUR ? 60 : 0);

  return (NetopSample){ MAX (peak.rx, minute_peak.rx), MAX (peak.tx, minute_peak.tx) };
}

static void
show_figures (const Figures     *figures,
              const char *const *spoken,
              NetopFigure        now,
              double             peak,
              uint64_t           total)
{
  /* While no second is over there is none that was the busiest. */
  NetopFigure busiest = now.known ? netop_figure (peak) : NETOP_FIGURE_UNKNOWN;

  set_pair (figures->now, NULL, netop_rate_style_format (now), _ (spoken[0]));
  set_pair (figures->peak, _ ("peak"), netop_rate_style_format (busiest), _ (spoken[1]));
  set_pair (figures->total, _ ("total"), netop_format_bytes (netop_figure ((double)total)), _ (spoken[2]));
}

static void
refresh (NetopOverview *self)
{
  static const char *const down[] = { N_ ("Download now"), N_ ("Highest download"), N_ ("Received in all") };
  static const char *const up[] = { N_ ("Upload now"), N_ ("Highest upload"), N_ ("Sent in all") };
  NetopSample              peak = get_peak (self);

  show_figures (&self->down, down, netop_rate_get_rx (&self->rate), peak.rx, self->total.rx_bytes);
  show_figures (&self->up, up, netop_rate_get_tx (&self->rate), peak.tx, self->total.tx_bytes);
}

/* --- The part of what is selected, or found --- */

/* Returns: (transfer full) (nullable): %NULL of nothing */
static char *
dup_percent (double part,
             double whole)
{
  if (whole <= 0)
    return NULL;
  /* Translators: a part of a hundred, without decimals */
  return g_strdup_printf (_ ("%.0f %%"), 100 * CLAMP (part / whole, 0, 1));
}

/* Returns: (transfer full): "Firefox, 69 % of download, 7 % of upload" */
static char *
dup_part (NetopOverview   *self,
          const char      *plain,
          const NetopRate *rate)
{
  /* Whatever direction it is written in, it does not turn the words behind it round. */
  g_autofree char *name = g_strdup_printf ("\u2068%s\u2069", plain);
  g_autofree char *down = dup_percent (rate->rx_bytes_per_s, self->rate.rx_bytes_per_s);
  g_autofree char *up = dup_percent (rate->tx_bytes_per_s, self->rate.tx_bytes_per_s);

  if (down != NULL && up != NULL)
    /* Translators: the selected program, or "Found", and how much of all traffic is its own: "Firefox, 69 % of download, 7 % of upload" */
    return g_strdup_printf (_ ("%s, %s of download, %s of upload"), name, down, up);
  if (down != NULL)
    return g_strdup_printf (_ ("%s, %s of download"), name, down);
  if (up != NULL)
    return g_strdup_printf (_ ("%s, %s of upload"), name, up);
  return g_steal_pointer (&name);
}

/* Whether it is a part of what the graph shows. */
static gboolean
is_part (NetopOverview  *self,
         const NetopRow *row)
{
  if (row->interface != NULL || row->resolver != NULL || row->query != NULL)
    return FALSE;
  return row->connection == NULL || self->snapshot == NULL || netop_snapshot_counts (self->snapshot, row->connection);
}

/* Where a range goes further back than is known a fill would say that there was nothing. */
static void
set_part (NetopOverview   *self,
          const char      *name,
          const NetopRate *rate,
          NetopHistory    *history,
          guint            n_seconds)
{
  const NetopGraphRangeFacts *facts = netop_graph_range_get_facts (netop_graph_get_range (NETOP_GRAPH (self->graph)));
  g_autofree char            *text = dup_part (self, name, rate);

  gtk_widget_set_visible (self->share, TRUE);
  netop_graph_set_share (NETOP_GRAPH (self->graph), facts->n_samples * facts->spacing_us <= n_seconds * G_USEC_PER_SEC ? history : NULL);
  netop_text_cell_set_text (self->share_name, text);
  gtk_widget_set_hexpand (self->range_box, FALSE);
}

static void
show_part (NetopOverview *self)
{
  const NetopRow  *row = self->selection != NULL ? netop_selection_get_row (self->selection) : NULL;
  g_autofree char *name = row != NULL ? netop_row_dup_name (row) : NULL;

  if (row != NULL && is_part (self, row) && !self->is_narrow)
    set_part (self, name, &row->rate, netop_row_get_history (row), netop_row_get_history_seconds (row));
  else if (row == NULL && self->found.is_searched && !self->is_narrow)
    /* Translators: what the search has found */
    set_part (self, _ ("Found"), &self->found.rate, self->found.history, self->found.n_seconds);
  else
    {
      gtk_widget_set_visible (self->share, FALSE);
      gtk_widget_set_hexpand (self->range_box, TRUE);
      netop_graph_set_share (NETOP_GRAPH (self->graph), NULL);
    }
}

static GtkWidget *
make_part (NetopOverview *self)
{
  GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->share = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* It changes each second: a label would have the whole window laid out. */
  self->share_name = netop_text_cell_new (FALSE);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->share_name), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (self->share_name, "np-caption");
  gtk_widget_add_css_class (self->share_name, "np-num");
  gtk_widget_set_hexpand (self->share_name, TRUE);
  gtk_widget_add_css_class (swatch, "np-swatch");
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->share, FALSE);
  gtk_widget_set_margin_start (self->share, 8);
  gtk_box_append (GTK_BOX (self->share), swatch);
  gtk_box_append (GTK_BOX (self->share), self->share_name);
  return self->share;
}

/* --- The moment that is pointed at --- */

static void
show_card (NetopOverview *self)
{
  NetopGraph *graph = NETOP_GRAPH (self->graph);

  netop_moment_card_show (self->card, self->snapshot, netop_graph_get_range (graph), (guint)netop_graph_get_cursor (graph));
}

/* Said when it is gone to with keys: not as seconds pass, nor what the pointer is at. */
static void
show_moment (NetopOverview *self)
{
  NetopGraph      *graph = NETOP_GRAPH (self->graph);
  g_autofree char *spoken = NULL;

  if (netop_graph_get_cursor (graph) < 0 || self->snapshot == NULL)
    {
      netop_graph_speak (graph, NULL);
      return;
    }

  show_card (self);
  if (!netop_graph_has_keys (graph))
    return;

  spoken = netop_moment_card_dup_spoken (self->card);
  netop_graph_speak (graph, spoken);
}

static void
on_range_toggled (GtkToggleButton *button,
                  NetopOverview   *self)
{
  for (guint i = 0; i < N_RANGES; i++)
    {
      if (self->ranges[i] != GTK_WIDGET (button) || !gtk_toggle_button_get_active (button))
        continue;
      netop_graph_set_range (NETOP_GRAPH (self->graph), (NetopGraphRange)i);
      show_part (self);
      refresh (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGE]);
    }
}

static GtkWidget *
make_ranges (NetopOverview *self)
{
  static const char *const titles[N_RANGES] = { N_ ("1 min"), N_ ("5 min"), N_ ("1 h") };
  GtkWidget               *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (box, "np-range");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  for (guint i = 0; i < N_RANGES; i++)
    {
      self->ranges[i] = gtk_toggle_button_new_with_label (_ (titles[i]));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->ranges[i]), GTK_TOGGLE_BUTTON (self->ranges[0]));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->ranges[i]), "win.graph-range");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->ranges[i]), "i", (int)i);
      gtk_box_append (GTK_BOX (box), self->ranges[i]);
      g_signal_connect (self->ranges[i], "toggled", G_CALLBACK (on_range_toggled), self);
    }
  return box;
}

static GtkWidget *
new_figure (const char *css_class,
            guint       n_chars)
{
  GtkWidget *figure = netop_text_cell_new (FALSE);

  netop_text_cell_set_room (figure, n_chars);
  gtk_widget_add_css_class (figure, css_class);
  gtk_widget_add_css_class (figure, "np-num");
  return figure;
}

/* Its first character is bold. */
static GtkWidget *
make_arrow_label (const char *title,
                  const char *css_class)
{
  GtkWidget *label = new_label (title, "np-caption", css_class);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->end_index = (guint)(g_utf8_next_char (title) - title);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  return label;
}

static GtkWidget *
make_figures (Figures    *figures,
              const char *title,
              const char *css_class)
{
  GtkWidget *grid = gtk_grid_new ();

  figures->now = new_figure ("np-now", NOW_CHARS);
  figures->peak = new_figure ("np-caption", CAPTION_CHARS);
  figures->total = new_figure ("np-caption", CAPTION_CHARS);
  gtk_widget_set_hexpand (figures->now, TRUE);
  gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (grid, TRUE);
  gtk_grid_attach (GTK_GRID (grid), make_arrow_label (title, css_class), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), figures->now, 0, 1, 1, 2);
  gtk_grid_attach (GTK_GRID (grid), figures->peak, 1, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), figures->total, 1, 2, 1, 1);
  return grid;
}

/* An inscription is not mirrored by itself. */
static void
align_figures (NetopOverview *self)
{
  const Figures *directions[] = { &self->down, &self->up };
  gboolean       is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      gtk_inscription_set_xalign (GTK_INSCRIPTION (directions[i]->now), is_mirrored ? 1 : 0);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (directions[i]->peak), is_mirrored ? 0 : 1);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (directions[i]->total), is_mirrored ? 0 : 1);
    }
}

static void
netop_overview_direction_changed (GtkWidget       *widget,
                                  GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (netop_overview_parent_class)->direction_changed (widget, previous);
  align_figures (NETOP_OVERVIEW (widget));
}

static GtkWidget *
make_title_line (NetopOverview *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->context = new_label (NULL, "np-caption", NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->context), PANGO_ELLIPSIZE_END);
  self->scope = new_label (_ ("Total traffic"), "np-scope", NULL);
  gtk_label_set_wrap (GTK_LABEL (self->scope), TRUE);
  gtk_box_append (GTK_BOX (line), self->scope);
  gtk_box_append (GTK_BOX (line), self->context);
  gtk_box_append (GTK_BOX (line), make_part (self));
  self->range_box = make_ranges (self);
  gtk_box_append (GTK_BOX (line), self->range_box);
  return line;
}

/* --- Room --- */

static void
set_narrow (NetopOverview *self,
            gboolean       is_narrow)
{
  const Figures *directions[] = { &self->down, &self->up };

  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->line), is_narrow ? 4 : 20);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->figures), is_narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->figures), is_narrow);
  gtk_widget_set_visible (self->context, !is_narrow);
  gtk_widget_set_hexpand (self->scope, is_narrow);
  gtk_widget_set_size_request (self->graph, -1, is_narrow ? NARROW_GRAPH_HEIGHT : GRAPH_HEIGHT);
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      gtk_widget_set_visible (directions[i]->peak, !is_narrow);
      gtk_widget_set_visible (directions[i]->total, !is_narrow);
    }
}

static gboolean
fit (gpointer user_data)
{
  NetopOverview *self = user_data;
  gboolean       is_narrow = gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_EM * netop_style_get_em (GTK_WIDGET (self));

  self->fit_id = 0;
  if (is_narrow != self->is_narrow)
    {
      set_narrow (self, is_narrow);
      show_part (self);
    }
  return G_SOURCE_REMOVE;
}

/* Narrow as long as nobody knows better: what asks for room widens the window for good. */
static void
netop_overview_map (GtkWidget *widget)
{
  int width = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (widget)));

  if (width > 0)
    set_narrow (NETOP_OVERVIEW (widget), width < NARROW_EM * netop_style_get_em (widget));
  GTK_WIDGET_CLASS (netop_overview_parent_class)->map (widget);
}

/* Not while sizes are being handed out. */
static void
netop_overview_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  NetopOverview *self = NETOP_OVERVIEW (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  if (self->fit_id == 0 && (width < NARROW_EM * netop_style_get_em (widget)) != self->is_narrow)
    self->fit_id = g_idle_add (fit, self);
}

static void
netop_overview_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  NetopOverview *self = NETOP_OVERVIEW (widget);

  gtk_widget_measure (self->box, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

/* --- The widget --- */

static void
netop_overview_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  NetopOverview *self = NETOP_OVERVIEW (object);

  switch (prop_id)
    {
    case PROP_RANGE:
      g_value_set_int (value, (int)netop_graph_get_range (NETOP_GRAPH (self->graph)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
netop_overview_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  NetopOverview *self = NETOP_OVERVIEW (object);

  switch (prop_id)
    {
    case PROP_RANGE:
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ranges[g_value_get_int (value)]), TRUE);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
netop_overview_dispose (GObject *object)
{
  NetopOverview *self = NETOP_OVERVIEW (object);

  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->seconds, netop_history_unref);
  g_clear_pointer (&self->minutes, netop_history_unref);
  netop_found_clear (&self->found);

  G_OBJECT_CLASS (netop_overview_parent_class)->dispose (object);
}

static void
netop_overview_class_init (NetopOverviewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = netop_overview_dispose;
  object_class->get_property = netop_overview_get_property;
  object_class->set_property = netop_overview_set_property;
  properties[PROP_RANGE] =
    g_param_spec_int ("range", NULL, NULL, 0, N_RANGES - 1, 0,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  widget_class->direction_changed = netop_overview_direction_changed;
  widget_class->map = netop_overview_map;
  widget_class->measure = netop_overview_measure;
  widget_class->size_allocate = netop_overview_size_allocate;
}

static void
netop_overview_init (NetopOverview *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  self->figures = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->graph = netop_graph_new ();
  self->card = NETOP_MOMENT_CARD (netop_moment_card_new ());
  netop_graph_set_card (NETOP_GRAPH (self->graph), GTK_WIDGET (self->card));
  g_signal_connect_swapped (self->graph, "cursor-moved", G_CALLBACK (show_moment), self);
  netop_graph_set_title (NETOP_GRAPH (self->graph), _ ("Total traffic"));
  gtk_widget_set_hexpand (self->graph, TRUE);
  gtk_widget_set_hexpand (self->figures, FALSE);
  gtk_box_append (GTK_BOX (self->figures), make_figures (&self->down, _ ("↓ Download"), "np-down"));
  gtk_box_append (GTK_BOX (self->figures), make_figures (&self->up, _ ("↑ Upload"), "np-up"));
  align_figures (self);
  gtk_box_append (GTK_BOX (self->line), self->graph);
  gtk_box_append (GTK_BOX (self->line), self->figures);
  gtk_widget_add_css_class (self->box, "np-strip");
  gtk_box_append (GTK_BOX (self->box), make_title_line (self));
  set_narrow (self, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->line);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ranges[0]), TRUE);
  g_signal_connect_object (netop_rate_style_get_default (), "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

/* Where the kernel's counters of TCP are all there is, nothing else is in the total. */
static void
show_scope (NetopOverview *self,
            NetopBackend   backend)
{
  const char *title = backend == NETOP_BACKEND_SOCKETS ? _ ("TCP traffic") : _ ("Total traffic");

  if (g_str_equal (title, gtk_label_get_text (GTK_LABEL (self->scope))))
    return;

  gtk_label_set_text (GTK_LABEL (self->scope), title);
  netop_graph_set_title (NETOP_GRAPH (self->graph), title);
}

/**
 * netop_overview_set_snapshot:
 * @snapshot: what is shown from now on
 * @found: what the search has found of it, as in netop_overview_set_found()
 */
void
netop_overview_set_snapshot (NetopOverview *self,
                             NetopSnapshot *snapshot,
                             NetopFound    *found)
{
  NetopHistory *seconds = netop_history_ref (snapshot->history);
  NetopHistory *minutes = netop_history_ref (snapshot->minutes_history);

  netop_history_unref (self->seconds);
  netop_history_unref (self->minutes);
  self->seconds = seconds;
  self->minutes = minutes;
  netop_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  self->snapshot = snapshot;
  self->rate = snapshot->rate;
  self->total = snapshot->total;
  netop_found_take (&self->found, found);
  show_scope (self, snapshot->capture.backend);
  netop_graph_set_time (NETOP_GRAPH (self->graph), snapshot->timestamp_us);
  netop_graph_set_histories (NETOP_GRAPH (self->graph), seconds, minutes);
  show_part (self);
  /* Another sample is where the pointer is, or the same with other programs. */
  if (netop_graph_get_cursor (NETOP_GRAPH (self->graph)) >= 0)
    show_card (self);
  refresh (self);
}

/**
 * netop_overview_set_selection:
 * @selection: (transfer none): whose part of the whole the graph shows
 */
void
netop_overview_set_selection (NetopOverview  *self,
                              NetopSelection *selection)
{
  g_set_object (&self->selection, selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (show_part), self, G_CONNECT_SWAPPED);
  show_part (self);
}

/**
 * netop_overview_set_found:
 * @found: empty afterwards
 *
 * The graph shows that part of the whole, where nothing is selected.
 */
void
netop_overview_set_found (NetopOverview *self,
                          NetopFound    *found)
{
  if (!found->is_searched && !self->found.is_searched)
    return;

  netop_found_take (&self->found, found);
  show_part (self);
}

/**
 * netop_overview_add_actions:
 * @map: the window's; outlives neither
 *
 * Adds graph-range, whose state is that of the property.
 */
void
netop_overview_add_actions (NetopOverview *self,
                            GActionMap    *map)
{
  g_autoptr (GPropertyAction) range = g_property_action_new ("graph-range", self, "range");

  g_action_map_add_action (map, G_ACTION (range));
}

/**
 * netop_overview_set_paused:
 *
 * Holds the graph still, at once.
 */
void
netop_overview_set_paused (NetopOverview *self,
                           gboolean       paused)
{
  netop_graph_set_paused (NETOP_GRAPH (self->graph), paused);
}

/**
 * netop_overview_set_context:
 * @context: what is watched and since when, behind the title
 */
void
netop_overview_set_context (NetopOverview *self,
                            const char    *context)
{
  gtk_label_set_text (GTK_LABEL (self->context), context);
}
