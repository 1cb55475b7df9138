/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-table-columns.h"

#include <glib/gi18n.h>

#include "netop-column-sorter.h"
#include "netop-column-title.h"
#include "netop-latency-cell.h"
#include "netop-table-totals.h"

#define NARROW_WIDTH 700
#define NARROW_SCALE 0.88
#define WIDTH_MIN 24
#define WIDTH_MAX 2000

typedef struct
{
  const NetopTableColumn *kind;
  GtkColumnViewColumn    *column; /* owned by the view */
  GtkWidget              *header; /* its part of the view's */
  NetopColumnTitle       *title;  /* in it; NULL where it has GTK's alone */
  gboolean                is_wanted;
  int                     own_width; /* at 11 pt; 0 for the kind's */
} Column;

struct _NetopTableColumns
{
  GObject parent_instance;

  GtkColumnView        *view; /* not owned: it outlives this */
  const NetopTableKind *kind;
  Column               *columns;
  guint                 fit_id;
  int                   width;
  double                scale;
  gboolean              is_setting; /* what follows is not the user's doing */
  gboolean              is_resized; /* with the pointer, which has not let go yet */
  gboolean              is_narrow;
  gboolean              is_tight; /* some have left, though it is not narrow */
  gboolean              is_payload;
};

G_DEFINE_FINAL_TYPE (NetopTableColumns, netop_table_columns, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
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
get_kind_width (NetopTableColumns      *self,
                const NetopTableColumn *kind)
{
  if (self->is_narrow && kind->narrow_width != 0)
    return kind->narrow_width;
  return self->is_tight && kind->tight_width != 0 ? kind->tight_width : kind->width;
}

/* Of the column that grows the least; and in a narrow window there is no room for wishes. */
static int
get_width (NetopTableColumns *self,
           const Column      *column)
{
  gboolean is_own = column->own_width != 0 && !column->kind->grows && !self->is_narrow;
  int      width = get_kind_width (self, column->kind);

  /* The design is for the title as it stands there; in another language, or of payload, it may be longer. */
  if (!is_own && !column->kind->grows && column->title != NULL &&
      g_strcmp0 (gtk_column_view_column_get_title (column->column), column->kind->title) != 0)
    return MAX ((int)(width * self->scale), netop_column_title_get_room (column->title));
  return (int)((is_own ? column->own_width : width) * self->scale);
}

/* Those that leave at this turn. Returns: the room they give
 * @all: also those that have a width for narrow windows */
static int
take_leave (NetopTableColumns *self,
            gboolean          *is_there,
            guint              turn,
            gboolean           all)
{
  int room = 0;

  for (guint i = 0; i < self->kind->n_columns; i++)
    if (is_there[i] && self->columns[i].kind->leaves == turn && (all || self->columns[i].kind->narrow_width == 0))
      {
        room += get_width (self, &self->columns[i]);
        is_there[i] = FALSE;
      }
  return room;
}

static int
get_least_growing_width (NetopTableColumns *self)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].kind->grows)
      return get_width (self, &self->columns[i]);
  return 0;
}

/* Returns: what is left for the column that grows, beyond its least */
static int
get_rest (NetopTableColumns *self,
          const gboolean    *is_there)
{
  int rest = self->width;

  for (guint i = 0; i < self->kind->n_columns; i++)
    if (is_there[i])
      rest -= get_width (self, &self->columns[i]);
  return rest;
}

/* Fills @is_there. Where some leave the others give a little too, for the column that grows. */
static void
choose_columns (NetopTableColumns *self,
                gboolean          *is_there)
{
  int rest;

  self->is_tight = FALSE;
  for (guint i = 0; i < self->kind->n_columns; i++)
    is_there[i] = self->columns[i].is_wanted;
  rest = get_rest (self, is_there);
  for (guint turn = 1; turn <= self->kind->n_columns && (rest < 0 || self->is_narrow); turn++)
    rest += take_leave (self, is_there, turn, !self->is_narrow);
  /* Large text in a narrow window. */
  for (guint turn = 1; turn <= self->kind->n_columns && rest < -get_least_growing_width (self) / 2; turn++)
    rest += take_leave (self, is_there, turn, TRUE);
  for (guint i = 0; i < self->kind->n_columns; i++)
    self->is_tight |= !self->is_narrow && self->columns[i].is_wanted && !is_there[i];
}

/* @rest: beyond the least. In a narrow window even that is too much. */
static int
get_growing_width (NetopTableColumns *self,
                   const Column      *column,
                   int                rest)
{
  int least = get_width (self, column);

  if (self->is_narrow)
    return MAX (least + rest, 1);
  rest = MAX (rest, 0);
  if (column->own_width != 0)
    return MAX (least, MIN ((int)(column->own_width * self->scale), least + rest));
  return least + rest;
}

/* The one that grows has a fixed width too: GTK 4.8 does not give it the room of columns that went. */
static void
set_widths (NetopTableColumns *self,
            const gboolean    *is_there,
            int                rest)
{
  self->is_setting = TRUE;
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const Column *column = &self->columns[i];
      int           width = column->kind->grows ? get_growing_width (self, column, rest) : get_width (self, column);

      gtk_column_view_column_set_visible (column->column, is_there[i]);
      /* From right to left GTK 4.8 keeps room in the rows for columns that are hidden. */
      gtk_column_view_column_set_fixed_width (column->column, is_there[i] ? width : 0);
    }
  self->is_setting = FALSE;
}

static gboolean
fit (gpointer user_data)
{
  NetopTableColumns   *self = user_data;
  g_autofree gboolean *is_there = g_new0 (gboolean, self->kind->n_columns);

  self->fit_id = 0;
  self->scale = get_scale (self);
  self->is_narrow = self->width < NARROW_WIDTH * self->scale;
  if (self->is_narrow)
    self->scale *= NARROW_SCALE;
  choose_columns (self, is_there);
  set_widths (self, is_there, get_rest (self, is_there));
  g_signal_emit (self, signals[SIGNAL_FITTED], 0);
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being handed out. */
static void
queue_fit (NetopTableColumns *self)
{
  if (self->fit_id == 0 && self->width > 0)
    self->fit_id = g_idle_add (fit, self);
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
  queue_fit (self);
}

/**
 * netop_table_columns_is_narrow:
 *
 * Returns: whether only the columns that never leave are there, and those with a width for it
 */
gboolean
netop_table_columns_is_narrow (NetopTableColumns *self)
{
  return self->is_narrow;
}

/* --- Titles --- */

/**
 * netop_table_columns_align_titles:
 *
 * Puts the titles over what they are of, in the view's direction of writing.
 */
void
netop_table_columns_align_titles (NetopTableColumns *self)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].title != NULL)
      netop_column_title_align (self->columns[i].title);
}

static void
set_title (const Column *column,
           const char   *title)
{
  gtk_column_view_column_set_title (column->column, title);
  if (column->title != NULL)
    netop_column_title_set_title (column->title, title);
}

/**
 * netop_table_columns_set_totals:
 *
 * Shows the totals of the rows in the headers, and how many rows there are.
 */
void
netop_table_columns_set_totals (NetopTableColumns    *self,
                                const NetopRowTotals *totals)
{
  g_autofree char *count = self->kind->dup_count (totals);

  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const Column *column = &self->columns[i];

      if (column->title == NULL)
        continue;
      if (column->kind->grows)
        netop_column_title_set_text (column->title, count);
      else if (column->kind->cell == NETOP_TABLE_CELL_LATENCY_BAR)
        netop_column_title_set_note (column->title, netop_latency_cell_get_scale_text ());
      else if (self->kind->has_sums)
        netop_table_totals_show (column->title, column->kind->column, totals);
    }
}

/**
 * netop_table_columns_set_sorted:
 * @column: what the table is sorted by
 *
 * Marks its title.
 */
void
netop_table_columns_set_sorted (NetopTableColumns *self,
                                NetopColumn        column,
                                GtkSortType        direction)
{
  GtkAccessibleSort sort = direction == GTK_SORT_ASCENDING ? GTK_ACCESSIBLE_SORT_ASCENDING : GTK_ACCESSIBLE_SORT_DESCENDING;

  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].title != NULL)
      netop_column_title_set_sorted (self->columns[i].title, self->columns[i].kind->column == column ? sort : GTK_ACCESSIBLE_SORT_NONE);
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
      const Column *column = &self->columns[i];

      set_title (column, _ (is_payload && column->kind->payload_title != NULL ? column->kind->payload_title : column->kind->title));
    }
}

/* --- The user's wishes --- */

static Column *
find (NetopTableColumns *self,
      NetopColumn        column)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].kind->column == column)
      return &self->columns[i];

  return NULL;
}

static Column *
find_of (NetopTableColumns   *self,
         GtkColumnViewColumn *column)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (self->columns[i].column == column)
      return &self->columns[i];

  return NULL;
}

static Column *
get_nth (NetopTableColumns *self,
         guint              position)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (self->view), position);

  return find_of (self, column);
}

static guint
get_position (NetopTableColumns *self,
              const Column      *column)
{
  guint position = 0;

  while (position < self->kind->n_columns && get_nth (self, position) != column)
    position++;
  return position;
}

static void
on_width_changed (GtkColumnViewColumn *column,
                  GParamSpec          *pspec,
                  NetopTableColumns   *self)
{
  Column *changed = find_of (self, column);

  /* Its total has all of the header's width, which is another. */
  if (changed->title != NULL)
    gtk_widget_queue_allocate (GTK_WIDGET (changed->title));
  if (self->is_setting)
    return;

  changed->own_width = CLAMP ((int)(gtk_column_view_column_get_fixed_width (column) / self->scale), WIDTH_MIN, WIDTH_MAX);
  self->is_resized = TRUE;
}

/* The others wait until then: a column whose edge moves by itself runs away from the pointer. */
static gboolean
on_event (GtkEventController *controller,
          GdkEvent           *event,
          NetopTableColumns  *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (self->is_resized && (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END))
    {
      self->is_resized = FALSE;
      queue_fit (self);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  return GDK_EVENT_PROPAGATE;
}

static void
on_order_changed (GListModel        *columns,
                  guint              position,
                  guint              n_removed,
                  guint              n_added,
                  NetopTableColumns *self)
{
  /* A column that moves is gone for a moment. */
  if (!self->is_setting && g_list_model_get_n_items (columns) == self->kind->n_columns)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * netop_table_columns_has_text:
 *
 * Returns: whether the column has words: they are sorted from a to z
 */
gboolean
netop_table_columns_has_text (NetopTableColumns *self,
                              NetopColumn        column)
{
  const Column *found = find (self, column);

  if (found == NULL)
    return FALSE;
  switch (found->kind->cell)
    {
    case NETOP_TABLE_CELL_TEXT:
    case NETOP_TABLE_CELL_QUIET_TEXT:
    case NETOP_TABLE_CELL_PREFIXED_TEXT:
    case NETOP_TABLE_CELL_NAME:
      return TRUE;
    case NETOP_TABLE_CELL_FIGURE:
    case NETOP_TABLE_CELL_SPARKLINE:
    case NETOP_TABLE_CELL_LATENCY:
    case NETOP_TABLE_CELL_LATENCY_BAR:
    default:
      return FALSE;
    }
}

/**
 * netop_table_columns_get_next:
 *
 * Returns: the column that stands behind @column among those that can be seen, behind the last the first; the first
 *   where @column is not there
 */
NetopColumn
netop_table_columns_get_next (NetopTableColumns *self,
                              NetopColumn        column)
{
  guint         n = self->kind->n_columns;
  const Column *from = find (self, column);
  guint         start = from != NULL ? get_position (self, from) + 1 : 0;

  for (guint i = 0; i < n; i++)
    {
      const Column *next = get_nth (self, (start + i) % n);

      if (gtk_column_view_column_get_visible (next->column))
        return next->kind->column;
    }
  return NETOP_COLUMN_NONE;
}

/**
 * netop_table_columns_get_at:
 * @widget: (nullable): what the pointer is on
 *
 * Returns: the column whose title @widget is, or is in; else %NETOP_COLUMN_NONE
 */
NetopColumn
netop_table_columns_get_at (NetopTableColumns *self,
                            GtkWidget         *widget)
{
  for (guint i = 0; i < self->kind->n_columns && widget != NULL; i++)
    if (widget == self->columns[i].header || gtk_widget_is_ancestor (widget, self->columns[i].header))
      return self->columns[i].kind->column;

  return NETOP_COLUMN_NONE;
}

/**
 * netop_table_columns_is_wanted:
 *
 * Returns: whether the column is there as far as there is room
 */
gboolean
netop_table_columns_is_wanted (NetopTableColumns *self,
                               NetopColumn        column)
{
  const Column *found = find (self, column);

  return found != NULL && found->is_wanted;
}

/**
 * netop_table_columns_set_wanted:
 * @column: the one that grows stays
 *
 * Shows or hides a column.
 */
void
netop_table_columns_set_wanted (NetopTableColumns *self,
                                NetopColumn        column,
                                gboolean           is_wanted)
{
  Column *found = find (self, column);

  if (found == NULL || found->kind->grows || found->is_wanted == is_wanted)
    return;

  found->is_wanted = is_wanted;
  queue_fit (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * netop_table_columns_move:
 * @n_steps: 1 puts it behind the next one that can be seen, -1 before the one before
 *
 * Moves a column; at the end it stays.
 */
void
netop_table_columns_move (NetopTableColumns *self,
                          NetopColumn        column,
                          int                n_steps)
{
  Column *found = find (self, column);
  int     n = (int)self->kind->n_columns;
  int     to;

  if (found == NULL)
    return;

  to = (int)get_position (self, found) + n_steps;
  while (to >= 0 && to < n && !gtk_column_view_column_get_visible (get_nth (self, (guint)to)->column))
    to += n_steps;
  if (to >= 0 && to < n)
    gtk_column_view_insert_column (self->view, (guint)to, found->column);
}

/**
 * netop_table_columns_widen:
 * @n_pixels: at 11 pt; less than 0 makes it narrower
 *
 * Gives a column that can be seen more room, or less.
 */
void
netop_table_columns_widen (NetopTableColumns *self,
                           NetopColumn        column,
                           int                n_pixels)
{
  Column *found = find (self, column);

  if (found == NULL || !gtk_column_view_column_get_visible (found->column))
    return;

  found->own_width = CLAMP ((int)(gtk_column_view_column_get_fixed_width (found->column) / self->scale + 0.5) + n_pixels, WIDTH_MIN, WIDTH_MAX);
  queue_fit (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_order (NetopTableColumns *self,
           const guint       *order)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (get_position (self, &self->columns[order[i]]) != i)
      gtk_column_view_insert_column (self->view, i, self->columns[order[i]].column);
}

static void
set_defaults (NetopTableColumns *self)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      self->columns[i].is_wanted = !self->columns[i].kind->is_optional;
      self->columns[i].own_width = 0;
    }
}

/**
 * netop_table_columns_reset:
 *
 * Forgets all wishes.
 */
void
netop_table_columns_reset (NetopTableColumns *self)
{
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new (NETOP_TABLE_COLUMNS_STATE_TYPE, NULL));

  netop_table_columns_set_state (self, none);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * netop_table_columns_dup_state:
 *
 * Returns: (transfer full): all wishes, as netop_table_columns_set_state() takes them; empty where there are none
 */
GVariant *
netop_table_columns_dup_state (NetopTableColumns *self)
{
  gboolean        is_own = FALSE;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (NETOP_TABLE_COLUMNS_STATE_TYPE));
  for (guint i = 0; i < self->kind->n_columns; i++)
    {
      const Column *column = get_nth (self, i);

      is_own |= column != &self->columns[i] || column->is_wanted == column->kind->is_optional || column->own_width != 0;
      g_variant_builder_add (&builder, "(sbi)", netop_column_get_id (column->kind->column), column->is_wanted, column->own_width);
    }
  if (is_own)
    return g_variant_ref_sink (g_variant_builder_end (&builder));

  g_variant_builder_clear (&builder);
  return g_variant_ref_sink (g_variant_new (NETOP_TABLE_COLUMNS_STATE_TYPE, NULL));
}

/* Returns: the kind's index of a column that the state has not named before, or -1 */
static int
find_unnamed (NetopTableColumns *self,
              const char        *id,
              const gboolean    *is_named)
{
  NetopColumn column = netop_column_from_id (id);

  for (guint i = 0; i < self->kind->n_columns && column != NETOP_COLUMN_NONE; i++)
    if (self->columns[i].kind->column == column && !is_named[i])
      return (int)i;

  return -1;
}

/**
 * netop_table_columns_set_state:
 * @state: of %NETOP_TABLE_COLUMNS_STATE_TYPE: the columns in their order, each by its name, whether it is wanted, and how
 *   wide it is at 11 pt, 0 for as it comes. What makes no sense is passed over; a column that is not named stands behind
 *   the others, as it comes
 *
 * Takes the wishes of another run. Not told by "changed".
 */
void
netop_table_columns_set_state (NetopTableColumns *self,
                               GVariant          *state)
{
  g_autofree guint    *order = g_new0 (guint, self->kind->n_columns);
  g_autofree gboolean *is_named = g_new0 (gboolean, self->kind->n_columns);
  guint                n = 0;
  const char          *id;
  gboolean             is_wanted;
  int                  width;
  GVariantIter         iter;

  set_defaults (self);
  g_variant_iter_init (&iter, state);
  while (g_variant_iter_next (&iter, "(&sbi)", &id, &is_wanted, &width))
    {
      int index = find_unnamed (self, id, is_named);

      if (index < 0)
        continue;
      is_named[index] = TRUE;
      order[n++] = (guint)index;
      self->columns[index].is_wanted = is_wanted || self->columns[index].kind->grows;
      self->columns[index].own_width = width > 0 ? CLAMP (width, WIDTH_MIN, WIDTH_MAX) : 0;
    }
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (!is_named[i])
      order[n++] = i;

  self->is_setting = TRUE;
  set_order (self, order);
  self->is_setting = FALSE;
  queue_fit (self);
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

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FITTED] = g_signal_new ("fitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_table_columns_init (NetopTableColumns *self)
{
  self->scale = 1;
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
  NetopTableColumns  *self = g_object_new (NETOP_TYPE_TABLE_COLUMNS, NULL);
  GtkEventController *events = gtk_event_controller_legacy_new ();

  self->view = view;
  self->kind = kind;
  self->columns = g_new0 (Column, kind->n_columns);
  gtk_column_view_set_reorderable (view, TRUE);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), events);
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
  GtkWidget *header;

  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_fixed_width (column, kind->width);
  gtk_column_view_column_set_visible (column, !kind->is_optional);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
  /* A column has no property for that: in the header, the view's first child, its part is the newest. */
  header = gtk_widget_get_last_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  self->columns[index] = (Column){
    .kind = kind,
    .column = column,
    .header = header,
    .title = netop_column_title_install (header),
    .is_wanted = !kind->is_optional,
  };
  if (kind->cell == NETOP_TABLE_CELL_FIGURE && self->columns[index].title != NULL)
    netop_column_title_set_slot (self->columns[index].title, kind->slot, kind->series);
  set_title (&self->columns[index], _ (kind->title));
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (on_width_changed), self, 0);
  if (index + 1 == self->kind->n_columns)
    g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed", G_CALLBACK (on_order_changed), self, 0);
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
  const Column *found = find (self, column);

  return found != NULL ? found->column : NULL;
}
