/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "netop-helper-source.h"
#include "netop-unlock-error.h"

/* A window without one: begins limited, says so, waits for a line on standard input, unlocks, says what came of it.
 *
 * usage: netop-unlock-client HELPER */

static const char *const state_names[NETOP_SOURCE_N_STATES] = {
  [NETOP_SOURCE_STATE_STARTING] = "starting",
  [NETOP_SOURCE_STATE_LIMITED] = "limited",
  [NETOP_SOURCE_STATE_UNLOCKING] = "unlocking",
  [NETOP_SOURCE_STATE_LIVE] = "live",
  [NETOP_SOURCE_STATE_FILE] = "file",
  [NETOP_SOURCE_STATE_REFUSED] = "refused",
  [NETOP_SOURCE_STATE_ENDED] = "ended",
};

static const char *const unlock_error_names[] = {
  [NETOP_UNLOCK_ERROR_CANCELLED] = "cancelled",
  [NETOP_UNLOCK_ERROR_DENIED] = "denied",
  [NETOP_UNLOCK_ERROR_NO_AGENT] = "no-agent",
  [NETOP_UNLOCK_ERROR_NO_POLKIT] = "no-polkit",
  [NETOP_UNLOCK_ERROR_UNSAFE_HELPER] = "unsafe-helper",
  [NETOP_UNLOCK_ERROR_FAILED] = "failed",
};

static const char *const dialog_names[] = {
  [NETOP_UNLOCK_DIALOG_NONE] = "none",
  [NETOP_UNLOCK_DIALOG_OWN] = "own",
  [NETOP_UNLOCK_DIALOG_GENERIC] = "generic",
};

static void
wait_while (NetopSource     *source,
            NetopSourceState state)
{
  while (netop_source_get_state (source) == state)
    g_main_context_iteration (NULL, TRUE);
}

static void
print_outcome (NetopSource *source)
{
  NetopSourceState state = netop_source_get_state (source);
  const GError    *error = netop_source_get_error (source);

  if (state == NETOP_SOURCE_STATE_LIVE)
    {
      while (netop_source_get_snapshot (source) == NULL || netop_source_get_snapshot (source)->capture.backend != NETOP_BACKEND_PCAP)
        {
          g_main_context_iteration (NULL, TRUE);
          g_assert_cmpint (netop_source_get_state (source), ==, NETOP_SOURCE_STATE_LIVE);
        }
    }
  printf ("state %s\n", state_names[state]);
  if (error == NULL)
    printf ("error none\n");
  else if (error->domain == NETOP_UNLOCK_ERROR)
    printf ("error %s\n", unlock_error_names[error->code]);
  else
    printf ("error engine-%d\n", error->code);
  printf ("message %s\n", error != NULL ? error->message : "");
}

int
main (int    argc,
      char **argv)
{
  NetopSourceOptions options = {
    .helper_path = argv[1],
    .file_fd = -1,
    .namespace_fd = -1,
    .refresh_interval_ms = 100,
    .begins_limited = TRUE,
  };
  g_autoptr (NetopSource) source = NULL;

  if (argc != 2)
    return EXIT_FAILURE;

  setvbuf (stdout, NULL, _IOLBF, 0);
  source = netop_helper_source_new (&options);
  printf ("dialog %s\n", dialog_names[netop_source_get_unlock_dialog (source)]);
  netop_source_start (source);
  wait_while (source, NETOP_SOURCE_STATE_STARTING);
  printf ("first %s\n", state_names[netop_source_get_state (source)]);
  if (getchar () == EOF)
    return EXIT_FAILURE;

  netop_source_unlock (source);
  wait_while (source, NETOP_SOURCE_STATE_UNLOCKING);
  print_outcome (source);
  return EXIT_SUCCESS;
}
