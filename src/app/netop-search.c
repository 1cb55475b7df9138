/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-search.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-format.h"
#include "netop-search-completion.h"
#include "netop-style.h"

struct _NetopSearch
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkEditable  *entry;
  GtkWidget    *message_box;
  GtkLabel     *error_label;
  GtkLabel     *held_label;
  GtkWidget    *completion;
  guint         take_id;
  char         *meant;  /* what was typed when somebody said that nothing more is; NULL for nothing */
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
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
translate (const char *text)
{
  return gettext (text);
}

/* Under the wrong part a wavy line, as under what is spelt wrong; none where nothing is wrong, or not yet. */
static void
underline (NetopSearch              *self,
           const NetopFilterMistake *mistake)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *line;
  PangoAttribute *color;
  GdkRGBA         bad;

  if (mistake != NULL)
    {
      netop_style_lookup_color (GTK_WIDGET (self), "np_bad", &bad);
      line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
      color = pango_attr_underline_color_new ((guint16)(bad.red * G_MAXUINT16), (guint16)(bad.green * G_MAXUINT16), (guint16)(bad.blue * G_MAXUINT16));
      line->start_index = color->start_index = (guint)mistake->start;
      line->end_index = color->end_index = (guint)mistake->end;
      pango_attr_list_insert (attributes, line);
      pango_attr_list_insert (attributes, color);
    }
  gtk_text_set_attributes (GTK_TEXT (gtk_editable_get_delegate (self->entry)), attributes);
}

static void
show_filter (NetopSearch *self,
             gboolean     is_held)
{
  gboolean         is_shown = is_held && self->filter != NULL && !netop_filter_is_empty (self->filter);
  const char      *expression = is_shown ? netop_filter_get_expression (self->filter) : "";
  g_autofree char *harmless = netop_format_name (expression, strlen (expression));
  /* Translators: what is searched for still, because what is typed cannot be */
  g_autofree char *text = g_strdup_printf (_ ("Still filtering by %s"), harmless);

  gtk_label_set_text (self->held_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->held_label), is_shown);
}

static gboolean
is_meant (NetopSearch *self,
          const char  *text)
{
  return g_strcmp0 (self->meant, text) == 0;
}

/* What is half typed only waits for the rest: it is no mistake until it is meant. */
static void
show_mistake (NetopSearch              *self,
              const NetopFilterMistake *mistake,
              const char               *text)
{
  GtkAccessible   *entry = GTK_ACCESSIBLE (gtk_editable_get_delegate (self->entry));
  gboolean         is_wrong = mistake != NULL && (is_meant (self, text) || !netop_filter_may_follow (text));
  g_autofree char *problem = mistake != NULL ? netop_filter_mistake_dup_text (mistake, text, translate) : g_strdup ("");

  underline (self, is_wrong ? mistake : NULL);
  netop_style_set_class (GTK_WIDGET (self->entry), "np-entry-error", is_wrong);
  netop_style_set_class (GTK_WIDGET (self->error_label), "np-filter-error", is_wrong);
  gtk_label_set_text (self->error_label, problem);
  gtk_widget_set_visible (self->message_box, mistake != NULL);
  show_filter (self, mistake != NULL);
  gtk_accessible_update_state (entry, GTK_ACCESSIBLE_STATE_INVALID, is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (mistake != NULL)
    gtk_accessible_update_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, problem, -1);
  else
    gtk_accessible_reset_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Returns: whether it is a search */
static gboolean
take_text (NetopSearch *self)
{
  const char        *text = gtk_editable_get_text (self->entry);
  NetopFilterMistake mistake;
  g_autoptr (NetopFilter) filter = netop_filter_try_parse (text, &mistake);

  show_mistake (self, filter == NULL ? &mistake : NULL, text);
  if (filter == NULL)
    return FALSE;

  g_clear_pointer (&self->filter, netop_filter_unref);
  self->filter = g_steal_pointer (&filter);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

static gboolean
take_text_later (gpointer user_data)
{
  NetopSearch *self = user_data;

  self->take_id = 0;
  if (*gtk_editable_get_text (self->entry) == '\0')
    take_text (self);
  return G_SOURCE_REMOVE;
}

/* What is typed over a selection leaves the entry empty for a moment: that is no search for everything. */
static void
on_search_changed (GtkSearchEntry *entry,
                   NetopSearch    *self)
{
  /* The entry says this late, and again where all has been taken meanwhile. */
  if (is_meant (self, gtk_editable_get_text (self->entry)))
    return;

  g_clear_pointer (&self->meant, g_free);
  if (*gtk_editable_get_text (self->entry) != '\0')
    take_text (self);
  else if (self->take_id == 0)
    self->take_id = g_idle_add (take_text_later, self);
}

static void
on_search_stopped (GtkSearchEntry *entry,
                   NetopSearch    *self)
{
  netop_search_close (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* The entry waits a moment for more before it says that there is another search. */
static void
finish (NetopSearch *self)
{
  g_clear_handle_id (&self->take_id, g_source_remove);
  g_free (self->meant);
  self->meant = g_strdup (gtk_editable_get_text (self->entry));
  if (take_text (self))
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                NetopSearch           *self)
{
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  finish (self);
  return GDK_EVENT_STOP;
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
    {
      gtk_editable_set_text (self->entry, "");
      take_text (self);
    }
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
netop_search_dispose (GObject *object)
{
  NetopSearch *self = NETOP_SEARCH (object);

  g_clear_handle_id (&self->take_id, g_source_remove);
  g_clear_pointer (&self->completion, gtk_widget_unparent);

  G_OBJECT_CLASS (netop_search_parent_class)->dispose (object);
}

static void
netop_search_finalize (GObject *object)
{
  NetopSearch *self = NETOP_SEARCH (object);

  g_clear_pointer (&self->filter, netop_filter_unref);
  g_free (self->meant);

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
  object_class->dispose = netop_search_dispose;
  object_class->finalize = netop_search_finalize;
  properties[PROPERTY_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = add_signal (klass, "changed");
  signals[SIGNAL_CLOSED] = add_signal (klass, "closed");
  signals[SIGNAL_FINISHED] = add_signal (klass, "finished");

  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-search.ui");
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, bar);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, message_box);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, error_label);
  gtk_widget_class_bind_template_child (widget_class, NetopSearch, held_label);
  gtk_widget_class_bind_template_callback (widget_class, finish);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
netop_search_init (NetopSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, self->entry);
  self->completion = netop_search_completion_new (self->entry);
  gtk_widget_set_parent (self->completion, GTK_WIDGET (self->entry));
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
  /* The entry would wait for more, as while somebody types. */
  take_text (self);
}

/* Returns: (nullable): where all of @part stands in @text between spaces */
static char *
find_part (char       *text,
           const char *part)
{
  gsize length = strlen (part);

  for (char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    if ((at == text || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
      return at;

  return NULL;
}

/* Nothing is found by both of them. */
static void
remove_opposite (char       *text,
                 const char *expression)
{
  g_autofree char *opposite = *expression == '-' ? g_strdup (expression + 1) : g_strconcat ("-", expression, NULL);
  char            *at = find_part (text, opposite);
  const char      *rest = at != NULL ? at + strlen (opposite) : NULL;

  if (at != NULL && *rest == ' ')
    rest++;
  if (at != NULL)
    memmove (at, rest, strlen (rest) + 1);
}

/**
 * netop_search_narrow:
 * @expression: a search
 *
 * Opens the bar with what is typed there, and @expression as well, which takes the place of its opposite. What is typed and
 * wrong gives way to the last good one.
 */
void
netop_search_narrow (NetopSearch *self,
                     const char  *expression)
{
  NetopFilterMistake mistake;
  g_autoptr (NetopFilter) typed = netop_filter_try_parse (gtk_editable_get_text (self->entry), &mistake);
  const NetopFilter *before = typed != NULL ? typed : self->filter;
  g_autofree char   *whole = g_strdup (before != NULL ? netop_filter_get_expression (before) : "");
  g_autofree char   *narrowed = NULL;

  remove_opposite (whole, expression);
  g_strstrip (whole);
  if (find_part (whole, expression) != NULL)
    narrowed = g_strdup (whole);
  else
    narrowed = *whole != '\0' ? g_strconcat (whole, " ", expression, NULL) : g_strdup (expression);
  netop_search_set_text (self, narrowed);
}

/**
 * netop_search_open:
 *
 * Opens the bar and gives it the keys. What is typed takes the place of what was there.
 */
void
netop_search_open (NetopSearch *self)
{
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
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
