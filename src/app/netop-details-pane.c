/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-details-pane.h"

#include <glib/gi18n.h>

#include "netop-detail-row.h"
#include "netop-figure-markup.h"
#include "netop-format.h"
#include "netop-graph.h"
#include "netop-health-box.h"
#include "netop-menu-button.h"
#include "netop-rate-style.h"
#include "netop-row-details.h"
#include "netop-row-menu.h"
#include "netop-spoken.h"

/* A program may call itself anything: what is laid out has an end. */
#define MAX_NAME_BYTES 300

struct _NetopDetailsPane
{
  AdwBin parent_instance;

  GtkStack          *stack;
  GtkScrolledWindow *scrolled;
  GtkImage          *icon;
  GtkLabel          *name;
  GtkLabel          *subtitle;
  GtkMenuButton     *menu_button;
  NetopGraph        *graph;
  GtkWidget         *rates;
  GtkLabel          *down;
  GtkLabel          *up;
  NetopHealthBox    *health;
  GtkBox            *sections;

  GtkSizeGroup   *keys;
  NetopSelection *selection;
  NetopSnapshot  *snapshot; /* NULL before there is one */
  NetopRowKey     shown;    /* what the labels are about */
};

G_DEFINE_FINAL_TYPE (NetopDetailsPane, netop_details_pane, ADW_TYPE_BIN)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
}

/* --- Lines: those that are there are used again --- */

static GtkWidget *
append_section (NetopDetailsPane *self)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "xalign", 0.0f, NULL);

  gtk_widget_add_css_class (title, "np-details-title");
  gtk_box_append (GTK_BOX (section), title);
  gtk_box_append (self->sections, section);
  return section;
}

/* @previous: the section's title, or the row before */
static GtkWidget *
get_next_row (NetopDetailsPane *self,
              GtkWidget        *section,
              GtkWidget        *previous)
{
  GtkWidget *row = gtk_widget_get_next_sibling (previous);

  if (row != NULL)
    return row;
  row = netop_detail_row_new (self->keys);
  gtk_box_append (GTK_BOX (section), row);
  return row;
}

static void
remove_after (GtkBox    *box,
              GtkWidget *last)
{
  GtkWidget *next = last != NULL ? gtk_widget_get_next_sibling (last) : gtk_widget_get_first_child (GTK_WIDGET (box));

  while (next != NULL)
    {
      GtkWidget *removed = next;

      next = gtk_widget_get_next_sibling (next);
      gtk_box_remove (box, removed);
    }
}

static void
show_section (NetopDetailsPane         *self,
              GtkWidget                *section,
              const NetopDetailSection *content)
{
  GtkWidget *last = gtk_widget_get_first_child (section);

  set_text (GTK_LABEL (last), content->title);
  for (guint i = 0; i < content->details->len; i++)
    {
      last = get_next_row (self, section, last);
      netop_detail_row_set_detail (NETOP_DETAIL_ROW (last), &g_array_index (content->details, NetopDetail, i));
    }
  remove_after (GTK_BOX (section), last);
}

static void
show_sections (NetopDetailsPane *self,
               NetopDetails     *details)
{
  GtkWidget *last = NULL;

  for (guint i = 0; i < details->sections->len; i++)
    {
      GtkWidget *section = last != NULL ? gtk_widget_get_next_sibling (last) : gtk_widget_get_first_child (GTK_WIDGET (self->sections));

      if (section == NULL)
        section = append_section (self);
      show_section (self, section, netop_details_get_section (details, i));
      last = section;
    }
  remove_after (self->sections, last);
}

/* --- What stands above them --- */

static void
show_rate (GtkLabel   *label,
           const char *spoken,
           NetopFigure bytes_per_s)
{
  NetopFormatted   formatted = netop_rate_style_format (bytes_per_s);
  g_autofree char *markup = netop_figure_markup_new (GTK_WIDGET (label), &formatted, "normal");
  g_autofree char *figure = netop_spoken_figure (&formatted);
  g_autofree char *name = g_strdup_printf ("%s: %s", spoken, figure);

  if (g_str_equal (gtk_label_get_label (label), markup))
    return;

  gtk_label_set_markup (label, markup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_rates (NetopDetailsPane *self,
            const NetopRate  *rate)
{
  show_rate (self->down, _ ("Download now"), netop_rate_get_rx (rate));
  show_rate (self->up, _ ("Upload now"), netop_rate_get_tx (rate));
}

static void
show_identity (NetopDetailsPane   *self,
               const NetopDetails *details)
{
  g_autofree char *title = g_strndup (details->name, MAX_NAME_BYTES);
  g_autofree char *valid = g_utf8_make_valid (title, -1);

  set_text (self->name, valid);
  set_text (self->subtitle, details->subtitle != NULL ? details->subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), details->subtitle != NULL);
  if (!g_icon_equal (gtk_image_get_gicon (self->icon), details->icon))
    gtk_image_set_from_gicon (self->icon, details->icon);
}

static void
show_traffic (NetopDetailsPane   *self,
              const NetopDetails *details)
{
  gtk_widget_set_visible (GTK_WIDGET (self->graph), details->has_traffic);
  gtk_widget_set_visible (self->rates, details->has_traffic);
  netop_graph_set_title (self->graph, details->name);
  netop_graph_set_histories (self->graph, details->history, NULL);
  show_rates (self, &details->rate);
}

static void
show_details (NetopDetailsPane *self,
              NetopDetails     *details)
{
  show_identity (self, details);
  show_traffic (self, details);
  netop_health_box_set_history (self->health, details->health, details->is_mean);
  show_sections (self, details);
  gtk_stack_set_visible_child_name (self->stack, "details");
}

/* What was last known of it stays. */
static void
show_end (NetopDetailsPane *self)
{
  const NetopRate unknown = { .known = false };

  set_text (self->subtitle, _ ("ended"));
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), TRUE);
  show_rates (self, &unknown);
}

static void
begin_anew (NetopDetailsPane  *self,
            const NetopRowKey *key)
{
  self->shown = *key;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

static void
show_nothing (NetopDetailsPane *self)
{
  self->shown = (NetopRowKey){ 0 };
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* The table of a page that was not on the screen may be behind. */
static const NetopRow *
get_row (NetopDetailsPane *self)
{
  NetopRowModel *model = netop_selection_get_model (self->selection);

  return model != NULL && netop_row_model_get_snapshot (model) == self->snapshot ? netop_selection_get_row (self->selection) : NULL;
}

static void
refresh (NetopDetailsPane *self)
{
  g_autoptr (NetopDetails) details = NULL;
  NetopRowKey key;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->selection == NULL || self->snapshot == NULL)
    return;

  key = netop_selection_get_key (self->selection);
  details = netop_row_details_new (self->snapshot, &key, get_row (self));
  if (details == NULL && (key.kind == NETOP_ROW_NONE || !netop_row_key_equal (&key, &self->shown)))
    {
      show_nothing (self);
      return;
    }
  if (!netop_row_key_equal (&key, &self->shown))
    begin_anew (self, &key);

  if (details != NULL)
    show_details (self, details);
  else
    show_end (self);
}

/* --- The widget --- */

static void
create_menu (GtkMenuButton *button,
             gpointer       user_data)
{
  NetopDetailsPane *self = user_data;
  NetopRowModel    *model = netop_selection_get_model (self->selection);
  g_autoptr (GMenuModel) menu = netop_row_menu_new (netop_selection_get_row (self->selection), netop_row_model_get_snapshot (model), FALSE);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
netop_details_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (netop_details_pane_parent_class)->map (widget);

  refresh (NETOP_DETAILS_PANE (widget));
}

static void
netop_details_pane_dispose (GObject *object)
{
  NetopDetailsPane *self = NETOP_DETAILS_PANE (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);

  G_OBJECT_CLASS (netop_details_pane_parent_class)->dispose (object);
}

static void
netop_details_pane_class_init (NetopDetailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_details_pane_dispose;
  widget_class->map = netop_details_pane_map;
  g_type_ensure (NETOP_TYPE_GRAPH);
  g_type_ensure (NETOP_TYPE_HEALTH_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-details-pane.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, icon);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, name);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, subtitle);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, graph);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, rates);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, down);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, up);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, health);
  gtk_widget_class_bind_template_child (widget_class, NetopDetailsPane, sections);
}

static void
netop_details_pane_init (NetopDetailsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  netop_graph_set_small (self->graph);
  self->keys = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, self, NULL);
  netop_menu_button_renew (self->menu_button);
}

/**
 * netop_details_pane_set_selection:
 * @selection: (transfer none): whose row it is about; once
 */
void
netop_details_pane_set_selection (NetopDetailsPane *self,
                                  NetopSelection   *selection)
{
  g_return_if_fail (NETOP_IS_DETAILS_PANE (self));
  g_return_if_fail (self->selection == NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

/**
 * netop_details_pane_set_snapshot:
 * @snapshot: (transfer none): what is told of from now on, or as soon as it is on the screen; the tables have it already
 */
void
netop_details_pane_set_snapshot (NetopDetailsPane *self,
                                 NetopSnapshot    *snapshot)
{
  g_return_if_fail (NETOP_IS_DETAILS_PANE (self));

  netop_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, netop_snapshot_unref);
  self->snapshot = snapshot;
  refresh (self);
}
