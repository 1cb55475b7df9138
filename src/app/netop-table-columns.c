/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-columns.h"

#include <glib/gi18n.h>

#include "netop-column-sorter.h"
#include "netop-column-view-fix.h"

#define NARROW_WIDTH 700
#define NARROW_SCALE 0.88

typedef struct
{
  const NetopTableColumn *kind;
  GtkColumnViewColumn    *column; /* owned by the view */
  GtkWidget              *title;  /* in the view's header */
} Column;

struct _NetopTableColumns
{
  GObject parent_instance;

  GtkColumnView        *view; /* not owned: it outlives this */
  const NetopTableKind *kind;
  Column               *columns;
  guint                 fit_id;
  int                   width;
  gboolean              is_narrow;
  gboolean              is_payload;
};

G_DEFINE_FINAL_TYPE (NetopTableColumns, netop_table_columns, G_TYPE_OBJECT)

enum {
  SIGNAL_FITTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- Room --- */

/* Widths follow the text: they were measured with Cantarell 11, whose "0" is 8 px wide. */
static double
get_scale (NetopTableColumns *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "0000000000");
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return MAX (width / 80.0, 0.8);
}

static int
get_width (const Column *column,
           double        scale)
{
  return (int)(column->kind->width * scale);
}

static gboolean
is_asked_for (const Column *column)
{
  return !column->kind->is_optional;
}

/* Those that leave at this turn. Returns: the room they give */
static int
take_leave (NetopTableColumns *self,
            gboolean          *is_there,
            guint              turn,
            double             scale)
{
  int room = 0;

  for (guint i = 0; i < self->kind->n_columns; i++)
    if (is_there[i] && self->columns[i].kind->leaves == turn)
      {
        room += get_width (&self->columns[i], scale);
        is_there[i] = FALSE;
      }
  return room;
}

/* Fills @is_there. Returns: what is left for the column that grows, beyond its least */
static int
choose_columns (NetopTableColumns *self,
                gboolean          *is_there,
                double             scale)
{
  int rest = self->width;

  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      is_there[i] = is_asked_for (&self->columns[i]);
      if (is_there[i])
        rest -= get_width (&self->columns[i], scale);
    }
  for (guint turn = 1; turn <= self->kind->n_columns && (rest < 0 || self->is_narrow); turn++)
    rest += take_leave (self, is_there, turn, scale);
  return rest;
}

/* The one that grows has a fixed width too: GTK 4.8 does not give it the room of columns that went. In a narrow window
 * even its least is too much. */
static gboolean
fit (gpointer user_data)
{
  NetopTableColumns   *self = user_data;
  double               scale = get_scale (self);
  g_autofree gboolean *is_there = g_new0 (gboolean, self->kind->n_columns);
  int                  rest;

  self->fit_id = 0;
  self->is_narrow = self->width < NARROW_WIDTH * scale;
  if (self->is_narrow)
    scale *= NARROW_SCALE;
  rest = choose_columns (self, is_there, scale);
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      Column *column = &self->columns[i];
      int     width = get_width (column, scale);

      if (column->kind->grows)
        width = MAX (width + rest, self->is_narrow ? 1 : width);
      gtk_column_view_column_set_visible (column->column, is_there[i]);
      gtk_column_view_column_set_fixed_width (column->column, width);
    }
  g_signal_emit (self, signals[SIGNAL_FITTED], 0);
  return G_SOURCE_REMOVE;
}

/**
 * netop_table_columns_set_width:
 * @width: pixels there are for the table
 *
 * Gives the columns their room, as soon as sizes are not being handed out.
 */
void
netop_table_columns_set_width (NetopTableColumns *self,
                               int                width)
{
  if (width == self->width)
    return;

  self->width = width;
  if (self->fit_id == 0)
    self->fit_id = g_idle_add (fit, self);
}

/**
 * netop_table_columns_is_narrow:
 *
 * Returns: whether only the columns that never leave are there
 */
gboolean
netop_table_columns_is_narrow (NetopTableColumns *self)
{
  return self->is_narrow;
}

/* --- Titles --- */

/* The text of a title of figures ends where the figures end. */
static void
align_title (const Column *column,
             gboolean      is_mirrored)
{
  GtkWidget *box = gtk_widget_get_first_child (column->title);
  g_autoptr (GtkWidget) cell = NULL;

  if (column->kind->cell != NETOP_TABLE_CELL_FIGURE || !GTK_IS_BOX (box))
    return;

  cell = g_object_ref_sink (netop_figure_cell_new (column->kind->slot, column->kind->series));
  netop_column_view_align_title (box, netop_figure_cell_get_padding (NETOP_FIGURE_CELL (cell)), is_mirrored);
}

/**
 * netop_table_columns_align_titles:
 *
 * Puts the titles over what they are of, in the view's direction of writing.
 */
void
netop_table_columns_align_titles (NetopTableColumns *self)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self->view)) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < self->kind->n_columns; i++)
    align_title (&self->columns[i], is_mirrored);
}

/**
 * netop_table_columns_set_payload:
 *
 * Bytes of payload and bytes of packets are two things, and each says which it is.
 */
void
netop_table_columns_set_payload (NetopTableColumns *self,
                                 gboolean           is_payload)
{
  if (is_payload == self->is_payload)
    return;

  self->is_payload = is_payload;
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const NetopTableColumn *kind = self->columns[i].kind;

      gtk_column_view_column_set_title (self->columns[i].column, _ (is_payload && kind->payload_title != NULL ? kind->payload_title : kind->title));
    }
}

/* --- The object --- */

static void
netop_table_columns_dispose (GObject *object)
{
  g_clear_handle_id (&NETOP_TABLE_COLUMNS (object)->fit_id, g_source_remove);

  G_OBJECT_CLASS (netop_table_columns_parent_class)->dispose (object);
}

static void
netop_table_columns_finalize (GObject *object)
{
  g_free (NETOP_TABLE_COLUMNS (object)->columns);

  G_OBJECT_CLASS (netop_table_columns_parent_class)->finalize (object);
}

static void
netop_table_columns_class_init (NetopTableColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = netop_table_columns_dispose;
  G_OBJECT_CLASS (klass)->finalize = netop_table_columns_finalize;

  signals[SIGNAL_FITTED] = g_signal_new ("fitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_table_columns_init (NetopTableColumns *self)
{
}

/**
 * netop_table_columns_new:
 * @view: outlives it
 * @kind: static; netop_table_columns_add() is called for each of its columns before anything else
 *
 * Returns: (transfer full): without columns yet
 */
NetopTableColumns *
netop_table_columns_new (GtkColumnView        *view,
                         const NetopTableKind *kind)
{
  NetopTableColumns *self = g_object_new (NETOP_TYPE_TABLE_COLUMNS, NULL);

  self->view = view;
  self->kind = kind;
  self->columns = g_new0 (Column, kind->n_columns);
  return self;
}

/**
 * netop_table_columns_add:
 * @index: of the kind's columns, in their order
 * @factory: (transfer full): of its cells
 *
 * Adds a column to the view.
 */
void
netop_table_columns_add (NetopTableColumns  *self,
                         guint               index,
                         GtkListItemFactory *factory)
{
  const NetopTableColumn *kind = &self->kind->columns[index];
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_ (kind->title), factory);
  g_autoptr (GtkSorter) sorter = netop_column_sorter_new (kind->column);

  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_fixed_width (column, kind->width);
  gtk_column_view_column_set_visible (column, !kind->is_optional);
  gtk_column_view_append_column (self->view, column);
  /* A column has no property for that: in the header, the view's first child, its title is the newest. */
  self->columns[index] = (Column){ kind, column, gtk_widget_get_last_child (gtk_widget_get_first_child (GTK_WIDGET (self->view))) };
}

/**
 * netop_table_columns_find:
 *
 * Returns: (transfer none) (nullable): the view's column for @column, hidden or not
 */
GtkColumnViewColumn *
netop_table_columns_find (NetopTableColumns *self,
                          NetopColumn        column)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].kind->column == column)
      return self->columns[i].column;

  return NULL;
}
