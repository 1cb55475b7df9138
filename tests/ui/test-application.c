/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>
#include <sys/wait.h>

#include "netop-application.h"
#include "netop-fake-source.h"

/* What a second start does while a window is open. The program is its own second start. */

#define SECOND "second"
#define SECOND_WITH_FILE "second-with-file"

static const char *const words[] = { SECOND, SECOND_WITH_FILE };

typedef struct
{
  char    *program;
  guint    n_ended; /* of the words */
  int      statuses[G_N_ELEMENTS (words)];
  guint    n_windows;
  gboolean has_icon;
} Fixture;

static void
close_windows (void)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (g_application_get_default ()));

  while (windows != NULL)
    {
      gtk_window_destroy (windows->data);
      windows = gtk_application_get_windows (GTK_APPLICATION (g_application_get_default ()));
    }
}

static void start_second (Fixture *fixture);

static void
on_second_ended (GPid     pid,
                 int      status,
                 gpointer user_data)
{
  Fixture *fixture = user_data;

  g_spawn_close_pid (pid);
  fixture->statuses[fixture->n_ended++] = status;
  if (fixture->n_ended < G_N_ELEMENTS (words))
    {
      start_second (fixture);
      return;
    }
  fixture->n_windows = g_list_length (gtk_application_get_windows (GTK_APPLICATION (g_application_get_default ())));
  fixture->has_icon = gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()), NETOP_APP_ID);
  close_windows ();
}

static void
start_second (Fixture *fixture)
{
  char *command[] = { fixture->program, (char *)words[fixture->n_ended], NULL };
  GPid  pid;

  g_assert_true (g_spawn_async (NULL, command, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL));
  g_child_watch_add (pid, on_second_ended, fixture);
}

/* From the main loop, when the window is open. */
static gboolean
begin (gpointer fixture)
{
  start_second (fixture);
  return G_SOURCE_REMOVE;
}

static gboolean
end_second (gpointer user_data)
{
  close_windows ();
  return G_SOURCE_REMOVE;
}

/* Returns: how often its source was started, which is once if it opened a window */
static int
be_second (const char *word)
{
  g_autoptr (NetopSource) source = netop_fake_source_new ();
  gboolean                has_file = g_str_equal (word, SECOND_WITH_FILE);
  NetopApplicationOptions options = { .is_single = !has_file, .file_name = has_file ? "some.pcap" : NULL };

  if (has_file)
    g_idle_add_full (G_PRIORITY_LOW, end_second, NULL, NULL);
  if (netop_application_run (source, &options) != 0)
    return 99;
  return (int)netop_fake_source_get_n_starts (NETOP_FAKE_SOURCE (source));
}

static void
test_second_start (gconstpointer data)
{
  Fixture                 fixture = { .program = (char *)data };
  NetopApplicationOptions options = { .is_single = TRUE };
  g_autoptr (NetopSource) source = netop_fake_source_new ();

  if (g_getenv ("DBUS_SESSION_BUS_ADDRESS") == NULL)
    {
      g_test_skip ("There is no session bus");
      return;
    }

  g_idle_add_full (G_PRIORITY_LOW, begin, &fixture, NULL);
  g_assert_cmpint (netop_application_run (source, &options), ==, 0);
  g_assert_cmpuint (netop_fake_source_get_n_starts (NETOP_FAKE_SOURCE (source)), ==, 1);
  g_assert_cmpuint (fixture.n_windows, ==, 1);

  /* A plain one opens no window; one with a file opens its own. */
  g_assert_true (WIFEXITED (fixture.statuses[0]));
  g_assert_cmpint (WEXITSTATUS (fixture.statuses[0]), ==, 0);
  g_assert_true (WIFEXITED (fixture.statuses[1]));
  g_assert_cmpint (WEXITSTATUS (fixture.statuses[1]), ==, 1);

  /* The application's icon is there also where it is not installed. */
  g_assert_true (fixture.has_icon);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && g_str_has_prefix (argv[1], SECOND))
    return be_second (argv[1]);

  gtk_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/ui/application/second-start", argv[0], test_second_start);

  return g_test_run ();
}
