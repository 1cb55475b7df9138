/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-query-table.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-latency-cell.h"
#include "netop-prefixed-cell.h"
#include "netop-process-icon.h"
#include "netop-query-row-table.h"
#include "netop-query-text.h"
#include "netop-spoken-dns.h"
#include "netop-table-cells.h"
#include "netop-table-totals.h"
#include "netop-text-cell.h"

/* Who asked for what: the lower table of the DNS page. */

static void
show_time (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  g_autofree char *time = netop_format_time (row->query->asked_us, "%H:%M:%S");
  g_autofree char *date = netop_format_time (row->query->asked_us, "%x %X");

  netop_table_cell_show_text (cell, time);
  netop_table_cell_set_tooltip (cell, date);
}

static char *
dup_client (const NetopDnsQuery *query)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  return g_strdup (netop_address_format (&query->client, buffer, sizeof buffer));
}

/* Returns: (nullable): %NULL of one that is gone */
static const NetopProcess *
find_process (const NetopSnapshot *snapshot,
              const NetopDnsQuery *query)
{
  if (query->asker_name != NULL)
    return netop_snapshot_find_process (snapshot, query->asker_pid);
  return query->process >= 0 ? &g_array_index (snapshot->processes, NetopProcess, query->process) : NULL;
}

static const char *
get_icon_name (GtkWidget           *cell,
               const NetopSnapshot *snapshot,
               const NetopDnsQuery *query)
{
  const NetopProcess *process = find_process (snapshot, query);

  if (process != NULL)
    return netop_process_icon_get_name (gtk_widget_get_display (cell), process);
  return netop_query_get_asker (query) != NULL ? NETOP_PROCESS_ICON_GENERIC : NETOP_PROCESS_ICON_UNKNOWN;
}

/* That it is inferred is seen. */
static char *
dup_intermediary (const NetopDnsQuery *query)
{
  if (query->asker_name == NULL || query->process_name == NULL)
    return NULL;
  /* Translators: behind the name of a program: it asked this other program, which then asked a resolver */
  return g_strdup_printf (_ ("through %s"), query->process_name);
}

/* Of another host's query that this one forwards or answers there is only the address. */
static void
show_process (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  const NetopDnsQuery *query = row->query;
  const char          *asker = netop_query_get_asker (query);
  g_autofree char     *through = netop_query_dup_through (query);
  g_autofree char     *intermediary = dup_intermediary (query);
  g_autofree char     *client = asker == NULL && !query->is_ours ? dup_client (query) : NULL;
  NetopNotedText       text = { asker != NULL ? asker : _ ("Unknown"), intermediary, query->asker_name != NULL };

  if (client != NULL)
    text = (NetopNotedText){ client, _ ("another host"), FALSE };
  netop_prefixed_cell_set_prefix (NETOP_PREFIXED_CELL (cell), NETOP_PREFIX_ICON, client != NULL ? NULL : get_icon_name (cell, context->snapshot, query));
  netop_prefixed_cell_set_text (NETOP_PREFIXED_CELL (cell), &text);
  netop_table_cell_set_tooltip (cell, through);
}

static void
show_name (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  const NetopDnsQuery *query = row->query;
  const char          *service = query->service != NETOP_DNS_SERVICE_DNS ? netop_query_get_service_text (query) : NULL;

  netop_text_cell_set_noted_text (cell, &(NetopNotedText){ query->name, context->is_narrow ? NULL : service, FALSE });
}

static void
show_type (GtkWidget               *cell,
           const NetopRow          *row,
           const NetopTableContext *context)
{
  char        buffer[16];
  const char *type = netop_dns_query_format_type (row->query, buffer, sizeof buffer);

  netop_table_cell_show_text (cell, type);
  netop_table_cell_set_tooltip (cell, type);
}

static void
show_answer (GtkWidget               *cell,
             const NetopRow          *row,
             const NetopTableContext *context)
{
  g_autofree char *answer = netop_query_dup_answer (row->query);
  const char      *note = netop_query_get_answer_note (row->query);
  gboolean         is_code = answer != NULL && note != NULL;
  NetopNotedText   text = { answer != NULL ? answer : "–", note, FALSE };

  if (is_code)
    text = (NetopNotedText){ NULL, context->is_narrow ? NULL : note, FALSE };
  netop_prefixed_cell_set_prefix (NETOP_PREFIXED_CELL (cell),
                                  netop_dns_query_has_failed (row->query) ? NETOP_PREFIX_BAD_PILL : NETOP_PREFIX_PILL,
                                  is_code ? answer : NULL);
  netop_prefixed_cell_set_text (NETOP_PREFIXED_CELL (cell), &text);
  netop_table_cell_set_tooltip (cell, answer);
}

static void
show_latency (GtkWidget               *cell,
              const NetopRow          *row,
              const NetopTableContext *context)
{
  const NetopDnsQuery *query = row->query;

  netop_latency_cell_set_latency (NETOP_LATENCY_CELL (cell), query->latency_us, NETOP_FIGURE_UNKNOWN, query->state == NETOP_DNS_STATE_TIMEOUT);
}

static void
show_resolver (GtkWidget               *cell,
               const NetopRow          *row,
               const NetopTableContext *context)
{
  char buffer[NETOP_ADDRESS_STRING_SIZE];

  netop_table_cell_show_text (cell, netop_address_format (&row->query->server, buffer, sizeof buffer));
}

static void
show_interface (GtkWidget               *cell,
                const NetopRow          *row,
                const NetopTableContext *context)
{
  netop_table_cell_show_text (cell, row->query->interface_name);
}

static char *
dup_found (const NetopRowTotals *totals)
{
  g_autofree char *n_shown = netop_format_count (totals->n_shown);
  g_autofree char *n_rows = netop_format_count (totals->n_rows);

  if (totals->n_shown == totals->n_rows)
    return g_strdup_printf (ngettext ("%s query", "%s queries", totals->n_rows), n_rows);

  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%s of %s query", "%s of %s queries", totals->n_rows), n_shown, n_rows);
}

static char *
dup_count (const NetopRowTotals *totals)
{
  g_autofree char *found = dup_found (totals);
  g_autofree char *waiting = netop_format_count (totals->n_waiting);

  if (totals->n_waiting == 0)
    return g_steal_pointer (&found);

  /* Translators: %s is how many queries there are, as in "20 queries"; the second number of them comes into sight when one scrolls up */
  return g_strdup_printf (ngettext ("%s, %s new", "%s, %s new", totals->n_waiting), found, waiting);
}

#define TEXT .cell = NETOP_TABLE_CELL_TEXT
#define PREFIXED_TEXT .cell = NETOP_TABLE_CELL_PREFIXED_TEXT
#define QUIET .cell = NETOP_TABLE_CELL_QUIET_TEXT

static const NetopTableColumn columns[] = {
  { NETOP_COLUMN_TIME, N_ ("Time"), NULL, 80, 3, QUIET, .show = show_time },
  { NETOP_COLUMN_PROCESS, N_ ("Process"), NULL, 150, 6, PREFIXED_TEXT, .show = show_process },
  { NETOP_COLUMN_NAME, N_ ("Name"), NULL, 180, 0, TRUE, FALSE, TEXT, .show = show_name },
  { NETOP_COLUMN_TYPE, N_ ("Type"), NULL, 64, 2, QUIET, .show = show_type },
  { NETOP_COLUMN_ANSWER, N_ ("Answer"), NULL, 268, 4, PREFIXED_TEXT, .narrow_width = 120, .show = show_answer },
  { NETOP_COLUMN_LATENCY, N_ ("Latency"), NULL, 168, 0, .cell = NETOP_TABLE_CELL_LATENCY, .narrow_width = 90, .show = show_latency },
  { NETOP_COLUMN_RESOLVER, N_ ("Resolver"), NULL, 130, 1, QUIET, .show = show_resolver },
  { NETOP_COLUMN_INTERFACE, N_ ("Interface"), NULL, 90, 5, FALSE, TRUE, QUIET, .show = show_interface },
};

static const NetopTableKind kind = {
  .title = N_ ("Queries"),
  .icon_name = "np-dns-symbolic",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .is_dense = TRUE,
  .get_table = netop_query_row_table_get,
  .has_sums = TRUE,
  .dup_count = dup_count,
  .explain = netop_empty_text_new_queries,
  .speak = netop_spoken_query,
};

/**
 * netop_query_table_new:
 *
 * Returns: (transfer floating): a #NetopTablePage with a row for each query, the newest first
 */
GtkWidget *
netop_query_table_new (void)
{
  GtkWidget *table = netop_table_page_new (&kind);

  netop_table_page_set_sort (NETOP_TABLE_PAGE (table), NETOP_COLUMN_TIME, GTK_SORT_DESCENDING);
  return table;
}
