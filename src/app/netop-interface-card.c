/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-figure-markup.h"
#include "netop-format.h"
#include "netop-graph.h"
#include "netop-interface-icon.h"
#include "netop-interface-text.h"
#include "netop-rate-style.h"
#include "netop-spoken-interface.h"
#include "netop-spoken.h"
#include "netop-style.h"
#include "netop-tooltip.h"

#define N_LINES 5
#define TITLE_GAP_PX 8
#define LINES_GAP_PX 4

#define KEY_CHARS 7
#define SHORT_COUNTS_FROM 10000

static const char *const titles[N_LINES] = {
  N_ ("IPv4"),
  N_ ("IPv6"),
  N_ ("DNS"),
  /* Translators: domains that are tried after a name */
  N_ ("Search"),
  /* Translators: packets */
  N_ ("Lost"),
};

/* One direction. */
typedef struct
{
  GtkLabel *rate;
  GtkLabel *total;
} Figures;

struct _NetopInterfaceCard
{
  GtkFlowBoxChild parent_instance;

  GtkImage   *icon;
  GtkLabel   *name;
  GtkLabel   *kind;
  GtkLabel   *state;
  NetopGraph *graph;
  Figures     down;
  Figures     up;
  GtkLabel   *values[N_LINES];
  NetopRowKey key;
  gint64      told_us; /* to a screen reader */
  guint       position;
};

G_DEFINE_FINAL_TYPE (NetopInterfaceCard, netop_interface_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

/* --- What it says --- */

/* "Ethernet · 1 Gb/s": what of it is known. */
static char *
dup_kind (const NetopInterface *facts)
{
  g_autofree char *kind = netop_interface_dup_kind_text (facts);
  g_autofree char *speed = NULL;

  if (facts->speed_mbps == 0)
    return kind != NULL ? g_steal_pointer (&kind) : g_strdup ("");

  speed = netop_format_joined (netop_format_rate (netop_figure (facts->speed_mbps * 1e6 / 8), NETOP_UNIT_BITS));
  return kind != NULL ? g_strdup_printf ("%s · %s", kind, speed) : g_steal_pointer (&speed);
}

/* That it is up needs no frame; one that cannot be used stands back. */
static void
show_state (NetopInterfaceCard   *self,
            const NetopInterface *facts)
{
  const char *state = netop_interface_get_state_text (facts);

  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  set_text (self->state, state != NULL ? state : "");
  netop_style_set_class (GTK_WIDGET (self->state), "np-pill", facts->state != NETOP_INTERFACE_STATE_UP);
  netop_style_set_class (GTK_WIDGET (self), "np-off", facts->state == NETOP_INTERFACE_STATE_DOWN || facts->state == NETOP_INTERFACE_STATE_NO_LINK);
}

static void
show_rate (GtkLabel   *label,
           NetopFigure bytes_per_s)
{
  NetopFormatted   formatted = netop_rate_style_format (bytes_per_s);
  g_autofree char *markup = netop_figure_markup_new (GTK_WIDGET (label), &formatted, "normal");

  netop_style_set_class (GTK_WIDGET (label), "np-quiet", formatted.unit[0] == '\0');
  if (!g_str_equal (gtk_label_get_label (label), markup))
    gtk_label_set_markup (label, markup);
}

/* Returns: (transfer full): "9.13 M": of many there is no room for each */
static char *
dup_short_count (uint64_t n)
{
  NetopFormatted formatted = netop_format_bytes (netop_figure ((double)n));
  size_t         length = strlen (formatted.unit);

  if (n < SHORT_COUNTS_FROM || length < 2)
    return netop_format_count (n);

  /* Its prefix is that of any unit. */
  return g_strdup_printf ("%s %.*s", formatted.value, (int)length - 1, formatted.unit);
}

static void
show_total (GtkLabel *label,
            uint64_t  n_bytes,
            uint64_t  n_packets)
{
  g_autofree char *bytes = netop_format_joined (netop_format_bytes (netop_figure ((double)n_bytes)));
  g_autofree char *packets = dup_short_count (n_packets);
  /* Translators: how much an interface carried: "2.21 GB · 2.08 M packets" */
  g_autofree char *text = g_strdup_printf (ngettext ("%s · %s packet", "%s · %s packets", (gulong)MIN (n_packets, G_MAXINT)), bytes, packets);

  set_text (label, n_packets == 0 ? _ ("nothing yet") : text);
}

/* Returns: (transfer full) (nullable): those of one family */
static char *
dup_addresses (const NetopSnapshotInterface *interface,
               gboolean                      is_v4)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; interface->addresses != NULL && i < interface->addresses->len; i++)
    {
      const NetopInterfaceAddress *address = &g_array_index (interface->addresses, NetopInterfaceAddress, i);
      char                         buffer[NETOP_ADDRESS_STRING_SIZE];

      if (netop_address_is_v4 (&address->address) == is_v4)
        g_string_append_printf (text, "%s%s/%u", text->len > 0 ? ", " : "", netop_address_format (&address->address, buffer, sizeof buffer), address->prefix_length);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* What there is none of, or what nobody knows, is a dash. Cut text is in the tooltip. */
static void
show_value (GtkLabel   *label,
            const char *text)
{
  set_text (label, text != NULL ? text : "–");
  netop_style_set_class (GTK_WIDGET (label), "np-quiet", text == NULL);
  netop_tooltip_set (GTK_WIDGET (label), text);
}

static void
show_lost (GtkLabel             *label,
           const NetopInterface *facts)
{
  uint64_t         n_dropped = facts->rx_dropped + facts->tx_dropped;
  uint64_t         n_errors = facts->rx_errors + facts->tx_errors;
  g_autofree char *dropped = netop_format_count (n_dropped);
  g_autofree char *errors = netop_format_count (n_errors);
  /* Translators: two numbers of packets */
  g_autofree char *text = g_strdup_printf (_ ("%s dropped, %s errors"), dropped, errors);
  gboolean         is_bad = n_dropped + n_errors > 0;

  set_text (label, is_bad ? text : _ ("nothing"));
  netop_style_set_class (GTK_WIDGET (label), "np-bad", is_bad);
  netop_style_set_class (GTK_WIDGET (label), "np-quiet", !is_bad);
}

static void
show_lines (NetopInterfaceCard           *self,
            const NetopSnapshotInterface *interface)
{
  g_autofree char *ipv4 = dup_addresses (interface, TRUE);
  g_autofree char *ipv6 = dup_addresses (interface, FALSE);
  g_autofree char *servers = netop_interface_dup_dns_servers (interface);
  g_autofree char *domains = netop_interface_dup_search_domains (interface);

  show_value (self->values[0], ipv4);
  show_value (self->values[1], ipv6);
  show_value (self->values[2], servers);
  show_value (self->values[3], domains);
  show_lost (self->values[4], &interface->facts);
}

static void
speak (NetopInterfaceCard  *self,
       const NetopRow      *row,
       const NetopSnapshot *snapshot)
{
  g_autofree char *text = NULL;

  if (!netop_row_key_equal (&self->key, &row->key))
    self->told_us = 0;
  if (!netop_spoken_is_due (&self->told_us, snapshot->timestamp_us) && !snapshot->final)
    return;

  text = netop_spoken_interface (row, snapshot);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* --- How it is made --- */

static GtkLabel *
append_label (GtkWidget  *box,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_title (NetopInterfaceCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, TITLE_GAP_PX);

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  self->name = append_label (box, "np-card-name");
  self->kind = append_label (box, "np-card-kind");
  gtk_widget_set_hexpand (GTK_WIDGET (self->kind), TRUE);
  self->state = append_label (box, "np-card-kind");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "np-card-state");
  gtk_label_set_ellipsize (self->state, PANGO_ELLIPSIZE_NONE);
  return box;
}

static GtkWidget *
make_direction (Figures    *figures,
                const char *arrow,
                const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkLabel  *sign = append_label (line, css_class);

  gtk_label_set_text (sign, arrow);
  gtk_widget_add_css_class (GTK_WIDGET (sign), "np-arrow");
  figures->rate = append_label (line, "np-card-rate");
  gtk_box_append (GTK_BOX (box), line);
  figures->total = append_label (box, "np-card-kind");
  gtk_widget_add_css_class (GTK_WIDGET (figures->total), "np-num");
  return box;
}

static GtkWidget *
make_rates (NetopInterfaceCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, TITLE_GAP_PX);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), make_direction (&self->down, "↓", "np-down"));
  gtk_box_append (GTK_BOX (box), make_direction (&self->up, "↑", "np-up"));
  return box;
}

static GtkWidget *
make_line (NetopInterfaceCard *self,
           GtkSizeGroup       *keys,
           guint               index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, TITLE_GAP_PX);
  GtkLabel  *key = append_label (box, "np-card-key");

  gtk_label_set_text (key, _ (titles[index]));
  gtk_label_set_ellipsize (key, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (key, KEY_CHARS);
  gtk_size_group_add_widget (keys, GTK_WIDGET (key));
  self->values[index] = append_label (box, "np-card-value");
  gtk_widget_set_hexpand (GTK_WIDGET (self->values[index]), TRUE);
  return box;
}

static void
netop_interface_card_class_init (NetopInterfaceCardClass *klass)
{
}

static void
netop_interface_card_init (NetopInterfaceCard *self)
{
  self->position = G_MAXUINT;
  gtk_widget_add_css_class (GTK_WIDGET (self), "np-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
}

/**
 * netop_interface_card_new:
 * @keys: (transfer none): of the keys of all cards, so that their values stand below one another
 *
 * Returns: (transfer floating): a card without an interface
 */
GtkWidget *
netop_interface_card_new (GtkSizeGroup *keys)
{
  NetopInterfaceCard *self = g_object_new (NETOP_TYPE_INTERFACE_CARD, NULL);
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget          *rates = make_rates (self);

  gtk_box_append (GTK_BOX (box), make_title (self));
  self->graph = NETOP_GRAPH (netop_graph_new ());
  netop_graph_set_small (self->graph);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->graph));
  gtk_widget_set_margin_bottom (rates, LINES_GAP_PX);
  gtk_box_append (GTK_BOX (box), rates);
  for (guint i = 0; i < N_LINES; i++)
    gtk_box_append (GTK_BOX (box), make_line (self, keys, i));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (self), box);
  return GTK_WIDGET (self);
}

/**
 * netop_interface_card_set_row:
 * @row: of an interface in @snapshot
 *
 * Shows it as it is now.
 */
void
netop_interface_card_set_row (NetopInterfaceCard  *self,
                              const NetopRow      *row,
                              const NetopSnapshot *snapshot)
{
  const NetopSnapshotInterface *interface = row->interface;
  g_autofree char              *kind = dup_kind (&interface->facts);
  const char                   *icon_name = netop_interface_icon_get_name (&interface->facts);

  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), icon_name) != 0)
    gtk_image_set_from_icon_name (self->icon, icon_name);
  set_text (self->name, row->name);
  set_text (self->kind, kind);
  show_state (self, &interface->facts);
  netop_graph_set_title (self->graph, row->name);
  netop_graph_set_histories (self->graph, row->history, NULL);
  show_rate (self->down.rate, netop_rate_get_rx (&row->rate));
  show_rate (self->up.rate, netop_rate_get_tx (&row->rate));
  show_total (self->down.total, row->traffic.rx_bytes, row->traffic.rx_packets);
  show_total (self->up.total, row->traffic.tx_bytes, row->traffic.tx_packets);
  show_lines (self, interface);
  speak (self, row, snapshot);
  self->key = row->key;
}

/**
 * netop_interface_card_get_key:
 *
 * Returns: (transfer none): of whom it is
 */
const NetopRowKey *
netop_interface_card_get_key (NetopInterfaceCard *self)
{
  return &self->key;
}

/**
 * netop_interface_card_set_position:
 * @position: where it belongs among the cards, from 0
 */
void
netop_interface_card_set_position (NetopInterfaceCard *self,
                                   guint               position)
{
  self->position = position;
}

/**
 * netop_interface_card_get_position:
 *
 * Returns: where it belongs among the cards; behind all others before it was told
 */
guint
netop_interface_card_get_position (NetopInterfaceCard *self)
{
  return self->position;
}
