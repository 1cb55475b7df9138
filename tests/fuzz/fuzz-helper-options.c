/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-input.h"
#include "netop-helper-options.h"

/* The arguments that the helper, maybe as root, is started with by somebody who is not. Input: arguments, with a NUL
 * between them. */

#define MAX_ARGUMENTS 64
#define BUFFER_MIN_BYTES 4096
#define BUFFER_MAX_BYTES (1u << 30)
#define LAST_STANDARD_FD 2

/* As the kernel has it, net/core/dev.c: what is beyond, libpcap may take for anything. */
static bool
can_be_an_interface (const char *name)
{
  return *name != '\0' && strlen (name) < 16 && strpbrk (name, "/: \t\n\v\f\r\xa0") == NULL && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

static void
check_options (const NetopHelperOptions *options)
{
  g_assert_cmpuint (options->buffer_bytes, >=, BUFFER_MIN_BYTES);
  g_assert_cmpuint (options->buffer_bytes, <=, BUFFER_MAX_BYTES);
  g_assert_true (options->read_fd == -1 || options->read_fd > LAST_STANDARD_FD);
  g_assert_true (options->namespace_fd == -1 || options->namespace_fd > LAST_STANDARD_FD);
  g_assert_nonnull (options->capture_mode);
  g_assert_true (options->interface_name == NULL || can_be_an_interface (options->interface_name));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char   *text = g_malloc (size + 1);
  char              *arguments[1 + MAX_ARGUMENTS] = { (char *)"netoproc-helper" };
  int                n_arguments = 1;
  NetopHelperOptions options;
  g_autoptr (GError) error = NULL;
  bool parsed;

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';
  for (size_t at = 0; at < size && n_arguments <= MAX_ARGUMENTS; at += strlen (text + at) + 1)
    arguments[n_arguments++] = text + at;

  parsed = netop_helper_options_parse (&options, n_arguments, arguments, &error);
  g_assert_cmpint (parsed, ==, error == NULL);
  if (parsed)
    check_options (&options);
  return 0;
}
