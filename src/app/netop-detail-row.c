/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-detail-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-style.h"
#include "netop-tooltip.h"

/* A command line may have megabytes: what is laid out has an end. All of it is copied. */
#define MAX_SHOWN_BYTES 600
#define MAX_TOOLTIP_BYTES 2000
#define MAX_LINES 3

/* So that those behind the hosts of several rows begin at one place. */
#define NOTE_CHARS 5
#define FIGURE_CHARS 7

struct _NetopDetailRow
{
  GtkButton parent_instance;

  GtkLabel       *key;
  GtkLabel       *text;
  GtkLabel       *note;
  GtkLabel       *figure;
  GtkProgressBar *share;
  char           *copied; /* NULL before there is any */
};

G_DEFINE_FINAL_TYPE (NetopDetailRow, netop_detail_row, GTK_TYPE_BUTTON)

static GtkLabel *
make_label (NetopDetailRow *self,
            GtkWidget      *box,
            const char     *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/* What it says the button says. */
static GtkWidget *
make_share (void)
{
  GtkWidget *share = g_object_new (GTK_TYPE_PROGRESS_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_valign (share, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (share, "np-share");
  return share;
}

/* What has the keys is copied, not the row of the table. */
static gboolean
on_copy_keys (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   user_data)
{
  g_signal_emit_by_name (widget, "clicked");
  return GDK_EVENT_STOP;
}

static void
on_clicked (NetopDetailRow *self)
{
  if (self->copied != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", self->copied);
}

static void
netop_detail_row_finalize (GObject *object)
{
  g_free (NETOP_DETAIL_ROW (object)->copied);

  G_OBJECT_CLASS (netop_detail_row_parent_class)->finalize (object);
}

static void
netop_detail_row_class_init (NetopDetailRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = netop_detail_row_finalize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_c, GDK_CONTROL_MASK, on_copy_keys, NULL);
}

static void
netop_detail_row_init (NetopDetailRow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("edit-copy-symbolic");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  self->key = make_label (self, box, "np-quiet");
  self->text = make_label (self, box, NULL);
  self->note = make_label (self, box, "np-quiet");
  self->figure = make_label (self, box, "np-num");
  self->share = GTK_PROGRESS_BAR (make_share ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->share));

  /* A hyphen would be taken for a part of what is cut. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (self->text, attributes);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_halign (icon, GTK_ALIGN_END);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), icon);
  gtk_button_set_child (GTK_BUTTON (self), overlay);
  gtk_button_set_has_frame (GTK_BUTTON (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "np-detail");
  g_signal_connect (self, "clicked", G_CALLBACK (on_clicked), NULL);
}

/**
 * netop_detail_row_new:
 * @keys: the rows whose texts begin at one place
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
netop_detail_row_new (GtkSizeGroup *keys)
{
  NetopDetailRow *self = g_object_new (NETOP_TYPE_DETAIL_ROW, NULL);

  gtk_size_group_add_widget (keys, GTK_WIDGET (self->key));
  return GTK_WIDGET (self);
}

/* Cut between two characters. */
static char *
dup_cut (const char *text,
         gsize       max_bytes)
{
  const char *end;

  if (strlen (text) <= max_bytes)
    return g_strdup (text);

  end = g_utf8_find_prev_char (text, text + max_bytes);
  return g_strdup_printf ("%.*s…", (int)(end - text), text);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (text != NULL && !g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
}

/* Facts may take several lines; of what stands in a column with others one is enough. A word without spaces, as a path,
 * breaks anywhere; the end of a host's name says whose it is. */
static void
set_lines (NetopDetailRow    *self,
           const NetopDetail *detail)
{
  gboolean is_fact = detail->share < 0 && detail->host == NULL;

  gtk_label_set_ellipsize (self->text, detail->host != NULL ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (self->text, is_fact);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->text, is_fact ? MAX_LINES : 1);
}

/* A word, and a figure that is more often a number than a word too. */
static void
set_note (NetopDetailRow *self,
          const char     *note)
{
  set_text (self->note, note);
  gtk_label_set_width_chars (self->note, note != NULL ? NOTE_CHARS : -1);
  gtk_label_set_width_chars (self->figure, note != NULL ? FIGURE_CHARS : -1);
  gtk_label_set_xalign (self->figure, note != NULL ? 1 : 0);
}

/* "Copy path", and what that is. */
static void
speak (NetopDetailRow    *self,
       const NetopDetail *detail)
{
  g_autofree char *title = dup_cut (detail->copy_title, MAX_SHOWN_BYTES);
  g_autofree char *description = NULL;

  if (detail->share >= 0)
    /* Translators: how many bytes something carried, and which part of all that is */
    description = g_strdup_printf (_ ("%s, %.0f %%"), detail->figure, detail->share * 100);
  else
    description = dup_cut (detail->text, MAX_SHOWN_BYTES);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

static void
set_copied (NetopDetailRow    *self,
            const NetopDetail *detail)
{
  g_autofree char *shown = dup_cut (detail->host != NULL ? detail->host : detail->text, MAX_SHOWN_BYTES);
  g_autofree char *tooltip = dup_cut (detail->text, MAX_TOOLTIP_BYTES);

  g_free (self->copied);
  self->copied = g_strdup (detail->text);
  set_text (self->text, shown);
  netop_tooltip_set (GTK_WIDGET (self), tooltip);
}

/**
 * netop_detail_row_set_detail:
 * @detail: copied
 */
void
netop_detail_row_set_detail (NetopDetailRow    *self,
                             const NetopDetail *detail)
{
  gboolean has_share = detail->share >= 0;
  gboolean is_same = g_strcmp0 (self->copied, detail->text) == 0 &&
                     g_strcmp0 (gtk_label_get_text (self->figure), detail->figure != NULL ? detail->figure : "") == 0 &&
                     g_strcmp0 (gtk_label_get_text (self->key), detail->key != NULL ? detail->key : "") == 0;

  if (g_strcmp0 (self->copied, detail->text) != 0)
    set_copied (self, detail);
  set_text (self->key, detail->key);
  set_text (self->figure, detail->figure);
  set_note (self, detail->note);
  set_lines (self, detail);
  netop_style_set_class (GTK_WIDGET (self->text), "np-quiet", detail->is_quiet);
  netop_style_set_class (GTK_WIDGET (self->text), "np-bad", detail->is_bad && detail->host == NULL);
  netop_style_set_class (GTK_WIDGET (self->figure), "np-bad", detail->is_bad && detail->host != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->share), has_share);
  if (has_share)
    gtk_progress_bar_set_fraction (self->share, detail->share);
  if (!is_same)
    speak (self, detail);
}
