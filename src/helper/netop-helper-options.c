/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-helper-options.h"

#include <string.h>

#include "netop-helper-error.h"

#define BUFFER_MIN_BYTES 4096
#define BUFFER_MAX_BYTES (1u << 30)
#define BUFFER_DEFAULT_BYTES (64u << 20)
#define DURATION_MAX_US (3600 * (guint64)G_USEC_PER_SEC)
#define MAX_FD 1023
#define MAX_INTERFACE_NAME 15 /* IFNAMSIZ less its NUL, linux/if.h */
#define NOT_IN_A_NAME "/: \t\n\v\f\r\xa0"

static bool
parse_number (const char *name,
              const char *text,
              guint64     min,
              guint64     max,
              guint64    *value,
              GError    **error)
{
  g_autoptr (GError) ignored = NULL;

  if (g_ascii_string_to_unsigned (text, 10, min, max, value, &ignored))
    return true;

  g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_INVALID_ARGUMENT,
               "%s takes a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, name, min, max);
  return false;
}

static bool
parse_fd (const char *name,
          const char *text,
          int        *fd,
          GError    **error)
{
  guint64 value;

  /* 0 to 2 are the stream and the messages. */
  if (!parse_number (name, text, 3, MAX_FD, &value, error))
    return false;

  *fd = (int)value;
  return true;
}

/* What the kernel's dev_valid_name() lets be a name; libpcap is never given anything else. */
static bool
parse_interface (const char  *text,
                 const char **name,
                 GError     **error)
{
  size_t length = strlen (text);
  bool   valid = length > 0 && length <= MAX_INTERFACE_NAME && strcmp (text, ".") != 0 && strcmp (text, "..") != 0;

  for (size_t i = 0; i < length && valid; i++)
    valid = strchr (NOT_IN_A_NAME, text[i]) == NULL;

  if (!valid)
    {
      g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_INVALID_ARGUMENT, "That is not the name of an interface");
      return false;
    }

  *name = text;
  return true;
}

static bool
parse_mode (const char  *text,
            const char **mode,
            GError     **error)
{
  static const char *const modes[] = { "auto", "ebpf", "pcap", "sockets", NULL };

  if (!g_strv_contains (modes, text))
    {
      g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_INVALID_ARGUMENT, "The capture mode is auto, ebpf, pcap or sockets");
      return false;
    }

  *mode = text;
  return true;
}

static bool
parse_one (NetopHelperOptions *self,
           const char         *argument,
           GError            **error)
{
  const char *equals = strchr (argument, '=');
  const char *value = equals != NULL ? equals + 1 : "";
  guint64     number;

  if (strcmp (argument, "--no-dns") == 0)
    {
      self->no_dns = true;
      return true;
    }
  if (g_str_has_prefix (argument, "--capture-mode="))
    return parse_mode (value, &self->capture_mode, error);
  if (g_str_has_prefix (argument, "--interface="))
    return parse_interface (value, &self->interface_name, error);
  if (g_str_has_prefix (argument, "--read-fd="))
    return parse_fd ("--read-fd", value, &self->read_fd, error);
  if (g_str_has_prefix (argument, "--netns-fd="))
    return parse_fd ("--netns-fd", value, &self->namespace_fd, error);
  if (g_str_has_prefix (argument, "--duration-us="))
    {
      if (!parse_number ("--duration-us", value, 1, DURATION_MAX_US, &number, error))
        return false;
      self->duration_us = (int64_t)number;
      return true;
    }
  if (g_str_has_prefix (argument, "--buffer="))
    {
      if (!parse_number ("--buffer", value, BUFFER_MIN_BYTES, BUFFER_MAX_BYTES, &number, error))
        return false;
      self->buffer_bytes = (uint32_t)number;
      return true;
    }

  /* Not repeated: it is anybody's text. */
  g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_INVALID_ARGUMENT, "The helper was started with an option it does not know");
  return false;
}

/**
 * netop_helper_options_parse:
 * @self: (out caller-allocates): points into @argv
 * @error: %NETOP_HELPER_ERROR_INVALID_ARGUMENT
 *
 * Returns: whether every argument was one of the closed set, with a value that can be
 */
bool
netop_helper_options_parse (NetopHelperOptions *self,
                            int                 argc,
                            char              **argv,
                            GError            **error)
{
  *self = (NetopHelperOptions){ .capture_mode = "auto", .buffer_bytes = BUFFER_DEFAULT_BYTES, .read_fd = -1, .namespace_fd = -1 };

  for (int i = 1; i < argc; i++)
    {
      if (!parse_one (self, argv[i], error))
        return false;
    }

  return true;
}
