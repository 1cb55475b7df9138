/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-banner.h"
#include "netop-overview.h"
#include "netop-format.h"
#include "netop-settings.h"
#include "netop-unlock-error.h"
#include "netop-window-fixture.h"

/* What the window says and offers in each state of its source. Its pictures stay in the folder the first argument
 * names. */

static const char *picture_folder;

typedef struct
{
  NetopWindowFixture window;
  NetopFakeSource   *source;
} Fixture;

static void
fixture_open (Fixture          *self,
              NetopUnlockDialog dialog)
{
  NetopSource *source = netop_fake_source_new ();

  self->source = NETOP_FAKE_SOURCE (source);
  netop_fake_source_set_unlock_dialog (self->source, dialog);
  netop_window_fixture_open_source (&self->window, source, NULL);
}

static void
push (Fixture     *self,
      NetopBackend backend)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (12, 80, self->window.step++);

  snapshot->capture.backend = backend;
  netop_fake_source_push (self->source, snapshot);
  netop_window_fixture_draw (&self->window);
}

static GtkWidget *
find_banner (Fixture *self)
{
  return netop_window_fixture_find (self->window.window, NETOP_TYPE_BANNER);
}

static GtkButton *
find_button (Fixture *self)
{
  return GTK_BUTTON (netop_window_fixture_find (find_banner (self), GTK_TYPE_BUTTON));
}

static void
assert_banner (Fixture    *self,
               const char *words,
               const char *action)
{
  GtkWidget *banner = find_banner (self);
  GtkLabel  *label = GTK_LABEL (netop_window_fixture_find (banner, GTK_TYPE_LABEL));
  GtkButton *button = find_button (self);
  int        min_width;

  gtk_widget_measure (banner, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, NULL, NULL, NULL);
  g_assert_cmpint (min_width, <=, 360);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (netop_window_fixture_find (banner, GTK_TYPE_REVEALER))));
  g_assert_nonnull (strstr (gtk_label_get_text (label), words));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (button)) == (action != NULL));
  if (action != NULL)
    {
      g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, action);
      g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
    }
}

static void
assert_no_banner (Fixture *self)
{
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (netop_window_fixture_find (find_banner (self), GTK_TYPE_REVEALER))));
}

static gboolean
is_enabled (Fixture    *self,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->window.window), action);
}

static gboolean
has_words (GtkWidget  *root,
           const char *words)
{
  if (GTK_IS_LABEL (root))
    return g_str_equal (gtk_label_get_text (GTK_LABEL (root)), words);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (has_words (child, words))
        return TRUE;
    }
  return FALSE;
}

/* Whether a label above the table has just these words. */
static gboolean
says (Fixture    *self,
      const char *words)
{
  return has_words (netop_window_fixture_find (self->window.window, NETOP_TYPE_OVERVIEW), words);
}

static gboolean
has_toast (Fixture *self)
{
  GtkWidget *overlay = netop_window_fixture_find (self->window.window, ADW_TYPE_TOAST_OVERLAY);
  GType      type = g_type_from_name ("AdwToastWidget");

  return type != 0 && netop_window_fixture_find (overlay, type) != NULL;
}

static void
click (Fixture *self)
{
  g_signal_emit_by_name (find_button (self), "clicked");
  netop_window_fixture_draw (&self->window);
}

/* From what anybody may see, by the one button, to everything. */
static void
test_unlocks (void)
{
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  assert_no_banner (&fixture);
  g_assert_false (is_enabled (&fixture, "unlock"));
  push (&fixture, NETOP_BACKEND_SOCKETS);
  assert_banner (&fixture, "Limited view", "win.unlock");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (find_button (&fixture)), "suggested-action"));
  g_assert_true (is_enabled (&fixture, "pause"));
  g_assert_true (says (&fixture, "TCP traffic"));
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture.window, picture_folder, "limited"), >, 100);

  click (&fixture);
  g_assert_cmpuint (netop_fake_source_get_n_unlocks (fixture.source), ==, 1);
  assert_banner (&fixture, "Unlocking", "win.cancel-unlock");
  g_assert_false (is_enabled (&fixture, "unlock"));
  push (&fixture, NETOP_BACKEND_SOCKETS);
  g_assert_true (netop_row_model_get_snapshot (netop_window_fixture_get_model (&fixture.window)) == netop_source_get_snapshot (fixture.window.source));
  assert_banner (&fixture, "Unlocking", "win.cancel-unlock");
  g_assert_false (has_toast (&fixture));
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "unlocking");

  netop_fake_source_answer (fixture.source, NULL);
  push (&fixture, NETOP_BACKEND_PCAP);
  assert_no_banner (&fixture);
  g_assert_true (has_toast (&fixture));
  g_assert_true (says (&fixture, "Total traffic"));
  g_assert_false (is_enabled (&fixture, "unlock"));
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "unlocked");
  netop_window_fixture_close (&fixture.window);
}

/* Who closes the dialog knows that. */
static void
test_cancel_is_silent (void)
{
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  click (&fixture);
  click (&fixture);
  assert_banner (&fixture, "Limited view", "win.unlock");
  g_assert_false (has_toast (&fixture));
  netop_window_fixture_close (&fixture.window);
}

static void
test_denied_says_why (void)
{
  g_autoptr (GError) error = netop_unlock_error_new (NETOP_UNLOCK_ERROR_DENIED);
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  click (&fixture);
  netop_fake_source_answer (fixture.source, error);
  netop_window_fixture_draw (&fixture.window);
  assert_banner (&fixture, error->message, "win.unlock");
  g_assert_false (has_toast (&fixture));
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "denied");
  netop_window_fixture_close (&fixture.window);
}

/* Whatever pkexec said of whatever path: a word as long as that is broken. */
static void
test_long_reason_fits (void)
{
  g_autofree char *path = g_strnfill (300, 'x');
  g_autoptr (GError) error = g_error_new (NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_UNSAFE_HELPER, "/%s <b>&amp; can be changed", path);
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  click (&fixture);
  netop_fake_source_answer (fixture.source, error);
  netop_window_fixture_draw (&fixture.window);
  assert_banner (&fixture, "<b>&amp; can be changed", "win.unlock");
  netop_window_fixture_close (&fixture.window);
}

static void
test_generic_dialog_is_announced (void)
{
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_GENERIC);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  assert_banner (&fixture, "as for any program", "win.unlock");
  netop_window_fixture_close (&fixture.window);
}

/* There is no button that would do nothing. */
static void
test_nothing_to_ask_for (void)
{
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_NONE);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  assert_banner (&fixture, "sudo netoproc", NULL);
  g_assert_false (is_enabled (&fixture, "unlock"));
  g_assert_false (g_action_group_has_action (G_ACTION_GROUP (fixture.window.window), "ask-at-start"));
  netop_window_fixture_close (&fixture.window);
}

/* Known before anybody asked: it is said at once, and no button leads to it. */
static void
test_obstacle_is_said_at_once (void)
{
  g_autoptr (GError) error = netop_unlock_error_new (NETOP_UNLOCK_ERROR_NO_POLKIT);
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_NONE);
  netop_source_set_state (fixture.window.source, NETOP_SOURCE_STATE_LIMITED, error);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  assert_banner (&fixture, "Limited view", NULL);
  assert_banner (&fixture, error->message, NULL);
  g_assert_false (is_enabled (&fixture, "unlock"));
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "obstacle");
  netop_window_fixture_close (&fixture.window);
}

/* Without any view the page has the button; while it is answered the page says so. */
static void
test_refused_can_be_unlocked (void)
{
  Fixture        fixture;
  AdwStatusPage *page;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  netop_fake_source_fail (fixture.source, NETOP_SOURCE_STATE_REFUSED, NETOP_ENGINE_ERROR_NOT_PERMITTED, "No permission to capture");
  netop_window_fixture_draw (&fixture.window);
  page = ADW_STATUS_PAGE (netop_window_fixture_find (fixture.window.window, ADW_TYPE_STATUS_PAGE));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_nonnull (strstr (adw_status_page_get_description (page), "Unlock"));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (adw_status_page_get_child (page))), ==, "win.unlock");
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "refused-unlock");

  gtk_widget_activate_action (fixture.window.window, "win.unlock", NULL);
  netop_window_fixture_draw (&fixture.window);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (page)));
  assert_banner (&fixture, "Unlocking", "win.cancel-unlock");
  netop_fake_source_answer (fixture.source, NULL);
  push (&fixture, NETOP_BACKEND_PCAP);
  assert_no_banner (&fixture);
  netop_window_fixture_close (&fixture.window);
}

/* The last that was seen stays, and to begin again asks for nothing. */
static void
test_ended_can_be_begun_again (void)
{
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  click (&fixture);
  netop_fake_source_answer (fixture.source, NULL);
  push (&fixture, NETOP_BACKEND_PCAP);
  g_assert_true (has_toast (&fixture));
  netop_fake_source_fail (fixture.source, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, "The helper does not answer any more");
  netop_window_fixture_draw (&fixture.window);
  g_assert_false (has_toast (&fixture));
  assert_banner (&fixture, "does not answer", "win.retry");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (&fixture.window))), >=, 12);
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "hung");

  click (&fixture);
  g_assert_cmpuint (netop_fake_source_get_n_starts (fixture.source), ==, 2);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  assert_banner (&fixture, "Limited view", "win.unlock");
  g_assert_cmpuint (netop_fake_source_get_n_unlocks (fixture.source), ==, 1);
  netop_window_fixture_close (&fixture.window);
}

/* Remembered, and done once: not again after a no, nor after a retry. */
static void
test_asks_at_start (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  g_assert_cmpuint (netop_fake_source_get_n_unlocks (fixture.source), ==, 0);
  gtk_widget_activate_action (fixture.window.window, "win.ask-at-start", NULL);
  g_assert_true (g_settings_get_boolean (settings, "ask-at-start"));
  netop_window_fixture_close (&fixture.window);

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  g_assert_cmpuint (netop_fake_source_get_n_unlocks (fixture.source), ==, 1);
  assert_banner (&fixture, "Unlocking", "win.cancel-unlock");
  netop_source_cancel_unlock (fixture.window.source);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  netop_fake_source_fail (fixture.source, NETOP_SOURCE_STATE_ENDED, NETOP_ENGINE_ERROR_FAILED, "The helper ended unexpectedly");
  gtk_widget_activate_action (fixture.window.window, "win.retry", NULL);
  push (&fixture, NETOP_BACKEND_SOCKETS);
  g_assert_cmpuint (netop_fake_source_get_n_unlocks (fixture.source), ==, 1);
  netop_window_fixture_close (&fixture.window);
  g_settings_reset (settings, "ask-at-start");
}

/* The source is told at once, and the next window remembers. */
static void
test_counts_carriers (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  Fixture fixture;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  g_assert_false (netop_fake_source_get_carriers_counted (fixture.source));
  gtk_widget_activate_action (fixture.window.window, "win.count-carriers", NULL);
  g_assert_true (netop_fake_source_get_carriers_counted (fixture.source));
  netop_window_fixture_close (&fixture.window);

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_OWN);
  g_assert_true (netop_fake_source_get_carriers_counted (fixture.source));
  gtk_widget_activate_action (fixture.window.window, "win.count-carriers", NULL);
  g_assert_false (netop_fake_source_get_carriers_counted (fixture.source));
  netop_window_fixture_close (&fixture.window);
  g_settings_reset (settings, "count-carriers");
}

/* How far it is is shown, and it can be ended; what was read stays. */
static void
test_reading_can_be_cancelled (void)
{
  Fixture        fixture;
  NetopSnapshot *snapshot = netop_fake_snapshot (12, 80, 1);
  GtkWidget     *progress;

  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_NONE);
  progress = netop_window_fixture_find (fixture.window.window, GTK_TYPE_PROGRESS_BAR);
  g_assert_false (gtk_widget_get_mapped (progress));
  snapshot->capture.backend = NETOP_BACKEND_FILE;
  netop_source_set_file_progress (fixture.window.source, 250, 1000);
  netop_fake_source_push (fixture.source, snapshot);
  netop_window_fixture_draw (&fixture.window);
  g_assert_true (gtk_widget_get_mapped (progress));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)), ==, 0.25);
  netop_window_fixture_take_picture (&fixture.window, picture_folder, "reading");

  gtk_widget_activate_action (fixture.window.window, "win.cancel-reading", NULL);
  netop_window_fixture_draw (&fixture.window);
  g_assert_cmpint (netop_source_get_state (fixture.window.source), ==, NETOP_SOURCE_STATE_ENDED);
  g_assert_false (gtk_widget_get_mapped (progress));
  g_assert_false (is_enabled (&fixture, "cancel-reading"));
  assert_no_banner (&fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (netop_window_fixture_get_model (&fixture.window))), >=, 12);
  netop_window_fixture_close (&fixture.window);
}

static void
push_losses (Fixture *self,
             uint64_t n_lost)
{
  NetopSnapshot *snapshot = netop_fake_snapshot (12, 80, self->window.step++);

  snapshot->capture.dropped_kernel = n_lost;
  /* Owners that were not asked for: no packet is missing for that. */
  snapshot->capture.dropped_user = 5;
  netop_fake_source_push (self->source, snapshot);
  netop_window_fixture_draw (&self->window);
}

/* Until something is done about it, and again when more is lost. */
static void
test_losses (void)
{
  g_autoptr (GSettings) settings = netop_settings_new ();
  g_autofree char *time = NULL;
  Fixture          fixture;

  g_settings_reset (settings, "capture-buffer");
  fixture_open (&fixture, NETOP_UNLOCK_DIALOG_NONE);
  push_losses (&fixture, 0);
  assert_no_banner (&fixture);
  push_losses (&fixture, 1204);
  assert_banner (&fixture, "Some packets were lost.  The capture fell behind, last at ", "win.larger-buffer");
  assert_banner (&fixture, ": 1204 packets are in no figure.", "win.larger-buffer");
  g_assert_cmpuint (netop_window_fixture_take_picture (&fixture.window, picture_folder, "losses"), >, 100);
  time = netop_format_time (netop_source_get_snapshot (NETOP_SOURCE (fixture.source))->timestamp_us, "last at %X: 1204 packets");
  assert_banner (&fixture, time, "win.larger-buffer");
  push_losses (&fixture, 1204);
  assert_banner (&fixture, time, "win.larger-buffer");

  gtk_widget_activate_action (fixture.window.window, "win.larger-buffer", NULL);
  netop_window_fixture_draw (&fixture.window);
  assert_no_banner (&fixture);
  g_assert_cmpuint (g_settings_get_uint (settings, "capture-buffer"), ==, 128);
  push_losses (&fixture, 1204);
  assert_no_banner (&fixture);

  g_settings_set_uint (settings, "capture-buffer", 1024);
  push_losses (&fixture, 1300);
  assert_banner (&fixture, "96 packets", "win.dismiss-loss");
  gtk_widget_activate_action (fixture.window.window, "win.dismiss-loss", NULL);
  netop_window_fixture_draw (&fixture.window);
  assert_no_banner (&fixture);
  g_settings_reset (settings, "capture-buffer");
  netop_window_fixture_close (&fixture.window);
}

int
main (int    argc,
      char **argv)
{
  netop_window_fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  picture_folder = argv[1];

  g_test_add_func ("/ui/states/unlocks", test_unlocks);
  g_test_add_func ("/ui/states/cancelled", test_cancel_is_silent);
  g_test_add_func ("/ui/states/denied", test_denied_says_why);
  g_test_add_func ("/ui/states/long-reason", test_long_reason_fits);
  g_test_add_func ("/ui/states/generic-dialog", test_generic_dialog_is_announced);
  g_test_add_func ("/ui/states/nothing-to-ask-for", test_nothing_to_ask_for);
  g_test_add_func ("/ui/states/obstacle", test_obstacle_is_said_at_once);
  g_test_add_func ("/ui/states/refused", test_refused_can_be_unlocked);
  g_test_add_func ("/ui/states/again", test_ended_can_be_begun_again);
  g_test_add_func ("/ui/states/asks-at-start", test_asks_at_start);
  g_test_add_func ("/ui/states/counts-carrierscounts-carriers", test_counts_carriers);
  g_test_add_func ("/ui/states/reading", test_reading_can_be_cancelled);

  g_test_add_func ("/ui/states/losses", test_losses);
  return g_test_run ();
}
