/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-cgroup-names.h"
#include "netop-fuzz-input.h"

/* The path of a control group, which whoever may make groups chooses. Input: the path. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *path = g_strndup ((const char *)data, size);
  g_auto (NetopCgroupNames) names = { 0 };

  netop_cgroup_names_parse (path, &names);
  g_assert_true ((names.application == NULL) == (names.application_kind == NETOP_APPLICATION_NONE));
  if (names.application != NULL)
    g_assert_cmpuint (strlen (names.application), >, 0);
  if (names.unit != NULL)
    g_assert_nonnull (strstr (path, names.unit));
  if (names.container != NULL)
    g_assert_nonnull (strchr (names.container, ':'));
  /* Nothing is longer than what it was made of and the word before it. */
  if (names.container != NULL)
    g_assert_cmpuint (strlen (names.container), <=, strlen (path) + strlen ("kubernetes:"));
  return 0;
}
