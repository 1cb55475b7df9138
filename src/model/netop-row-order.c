/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-order.h"

#include <math.h>
#include <string.h>

#include "netop-row-places.h"

/* Theory of operation
 *
 * Each row that passes the filter gets a small key: the index of its parent, then its sort value as an integer
 * that orders as the value does, for descending order with all bits flipped, so that one comparison serves every
 * column and both directions. Sorting the keys puts the children of one parent side by side, in their order; the
 * tree is then read off from its top. Equal values are told apart by the row's key, which no refresh changes: so
 * rows that stand still never change places.
 *
 * While the order is held, the sort value is the place a row had before; rows that are new come last, by their values, or
 * where the table is a log not at all until the hold ends: they are counted. */

/* Beyond this many texts, four for each row, the collation keys of names long gone are thrown away. */
#define COLLATION_MIN_TEXTS 4096

/* Small: they are moved while they are sorted. */
typedef struct
{
  uint64_t value;
  uint64_t tie; /* of the row's key: most rows are quiet, and equal but for that */
  int      parent;
  guint    index;
} SortKey;

/* What the value is the beginning of, where that is a text or an address. */
typedef struct
{
  const char         *text;
  const NetopAddress *address;
  uint16_t            port;
} SortRest;

struct _NetopRowOrder
{
  const NetopRowTable *table;
  NetopColumn          column;
  bool                 descending;

  GArray     *keys;       /* of SortKey */
  GArray     *spare_keys; /* half as many, for sorting */
  GArray     *rests;      /* of SortRest, by row */
  GArray     *indices;    /* of guint: the result */
  GArray     *first_key;  /* of guint, by parent + 1: where its children begin in keys */
  GByteArray *kept;       /* by row: whether it passed the filter */
  GHashTable *collation;  /* text -> collation key */

  NetopRowPlaces *places; /* while the order is held */
  bool            is_held;

  NetopRowTotals totals;
};

/* So few are sorted by putting each in its place. */
#define INSERTION_MAX 8

typedef struct
{
  const NetopRow *rows;
  const SortRest *rests;
  bool            descending;
} CompareContext;

static int
compare_row_keys (const NetopRowKey *a, const NetopRowKey *b)
{
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->a != b->a)
    return a->a < b->a ? -1 : 1;
  if (a->b != b->b)
    return a->b < b->b ? -1 : 1;

  return 0;
}

/* What the value, which both have, does not tell apart. */
static int
compare_rest (const SortRest *a, const SortRest *b)
{
  int order = 0;

  if (a->text && b->text)
    return strcmp (a->text, b->text);
  if (!a->address || !b->address)
    return 0;

  order = netop_address_compare (a->address, b->address);
  return order != 0 ? order : (int)a->port - (int)b->port;
}

static int
compare_keys (const SortKey *a, const SortKey *b, const CompareContext *context)
{
  int order;

  if (a->parent != b->parent)
    return a->parent < b->parent ? -1 : 1;
  if (a->value != b->value)
    return a->value < b->value ? -1 : 1;

  order = compare_rest (&context->rests[a->index], &context->rests[b->index]);
  if (order != 0)
    return context->descending ? -order : order;

  if (a->tie != b->tie)
    return a->tie < b->tie ? -1 : 1;

  return compare_row_keys (&context->rows[a->index].key, &context->rows[b->index].key);
}

static void
insert_keys (SortKey *keys, guint n_keys, const CompareContext *context)
{
  for (guint i = 1; i < n_keys; i++)
    {
      SortKey key = keys[i];
      guint   j = i;

      for (; j > 0 && compare_keys (&key, &keys[j - 1], context) < 0; j--)
        keys[j] = keys[j - 1];
      keys[j] = key;
    }
}

/* Merges the sorted halves of @keys, of which the first has @n_first. @spare has room for that. */
static void
merge_keys (SortKey *keys, guint n_first, guint n_keys, SortKey *spare, const CompareContext *context)
{
  guint first = 0;
  guint second = n_first;
  guint n_merged = 0;

  memcpy (spare, keys, n_first * sizeof *keys);
  while (first < n_first && second < n_keys)
    keys[n_merged++] = compare_keys (&keys[second], &spare[first], context) < 0 ? keys[second++] : spare[first++];
  memcpy (&keys[n_merged], &spare[first], (n_first - first) * sizeof *keys);
}

/* As g_qsort_with_data() does, but that calls the comparison by a pointer and the copying by another: for the keys of all
 * connections, each second, that is half as long again. */
static void
sort_keys (SortKey *keys, guint n_keys, SortKey *spare, const CompareContext *context)
{
  guint n_first = n_keys / 2;

  if (n_keys <= INSERTION_MAX)
    {
      insert_keys (keys, n_keys, context);
      return;
    }

  sort_keys (keys, n_first, spare, context);
  sort_keys (&keys[n_first], n_keys - n_first, spare, context);
  merge_keys (keys, n_first, n_keys, spare, context);
}

/* An integer that orders as the number does (IEEE 754: positive numbers order as their bits). */
static uint64_t
order_number (double number)
{
  uint64_t bits;

  /* -0 and 0 are one value. */
  number += 0.0;
  memcpy (&bits, &number, sizeof bits);

  return bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
}

/* The first eight bytes, which decide most comparisons. */
static uint64_t
order_text (const char *text)
{
  uint64_t value = 0;
  guint    i = 0;

  for (; i < 8 && text[i] != '\0'; i++)
    value = value << 8 | (uint8_t)text[i];

  return i == 0 ? 0 : value << (8 * (8 - i));
}

/* The first eight bytes: IPv4 addresses, which are all 0 there, come first. */
static uint64_t
order_address (const NetopAddress *address)
{
  uint64_t value;

  memcpy (&value, address->bytes, sizeof value);

  return GUINT64_FROM_BE (value);
}

static const char *
get_collation_key (NetopRowOrder *self, const char *text)
{
  const char      *found = g_hash_table_lookup (self->collation, text);
  g_autofree char *folded = NULL;
  char            *made;

  if (found)
    return found;

  folded = g_utf8_casefold (text, -1);
  made = g_utf8_collate_key (folded, -1);
  g_hash_table_insert (self->collation, g_strdup (text), made);

  return made;
}

static SortRest *
get_rest (NetopRowOrder *self, const SortKey *key)
{
  return &g_array_index (self->rests, SortRest, key->index);
}

static void
set_value (NetopRowOrder *self, SortKey *key, const NetopRow *row)
{
  NetopSortValue value = self->table->get_sort_value (row, self->column);
  SortRest      *rest = get_rest (self, key);

  *rest = (SortRest){ 0 };
  key->value = G_MAXUINT64;
  if (!value.known || (!value.text && !value.address && isnan (value.number)))
    return;

  if (value.text)
    {
      rest->text = get_collation_key (self, value.text);
      key->value = order_text (rest->text);
    }
  else if (value.address)
    {
      rest->address = value.address;
      rest->port = value.port;
      key->value = order_address (value.address);
    }
  else
    key->value = order_number (value.number);

  if (self->descending)
    key->value = ~key->value;
  key->value = MIN (key->value, G_MAXUINT64 - 1);
}

static void
set_held_value (NetopRowOrder *self, SortKey *key, const NetopRow *row)
{
  guint place = netop_row_places_lookup (self->places, &row->key);

  if (place != NETOP_ROW_PLACE_NONE)
    {
      key->value = place;
      *get_rest (self, key) = (SortRest){ 0 };
      return;
    }

  /* Behind all places. The children of a row that is expanded now are all new: they have no other order. */
  set_value (self, key, row);
  key->value = G_GUINT64_CONSTANT (1) << 63 | key->value >> 1;
}

static bool
is_kept (NetopRowOrder *self, const NetopRowList *list, const NetopFilter *filter, const NetopRow *row)
{
  if (row->parent >= 0 && !self->kept->data[row->parent])
    return false;

  return !filter || self->table->match (row, list->snapshot, filter);
}

static bool
waits (NetopRowOrder *self, const NetopRow *row)
{
  return self->is_held && self->table->is_log && netop_row_places_lookup (self->places, &row->key) == NETOP_ROW_PLACE_NONE;
}

static void
make_keys (NetopRowOrder *self, const NetopRowList *list, const NetopFilter *filter)
{
  guint n_rows = list->rows->len;
  guint n_keys = 0;

  g_array_set_size (self->keys, n_rows);
  g_array_set_size (self->rests, n_rows);
  g_byte_array_set_size (self->kept, n_rows);
  self->totals = (NetopRowTotals){ 0 };

  for (guint i = 0; i < n_rows; i++)
    {
      const NetopRow *row = &g_array_index (list->rows, NetopRow, i);
      SortKey        *key = &g_array_index (self->keys, SortKey, n_keys);

      if (row->parent < 0 && row->key.kind != NETOP_ROW_UNKNOWN)
        self->totals.n_rows += row->group ? row->group->n_processes : 1;
      self->kept->data[i] = is_kept (self, list, filter, row);
      if (!self->kept->data[i])
        continue;
      if (row->parent < 0)
        netop_row_totals_add (&self->totals, row);
      if (waits (self, row))
        {
          self->totals.n_waiting++;
          continue;
        }

      *key = (SortKey){ .parent = row->parent, .index = i, .tie = row->key.a };
      if (self->is_held)
        set_held_value (self, key, row);
      else
        set_value (self, key, row);
      n_keys++;
    }
  g_array_set_size (self->keys, n_keys);
}

/* Appends the children of @parent (-1: the top), each with its own behind it. As deep as the table's tree. */
static void
append_children (NetopRowOrder *self, int parent)
{
  guint i = g_array_index (self->first_key, guint, (guint)(parent + 1));

  for (; i < self->keys->len; i++)
    {
      const SortKey *key = &g_array_index (self->keys, SortKey, i);

      if (key->parent != parent)
        return;
      g_array_append_val (self->indices, key->index);
      append_children (self, (int)key->index);
    }
}

static void
flatten (NetopRowOrder *self, guint n_rows)
{
  guint n_keys = self->keys->len;

  g_array_set_size (self->indices, 0);
  g_array_set_size (self->first_key, n_rows + 1);
  for (guint i = 0; i <= n_rows; i++)
    g_array_index (self->first_key, guint, i) = n_keys;
  for (guint i = n_keys; i > 0; i--)
    {
      int parent = g_array_index (self->keys, SortKey, i - 1).parent;

      g_array_index (self->first_key, guint, (guint)(parent + 1)) = i - 1;
    }
  append_children (self, -1);
}

/**
 * netop_row_order_new:
 * @table: where the sort values come from
 *
 * Returns: (transfer full): an empty order, sorted by nothing but the rows' keys
 */
NetopRowOrder *
netop_row_order_new (const NetopRowTable *table)
{
  NetopRowOrder *self = g_new0 (NetopRowOrder, 1);

  self->table = table;
  self->keys = g_array_new (FALSE, FALSE, sizeof (SortKey));
  self->spare_keys = g_array_new (FALSE, FALSE, sizeof (SortKey));
  self->rests = g_array_new (FALSE, FALSE, sizeof (SortRest));
  self->indices = g_array_new (FALSE, FALSE, sizeof (guint));
  self->first_key = g_array_new (FALSE, FALSE, sizeof (guint));
  self->kept = g_byte_array_new ();
  self->collation = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->places = netop_row_places_new ();

  return self;
}

/**
 * netop_row_order_free:
 *
 * Frees it.
 */
void
netop_row_order_free (NetopRowOrder *self)
{
  g_array_unref (self->keys);
  g_array_unref (self->spare_keys);
  g_array_unref (self->rests);
  g_array_unref (self->indices);
  g_array_unref (self->first_key);
  g_byte_array_unref (self->kept);
  g_hash_table_unref (self->collation);
  netop_row_places_free (self->places);
  g_free (self);
}

/**
 * netop_row_order_set_table:
 *
 * Takes the sort values from @table from the next update on. Ends a hold.
 */
void
netop_row_order_set_table (NetopRowOrder *self, const NetopRowTable *table)
{
  self->table = table;
  self->is_held = false;
}

/**
 * netop_row_order_set_sort:
 *
 * Sorts by @column from the next update on. Ends a hold.
 */
void
netop_row_order_set_sort (NetopRowOrder *self, NetopColumn column, bool descending)
{
  self->column = column;
  self->descending = descending;
  self->is_held = false;
}

/**
 * netop_row_order_hold:
 * @list: what the last update ordered
 *
 * Keeps the rows where they are now, whatever their values become, until netop_row_order_set_sort(). Call it again
 * for each list while it lasts, so that the rows that came in the meantime hold still too.
 */
void
netop_row_order_hold (NetopRowOrder *self, const NetopRowList *list)
{
  self->is_held = true;
  netop_row_places_reset (self->places, self->indices->len);
  for (guint i = 0; i < self->indices->len; i++)
    netop_row_places_add (self->places, &g_array_index (list->rows, NetopRow, g_array_index (self->indices, guint, i)).key);
}

/**
 * netop_row_order_update:
 * @filter: (nullable): %NULL shows every row
 *
 * Filters and sorts the rows of @list anew.
 */
void
netop_row_order_update (NetopRowOrder *self, const NetopRowList *list, const NetopFilter *filter)
{
  CompareContext context = { .rows = (const NetopRow *)(void *)list->rows->data, .descending = self->descending };

  if (g_hash_table_size (self->collation) > COLLATION_MIN_TEXTS + 4 * list->rows->len)
    g_hash_table_remove_all (self->collation);

  make_keys (self, list, filter);
  if (self->keys->len == 0 && self->totals.n_waiting > 0)
    {
      /* None of those that were there is left to hold still. */
      self->is_held = false;
      make_keys (self, list, filter);
    }
  context.rests = (const SortRest *)(void *)self->rests->data;
  g_array_set_size (self->spare_keys, self->keys->len / 2);
  sort_keys ((SortKey *)(void *)self->keys->data, self->keys->len, (SortKey *)(void *)self->spare_keys->data, &context);
  flatten (self, list->rows->len);
}

/**
 * netop_row_order_get_length:
 *
 * Returns: how many rows are shown
 */
guint
netop_row_order_get_length (const NetopRowOrder *self)
{
  return self->indices->len;
}

/**
 * netop_row_order_get_index:
 * @position: less than the length
 *
 * Returns: which row of the list stands there
 */
guint
netop_row_order_get_index (const NetopRowOrder *self, guint position)
{
  return g_array_index (self->indices, guint, position);
}

/**
 * netop_row_order_get_totals:
 *
 * Returns: sums over the top rows that passed the filter
 */
NetopRowTotals
netop_row_order_get_totals (const NetopRowOrder *self)
{
  return self->totals;
}
