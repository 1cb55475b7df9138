/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-selection.h"

/* One table of one page. */
typedef struct
{
  const char    *page; /* interned */
  NetopRowModel *model;
  NetopRowKey    key;
  gboolean       is_gone;
} Table;

struct _NetopSelection
{
  GObject parent_instance;

  GPtrArray  *tables; /* of Table */
  Table      *shown;  /* the one that counts; NULL before there is any */
  const char *page;   /* interned; NULL before there is one */
};

G_DEFINE_FINAL_TYPE (NetopSelection, netop_selection, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
table_free (gpointer data)
{
  Table *table = data;

  g_object_unref (table->model);
  g_free (table);
}

static Table *
find_table (NetopSelection *self,
            gpointer        model)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      Table *table = g_ptr_array_index (self->tables, i);

      if (table->model == model)
        return table;
    }
  return NULL;
}

/* Of a page's tables the one in which something is selected, else the first. */
static Table *
find_table_of_page (NetopSelection *self,
                    const char     *page)
{
  Table *first = NULL;

  for (guint i = 0; i < self->tables->len; i++)
    {
      Table *table = g_ptr_array_index (self->tables, i);

      if (table->page != page)
        continue;
      if (table->key.kind != NETOP_ROW_NONE)
        return table;
      if (first == NULL)
        first = table;
    }
  return first;
}

/* Takes over what is selected in its model. A model drops the row that goes; whoever deselects one does it while the row
 * is there. Returns: whether anything changed */
static gboolean
table_update (Table *table)
{
  NetopRowKey selected = netop_row_model_get_selected (table->model);
  gboolean    is_gone = selected.kind == NETOP_ROW_NONE && table->key.kind != NETOP_ROW_NONE &&
                     (table->is_gone || netop_row_model_lookup (table->model, &table->key) == NULL);

  if (is_gone == table->is_gone && (is_gone || netop_row_key_equal (&selected, &table->key)))
    return FALSE;

  table->is_gone = is_gone;
  if (!is_gone)
    table->key = selected;
  return TRUE;
}

static void
on_model_changed (NetopSelection *self,
                  NetopRowModel  *model)
{
  Table   *table = find_table (self, model);
  gboolean is_changed = table != NULL && table_update (table);

  if (!is_changed || table->page != self->page)
    return;

  if (table->key.kind != NETOP_ROW_NONE)
    self->shown = table;
  if (table == self->shown)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_selection_changed (NetopRowModel  *model,
                      guint           position,
                      guint           n_items,
                      NetopSelection *self)
{
  on_model_changed (self, model);
}

/* A row that is out of sight changes without a word of where it is. */
static void
on_refreshed (NetopRowModel  *model,
              NetopSelection *self)
{
  on_model_changed (self, model);
}

static void
netop_selection_finalize (GObject *object)
{
  g_ptr_array_unref (NETOP_SELECTION (object)->tables);

  G_OBJECT_CLASS (netop_selection_parent_class)->finalize (object);
}

static void
netop_selection_class_init (NetopSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = netop_selection_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_selection_init (NetopSelection *self)
{
  self->tables = g_ptr_array_new_with_free_func (table_free);
}

/**
 * netop_selection_new:
 *
 * Returns: (transfer full): of no page yet
 */
NetopSelection *
netop_selection_new (void)
{
  return g_object_new (NETOP_TYPE_SELECTION, NULL);
}

/**
 * netop_selection_add_table:
 * @page: its name
 * @model: (transfer none): of a table on it
 */
void
netop_selection_add_table (NetopSelection *self,
                           const char     *page,
                           NetopRowModel  *model)
{
  Table *table;

  g_return_if_fail (NETOP_IS_SELECTION (self));
  g_return_if_fail (NETOP_IS_ROW_MODEL (model));

  table = g_new0 (Table, 1);
  table->page = g_intern_string (page);
  table->model = g_object_ref (model);
  table->key = netop_row_model_get_selected (model);
  g_ptr_array_add (self->tables, table);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (on_selection_changed), self, 0);
  g_signal_connect_object (model, "refreshed", G_CALLBACK (on_refreshed), self, 0);
  if (table->page == self->page && self->shown == NULL)
    self->shown = table;
}

/**
 * netop_selection_set_page:
 * @page: the name of the one on the screen; on one without a table nothing is selected
 */
void
netop_selection_set_page (NetopSelection *self,
                          const char     *page)
{
  const char *interned = g_intern_string (page);

  g_return_if_fail (NETOP_IS_SELECTION (self));

  if (interned == self->page)
    return;

  self->page = interned;
  self->shown = find_table_of_page (self, interned);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * netop_selection_get_page:
 *
 * Returns: (transfer none) (nullable): the name of the page on the screen
 */
const char *
netop_selection_get_page (NetopSelection *self)
{
  g_return_val_if_fail (NETOP_IS_SELECTION (self), NULL);

  return self->page;
}

/**
 * netop_selection_get_key:
 *
 * Returns: the key of the selected row, also of one that is gone; its kind is %NETOP_ROW_NONE if none is
 */
NetopRowKey
netop_selection_get_key (NetopSelection *self)
{
  g_return_val_if_fail (NETOP_IS_SELECTION (self), (NetopRowKey){ 0 });

  return self->shown != NULL ? self->shown->key : (NetopRowKey){ 0 };
}

/**
 * netop_selection_is_gone:
 *
 * Returns: whether the selected row is in its table no more
 */
gboolean
netop_selection_is_gone (NetopSelection *self)
{
  g_return_val_if_fail (NETOP_IS_SELECTION (self), FALSE);

  return self->shown != NULL && self->shown->is_gone;
}

/**
 * netop_selection_get_row:
 *
 * Returns: (transfer none) (nullable): the selected row as it is now, valid until the next change of its table; %NULL if
 *   none is selected, or it is gone
 */
const NetopRow *
netop_selection_get_row (NetopSelection *self)
{
  g_return_val_if_fail (NETOP_IS_SELECTION (self), NULL);

  if (self->shown == NULL || self->shown->key.kind == NETOP_ROW_NONE || self->shown->is_gone)
    return NULL;
  return netop_row_model_lookup (self->shown->model, &self->shown->key);
}

/**
 * netop_selection_get_model:
 *
 * Returns: (transfer none) (nullable): the model of the table that counts
 */
NetopRowModel *
netop_selection_get_model (NetopSelection *self)
{
  g_return_val_if_fail (NETOP_IS_SELECTION (self), NULL);

  return self->shown != NULL ? self->shown->model : NULL;
}
