/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-banner.h"
#include "netop-capture-file.h"
#include "netop-details-flap.h"
#include "netop-export-failure.h"
#include "netop-exporter.h"
#include "netop-format.h"
#include "netop-interface-chooser.h"
#include "netop-loss-watch.h"
#include "netop-menu-button.h"
#include "netop-overview.h"
#include "netop-pages.h"
#include "netop-preferences.h"
#include "netop-problem.h"
#include "netop-rate-style.h"
#include "netop-row-actions.h"
#include "netop-search.h"
#include "netop-settings.h"
#include "netop-settings-keeper.h"
#include "netop-status-line.h"
#include "netop-window-keys.h"

/* In narrower windows the menu alone has the details, and the choice of interfaces. */
#define DETAILS_BUTTON_WIDTH 700
#define CHOOSER_WIDTH 800

struct _NetopWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay       *toasts;
  AdwViewSwitcherTitle  *title;
  NetopInterfaceChooser *interface_chooser;
  GMenu                 *interface_menu;
  AdwViewSwitcherBar    *page_bar;
  GtkToggleButton       *pause_button;
  NetopBanner           *banner;
  GtkButton             *problem_button;
  NetopSearch           *search;
  GtkWidget             *progress_box;
  GtkProgressBar        *progress;
  GtkStack              *stack;
  GtkSpinner            *spinner;
  GtkLabel              *waiting_label;
  AdwStatusPage         *problem_page;
  GtkWidget             *cards_button;
  GtkWidget             *details_button;
  NetopDetailsFlap      *details;
  NetopOverview         *overview;
  NetopPages            *pages;
  NetopStatusLine       *status;

  NetopSource         *source;
  NetopExporter       *exporter;
  NetopRowActions     *row_actions;
  NetopLossWatch      *loss_watch;
  GSettings           *settings; /* NULL where there is no schema */
  NetopSettingsKeeper *settings_keeper;
  NetopSnapshot       *shown; /* the one on the screen: while paused not the newest */
  char                *file_name;
  NetopSourceState     told_state;     /* the source's when it was last shown */
  AdwToast            *unlocked_toast; /* weak: as long as it is there */
  gboolean             is_asking;      /* for permission, as soon as there is something to ask for */
  gboolean             is_paused;
  gboolean             is_closing; /* as soon as nothing is being written */
};

G_DEFINE_FINAL_TYPE (NetopWindow, netop_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- What is shown --- */

/* Returns (transfer full) (nullable) */
static char *
dup_paused (NetopWindow *self)
{
  g_autofree char *time = NULL;

  if (!self->is_paused || self->shown == NULL)
    return NULL;

  time = netop_format_time (self->shown->timestamp_us, "%X");
  /* Translators: a time of day, like 14:41:22 */
  return g_strdup_printf (_ ("Paused at %s"), time);
}

/* Where there is room for the switcher it stands in the place of title and subtitle. */
static void
show_title (NetopWindow *self)
{
  g_autofree char *paused = dup_paused (self);
  gboolean         is_narrow = adw_view_switcher_title_get_title_visible (self->title);

  adw_view_switcher_title_set_view_switcher_enabled (self->title, self->shown != NULL);
  adw_view_switcher_title_set_title (self->title, netop_pages_get_title (self->pages));
  adw_view_switcher_title_set_subtitle (self->title, paused != NULL ? paused : self->file_name != NULL ? self->file_name
                                                                                                       : "");
  adw_view_switcher_bar_set_reveal (self->page_bar, is_narrow && self->shown != NULL);
}

/* Not while room is given out: the switcher beside it would be asked anew, and again. */
static void
show_choices (NetopWindow *self)
{
  int      width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean has_room;

  /* One that is not laid out yet. */
  if (width == 0)
    g_object_get (self, "default-width", &width, NULL);
  has_room = width >= CHOOSER_WIDTH;
  netop_banner_set_room (self->banner, width);
  gtk_widget_set_visible (self->details_button, width >= DETAILS_BUTTON_WIDTH);
  gtk_widget_set_visible (self->cards_button, has_room && netop_pages_is_on (self->pages, "interfaces"));
  gtk_widget_set_visible (GTK_WIDGET (self->interface_chooser), has_room && netop_interface_chooser_has_choice (self->interface_chooser));
}

static char *
dup_context (NetopWindow         *self,
             const NetopSnapshot *snapshot)
{
  g_autofree char *since = netop_format_time (snapshot->monitoring_since_us, "%R");
  const char      *interface = snapshot->capture.interface_name;

  if (self->file_name != NULL)
    return g_strdup (self->file_name);
  /* Translators: an interface or "all interfaces", and a time of day */
  return g_strdup_printf (_ ("%s · since %s"), interface != NULL ? interface : _ ("all interfaces"), since);
}

static void
show_context (NetopWindow         *self,
              const NetopSnapshot *snapshot)
{
  g_autofree char *context = dup_context (self, snapshot);
  g_autofree char *paused = dup_paused (self);
  g_autofree char *both = paused != NULL ? g_strdup_printf ("%s · %s", context, paused) : NULL;

  netop_overview_set_context (self->overview, both != NULL ? both : context);
}

static void
show_status (NetopWindow *self)
{
  NetopRowTotals processes;
  NetopRowTotals sums;

  netop_pages_get_totals (self->pages, &processes, &sums);
  netop_status_line_set_snapshot (self->status, self->shown, &processes, &sums);
}

/* Moves between snapshots, too: a file can have much of one second, and a pipe nothing for many. */
static void
move_progress (NetopWindow *self)
{
  double           n_read = (double)netop_source_get_file_bytes_read (self->source);
  double           n_bytes = (double)netop_source_get_file_bytes (self->source);
  double           fraction = n_bytes > 0 ? MIN (n_read / n_bytes, 1) : 0;
  g_autofree char *text = NULL;

  if (n_bytes > 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
  /* Translators: how much of a file has been read */
  text = n_bytes > 0 ? g_strdup_printf (_ ("%.0f %% read"), fraction * 100) : g_strdup (_ ("Reading"));
  gtk_progress_bar_set_text (self->progress, text);
}

/* A spinner that turns where nobody sees it has everything painted at the rate of frames. */
static void
show_page (NetopWindow *self,
           const char  *name)
{
  gtk_spinner_set_spinning (self->spinner, strcmp (name, "waiting") == 0);
  gtk_stack_set_visible_child_name (self->stack, name);
}

static gboolean
can_unlock (NetopWindow *self)
{
  return netop_source_state_can_unlock (netop_source_get_state (self->source)) &&
         netop_source_get_unlock_dialog (self->source) != NETOP_UNLOCK_DIALOG_NONE;
}

/* Returns (transfer none) the toast. */
static AdwToast *
show_toast (NetopWindow *self,
            const char  *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast        *toast = adw_toast_new (escaped);

  adw_toast_overlay_add_toast (self->toasts, toast);
  return toast;
}

static void
enable_action (NetopWindow *self,
               const char  *name,
               gboolean     is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), is_enabled);
}

/* A paused view can go on to the last snapshot also where none will follow. */
static void
enable_actions (NetopWindow *self,
                gboolean     can_retry)
{
  NetopSourceState state = netop_source_get_state (self->source);
  gboolean         is_reading = state == NETOP_SOURCE_STATE_FILE && (self->shown == NULL || !self->shown->final);
  gboolean         goes_on = state == NETOP_SOURCE_STATE_LIMITED || state == NETOP_SOURCE_STATE_UNLOCKING || state == NETOP_SOURCE_STATE_LIVE || is_reading;

  enable_action (self, "export", self->shown != NULL);
  enable_action (self, "pause", self->shown != NULL && (goes_on || self->is_paused));
  enable_action (self, "retry", can_retry);
  enable_action (self, "unlock", can_unlock (self));
  enable_action (self, "cancel-unlock", state == NETOP_SOURCE_STATE_UNLOCKING);
  enable_action (self, "cancel-reading", is_reading);
  gtk_widget_set_visible (self->progress_box, is_reading);
}

/* Where there is nothing else to show it is all there is. */
static void
show_problem_page (NetopWindow        *self,
                   const NetopProblem *problem,
                   const NetopNotice  *notice)
{
  g_autofree char *escaped = g_markup_escape_text (problem->text, -1);

  adw_status_page_set_title (self->problem_page, problem->title);
  adw_status_page_set_description (self->problem_page, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_button), notice->button_label != NULL);
  if (notice->button_label == NULL)
    return;

  gtk_button_set_label (self->problem_button, notice->button_label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->problem_button), notice->action_name);
}

static void
show_waiting (NetopWindow     *self,
              NetopSourceState state)
{
  const char *text;

  if (state == NETOP_SOURCE_STATE_UNLOCKING)
    text = _ ("Waiting for permission…");
  else
    text = self->file_name != NULL ? _ ("Opening the file…") : _ ("Starting to watch the network…");
  gtk_label_set_text (self->waiting_label, text);
  show_page (self, "waiting");
}

/* Once for each run of the program, whatever comes of it: who said no is not asked again. */
static void
ask_at_start (NetopWindow *self)
{
  if (!self->is_asking || !can_unlock (self))
    return;

  self->is_asking = FALSE;
  netop_source_unlock (self->source);
}

/* Said once, and no longer than it is so. */
static void
tell_unlocked (NetopWindow     *self,
               NetopSourceState state)
{
  if (self->told_state == NETOP_SOURCE_STATE_UNLOCKING && state == NETOP_SOURCE_STATE_LIVE)
    g_set_weak_pointer (&self->unlocked_toast, show_toast (self, _ ("Unlocked: all traffic is counted, from zero")));
  else if (state != NETOP_SOURCE_STATE_LIVE && self->unlocked_toast != NULL)
    adw_toast_dismiss (self->unlocked_toast);
}

static void
show_state (NetopWindow *self)
{
  NetopSourceState state = netop_source_get_state (self->source);
  const GError    *error = netop_source_get_error (self->source);
  gboolean         is_problem = netop_source_state_has_ended (state) && error != NULL;
  g_autoptr (NetopProblem) problem = is_problem ? netop_problem_new (error, self->file_name, can_unlock (self)) : NULL;
  g_autoptr (NetopNotice) notice = netop_notice_new (state, error, netop_source_get_unlock_dialog (self->source), problem);

  if (notice == NULL && self->shown != NULL)
    notice = netop_loss_watch_make_notice (self->loss_watch, self->shown);
  if (self->shown != NULL)
    show_page (self, "live");
  else if (problem != NULL)
    {
      show_problem_page (self, problem, notice);
      show_page (self, "problem");
    }
  else
    show_waiting (self, state);
  netop_banner_set_notice (self->banner, self->shown != NULL || state == NETOP_SOURCE_STATE_UNLOCKING ? notice : NULL);
  enable_actions (self, problem != NULL && problem->can_retry);
  tell_unlocked (self, state);
  self->told_state = state;
  ask_at_start (self);
}

static void
show_snapshot (NetopWindow *self)
{
  NetopSnapshot *snapshot = netop_source_get_snapshot (self->source);
  g_auto (NetopFound) found = { 0 };

  if (snapshot != NULL)
    netop_interface_chooser_set_snapshot (self->interface_chooser, snapshot);
  if (snapshot == NULL || (self->is_paused && self->shown != NULL))
    return;

  g_clear_pointer (&self->shown, netop_snapshot_unref);
  self->shown = netop_snapshot_ref (snapshot);
  netop_pages_set_snapshot (self->pages, snapshot);
  netop_pages_get_found (self->pages, &found);
  netop_overview_set_snapshot (self->overview, snapshot, &found);
  netop_details_pane_set_snapshot (netop_details_flap_get_pane (self->details), snapshot);
  netop_row_actions_update (self->row_actions);
  show_title (self);
  show_choices (self);
  show_context (self, snapshot);
  show_status (self);
  show_state (self);
}

/* By another measure, or of other rows. */
static void
show_status_again (NetopWindow *self)
{
  g_auto (NetopFound) found = { 0 };

  if (self->shown == NULL)
    return;

  show_status (self);
  netop_pages_get_found (self->pages, &found);
  netop_overview_set_found (self->overview, &found);
}

/* --- Search --- */

static void
on_filter_changed (NetopSearch *search,
                   NetopWindow *self)
{
  netop_pages_set_filter (self->pages, netop_search_get_filter (search));
  show_status_again (self);
}

static void
activate_search (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  NetopWindow *self = user_data;

  netop_search_open (self->search);
}

static void
activate_clear_search (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  NetopWindow *self = user_data;

  netop_search_close (self->search);
  netop_pages_focus (self->pages);
}

/* --- Pages --- */

static void
change_page (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  netop_pages_show (NETOP_WINDOW (user_data)->pages, g_variant_get_string (value, NULL));
}

static void
activate_next_page (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  netop_pages_step (NETOP_WINDOW (user_data)->pages, 1);
}

static void
activate_previous_page (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  netop_pages_step (NETOP_WINDOW (user_data)->pages, -1);
}

static void
on_page_changed (AdwViewStack *stack,
                 GParamSpec   *pspec,
                 NetopWindow  *self)
{
  const char *name = adw_view_stack_get_visible_child_name (stack);
  GAction    *action = g_action_map_lookup_action (G_ACTION_MAP (self), "page");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name != NULL ? name : "processes"));
  show_title (self);
  show_choices (self);
  show_status_again (self);
}

static void
watch_pages (NetopWindow *self)
{
  AdwViewStack *stack = netop_pages_get_stack (self->pages);

  adw_view_switcher_title_set_stack (self->title, stack);
  adw_view_switcher_bar_set_stack (self->page_bar, stack);
  g_signal_connect_object (stack, "notify::visible-child-name", G_CALLBACK (on_page_changed), self, 0);
  g_signal_connect_object (self->title, "notify::title-visible", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
}

static void
watch_selection (NetopWindow *self)
{
  NetopSelection *selection = netop_pages_get_selection (self->pages);

  netop_details_flap_add_actions (self->details, G_ACTION_MAP (self));
  netop_overview_add_actions (self->overview, G_ACTION_MAP (self));
  netop_overview_set_selection (self->overview, selection);
  netop_details_pane_set_selection (netop_details_flap_get_pane (self->details), selection);
  self->row_actions = netop_row_actions_new (GTK_APPLICATION_WINDOW (self), selection, self->toasts, self->search);
}

/* --- Pause, retry --- */

static void
change_pause (GSimpleAction *action,
              GVariant      *value,
              gpointer       user_data)
{
  NetopWindow *self = user_data;

  g_simple_action_set_state (action, value);
  self->is_paused = g_variant_get_boolean (value);
  netop_interface_chooser_set_paused (self->interface_chooser, self->is_paused);
  netop_overview_set_paused (self->overview, self->is_paused);
  gtk_button_set_icon_name (GTK_BUTTON (self->pause_button), self->is_paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause_button), self->is_paused ? _ ("Resume (Space)") : _ ("Pause (Space)"));
  show_snapshot (self);
  show_state (self);
  show_title (self);
  if (self->shown != NULL)
    show_context (self, self->shown);
}

static void
activate_retry (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  NetopWindow *self = user_data;

  g_action_change_state (g_action_map_lookup_action (G_ACTION_MAP (self), "pause"), g_variant_new_boolean (FALSE));
  g_clear_pointer (&self->shown, netop_snapshot_unref);
  netop_source_start (self->source);
  show_state (self);
  netop_pages_focus (self->pages);
}

static void
activate_unlock (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  netop_source_unlock (NETOP_WINDOW (user_data)->source);
}

static void
activate_cancel_unlock (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  netop_source_cancel_unlock (NETOP_WINDOW (user_data)->source);
}

/* What was read until then stays, and is all. */
static void
activate_cancel_reading (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  netop_source_stop (NETOP_WINDOW (user_data)->source);
}

/* --- Export --- */

/* A window that waits to be closed comes back where its user has to know something. */
static void
on_written (NetopExporter *exporter,
            GFile         *file,
            NetopSnapshot *snapshot,
            const GError  *error,
            NetopWindow   *self)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_strdup_printf (_ ("Snapshot saved as %s"), shown);

  if (error != NULL)
    {
      gtk_window_present (GTK_WINDOW (self));
      netop_export_failure_show (GTK_WINDOW (self), exporter, snapshot, file, error);
      return;
    }

  show_toast (self, text);
  if (self->is_closing && !netop_exporter_is_busy (exporter))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
activate_export (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  NetopWindow *self = user_data;

  if (self->shown != NULL)
    netop_exporter_ask (self->exporter, GTK_WINDOW (self), self->shown);
}

static void
activate_open (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  netop_capture_file_ask (GTK_WINDOW (user_data));
}

/* Whoever brings it up again while it waits to be closed wants to keep it. */
static void
netop_window_show (GtkWidget *widget)
{
  NETOP_WINDOW (widget)->is_closing = FALSE;
  GTK_WIDGET_CLASS (netop_window_parent_class)->show (widget);
}

/* What is being written is finished first, out of sight. */
static gboolean
netop_window_close_request (GtkWindow *window)
{
  NetopWindow *self = NETOP_WINDOW (window);

  if (!netop_exporter_is_busy (self->exporter))
    return GTK_WINDOW_CLASS (netop_window_parent_class)->close_request (window);

  self->is_closing = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return GDK_EVENT_STOP;
}

static const GActionEntry actions[] = {
  { .name = "pause", .state = "false", .change_state = change_pause },
  { .name = "page", .parameter_type = "s", .state = "'processes'", .change_state = change_page },
  { .name = "next-page", .activate = activate_next_page },
  { .name = "previous-page", .activate = activate_previous_page },
  { .name = "search", .activate = activate_search },
  { .name = "clear-search", .activate = activate_clear_search },
  { .name = "export", .activate = activate_export },
  { .name = "open", .activate = activate_open },
  { .name = "retry", .activate = activate_retry },
  { .name = "unlock", .activate = activate_unlock },
  { .name = "cancel-unlock", .activate = activate_cancel_unlock },
  { .name = "cancel-reading", .activate = activate_cancel_reading },
};

/* --- Settings --- */

static void
change_ask_at_start (GSimpleAction *action,
                     GVariant      *value,
                     gpointer       user_data)
{
  NetopWindow *self = user_data;

  g_simple_action_set_state (action, value);
  g_settings_set_value (self->settings, "ask-at-start", value);
}

static void
restore_ask_at_start (NetopWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "ask-at-start", .state = "false", .change_state = change_ask_at_start },
  };

  self->is_asking = g_settings_get_boolean (self->settings, "ask-at-start");
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_change_state (g_action_map_lookup_action (G_ACTION_MAP (self), "ask-at-start"), g_variant_new_boolean (self->is_asking));
}

static void
activate_preferences (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  NetopWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (netop_preferences_new (GTK_WINDOW (self), self->settings)));
}

/* Of a size that may not be remembered the window does not lose its use. */
static void
remember (NetopWindow *self,
          const char  *key,
          gpointer     object,
          const char  *property)
{
  g_settings_bind (self->settings, key, object, property, G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static void
restore_preferences (NetopWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "preferences", .activate = activate_preferences },
  };
  g_autoptr (GAction) count_carriers = g_settings_create_action (self->settings, "count-carriers");

  g_action_map_add_action (G_ACTION_MAP (self), count_carriers);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->settings_keeper = netop_settings_keeper_new (self->settings, self->source);
}

static void
restore_settings (NetopWindow         *self,
                  NetopApplicationSort sort)
{
  netop_pages_restore (self->pages, self->settings, sort);
  if (self->settings == NULL)
    return;

  if (netop_source_get_unlock_dialog (self->source) != NETOP_UNLOCK_DIALOG_NONE)
    restore_ask_at_start (self);

  remember (self, "width", self, "default-width");
  remember (self, "height", self, "default-height");
  remember (self, "maximized", self, "maximized");
  remember (self, "details", self->details, "remembered");
  remember (self, "graph-range", self->overview, "range");
  restore_preferences (self);
}

/* --- The widget --- */

static void
netop_window_dispose (GObject *object)
{
  NetopWindow *self = NETOP_WINDOW (object);

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_weak_pointer (&self->unlocked_toast);
  g_clear_object (&self->source);
  g_clear_object (&self->exporter);
  /* The settings live on: their actions would tell a window that is gone. */
  g_action_map_remove_action (G_ACTION_MAP (self), "count-carriers");
  g_action_map_remove_action (G_ACTION_MAP (self), "graph-range");
  g_clear_object (&self->settings_keeper);
  g_clear_object (&self->row_actions);
  g_clear_object (&self->loss_watch);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->shown, netop_snapshot_unref);
  g_clear_pointer (&self->file_name, g_free);

  G_OBJECT_CLASS (netop_window_parent_class)->dispose (object);
}

static void
netop_window_class_init (NetopWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = netop_window_dispose;
  widget_class->show = netop_window_show;
  GTK_WINDOW_CLASS (klass)->close_request = netop_window_close_request;
  g_type_ensure (NETOP_TYPE_BANNER);
  g_type_ensure (NETOP_TYPE_DETAILS_FLAP);
  g_type_ensure (NETOP_TYPE_INTERFACE_CHOOSER);
  g_type_ensure (NETOP_TYPE_OVERVIEW);
  g_type_ensure (NETOP_TYPE_PAGES);
  g_type_ensure (NETOP_TYPE_SEARCH);
  g_type_ensure (NETOP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/netoproc/Netoproc/netop-window.ui");
  gtk_widget_class_bind_template_callback (widget_class, netop_menu_button_renew);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, title);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, interface_chooser);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, interface_menu);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, problem_button);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, search);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, progress_box);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, cards_button);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, details_button);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, details);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, overview);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, page_bar);
  gtk_widget_class_bind_template_child (widget_class, NetopWindow, status);
}

static void
netop_window_init (NetopWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), 1200, 800);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  netop_pages_add_actions (self->pages, G_ACTION_MAP (self));
  netop_interface_chooser_add_actions (self->interface_chooser, G_ACTION_MAP (self));
  netop_interface_chooser_set_menu (self->interface_chooser, self->interface_menu);
  watch_pages (self);
  watch_selection (self);
  g_signal_connect (self->search, "changed", G_CALLBACK (on_filter_changed), self);
  g_signal_connect_object (self->search, "closed", G_CALLBACK (netop_pages_focus), self->pages, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "finished", G_CALLBACK (netop_pages_focus), self->pages, G_CONNECT_SWAPPED);
  netop_window_keys_add (GTK_WIDGET (self));
  g_signal_connect (self, "notify::default-width", G_CALLBACK (show_choices), NULL);
  self->settings = netop_settings_new ();
  self->loss_watch = netop_loss_watch_new (self->settings, self->toasts);
  netop_loss_watch_add_actions (self->loss_watch, G_ACTION_MAP (self));
  g_signal_connect_object (self->loss_watch, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (netop_rate_style_get_default (), "changed", G_CALLBACK (show_status_again), self, G_CONNECT_SWAPPED);
  self->exporter = netop_exporter_new ();
  g_signal_connect_object (self->exporter, "written", G_CALLBACK (on_written), self, 0);
}

/**
 * netop_window_new:
 * @source: (transfer none): started by the caller
 *
 * Returns: (transfer floating): a window on what @source has
 */
GtkWidget *
netop_window_new (AdwApplication                *application,
                  NetopSource                   *source,
                  const NetopApplicationOptions *options)
{
  NetopWindow *self = g_object_new (NETOP_TYPE_WINDOW, "application", application, NULL);

  self->source = g_object_ref (source);
  netop_interface_chooser_set_source (self->interface_chooser, source);
  self->file_name = g_strdup (options->file_name);
  restore_settings (self, options->sort);
  g_signal_connect_swapped (source, "notify::file-bytes-read", G_CALLBACK (move_progress), self);
  g_signal_connect_swapped (source, "notify::snapshot", G_CALLBACK (show_snapshot), self);
  g_signal_connect_swapped (source, "notify::state", G_CALLBACK (show_state), self);
  if (options->filter != NULL)
    netop_search_set_text (self->search, options->filter);
  show_title (self);
  show_snapshot (self);
  show_state (self);
  return GTK_WIDGET (self);
}

/**
 * netop_window_export:
 * @file: replaced once the new one is whole; the end of its name says in which format
 *
 * Saves what is shown; a toast says how it went. Where nothing is shown yet, nothing is saved.
 */
void
netop_window_export (NetopWindow *self,
                     GFile       *file)
{
  g_autofree char *name = g_file_get_basename (file);

  g_return_if_fail (NETOP_IS_WINDOW (self));

  if (self->shown != NULL)
    netop_exporter_write (self->exporter, self->shown, file, netop_exporter_find_format (name, NULL));
}
