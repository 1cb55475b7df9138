/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-model.h"

#include "netop-row-order.h"
#include "netop-row-slot.h"

/* The stock sort and filter models move objects, and for each move a list view binds rows, follows its anchor and
 * loses its place: at 10,000 rows that costs ten times what sorting does. Here the objects are positions. A refresh
 * makes plain records, sorts indices, and tells the view only how many rows there are, at the end of the list;
 * which row stands at a position is looked up when its cells are refreshed. Selection is by the row's key. */

/* Whose histories are added up each second. */
#define MAX_SUMMED_ROWS 1000

struct _NetopRowModel
{
  GObject parent_instance;

  const NetopRowTable *table;
  NetopRowList        *list;
  NetopRowList        *spare; /* whose memory the next one is made in */
  NetopRowOrder       *order;
  NetopFilter         *filter;
  GHashTable          *expanded; /* set of NetopRowKey */
  GPtrArray           *slots;    /* of NetopRowSlot, NULL where none was asked for */
  guint                n_items;  /* what the view was told */
  guint                n_freezes;
  bool                 is_stale; /* frozen values are to be sorted at the thaw */

  NetopColumn sort_column;
  GtkSortType sort_direction;
  NetopRowKey selected;
};

enum {
  SIGNAL_REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const NetopRow *
get_shown_row (NetopRowModel *self, guint position)
{
  if (position >= self->n_items)
    return NULL;

  return &g_array_index (self->list->rows, NetopRow, netop_row_order_get_index (self->order, position));
}

static guint
find_position (NetopRowModel *self, const NetopRowKey *key)
{
  if (key->kind == NETOP_ROW_NONE)
    return GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->n_items; i++)
    if (netop_row_key_equal (&get_shown_row (self, i)->key, key))
      return i;

  return GTK_INVALID_LIST_POSITION;
}

static const NetopRow *
find_row (NetopRowModel *self, const NetopRowKey *key)
{
  for (guint i = 0; i < self->list->rows->len; i++)
    {
      const NetopRow *row = &g_array_index (self->list->rows, NetopRow, i);

      if (netop_row_key_equal (&row->key, key))
        return row;
    }

  return NULL;
}

static void
emit_count_changed (NetopRowModel *self, guint old_n_items)
{
  if (self->n_items > old_n_items)
    g_list_model_items_changed (G_LIST_MODEL (self), old_n_items, 0, self->n_items - old_n_items);
  else if (self->n_items < old_n_items)
    g_list_model_items_changed (G_LIST_MODEL (self), self->n_items, old_n_items - self->n_items, 0);
}

static void
emit_selection_moved (NetopRowModel *self, guint old_position, guint position)
{
  if (old_position == position)
    return;

  if (old_position < self->n_items)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), old_position, 1);
  if (position < self->n_items)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, 1);
}

/* Orders the list, then tells the view what it has to know. @old_position: of the selection, before. */
static void
update_order (NetopRowModel *self, guint old_position)
{
  guint old_n_items = self->n_items;

  netop_row_order_update (self->order, self->list, self->filter);
  self->n_items = netop_row_order_get_length (self->order);
  if (self->n_items < self->slots->len)
    g_ptr_array_set_size (self->slots, (int)self->n_items);
  if (self->selected.kind != NETOP_ROW_NONE && !find_row (self, &self->selected))
    self->selected = (NetopRowKey){ 0 };

  emit_count_changed (self, old_n_items);
  emit_selection_moved (self, old_position, find_position (self, &self->selected));
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
}

static NetopRowList *
make_list (NetopRowModel *self, NetopSnapshot *snapshot)
{
  NetopRowList *list = g_steal_pointer (&self->spare);

  netop_row_list_reset (list, snapshot, self->filter);
  if (snapshot)
    self->table->append_rows (list, self->expanded);

  return list;
}

static void
replace_list (NetopRowModel *self, NetopRowList *list)
{
  netop_row_list_reset (self->list, NULL, NULL);
  self->spare = self->list;
  self->list = list;
}

/* Sorts by value again, whether or not the order is frozen: the user asked for it. */
static void
sort_from (NetopRowModel *self, guint old_position)
{
  netop_row_order_set_sort (self->order, self->sort_column, self->sort_direction == GTK_SORT_DESCENDING);
  self->is_stale = false;
  update_order (self, old_position);
}

static void
sort_anew (NetopRowModel *self)
{
  sort_from (self, find_position (self, &self->selected));
}

/* The same where the rows themselves are others. */
static void
make_anew (NetopRowModel *self)
{
  guint         old_position = find_position (self, &self->selected);
  NetopRowList *list = make_list (self, self->list->snapshot);

  replace_list (self, list);
  sort_from (self, old_position);
}

/* Keys of rows that are long gone would pile up otherwise. */
static void
forget_lost_expansions (NetopRowModel *self)
{
  g_autoptr (GHashTable) seen = NULL;

  if (g_hash_table_size (self->expanded) == 0)
    return;

  seen = netop_row_key_table_new (NULL);
  for (guint i = 0; i < self->list->rows->len; i++)
    {
      NetopRow *row = &g_array_index (self->list->rows, NetopRow, i);

      if (row->expanded)
        g_hash_table_add (seen, &row->key);
    }

  if (g_hash_table_size (seen) < g_hash_table_size (self->expanded))
    {
      GHashTableIter iter;
      gpointer       key;

      g_hash_table_iter_init (&iter, self->expanded);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        if (!g_hash_table_contains (seen, key))
          g_hash_table_iter_remove (&iter);
    }
}

static void
take_list (NetopRowModel *self, NetopSnapshot *snapshot)
{
  guint         old_position = find_position (self, &self->selected);
  NetopRowList *list = make_list (self, snapshot);

  if (self->n_freezes > 0)
    {
      netop_row_order_hold (self->order, self->list);
      self->is_stale = true;
    }
  replace_list (self, list);
  forget_lost_expansions (self);
  update_order (self, old_position);
}

static GType
get_item_type (GListModel *model)
{
  return NETOP_TYPE_ROW_SLOT;
}

static guint
get_n_items (GListModel *model)
{
  return NETOP_ROW_MODEL (model)->n_items;
}

static gpointer
get_item (GListModel *model, guint position)
{
  NetopRowModel *self = NETOP_ROW_MODEL (model);

  if (position >= self->n_items)
    return NULL;

  if (self->slots->len <= position)
    g_ptr_array_set_size (self->slots, (int)position + 1);
  if (!self->slots->pdata[position])
    self->slots->pdata[position] = netop_row_slot_new (position);

  return g_object_ref (self->slots->pdata[position]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  NetopRowModel  *self = NETOP_ROW_MODEL (model);
  const NetopRow *row = get_shown_row (self, position);

  return row && self->selected.kind != NETOP_ROW_NONE && netop_row_key_equal (&row->key, &self->selected);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  NetopRowModel *self = NETOP_ROW_MODEL (model);
  GtkBitset     *selection = gtk_bitset_new_empty ();
  guint          selected = find_position (self, &self->selected);

  if (selected != GTK_INVALID_LIST_POSITION && selected >= position && selected - position < n_items)
    gtk_bitset_add (selection, selected);

  return selection;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  NetopRowModel  *self = NETOP_ROW_MODEL (model);
  const NetopRow *row = get_shown_row (self, position);

  if (!row)
    return FALSE;
  netop_row_model_set_selected (self, &row->key);

  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  if (!is_selected (model, position))
    return FALSE;
  netop_row_model_set_selected (NETOP_ROW_MODEL (model), NULL);

  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  /* One row is selected at most: the last of the range is where the pointer is. */
  return n_items > 0 && select_item (model, position + n_items - 1, TRUE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  netop_row_model_set_selected (NETOP_ROW_MODEL (model), NULL);

  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_all = unselect_all;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NetopRowModel,
                               netop_row_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static void
netop_row_model_finalize (GObject *object)
{
  NetopRowModel *self = NETOP_ROW_MODEL (object);

  g_clear_pointer (&self->list, netop_row_list_free);
  g_clear_pointer (&self->spare, netop_row_list_free);
  g_clear_pointer (&self->order, netop_row_order_free);
  g_clear_pointer (&self->filter, netop_filter_unref);
  g_clear_pointer (&self->expanded, g_hash_table_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);

  G_OBJECT_CLASS (netop_row_model_parent_class)->finalize (object);
}

static void
netop_row_model_class_init (NetopRowModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = netop_row_model_finalize;

  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);
}

static void
unref_slot (gpointer slot)
{
  if (slot)
    g_object_unref (slot);
}

static void
netop_row_model_init (NetopRowModel *self)
{
  self->list = netop_row_list_new ();
  self->spare = netop_row_list_new ();
  self->slots = g_ptr_array_new_with_free_func (unref_slot);
  self->expanded = netop_row_key_table_new (g_free);
}

/**
 * netop_row_model_new:
 * @table: static: which rows the page has
 *
 * Returns: (transfer full): an empty model, not sorted
 */
NetopRowModel *
netop_row_model_new (const NetopRowTable *table)
{
  NetopRowModel *self = g_object_new (NETOP_TYPE_ROW_MODEL, NULL);

  self->table = table;
  self->order = netop_row_order_new (table);

  return self;
}

/**
 * netop_row_model_set_table:
 * @table: static
 *
 * Makes other rows of what is shown. What is expanded stays so where it is there; the selection ends where its row is not.
 */
void
netop_row_model_set_table (NetopRowModel *self, const NetopRowTable *table)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  if (table == self->table)
    return;

  self->table = table;
  netop_row_order_set_table (self->order, table);
  make_anew (self);
  forget_lost_expansions (self);
}

/**
 * netop_row_model_set_snapshot:
 * @snapshot: (nullable): %NULL empties the table
 *
 * Shows what @snapshot says. Keeps the selection by key; it ends when its row is in the snapshot no more.
 */
void
netop_row_model_set_snapshot (NetopRowModel *self, NetopSnapshot *snapshot)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  if (snapshot == self->list->snapshot)
    return;

  take_list (self, snapshot);
}

/**
 * netop_row_model_get_snapshot:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
NetopSnapshot *
netop_row_model_get_snapshot (NetopRowModel *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), NULL);

  return self->list->snapshot;
}

/**
 * netop_row_model_set_filter:
 * @filter: (nullable): %NULL, like an empty one, shows every row
 *
 * Shows only the rows that match. A selected row that does not stays selected, out of sight.
 */
void
netop_row_model_set_filter (NetopRowModel *self, NetopFilter *filter)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  if (filter && netop_filter_is_empty (filter))
    filter = NULL;
  if (filter == self->filter)
    return;

  g_clear_pointer (&self->filter, netop_filter_unref);
  self->filter = filter ? netop_filter_ref (filter) : NULL;
  if (self->table->sums_what_matches)
    make_anew (self);
  else
    sort_anew (self);
}

/**
 * netop_row_model_get_filter:
 *
 * Returns: (transfer none) (nullable): the filter at work; %NULL if every row is shown
 */
NetopFilter *
netop_row_model_get_filter (NetopRowModel *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), NULL);

  return self->filter;
}

/**
 * netop_row_model_set_sort:
 *
 * Sorts by @column. Rows with equal values stand in an order that no refresh changes, rows without a value last
 * in both directions. It takes effect even while sorting is frozen.
 */
void
netop_row_model_set_sort (NetopRowModel *self, NetopColumn column, GtkSortType direction)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));
  g_return_if_fail (column < NETOP_N_COLUMNS);

  if (self->sort_column == column && self->sort_direction == direction)
    return;

  self->sort_column = column;
  self->sort_direction = direction;
  sort_anew (self);
}

/**
 * netop_row_model_get_sort:
 * @direction: (out) (optional): which way
 *
 * Returns: the column it is sorted by, %NETOP_COLUMN_NONE if by none
 */
NetopColumn
netop_row_model_get_sort (NetopRowModel *self, GtkSortType *direction)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), NETOP_COLUMN_NONE);

  if (direction)
    *direction = self->sort_direction;

  return self->sort_column;
}

/**
 * netop_row_model_freeze_sort:
 *
 * Keeps the rows where they are until as many netop_row_model_thaw_sort(). New rows come last, those of a log not
 * before the thaw; values go on.
 */
void
netop_row_model_freeze_sort (NetopRowModel *self)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  self->n_freezes++;
}

/**
 * netop_row_model_thaw_sort:
 *
 * Takes one netop_row_model_freeze_sort() back; with the last, sorts what came in the meantime.
 */
void
netop_row_model_thaw_sort (NetopRowModel *self)
{
  g_return_if_fail (NETOP_IS_ROW_MODEL (self));
  g_return_if_fail (self->n_freezes > 0);

  self->n_freezes--;
  if (self->n_freezes == 0 && self->is_stale)
    sort_anew (self);
}

/**
 * netop_row_model_is_sort_frozen:
 *
 * Returns: whether rows hold still
 */
bool
netop_row_model_is_sort_frozen (NetopRowModel *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), false);

  return self->n_freezes > 0;
}

/**
 * netop_row_model_get_row:
 *
 * Returns: (transfer none) (nullable): the row at @position, until the model changes
 */
const NetopRow *
netop_row_model_get_row (NetopRowModel *self, guint position)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), NULL);

  return get_shown_row (self, position);
}

/**
 * netop_row_model_lookup:
 *
 * Returns: (transfer none) (nullable): the row of @key, whether or not the filter shows it, until the model changes
 */
const NetopRow *
netop_row_model_lookup (NetopRowModel *self, const NetopRowKey *key)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), NULL);

  return find_row (self, key);
}

/**
 * netop_row_model_get_position:
 *
 * Returns: where the row of @key stands, %GTK_INVALID_LIST_POSITION if it is not shown
 */
guint
netop_row_model_get_position (NetopRowModel *self, const NetopRowKey *key)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), GTK_INVALID_LIST_POSITION);

  return find_position (self, key);
}

/**
 * netop_row_model_set_selected:
 * @key: (nullable): %NULL selects nothing; of a row that is not there, the same
 *
 * Selects a row by its identity.
 */
void
netop_row_model_set_selected (NetopRowModel *self, const NetopRowKey *key)
{
  NetopRowKey selected = { 0 };
  guint       old_position;

  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  if (key && find_row (self, key))
    selected = *key;
  if (netop_row_key_equal (&selected, &self->selected))
    return;

  old_position = find_position (self, &self->selected);
  self->selected = selected;
  emit_selection_moved (self, old_position, find_position (self, &self->selected));
}

/**
 * netop_row_model_get_selected:
 *
 * Returns: the key of the selected row; its kind is %NETOP_ROW_NONE if none is
 */
NetopRowKey
netop_row_model_get_selected (NetopRowModel *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), (NetopRowKey){ 0 });

  return self->selected;
}

static const NetopRow *
get_parent (NetopRowModel *self, const NetopRow *row)
{
  return row->parent >= 0 ? &g_array_index (self->list->rows, NetopRow, row->parent) : NULL;
}

/**
 * netop_row_model_get_parent_position:
 *
 * Returns: where the parent of the row at @position stands, %GTK_INVALID_LIST_POSITION if it has none
 */
guint
netop_row_model_get_parent_position (NetopRowModel *self, guint position)
{
  const NetopRow *row;
  const NetopRow *parent;

  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), GTK_INVALID_LIST_POSITION);

  row = get_shown_row (self, position);
  parent = row ? get_parent (self, row) : NULL;

  return parent ? find_position (self, &parent->key) : GTK_INVALID_LIST_POSITION;
}

/**
 * netop_row_model_get_first_child_position:
 *
 * Returns: where the first child of the row at @position stands, %GTK_INVALID_LIST_POSITION if none is shown
 */
guint
netop_row_model_get_first_child_position (NetopRowModel *self, guint position)
{
  const NetopRow *next;

  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), GTK_INVALID_LIST_POSITION);

  next = position < self->n_items ? get_shown_row (self, position + 1) : NULL;

  return next && get_parent (self, next) == get_shown_row (self, position) ? position + 1 : GTK_INVALID_LIST_POSITION;
}

/* Whether the selected row stands under the one of @key, at whatever depth. */
static bool
has_selected_below (NetopRowModel *self, const NetopRowKey *key)
{
  const NetopRow *row = find_row (self, &self->selected);

  while (row && (row = get_parent (self, row)))
    if (netop_row_key_equal (&row->key, key))
      return true;

  return false;
}

/**
 * netop_row_model_set_expanded:
 * @key: copied
 *
 * Shows or hides the children of the row of @key. A row without children takes no notice. Where the selected row is
 * hidden with them, this one is selected.
 */
void
netop_row_model_set_expanded (NetopRowModel *self, const NetopRowKey *key, bool expanded)
{
  const NetopRow *row;
  NetopRowKey     kept;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  row = find_row (self, key);
  if (!row || !row->expandable || row->expanded == expanded)
    return;

  /* The caller's may be the row's own. */
  kept = *key;
  if (expanded)
    g_hash_table_add (self->expanded, g_memdup2 (&kept, sizeof kept));
  else
    {
      if (has_selected_below (self, &kept))
        netop_row_model_set_selected (self, &kept);
      g_hash_table_remove (self->expanded, &kept);
    }

  snapshot = netop_snapshot_ref (self->list->snapshot);
  take_list (self, snapshot);
}

/**
 * netop_row_model_get_totals:
 *
 * Returns: the sums that a header shows; they follow the filter
 */
NetopRowTotals
netop_row_model_get_totals (NetopRowModel *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_MODEL (self), (NetopRowTotals){ 0 });

  return netop_row_order_get_totals (self->order);
}

/* Returns: (nullable): %NULL of rows below others, and of what is in no total */
static const NetopRow *
get_counted_row (NetopRowModel *self, guint position)
{
  const NetopRow *row = get_shown_row (self, position);

  if (row->depth > 0 || (row->connection && !netop_snapshot_counts (self->list->snapshot, row->connection)))
    return NULL;
  return row;
}

static void
add_up_found (NetopRowModel *self, NetopFound *found)
{
  NetopHistory *parts[MAX_SUMMED_ROWS + 1]; /* Unknown counts for none */
  guint         n_parts = 0;

  for (guint i = 0; i < netop_row_order_get_length (self->order); i++)
    {
      const NetopRow *row = get_counted_row (self, i);

      if (!row || n_parts == G_N_ELEMENTS (parts))
        continue;
      netop_rate_add (&found->rate, &row->rate);
      found->n_seconds = MIN (found->n_seconds, netop_row_get_history_seconds (row));
      parts[n_parts++] = netop_row_get_history (row);
    }
  found->history = netop_history_sum (parts, n_parts, found->n_seconds);
}

/**
 * netop_row_model_get_found:
 * @found: (out caller-allocates): to be cleared
 *
 * Adds up the top rows that pass the filter, if there is one. Of very many there is the rate alone, as in the header.
 */
void
netop_row_model_get_found (NetopRowModel *self, NetopFound *found)
{
  NetopRowTotals totals;

  g_return_if_fail (NETOP_IS_ROW_MODEL (self));

  totals = netop_row_order_get_totals (self->order);
  *found = (NetopFound){ 0 };
  if (!self->filter || netop_filter_is_empty (self->filter))
    return;

  found->is_searched = true;
  found->n_seconds = NETOP_ROW_HISTORY_SAMPLES;
  if (totals.n_shown > MAX_SUMMED_ROWS)
    found->rate = totals.rate;
  else
    add_up_found (self, found);
}
