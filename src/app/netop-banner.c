/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-banner.h"

#include "netop-style.h"

/* Where there is less the words would stand in a column beside the button. */
#define BESIDE_EM 36

struct _NetopBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkImage    *icon;
  GtkBox      *line;
  GtkLabel    *label;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (NetopBanner, netop_banner, ADW_TYPE_BIN)

static void
netop_banner_class_init (NetopBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, NetopBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, NetopBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, NetopBanner, line);
  gtk_widget_class_bind_template_child (widget_class, NetopBanner, label);
  gtk_widget_class_bind_template_child (widget_class, NetopBanner, button);
}

static void
netop_banner_init (NetopBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_button (NetopBanner       *self,
             const NetopNotice *notice)
{
  gtk_widget_set_visible (GTK_WIDGET (self->button), notice->button_label != NULL);
  if (notice->button_label == NULL)
    return;

  gtk_button_set_label (self->button, notice->button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), notice->action_name);
  netop_style_set_class (GTK_WIDGET (self->button), "suggested-action", notice->is_suggested);
}

/**
 * netop_banner_set_notice:
 * @notice: (nullable): copied; %NULL takes the banner away
 *
 * Shows it.
 */
void
netop_banner_set_notice (NetopBanner       *self,
                         const NetopNotice *notice)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (NETOP_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, notice != NULL);
  if (notice == NULL)
    return;

  markup = g_markup_printf_escaped ("<b>%s.</b>  %s", notice->title, notice->text);
  gtk_image_set_from_icon_name (self->icon, notice->icon_name);
  netop_style_set_class (GTK_WIDGET (self->icon), "np-bad", notice->is_bad);
  gtk_label_set_markup (self->label, markup);
  show_button (self, notice);
}

/**
 * netop_banner_set_room:
 * @width: of the window, in pixels; not while sizes are being handed out
 *
 * Where there is little the button stands below the words.
 */
void
netop_banner_set_room (NetopBanner *self,
                       int          width)
{
  gboolean is_beside = width >= BESIDE_EM * netop_style_get_em (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), is_beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->line, is_beside ? 10 : 6);
}
