/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-status-line.h"

#include <glib/gi18n.h>

#include "netop-format.h"
#include "netop-menu-button.h"
#include "netop-rate-style.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-table-totals.h"
#include "netop-text-cell.h"

/* Characters. The counts change with each refresh, and what asks for other room has the whole window laid out again. */
#define ROOM_STEP 8

#define ITEM_GAP "   "

#define DETAILS_CHARS 25

struct _NetopStatusLine
{
  AdwBin parent_instance;

  GtkInscription *counts_label;
  GtkLabel       *short_counts_label; /* where there is little room, like the next short one */
  GtkLabel       *capture_label;
  GtkLabel       *short_capture_label;
  GtkLabel       *dropped_label;
  GtkMenuButton  *capture_button;
  GtkLabel       *details_label; /* NULL while it is closed */
  char           *details;
};

G_DEFINE_FINAL_TYPE (NetopStatusLine, netop_status_line, ADW_TYPE_BIN)

static const char *
get_backend_title (NetopBackend backend)
{
  switch (backend)
    {
    case NETOP_BACKEND_EBPF:
      return "eBPF";
    case NETOP_BACKEND_SOCKETS:
      return _ ("Kernel TCP counters, no capture");
    case NETOP_BACKEND_FILE:
      return _ ("File");
    case NETOP_BACKEND_PCAP:
    default:
      return "pcap";
    }
}

static char *
dup_backend (const NetopSnapshot *snapshot)
{
  const char      *title = get_backend_title (snapshot->capture.backend);
  guint            n_interfaces = snapshot->interfaces->len;
  g_autofree char *count = netop_format_count (n_interfaces);

  if (snapshot->capture.backend == NETOP_BACKEND_SOCKETS || snapshot->capture.backend == NETOP_BACKEND_FILE)
    return g_strdup (title);
  /* Translators: what captures, and on how many interfaces: "eBPF, 4 interfaces" */
  return g_strdup_printf (ngettext ("%s, %s interface", "%s, %s interfaces", n_interfaces), title, count);
}

static guint
count_open (const NetopSnapshot *snapshot)
{
  guint n_open = 0;

  for (guint i = 0; i < snapshot->connections->len; i++)
    n_open += g_array_index (snapshot->connections, NetopConnection, i).closed_us == 0;
  return n_open;
}

/* All of them are counted only where a search may have left some out. */
static char *
dup_connections (const NetopSnapshot  *snapshot,
                 const NetopRowTotals *processes,
                 const NetopRowTotals *sums)
{
  gboolean         is_filtered = processes->n_shown < processes->n_rows || sums->n_shown < sums->n_rows;
  guint            n_open = is_filtered ? MAX (count_open (snapshot), sums->n_connections) : sums->n_connections;
  g_autofree char *open = netop_format_count (n_open);
  g_autofree char *shown = netop_format_count (sums->n_connections);

  if (sums->n_connections == n_open)
    return g_strdup_printf (ngettext ("%s connection", "%s connections", n_open), open);
  /* Translators: how many the search has found, and how many there are */
  return g_strdup_printf (ngettext ("%s of %s connection", "%s of %s connections", n_open), shown, open);
}

/* Written from right to left they follow one another that way, and each stays as it is. */
static char *
join_items (NetopStatusLine   *self,
            const char *const *items)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GString *line = g_string_new (is_mirrored ? "\u200f" : NULL);

  for (guint i = 0; items[i] != NULL; i++)
    g_string_append_printf (line, is_mirrored ? "%s\u2068%s\u2069" : "%s%s", i > 0 ? ITEM_GAP : "", items[i]);
  return g_string_free (line, FALSE);
}

static void
show_counts (NetopStatusLine      *self,
             const NetopSnapshot  *snapshot,
             const NetopRowTotals *totals,
             const NetopRowTotals *sums)
{
  /* That no row is shown is no reason not to know it: the sum of none is 0. */
  NetopRate rate = {
    .known = snapshot->rate.known,
    .rx_bytes_per_s = sums->rate.rx_bytes_per_s,
    .tx_bytes_per_s = sums->rate.tx_bytes_per_s,
  };
  NetopFormatted   rx = netop_rate_style_format (netop_rate_get_rx (&rate));
  NetopFormatted   tx = netop_rate_style_format (netop_rate_get_tx (&rate));
  g_autofree char *down = netop_format_joined (rx);
  g_autofree char *up = netop_format_joined (tx);
  g_autofree char *spoken_down = netop_spoken_figure (&rx);
  g_autofree char *spoken_up = netop_spoken_figure (&tx);
  g_autofree char *processes = netop_table_totals_dup_processes (totals);
  g_autofree char *shown = netop_format_count (totals->n_shown);
  g_autofree char *short_processes = g_strdup_printf (ngettext ("%s process", "%s processes", totals->n_shown), shown);
  g_autofree char *connections = dup_connections (snapshot, totals, sums);
  g_autofree char *down_item = g_strdup_printf ("↓ %s", down);
  g_autofree char *up_item = g_strdup_printf ("↑ %s", up);
  g_autofree char *counts = join_items (self, (const char *[]){ processes, connections, down_item, up_item, NULL });
  g_autofree char *markup = g_markup_escape_text (counts, -1);
  /* Translators: "30 processes", "200 connections", and two rates */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s, download %s, upload %s"), processes, connections, spoken_down, spoken_up);

  netop_text_cell_set_markup (GTK_WIDGET (self->counts_label), markup);
  netop_text_cell_set_room (GTK_WIDGET (self->counts_label), (guint)(g_utf8_strlen (counts, -1) + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP);
  gtk_label_set_text (self->short_counts_label, short_processes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->counts_label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->short_counts_label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
append_paragraph (GString *text,
                  char    *paragraph)
{
  g_string_append (text, "\n\n");
  g_string_append (text, paragraph);
  g_free (paragraph);
}

static void
append_dns_losses (GString                *text,
                   const NetopSnapshotDns *dns)
{
  g_autofree char *lost = netop_format_count (dns->n_lost);
  g_autofree char *overflowed = netop_format_count (dns->n_overflowed);
  g_autofree char *malformed = netop_format_count (dns->n_malformed);
  g_autofree char *unmatched = netop_format_count (dns->n_unmatched);

  if (dns->n_lost > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s DNS message was lost on its way here.", "%s DNS messages were lost on their way here.", (gulong)dns->n_lost), lost));
  if (dns->n_overflowed > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s DNS query gave way to newer ones before it was answered.", "%s DNS queries gave way to newer ones before they were answered.", (gulong)dns->n_overflowed), overflowed));
  if (dns->n_malformed > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s DNS message could not be read: it makes no sense.", "%s DNS messages could not be read: they make no sense.", (gulong)dns->n_malformed), malformed));
  if (dns->n_unmatched > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s DNS answer belongs to no query that was seen.", "%s DNS answers belong to no query that was seen.", (gulong)dns->n_unmatched), unmatched));
}

static void
append_losses (GString             *text,
               const NetopSnapshot *snapshot)
{
  const NetopCaptureHealth *capture = &snapshot->capture;
  g_autofree char          *kernel = netop_format_count (capture->dropped_kernel);
  g_autofree char          *user = netop_format_count (capture->dropped_user);
  g_autofree char          *evicted = netop_format_count (capture->evicted);
  g_autofree char          *lost = netop_format_count (capture->lost);

  if (capture->dropped_kernel > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s packet was dropped by the kernel, because the buffer was full: its bytes are missing.", "%s packets were dropped by the kernel, because the buffer was full: their bytes are missing.", (gulong)capture->dropped_kernel), kernel));
  if (capture->dropped_user > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s question for an owner was dropped, because there were too many.", "%s questions for an owner were dropped, because there were too many.", (gulong)capture->dropped_user), user));
  if (capture->evicted > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s connection ended for want of room: its bytes are counted.", "%s connections ended for want of room: their bytes are counted.", (gulong)capture->evicted), evicted));
  if (capture->lost > 0)
    append_paragraph (text, g_strdup_printf (ngettext ("%s row found no room: its bytes are in the total.", "%s rows found no room: their bytes are in the total.", (gulong)capture->lost), lost));
  append_dns_losses (text, &snapshot->dns);
}

/* Where the figures come from, and what is missing in them. */
static char *
dup_details (const NetopSnapshot *snapshot,
             const char          *summary)
{
  const NetopCaptureHealth *capture = &snapshot->capture;
  GString                  *text = g_string_new (summary);
  gsize                     length;

  if (capture->reason != NULL)
    append_paragraph (text, g_strdup (capture->reason));
  append_paragraph (text, g_strdup (capture->coverage.known ? _ ("Coverage is the part of what the interfaces have counted in the last minute that is accounted for here.")
                                                            : _ ("Coverage is not known: there is nothing to compare with, or not yet.")));
  length = text->len;
  append_losses (text, snapshot);
  if (text->len == length && capture->backend != NETOP_BACKEND_SOCKETS)
    append_paragraph (text, g_strdup (_ ("Nothing was lost.")));
  return g_string_free (text, FALSE);
}

/* Of one width, and as high as it is then: GTK 4.8 measures what is in a popover with its shadow, so that it lacks a line. */
static void
set_details_text (GtkLabel   *label,
                  const char *text)
{
  int width;
  int height;

  gtk_label_set_text (label, text);
  gtk_widget_set_size_request (GTK_WIDGET (label), -1, -1);
  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (label), -1, height);
}

static void
show_details (NetopStatusLine *self,
              const char      *summary,
              char            *details)
{
  GtkAccessible *button = GTK_ACCESSIBLE (self->capture_button);

  gtk_accessible_update_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, summary, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details, -1);
  if (self->details_label != NULL && !g_str_equal (gtk_label_get_text (self->details_label), details))
    set_details_text (self->details_label, details);
  g_free (self->details);
  self->details = details;
}

static void
show_capture (NetopStatusLine     *self,
              const NetopSnapshot *snapshot)
{
  const NetopCaptureHealth *capture = &snapshot->capture;
  gboolean                  may_drop = capture->backend != NETOP_BACKEND_SOCKETS;
  g_autofree char          *dropped_count = may_drop ? netop_format_count (capture->dropped_kernel) : g_strdup ("–");
  g_autofree char          *dropped = g_strdup_printf (_ ("Dropped %s"), dropped_count);
  g_autofree char          *coverage = capture->coverage.known ? g_strdup_printf ("%.1f %%", capture->coverage.value * 100) : g_strdup ("–");
  /* Translators: the part of all traffic that is counted */
  g_autofree char *covered = g_strdup_printf (_ ("Coverage %s"), coverage);
  g_autofree char *backend = dup_backend (snapshot);
  g_autofree char *whole = join_items (self, (const char *[]){ backend, covered, NULL });
  g_autofree char *summary = g_strdup_printf ("%s. %s. %s.", backend, covered, dropped);

  gtk_label_set_text (self->capture_label, whole);
  gtk_label_set_text (self->short_capture_label, covered);
  gtk_label_set_text (self->dropped_label, dropped);
  netop_style_set_class (GTK_WIDGET (self->dropped_label), "np-bad", capture->dropped_kernel > 0);
  show_details (self, summary, dup_details (snapshot, summary));
}

static void
create_popover (GtkMenuButton *button,
                gpointer       user_data)
{
  NetopStatusLine *self = user_data;
  GtkWidget       *popover = gtk_popover_new ();
  GtkWidget       *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), DETAILS_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), DETAILS_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "np-status-details");
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_menu_button_set_popover (button, popover);
  set_details_text (GTK_LABEL (label), self->details != NULL ? self->details : "");
  g_set_weak_pointer (&self->details_label, GTK_LABEL (label));
}

static void
netop_status_line_dispose (GObject *object)
{
  NetopStatusLine *self = NETOP_STATUS_LINE (object);

  g_clear_weak_pointer (&self->details_label);

  G_OBJECT_CLASS (netop_status_line_parent_class)->dispose (object);
}

static void
netop_status_line_finalize (GObject *object)
{
  g_free (NETOP_STATUS_LINE (object)->details);

  G_OBJECT_CLASS (netop_status_line_parent_class)->finalize (object);
}

static void
netop_status_line_class_init (NetopStatusLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_status_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = netop_status_line_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, counts_label);
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, short_counts_label);
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, capture_button);
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, capture_label);
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, short_capture_label);
  gtk_widget_class_bind_template_child (widget_class, NetopStatusLine, dropped_label);
}

static void
netop_status_line_init (NetopStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->capture_button, create_popover, self, NULL);
  netop_menu_button_renew (self->capture_button);
}

/**
 * netop_status_line_set_snapshot:
 * @snapshot: what is shown from now on; not kept
 * @processes: of the rows that are processes
 * @sums: of the rows of the page: their connections and what they carry
 */
void
netop_status_line_set_snapshot (NetopStatusLine      *self,
                                const NetopSnapshot  *snapshot,
                                const NetopRowTotals *processes,
                                const NetopRowTotals *sums)
{
  g_return_if_fail (NETOP_IS_STATUS_LINE (self));

  show_counts (self, snapshot, processes, sums);
  show_capture (self, snapshot);
}
