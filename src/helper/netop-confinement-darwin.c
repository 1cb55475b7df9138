/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-confinement.h"

/* Nothing is captured on macOS yet, and nothing privileged is kept: see netop-privileges-darwin.c. */

bool
netop_confinement_set_limits (NetopConfinement kind,
                              uint64_t         buffer_bytes,
                              GError         **error)
{
  return true;
}

bool
netop_confinement_seal (GError **error)
{
  return true;
}

char *
netop_confinement_close_files (NetopConfinement kind)
{
  return kind == NETOP_CONFINEMENT_FILE ? g_strdup ("a sandbox for files: not written yet for macOS") : NULL;
}

bool
netop_confinement_list_calls (NetopConfinement kind,
                              GError         **error)
{
  return true;
}
