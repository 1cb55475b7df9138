/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-search.h"

#include <glib/gi18n.h>
#include <string.h>

struct _NetopSearch
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkEditable  *entry;
  GtkLabel     *error_label;
  NetopFilter  *filter; /* NULL before there was one */
};

G_DEFINE_FINAL_TYPE (NetopSearch, netop_search, ADW_TYPE_BIN)

enum {
  PROPERTY_OPEN = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_CHANGED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The core's own words are for logs: it knows no language. */
static char *
get_filter_problem (const GError *error,
                    const char   *text)
{
  const char *quote = strrchr (text, '"');

  if (g_error_matches (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_QUOTE) && quote != NULL)
    /* Translators: a position in the text, and what stands from there on */
    return g_strdup_printf (_ ("The quote at character %ld is not closed: %s"), g_utf8_pointer_to_offset (text, quote) + 1, quote);
  if (g_error_matches (error, NETOP_FILTER_ERROR, NETOP_FILTER_ERROR_TOO_LONG))
    return g_strdup (_ ("The search is too long: leave some of its words out"));
  return g_strdup (_ ("The search cannot be read: type it anew"));
}

static void
show_problem (NetopSearch  *self,
              const GError *error,
              const char   *text)
{
  g_autofree char *problem = error != NULL ? get_filter_problem (error, text) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  if (error == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "np-entry-error");
      return;
    }

  gtk_label_set_text (self->error_label, problem);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "np-entry-error");
}

static void
on_search_changed (GtkSearchEntry *entry,
                   NetopSearch    *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopFilter) filter = netop_filter_parse (text, &error);

  show_problem (self, error, text);
  if (filter == NULL)
    return;

  g_clear_pointer (&self->filter, netop_filter_unref);
  self->filter = g_steal_pointer (&filter);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_search_stopped (GtkSearchEntry *entry,
                   NetopSearch    *self)
{
  netop_search_close (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* Closing the bar shows everything again: nothing is hidden without a sign of it. */
static void
on_search_mode (GtkSearchBar *bar,
                GParamSpec   *pspec,
                NetopSearch  *self)
{
  if (gtk_search_bar_get_search_mode (bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_editable_set_text (self->entry, "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROPERTY_OPEN]);
}

static void
netop_search_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  NetopSearch *self = NETOP_SEARCH (object);

  if (id == PROPERTY_OPEN)
    g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->bar));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
netop_search_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  NetopSearch *self = NETOP_SEARCH (object);

  if (id == PROPERTY_OPEN)
    gtk_search_bar_set_search_mode (self->bar, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
netop_search_finalize (GObject *object)
{
  g_clear_pointer (&NETOP_SEARCH (object)->filter, netop_filter_unref);

  G_OBJECT_CLASS (netop_search_parent_class)->finalize (object);
}

static guint
add_signal (NetopSearchClass *klass,
            const char       *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
netop_search_class_init (NetopSearchClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = netop_search_get_property;
  object_class->set_property = netop_search_set_property;
  object_class->finalize = netop_search_finalize;
  properties[PROPERTY_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = add_signal (klass, "changed");
  signals[SIGNAL_CLOSED] = add_signal (klass, "closed");

  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-search.ui");
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, bar);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
netop_search_init (NetopSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, self->entry);
  g_signal_connect (self->bar, "notify::search-mode-enabled", G_CALLBACK (on_search_mode), self);
}

/**
 * netop_search_get_filter:
 *
 * Returns: (transfer none) (nullable): the last good one; %NULL before there was any
 */
NetopFilter *
netop_search_get_filter (NetopSearch *self)
{
  return self->filter;
}

/**
 * netop_search_set_text:
 * @text: what to search for
 *
 * Opens the bar with @text in it.
 */
void
netop_search_set_text (NetopSearch *self,
                       const char  *text)
{
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_editable_set_text (self->entry, text);
}

/**
 * netop_search_open:
 *
 * Opens the bar and gives it the keys.
 */
void
netop_search_open (NetopSearch *self)
{
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * netop_search_close:
 *
 * Closes the bar: everything is found.
 */
void
netop_search_close (NetopSearch *self)
{
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}
