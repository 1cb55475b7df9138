/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address-database-row.h"

#include <glib/gi18n.h>

#include "netop-address-database-reader.h"
#include "netop-format.h"

#define KEY "address-databases"

struct _NetopAddressDatabaseRow
{
  AdwActionRow parent_instance;

  GSettings *settings;
  GtkWidget *clear_button;
};

G_DEFINE_FINAL_TYPE (NetopAddressDatabaseRow, netop_address_database_row, ADW_TYPE_ACTION_ROW)

static char *
dup_names (const char *const *paths)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *basename = g_path_get_basename (paths[i]);
      g_autofree char *name = netop_format_name (basename, strlen (basename));

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* What is a file's name is no markup. */
static void
set_subtitle (NetopAddressDatabaseRow *self,
              const char              *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}

static void
update (NetopAddressDatabaseRow *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, KEY);
  g_autofree char *names = dup_names ((const char *const *)paths);
  const char      *problem = netop_address_database_reader_get_problem (netop_address_database_reader_get_default ());

  gtk_widget_set_visible (self->clear_button, *paths != NULL);
  if (problem != NULL)
    set_subtitle (self, problem);
  else
    set_subtitle (self, *paths != NULL ? names : _ ("From files in MaxMind’s format that you choose"));
}

static void
on_files_chosen (GtkNativeDialog         *dialog,
                 int                      response,
                 NetopAddressDatabaseRow *self)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  g_object_unref (dialog);
  if (response != GTK_RESPONSE_ACCEPT)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_strv_builder_add (builder, g_file_peek_path (file));
    }
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, KEY, (const char *const *)paths);
}

static void
choose (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  GtkWindow            *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Choose Address Databases"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_files_chosen), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
forget (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  static const char *const none[] = { NULL };

  g_settings_set_strv (NETOP_ADDRESS_DATABASE_ROW (widget)->settings, KEY, none);
}

static void
netop_address_database_row_dispose (GObject *object)
{
  NetopAddressDatabaseRow *self = NETOP_ADDRESS_DATABASE_ROW (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (netop_address_database_row_parent_class)->dispose (object);
}

static void
netop_address_database_row_class_init (NetopAddressDatabaseRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_address_database_row_dispose;
  gtk_widget_class_install_action (widget_class, "databases.choose", NULL, choose);
  gtk_widget_class_install_action (widget_class, "databases.forget", NULL, forget);
}

static GtkWidget *
add_button (NetopAddressDatabaseRow *self,
            const char              *icon_name,
            const char              *tooltip,
            const char              *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return button;
}

static void
netop_address_database_row_init (NetopAddressDatabaseRow *self)
{
  GtkWidget *choose_button;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Country and Operator"));
  self->clear_button = add_button (self, "edit-clear-symbolic", _ ("Use No File"), "databases.forget");
  choose_button = add_button (self, "document-open-symbolic", _ ("Choose Files…"), "databases.choose");
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), choose_button);
}

/**
 * netop_address_database_row_set_settings:
 * @settings: (transfer none): the program's; once
 */
void
netop_address_database_row_set_settings (NetopAddressDatabaseRow *self,
                                         GSettings               *settings)
{
  self->settings = g_object_ref (settings);
  g_settings_bind_writable (settings, KEY, self, "sensitive", FALSE);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (netop_address_database_reader_get_default (), "notify::problem", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
