/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-self-test-report.h"

#include <math.h>
#include <string.h>

#include "netop-format.h"

#define N_COLUMNS 7
#define FIRST_NUMBER_COLUMN 3
#define LAST_NUMBER_COLUMN 5

/* SGR of ECMA-48: bold, red, all off. */
#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

typedef struct
{
  char *cells[N_COLUMNS];
  bool  is_outside;
} Line;

struct _NetopSelfTestReport
{
  GArray    *results; /* of NetopSelfTestResult */
  GPtrArray *remarks; /* lines under the table */
  guint      n_failures;
};

/**
 * netop_self_test_report_new:
 *
 * Returns: (transfer full): one that has nothing to say yet
 */
NetopSelfTestReport *
netop_self_test_report_new (void)
{
  NetopSelfTestReport *self = g_new0 (NetopSelfTestReport, 1);

  self->results = g_array_new (FALSE, FALSE, sizeof (NetopSelfTestResult));
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * netop_self_test_report_free:
 * @self: (transfer full) (nullable):
 */
void
netop_self_test_report_free (NetopSelfTestReport *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->results);
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

/**
 * netop_self_test_report_add_result:
 *
 * Adds what was measured: a line of the table.
 */
void
netop_self_test_report_add_result (NetopSelfTestReport       *self,
                                   const NetopSelfTestResult *result)
{
  g_array_append_val (self->results, *result);
}

/**
 * netop_self_test_report_add_remark:
 * @text: any bytes
 *
 * Adds a line under the table.
 */
void
netop_self_test_report_add_remark (NetopSelfTestReport *self,
                                   const char          *tier,
                                   const char          *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", tier, text);

  g_ptr_array_add (self->remarks, netop_format_name (line, strlen (line)));
}

static void
add_reason (NetopSelfTestReport *self,
            const char          *what,
            const char          *tier,
            const char          *word,
            const char          *reason)
{
  g_autofree char *text = g_strconcat (what != NULL ? what : "", what != NULL ? ": " : "", word, ": ", reason, NULL);

  netop_self_test_report_add_remark (self, tier, text);
}

/**
 * netop_self_test_report_add_gap:
 * @what: (nullable): a scenario's title; %NULL for the whole tier
 * @reason: why it is not available here
 *
 * Adds what cannot be measured here, which is no fault.
 */
void
netop_self_test_report_add_gap (NetopSelfTestReport *self,
                                const char          *what,
                                const char          *tier,
                                const char          *reason)
{
  add_reason (self, what, tier, "not measured", reason);
}

/**
 * netop_self_test_report_add_failure:
 * @what: (nullable): a scenario's title; %NULL for the whole tier
 *
 * Adds what should have been measured, and was not.
 */
void
netop_self_test_report_add_failure (NetopSelfTestReport *self,
                                    const char          *what,
                                    const char          *tier,
                                    const char          *reason)
{
  self->n_failures++;
  add_reason (self, what, tier, "failed", reason);
}

/**
 * netop_self_test_report_count_results:
 *
 * Returns: how much was measured
 */
guint
netop_self_test_report_count_results (const NetopSelfTestReport *self)
{
  return self->results->len;
}

static guint
count_outside (const NetopSelfTestReport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->results->len; i++)
    n += !netop_self_test_result_is_within_limit (&g_array_index (self->results, NetopSelfTestResult, i));
  return n;
}

/**
 * netop_self_test_report_is_good:
 *
 * Returns: whether something was measured, nothing failed, and all is within its limits
 */
bool
netop_self_test_report_is_good (const NetopSelfTestReport *self)
{
  return self->results->len > 0 && self->n_failures == 0 && count_outside (self) == 0;
}

/* --- The text --- */

static void
line_clear (gpointer data)
{
  Line *line = data;

  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (line->cells[i]);
}

static char *
name_named (const NetopSelfTestResult *result)
{
  if (result->n_named == result->n_processes && result->n_processes <= 2)
    return g_strdup ("yes");
  if (result->n_named == 0)
    return g_strdup ("no");
  return g_strdup_printf ("%u of %u", result->n_named, result->n_processes);
}

/* What is outside is rounded up, so that it does not look as if it were within. */
static char *
name_error (const NetopSelfTestResult *result)
{
  double percent = netop_self_test_result_get_error (result) * 100;
  char   digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (percent > result->scenario->limit * 100)
    percent = ceil (percent * 100) / 100;
  g_ascii_formatd (digits, sizeof digits, "%.2f", percent);
  return g_strconcat (digits, " %", NULL);
}

static void
add_head (GArray *lines)
{
  static const char *const titles[N_COLUMNS] = { "Scenario", "Tier", "Named", "Bytes expected", "Bytes counted", "Error", "Limit" };
  Line                     line = { 0 };

  for (guint i = 0; i < N_COLUMNS; i++)
    line.cells[i] = g_strdup (titles[i]);
  g_array_append_val (lines, line);
}

static void
add_line (GArray                    *lines,
          const NetopSelfTestResult *result)
{
  bool is_outside = !netop_self_test_result_is_within_limit (result);
  Line line = {
    .cells = {
      g_strdup (result->scenario->title),
      g_strdup (result->tier),
      name_named (result),
      g_strdup_printf ("%" G_GUINT64_FORMAT, result->rx.expected_bytes + result->tx.expected_bytes),
      g_strdup_printf ("%" G_GUINT64_FORMAT, result->rx.counted_bytes + result->tx.counted_bytes),
      name_error (result),
      g_strdup_printf ("%.0f %%%s", result->scenario->limit * 100, is_outside ? ", outside" : ""),
    },
    .is_outside = is_outside,
  };

  g_array_append_val (lines, line);
}

static void
append_cells (GString    *text,
              const Line *line,
              const int  *widths)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      bool is_number = i >= FIRST_NUMBER_COLUMN && i <= LAST_NUMBER_COLUMN;
      int  width = i < N_COLUMNS - 1 ? widths[i] : 0;

      g_string_append_printf (text, "%s%*s", i > 0 ? "  " : "", is_number ? width : -width, line->cells[i]);
    }
}

static void
append_table (GString *text,
              GArray  *lines,
              bool     color)
{
  int widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < lines->len; i++)
    {
      for (guint j = 0; j < N_COLUMNS; j++)
        widths[j] = MAX (widths[j], (int)strlen (g_array_index (lines, Line, i).cells[j]));
    }

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      const char *style = !color ? NULL : i == 0           ? BOLD
                                        : line->is_outside ? RED
                                                           : NULL;

      if (style != NULL)
        g_string_append (text, style);
      append_cells (text, line, widths);
      if (style != NULL)
        g_string_append (text, PLAIN);
      g_string_append_c (text, '\n');
    }
}

static void
append_judgement (GString                   *text,
                  const NetopSelfTestReport *self)
{
  guint n_outside = count_outside (self);

  if (n_outside > 0)
    g_string_append_printf (text, "%u of %u figures are outside their limits: try again while little else runs, and report it if it stays so\n",
                            n_outside, self->results->len);
  else if (self->n_failures > 0)
    g_string_append (text, "Not all could be measured: try again, and report it if it stays so\n");
  else if (self->results->len == 1)
    g_string_append (text, "The figure is within its limit\n");
  else
    g_string_append_printf (text, "All %u figures are within their limits\n", self->results->len);
}

/**
 * netop_self_test_report_to_string:
 * @color: whether it is for a terminal that shows colours
 *
 * Returns: (transfer full): a table, remarks on what is not in it, and a line of judgement
 */
char *
netop_self_test_report_to_string (const NetopSelfTestReport *self,
                                  bool                       color)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GString *text = g_string_new (NULL);

  g_array_set_clear_func (lines, line_clear);
  add_head (lines);
  for (guint i = 0; i < self->results->len; i++)
    add_line (lines, &g_array_index (self->results, NetopSelfTestResult, i));

  append_table (text, lines, color);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->remarks->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)g_ptr_array_index (self->remarks, i));
  append_judgement (text, self);
  return g_string_free (text, FALSE);
}
