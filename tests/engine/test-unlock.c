/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "netop-helper-path.h"
#include "netop-helper-source.h"
#include "netop-unlock-error.h"

/* A source that begins limited, with a helper and a pkexec that do as they are told. */

static const char *fake_helper;
static const char *fake_pkexec;
static char       *folder; /* what they are told, in files: threads read the environment all the time, so it stays as it is */
static char       *path_folder;

typedef struct
{
  NetopSource *source;
  GString     *states; /* a letter each */
  guint        n_snapshots;
} Fixture;

static void
on_state (NetopSource *source,
          GParamSpec  *pspec,
          Fixture     *fixture)
{
  static const char letters[NETOP_SOURCE_N_STATES] = {
    [NETOP_SOURCE_STATE_STARTING] = 's',
    [NETOP_SOURCE_STATE_LIMITED] = 'l',
    [NETOP_SOURCE_STATE_UNLOCKING] = 'u',
    [NETOP_SOURCE_STATE_LIVE] = 'V',
    [NETOP_SOURCE_STATE_FILE] = 'f',
    [NETOP_SOURCE_STATE_REFUSED] = 'r',
    [NETOP_SOURCE_STATE_ENDED] = 'e',
  };

  g_string_append_c (fixture->states, letters[netop_source_get_state (source)]);
}

static void
on_snapshot (NetopSource *source,
             GParamSpec  *pspec,
             Fixture     *fixture)
{
  if (netop_source_get_snapshot (source) != NULL)
    fixture->n_snapshots++;
}

static gboolean
on_timeout (gpointer data)
{
  g_error ("What was waited for did not come");
  return G_SOURCE_REMOVE;
}

static void
tell (const char *program,
      const char *answer)
{
  g_autofree char *path = g_build_filename (folder, program, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, answer, -1, &error);
  g_assert_no_error (error);
}

static void
set_has_pkexec (gboolean has_pkexec)
{
  g_autofree char *path = g_build_filename (path_folder, "pkexec", NULL);

  g_assert_cmpint (has_pkexec ? symlink (fake_pkexec, path) : unlink (path), ==, 0);
}

static void
fixture_open (Fixture    *self,
              const char *mode)
{
  NetopSourceOptions options = {
    .helper_path = fake_helper,
    .file_fd = -1,
    .namespace_fd = -1,
    .refresh_interval_ms = 100,
    .begins_limited = TRUE,
  };

  tell ("helper", mode);
  *self = (Fixture){ .source = netop_helper_source_new (&options), .states = g_string_new (NULL) };
  g_signal_connect (self->source, "notify::state", G_CALLBACK (on_state), self);
  g_signal_connect (self->source, "notify::snapshot", G_CALLBACK (on_snapshot), self);
  netop_source_start (self->source);
}

static void
fixture_close (Fixture *self)
{
  g_object_unref (self->source);
  g_string_free (self->states, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
wait_for (Fixture         *self,
          NetopSourceState state,
          guint            n_snapshots)
{
  guint timeout = g_timeout_add_seconds (30, on_timeout, NULL);

  self->n_snapshots = 0;
  while (netop_source_get_state (self->source) != state || self->n_snapshots < n_snapshots)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
unlock (Fixture    *self,
        const char *answer)
{
  tell ("pkexec", answer);
  netop_source_unlock (self->source);
}

static NetopBackend
get_backend (Fixture *self)
{
  return netop_source_get_snapshot (self->source)->capture.backend;
}

static void
test_granted (void)
{
  Fixture fixture;
  int64_t since_us;

  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  g_assert_cmpint (get_backend (&fixture), ==, NETOP_BACKEND_SOCKETS);
  since_us = netop_source_get_snapshot (fixture.source)->monitoring_since_us;

  unlock (&fixture, "granted");
  g_assert_cmpint (netop_source_get_state (fixture.source), ==, NETOP_SOURCE_STATE_UNLOCKING);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 0);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 1);
  g_assert_cmpint (get_backend (&fixture), ==, NETOP_BACKEND_PCAP);
  g_assert_cmpint (netop_source_get_snapshot (fixture.source)->monitoring_since_us, >, since_us);
  g_assert_cmpstr (fixture.states->str, ==, "luV");

  /* There is nothing more to ask for. */
  netop_source_unlock (fixture.source);
  g_assert_cmpint (netop_source_get_state (fixture.source), ==, NETOP_SOURCE_STATE_LIVE);
  fixture_close (&fixture);
}

static void
test_not_granted (void)
{
  static const struct
  {
    const char      *answer;
    NetopUnlockError code;
  } cases[] = {
    { "dismissed", NETOP_UNLOCK_ERROR_CANCELLED },
    { "denied", NETOP_UNLOCK_ERROR_DENIED },
    { "no-agent", NETOP_UNLOCK_ERROR_NO_AGENT },
    { "no-polkit", NETOP_UNLOCK_ERROR_NO_POLKIT },
    { "floods", NETOP_UNLOCK_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;

      g_test_message ("%s", cases[i].answer);
      fixture_open (&fixture, "");
      wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
      unlock (&fixture, cases[i].answer);
      wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 2);
      if (cases[i].code == NETOP_UNLOCK_ERROR_CANCELLED)
        g_assert_no_error (netop_source_get_error (fixture.source));
      else
        g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, (int)cases[i].code);
      g_assert_cmpint (get_backend (&fixture), ==, NETOP_BACKEND_SOCKETS);
      g_assert_cmpstr (fixture.states->str, ==, "lul");
      fixture_close (&fixture);
    }
}

static void
assert_not_offered (Fixture         *fixture,
                    NetopUnlockError code)
{
  g_assert_cmpint (netop_source_get_unlock_dialog (fixture->source), ==, NETOP_UNLOCK_DIALOG_NONE);
  g_assert_error (netop_source_get_error (fixture->source), NETOP_UNLOCK_ERROR, (int)code);
  unlock (fixture, "granted");
  g_assert_error (netop_source_get_error (fixture->source), NETOP_UNLOCK_ERROR, (int)code);
  g_assert_cmpstr (fixture->states->str, ==, "l");
}

static void
test_no_pkexec (void)
{
  Fixture fixture;

  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  set_has_pkexec (FALSE);
  netop_source_unlock (fixture.source);
  set_has_pkexec (TRUE);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_NO_POLKIT);
  g_assert_cmpstr (fixture.states->str, ==, "lul");
  fixture_close (&fixture);

  /* Where it is known before, nothing is offered. */
  set_has_pkexec (FALSE);
  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  set_has_pkexec (TRUE);
  assert_not_offered (&fixture, NETOP_UNLOCK_ERROR_NO_POLKIT);
  fixture_close (&fixture);
}

/* What was seen goes on while the user reads the dialog. */
static void
test_view_goes_on_meanwhile (void)
{
  Fixture fixture;

  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "waits");
  wait_for (&fixture, NETOP_SOURCE_STATE_UNLOCKING, 3);
  netop_source_cancel_unlock (fixture.source);
  g_assert_no_error (netop_source_get_error (fixture.source));
  g_assert_cmpstr (fixture.states->str, ==, "lul");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 2);

  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 1);
  fixture_close (&fixture);
}

/* An answer may still come, and help; without one it is told what became of the view. */
static void
test_view_that_ends_meanwhile (void)
{
  Fixture fixture;

  fixture_open (&fixture, "limited-die-soon");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "waits");
  wait_for (&fixture, NETOP_SOURCE_STATE_UNLOCKING, 1);
  while (netop_source_get_snapshot (fixture.source)->monotonic_us < 19 * 250000)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (4000);
    }
  netop_source_cancel_unlock (fixture.source);
  wait_for (&fixture, NETOP_SOURCE_STATE_ENDED, 0);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED);
  fixture_close (&fixture);
}

/* Where there is no limited view either. */
static void
test_refused_at_first (void)
{
  Fixture fixture;

  fixture_open (&fixture, "limited-refuse");
  wait_for (&fixture, NETOP_SOURCE_STATE_REFUSED, 0);
  unlock (&fixture, "dismissed");
  wait_for (&fixture, NETOP_SOURCE_STATE_REFUSED, 0);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_NOT_PERMITTED);
  unlock (&fixture, "denied");
  wait_for (&fixture, NETOP_SOURCE_STATE_REFUSED, 0);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_DENIED);
  unlock (&fixture, "dismissed");
  wait_for (&fixture, NETOP_SOURCE_STATE_REFUSED, 0);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_NOT_PERMITTED);
  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 1);
  g_assert_cmpstr (fixture.states->str, ==, "rurururuV");
  fixture_close (&fixture);
}

/* Of sockets nobody can tell which interface they use: nothing is shown in place of one. */
static void
test_interface_needs_permission (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .interface_name = "lo", .file_fd = -1, .namespace_fd = -1, .begins_limited = TRUE };
  g_autoptr (NetopSource) source = netop_helper_source_new (&options);
  guint timeout = g_timeout_add_seconds (30, on_timeout, NULL);

  tell ("helper", "");
  netop_source_start (source);
  while (netop_source_get_state (source) == NETOP_SOURCE_STATE_STARTING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (netop_source_get_state (source), ==, NETOP_SOURCE_STATE_LIVE);
  g_source_remove (timeout);
}

/* With permission, and still nothing to capture from: the helper says so itself. */
static void
test_helper_that_can_do_nothing_with_it (void)
{
  Fixture fixture;

  fixture_open (&fixture, "full-no-device");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_CANNOT_OPEN);
  fixture_close (&fixture);
}

/* Whoever was asked said yes, and then nothing comes: nobody waits for it for ever, and the view goes on. */
static void
test_helper_that_never_gets_ready (void)
{
  static const char *const modes[] = { "full-die", "full-no-hello" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      Fixture fixture;

      fixture_open (&fixture, modes[i]);
      wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
      unlock (&fixture, "granted");
      wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
      g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED);
      g_assert_nonnull (strstr (netop_source_get_error (fixture.source)->message, "Try again"));
      g_assert_cmpint (get_backend (&fixture), ==, NETOP_BACKEND_SOCKETS);
      g_assert_cmpstr (fixture.states->str, ==, "lul");
      fixture_close (&fixture);
    }
}

/* Before it says that it has begun it may as well be a dialog that nobody has answered. */
static void
test_helper_that_never_begins (void)
{
  Fixture fixture;

  fixture_open (&fixture, "full-die-at-once");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED);
  fixture_close (&fixture);
}

/* Nobody is told that all is seen where root sees no more. */
static void
test_permission_without_packets (void)
{
  Fixture fixture;

  fixture_open (&fixture, "full-no-packets");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED);
  g_assert_cmpstr (fixture.states->str, ==, "lul");
  fixture_close (&fixture);
}

/* Nor is root itself, unless it wants no more. */
static void
test_root_without_packets (void)
{
  static const char *const modes[] = { "auto", "sockets" };

  if (geteuid () != 0)
    {
      g_test_skip ("needs root");
      return;
    }

  tell ("helper", "no-packets");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      NetopSourceOptions options = { .helper_path = fake_helper, .capture_mode = modes[i], .file_fd = -1, .namespace_fd = -1 };
      g_autoptr (NetopSource) source = netop_helper_source_new (&options);
      guint timeout = g_timeout_add_seconds (30, on_timeout, NULL);

      netop_source_start (source);
      while (netop_source_get_state (source) == NETOP_SOURCE_STATE_STARTING)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (netop_source_get_state (source), ==, i == 0 ? NETOP_SOURCE_STATE_LIMITED : NETOP_SOURCE_STATE_LIVE);
      g_assert_cmpint (netop_source_get_error (source) != NULL, ==, i == 0);
      g_assert_cmpint (netop_source_get_unlock_dialog (source), ==, NETOP_UNLOCK_DIALOG_NONE);
      g_source_remove (timeout);
    }
}

/* The last snapshot stays; to begin again asks nobody anything. */
static void
test_unlocked_helper_that_hangs (void)
{
  Fixture fixture;

  fixture_open (&fixture, "full-hang");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "granted");
  wait_for (&fixture, NETOP_SOURCE_STATE_ENDED, 0);
  g_assert_error (netop_source_get_error (fixture.source), NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_FAILED);
  g_assert_cmpint (get_backend (&fixture), ==, NETOP_BACKEND_PCAP);
  netop_source_unlock (fixture.source);
  g_assert_cmpstr (fixture.states->str, ==, "luVe");

  netop_source_start (fixture.source);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 2);
  g_assert_cmpstr (fixture.states->str, ==, "luVesl");
  fixture_close (&fixture);
}

static void
test_dropped_while_unlocking (void)
{
  Fixture fixture;

  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  unlock (&fixture, "waits");
  wait_for (&fixture, NETOP_SOURCE_STATE_UNLOCKING, 1);
  fixture_close (&fixture);
}

/* A file has what it has, and no descriptor of a namespace comes through pkexec. */
static void
test_nothing_to_ask_for (void)
{
  for (guint i = 0; i < 3; i++)
    {
      NetopSourceOptions options = {
        .helper_path = fake_helper,
        .file_fd = i == 0 ? dup (0) : -1,
        .namespace_fd = i == 1 ? dup (0) : -1,
        .begins_limited = i != 2,
      };
      g_autoptr (NetopSource) source = netop_helper_source_new (&options);

      g_assert_cmpint (netop_source_get_unlock_dialog (source), ==, NETOP_UNLOCK_DIALOG_NONE);
      netop_source_unlock (source);
      g_assert_cmpint (netop_source_get_state (source), ==, NETOP_SOURCE_STATE_STARTING);
    }
}

/* The helper of the tests has no action. */
static void
test_dialog_is_the_generic_one (void)
{
  NetopSourceOptions options = { .helper_path = fake_helper, .file_fd = -1, .namespace_fd = -1, .begins_limited = TRUE };
  g_autoptr (NetopSource) source = netop_helper_source_new (&options);

  g_assert_cmpint (netop_source_get_unlock_dialog (source), ==, NETOP_UNLOCK_DIALOG_GENERIC);
}

/* No pkexec is ever asked to start what others could change. */
static void
test_unsafe_helper (void)
{
  g_autofree char *unsafe_folder = g_dir_make_tmp ("netop-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (unsafe_folder, "helper", NULL);
  g_autofree char *program = NULL;
  gsize            length;
  Fixture          fixture;
  const char      *known = fake_helper;

  g_assert_true (g_file_get_contents (fake_helper, &program, &length, NULL));
  g_assert_true (g_file_set_contents_full (path, program, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  fake_helper = path;
  fixture_open (&fixture, "");
  fake_helper = known;
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  assert_not_offered (&fixture, NETOP_UNLOCK_ERROR_UNSAFE_HELPER);
  fixture_close (&fixture);
  unlink (path);
  rmdir (unsafe_folder);
}

static void
leave_out (gconstpointer reason)
{
  g_test_skip (reason);
}

static void
add (const char *path,
     GTestFunc   function)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *trusted = netop_helper_path_dup_trusted (fake_helper, &error);

  if (trusted != NULL)
    g_test_add_func (path, function);
  else
    g_test_add_data_func_full (path, g_strdup (error->message), leave_out, g_free);
}

/* What is preferred is taken at the next start, and never instead of what the source was made with. */
static void
test_preferred_mode (void)
{
  NetopSourceOptions given = { .helper_path = fake_helper, .capture_mode = "pcap", .file_fd = -1, .namespace_fd = -1, .refresh_interval_ms = 100 };
  Fixture            fixture;

  fixture_open (&fixture, "");
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  netop_source_set_capture (fixture.source, "pcap", 1024 * 1024);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIMITED, 1);
  netop_source_start (fixture.source);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 1);
  fixture_close (&fixture);

  fixture = (Fixture){ .source = netop_helper_source_new (&given), .states = g_string_new (NULL) };
  g_signal_connect (fixture.source, "notify::state", G_CALLBACK (on_state), &fixture);
  g_signal_connect (fixture.source, "notify::snapshot", G_CALLBACK (on_snapshot), &fixture);
  netop_source_set_capture (fixture.source, "sockets", 1024 * 1024);
  netop_source_start (fixture.source);
  wait_for (&fixture, NETOP_SOURCE_STATE_LIVE, 1);
  fixture_close (&fixture);
}

static void
make_folders (void)
{
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("netop-XXXXXX", &error);
  g_assert_no_error (error);
  path_folder = g_build_filename (folder, "bin", NULL);
  g_assert_cmpint (g_mkdir (path_folder, 0700), ==, 0);
  set_has_pkexec (TRUE);
}

static void
remove_folders (void)
{
  g_autofree char *told_helper = g_build_filename (folder, "helper", NULL);
  g_autofree char *told_pkexec = g_build_filename (folder, "pkexec", NULL);

  set_has_pkexec (FALSE);
  g_rmdir (path_folder);
  g_unlink (told_helper);
  g_unlink (told_pkexec);
  g_rmdir (folder);
  g_free (path_folder);
  g_free (folder);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  fake_helper = argv[1];
  fake_pkexec = argv[2];
  make_folders ();
  g_setenv ("NETOP_FAKE_FOLDER", folder, TRUE);
  g_setenv ("PATH", path_folder, TRUE);
  g_setenv ("SHELL", "/not/in/etc/shells", TRUE);

  g_test_add_func ("/engine/unlock/nothing-to-ask-for", test_nothing_to_ask_for);
  g_test_add_func ("/engine/unlock/unsafe-helper", test_unsafe_helper);
  add ("/engine/unlock/granted", test_granted);
  add ("/engine/unlock/not-granted", test_not_granted);
  add ("/engine/unlock/no-pkexec", test_no_pkexec);
  add ("/engine/unlock/meanwhile", test_view_goes_on_meanwhile);
  add ("/engine/unlock/ends-meanwhile", test_view_that_ends_meanwhile);
  add ("/engine/unlock/refused-at-first", test_refused_at_first);
  g_test_add_func ("/engine/unlock/interface", test_interface_needs_permission);
  add ("/engine/unlock/no-use", test_helper_that_can_do_nothing_with_it);
  add ("/engine/unlock/never-ready", test_helper_that_never_gets_ready);
  add ("/engine/unlock/never-begins", test_helper_that_never_begins);
  add ("/engine/unlock/no-packets", test_permission_without_packets);
  g_test_add_func ("/engine/unlock/root-without-packets", test_root_without_packets);
  add ("/engine/unlock/hangs", test_unlocked_helper_that_hangs);
  add ("/engine/unlock/dropped", test_dropped_while_unlocking);
  add ("/engine/unlock/generic-dialog", test_dialog_is_the_generic_one);
  g_test_add_func ("/engine/unlock/preferred-mode", test_preferred_mode);

  status = g_test_run ();
  remove_folders ();
  return status;
}
