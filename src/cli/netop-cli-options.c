/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cli-options.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netop-format.h"

#define DURATION_MIN_S 1.0
#define DURATION_MAX_S 3600.0
#define BUFFER_MIN_BYTES 4096
#define BUFFER_MAX_BYTES (1u << 30)
#define MAX_INTERFACE_NAME 15         /* IFNAMSIZ less its NUL, linux/if.h */
#define NAMESPACE_FOLDER "/run/netns" /* ip-netns(8) */

/* As given. */
typedef struct
{
  char *duration;
  char *format;
  char *interface;
  char *sort;
  char *capture_mode;
  char *capture_buffer;
  char *read;
  char *namespace;
  char    *filter;
  gboolean no_color;
  char   **address_databases;
  gboolean reverse_dns;
  gboolean no_dns;
  gboolean monitor;
  gboolean self_test;
  gboolean version;
  gboolean help;
} Given;

typedef struct
{
  const char *word;
  int         value;
} Word;

static const Word formats[] = {
  { "tsv", NETOP_EXPORT_TSV },
  { "json", NETOP_EXPORT_JSON },
  { "pretty", NETOP_EXPORT_PRETTY },
  { "state", NETOP_EXPORT_STATE },
};

static const Word sorts[] = {
  { "traffic", NETOP_SORT_TRAFFIC },
  { "pid", NETOP_SORT_PID },
  { "name", NETOP_SORT_NAME },
  { "connections", NETOP_SORT_CONNECTIONS },
};

static void
given_clear (Given *self)
{
  g_free (self->duration);
  g_free (self->format);
  g_free (self->interface);
  g_free (self->sort);
  g_free (self->capture_mode);
  g_free (self->capture_buffer);
  g_free (self->read);
  g_free (self->namespace);
  g_free (self->filter);
  g_strfreev (self->address_databases);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

static bool
bad_argument (GError    **error,
              const char *format,
              ...) G_GNUC_PRINTF (2, 3);

static bool
bad_argument (GError    **error,
              const char *format,
              ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_BAD_ARGUMENT, text);
  return false;
}

/* --- Values --- */

/* What is no file name is shown, searched or compared. */
static bool
check_text (const Given *given,
            GError     **error)
{
  const struct
  {
    const char *option;
    const char *text;
  } texts[] = {
    { "--duration", given->duration },
    { "--format", given->format },
    { "--interface", given->interface },
    { "--sort", given->sort },
    { "--filter", given->filter },
    { "--capture-mode", given->capture_mode },
    { "--capture-buffer", given->capture_buffer },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i].text != NULL && !g_utf8_validate (texts[i].text, -1, NULL))
        return bad_argument (error, _ ("%s takes text in UTF-8, not “%s”"), texts[i].option, texts[i].text);
    }
  return true;
}

/* Digits, and a point between digits: none of what strtod(3) takes besides. */
static bool
is_decimal (const char *text)
{
  size_t n_whole = strspn (text, "0123456789");
  size_t n_part = text[n_whole] == '.' ? strspn (text + n_whole + 1, "0123456789") : 0;

  return n_whole > 0 && (n_part > 0 ? text[n_whole + 1 + n_part] : text[n_whole]) == '\0';
}

static bool
parse_word (const char *option,
            const char *text,
            const Word *words,
            guint       n_words,
            int        *value,
            GError    **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    {
      if (strcmp (text, words[i].word) == 0)
        {
          *value = words[i].value;
          return true;
        }
      g_string_append_printf (known, "%s%s", i == 0 ? "" : i == n_words - 1 ? " or "
                                                                            : ", ",
                              words[i].word);
    }

  return bad_argument (error, _ ("%s takes %s, not “%s”"), option, known->str, text);
}

static bool
parse_duration (const char *text,
                gint64     *duration_us,
                GError    **error)
{
  double seconds = is_decimal (text) ? g_ascii_strtod (text, NULL) : 0;

  if (seconds < DURATION_MIN_S || seconds > DURATION_MAX_S)
    return bad_argument (error, _ ("--duration takes seconds from 1.0 to 3600.0, not “%s”"), text);

  *duration_us = (gint64)llround (seconds * G_USEC_PER_SEC);
  return true;
}

static bool
parse_buffer (const char *text,
              guint      *bytes,
              GError    **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, BUFFER_MIN_BYTES, BUFFER_MAX_BYTES, &value, NULL))
    return bad_argument (error, _ ("--capture-buffer takes bytes from 4096 to 1073741824, not “%s”"), text);

  *bytes = (guint)value;
  return true;
}

static bool
parse_mode (const char  *text,
            const char **mode,
            GError     **error)
{
  /* The last one is an alias. */
  static const char *const modes[] = { "auto", "ebpf", "pcap", "sockets", "afpacket" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      if (strcmp (text, modes[i]) == 0)
        {
          *mode = strcmp (text, "afpacket") == 0 ? "pcap" : modes[i];
          return true;
        }
    }

  return bad_argument (error, _ ("--capture-mode takes auto, ebpf, pcap or sockets, not “%s”"), text);
}

/* What the kernel lets be a name; whether there is such an interface is found when it is opened. */
static bool
check_interface (const char *text,
                 GError    **error)
{
  size_t length = strlen (text);

  if (length > 0 && length <= MAX_INTERFACE_NAME && strpbrk (text, "/: \t\n") == NULL)
    return true;
  return bad_argument (error, _ ("--interface takes the name of an interface, not “%s”; “ip link” lists them"), text);
}

/* --- What is opened --- */

static bool
open_file (NetopCliOptions *self,
           const char      *name,
           GError         **error)
{
  bool             is_stdin = strcmp (name, "-") == 0;
  g_autofree char *basename = g_path_get_basename (name);
  int              fd;

  if (*name == '\0')
    return bad_argument (error, _ ("--read takes the name of a capture file, or - for standard input"));

  self->file_name = is_stdin ? g_strdup (_ ("standard input")) : netop_format_name (basename, strlen (basename));
  /* A FIFO that nobody writes to yet is waited for where that can be interrupted, not here. */
  fd = is_stdin ? fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open (name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    {
      g_set_error (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_CANNOT_OPEN, _ ("%s cannot be opened: %s"), name, g_strerror (errno));
      return false;
    }

  self->source.file_fd = fd;
  return true;
}

static bool
open_address_databases (NetopCliOptions   *self,
                        const char *const *paths,
                        GError           **error)
{
  g_autoptr (GError) problem = NULL;

  self->address_databases = netop_address_databases_open (paths, &problem);
  if (self->address_databases != NULL)
    return true;

  g_set_error_literal (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_CANNOT_OPEN, problem->message);
  return false;
}

static bool
open_namespace (NetopCliOptions *self,
                const char      *name,
                GError         **error)
{
  g_autofree char *path = g_build_filename (NAMESPACE_FOLDER, name, NULL);

  if (*name == '\0' || strchr (name, '/') != NULL || g_str_equal (name, ".") || g_str_equal (name, ".."))
    return bad_argument (error, _ ("--netns takes the name of a network namespace, not “%s”; “ip netns” lists them"), name);
  if (geteuid () != 0)
    {
      g_set_error (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_NOT_PERMITTED, _ ("Another network namespace can be watched by root only: run it with sudo"));
      return false;
    }

  self->source.namespace_fd = open (path, O_RDONLY | O_CLOEXEC);
  if (self->source.namespace_fd >= 0)
    return true;

  g_set_error (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_CANNOT_OPEN,
               _ ("There is no network namespace %s (%s); “ip netns” lists them"), name, g_strerror (errno));
  return false;
}

/* --- All together --- */

/* It makes what it watches. */
static bool
check_self_test (const Given *given,
                 GError     **error)
{
  const struct
  {
    const char *option;
    bool        is_given;
  } others[] = {
    { "--duration", given->duration != NULL },
    { "--format", given->format != NULL },
    { "--interface", given->interface != NULL },
    { "--sort", given->sort != NULL },
    { "--filter", given->filter != NULL },
    { "--read", given->read != NULL },
    { "--netns", given->namespace != NULL },
    { "--monitor", given->monitor },
    { "--capture-mode ebpf", g_strcmp0 (given->capture_mode, "ebpf") == 0 },
  };

  for (guint i = 0; given->self_test && i < G_N_ELEMENTS (others); i++)
    {
      if (others[i].is_given)
        return bad_argument (error, _ ("--self-test makes the traffic that it watches: leave %s out"), others[i].option);
    }
  return true;
}

static bool
parse_export (NetopCliOptions *self,
              const Given     *given,
              GError         **error)
{
  int   format = NETOP_EXPORT_TSV;
  int   sort = NETOP_SORT_TRAFFIC;
  char *no_color = getenv ("NO_COLOR");

  if (given->format != NULL && !parse_word ("--format", given->format, formats, G_N_ELEMENTS (formats), &format, error))
    return false;
  if (given->sort != NULL && !parse_word ("--sort", given->sort, sorts, G_N_ELEMENTS (sorts), &sort, error))
    return false;
  if (given->format != NULL && given->duration == NULL && given->read == NULL)
    return bad_argument (error, _ ("--format needs --duration or --read: what is to be printed has to end"));
  if (given->monitor && (given->format != NULL || given->duration != NULL))
    return bad_argument (error, _ ("--monitor opens the window; --format and --duration print instead"));

  self->export.format = (NetopExportFormat)format;
  self->export.sort = (NetopSort)sort;
  self->export.color = !given->no_color && (no_color == NULL || *no_color == '\0') && isatty (STDOUT_FILENO);
  self->sort_given = given->sort != NULL;
  self->print = given->format != NULL || given->duration != NULL;
  self->self_test = given->self_test;
  self->show_version = given->version;
  self->filter_text = g_strdup (given->filter);
  if (given->filter == NULL)
    return true;

  self->export.filter = netop_filter_parse (given->filter, error);
  return self->export.filter != NULL;
}

static bool
parse_source (NetopCliOptions *self,
              const Given     *given,
              GError         **error)
{
  NetopSourceOptions *source = &self->source;

  source->capture_mode = "auto";
  source->refresh_interval_ms = self->print ? 0 : 1000;
  source->keep_ended = self->print;
  source->no_dns = given->no_dns;
  if (given->duration != NULL && !parse_duration (given->duration, &source->duration_us, error))
    return false;
  if (given->capture_mode != NULL && !parse_mode (given->capture_mode, &source->capture_mode, error))
    return false;
  if (given->capture_buffer != NULL && !parse_buffer (given->capture_buffer, &source->capture_buffer_bytes, error))
    return false;
  if (given->interface != NULL && !check_interface (given->interface, error))
    return false;
  if (given->read != NULL && (given->interface != NULL || given->namespace != NULL || given->capture_mode != NULL))
    return bad_argument (error, _ ("--read takes packets from a file: no interface, namespace or capture mode goes with it"));

  if (given->interface != NULL && g_str_equal (source->capture_mode, "sockets"))
    return bad_argument (error, _ ("--capture-mode sockets cannot tell interfaces apart: leave %s out"), "--interface");

  source->interface_name = g_strdup (given->interface);
  self->reverse_dns = given->reverse_dns;
  if (given->address_databases != NULL && !open_address_databases (self, (const char *const *)given->address_databases, error))
    return false;
  if (given->read != NULL && !open_file (self, given->read, error))
    return false;
  return given->namespace == NULL || open_namespace (self, given->namespace, error);
}

static NetopExitCode
get_exit_code (const GError *error)
{
  if (g_error_matches (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_NOT_PERMITTED))
    return NETOP_EXIT_NOT_PERMITTED;
  if (g_error_matches (error, NETOP_ENGINE_ERROR, NETOP_ENGINE_ERROR_CANNOT_OPEN))
    return NETOP_EXIT_CANNOT_OPEN;
  return NETOP_EXIT_BAD_ARGUMENT;
}

/**
 * netop_cli_options_parse:
 * @self: (out caller-allocates): cleared by the caller, also after an error
 * @argv: of main()
 * @error: one line that says what to do
 *
 * Returns: %NETOP_EXIT_SUCCESS, else what to exit with
 */
NetopExitCode
netop_cli_options_parse (NetopCliOptions *self,
                         int              argc,
                         char           **argv,
                         GError         **error)
{
  g_auto (Given) given = { 0 };
  const GOptionEntry entries[] = {
    { "duration", 'd', 0, G_OPTION_ARG_FILENAME, &given.duration, N_ ("Collect for so long (1.0 to 3600.0), print and exit"), N_ ("SECONDS") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &given.format, N_ ("Print as tsv (default), json, pretty or state"), N_ ("FORMAT") },
    { "interface", 'i', 0, G_OPTION_ARG_FILENAME, &given.interface, N_ ("Watch one interface only"), N_ ("NAME") },
    { "sort", 's', 0, G_OPTION_ARG_FILENAME, &given.sort, N_ ("Order rows by traffic (default), pid, name or connections"), N_ ("KEY") },
    { "filter", 0, 0, G_OPTION_ARG_FILENAME, &given.filter, N_ ("Only rows that this search finds, such as “curl port:443”"), N_ ("SEARCH") },
    { "read", 'r', 0, G_OPTION_ARG_FILENAME, &given.read, N_ ("Read packets from a capture file, - for standard input"), N_ ("FILE") },
    { "capture-mode", 0, 0, G_OPTION_ARG_FILENAME, &given.capture_mode, N_ ("Capture with auto (default), ebpf, pcap or sockets"), N_ ("MODE") },
    { "capture-buffer", 0, 0, G_OPTION_ARG_FILENAME, &given.capture_buffer, N_ ("Memory for packets not yet counted (default 67108864)"), N_ ("BYTES") },
    { "bpf-buffer", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &given.capture_buffer, NULL, NULL },
    { "netns", 0, 0, G_OPTION_ARG_FILENAME, &given.namespace, N_ ("Watch another network namespace (root only)"), N_ ("NAME") },
    { "reverse-dns", 0, 0, G_OPTION_ARG_NONE, &given.reverse_dns, N_ ("Ask DNS for the names of addresses that have no other"), NULL },
    { "address-database", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given.address_databases, N_ ("Take country and operator from a MaxMind file; may be given again"), N_ ("FILE") },
    { "no-dns", 0, 0, G_OPTION_ARG_NONE, &given.no_dns, N_ ("Look at no DNS message"), NULL },
    { "self-test", 0, 0, G_OPTION_ARG_NONE, &given.self_test, N_ ("Measure the error of the figures on this computer"), NULL },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &given.no_color, N_ ("Print without colours"), NULL },
    { "monitor", 0, 0, G_OPTION_ARG_NONE, &given.monitor, N_ ("Open the window (default)"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &given.version, N_ ("Print the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &given.help, N_ ("Print this help"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) arguments = g_strdupv (argv);

  *self = (NetopCliOptions){ .source = { .file_fd = -1, .namespace_fd = -1 } };
  g_option_context_set_summary (context, _ ("Shows which programs use the network, how much, and whom they talk to."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  /* GLib's own help says nothing of output that cannot be written. */
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return NETOP_EXIT_BAD_ARGUMENT;
  if (arguments[0] != NULL && arguments[1] != NULL)
    {
      bad_argument (error, _ ("“%s” is no option; --help lists them"), arguments[1]);
      return NETOP_EXIT_BAD_ARGUMENT;
    }

  if (given.help)
    {
      self->help = g_option_context_get_help (context, TRUE, NULL);
      return NETOP_EXIT_SUCCESS;
    }

  if (!check_text (&given, error) || !check_self_test (&given, error) || !parse_export (self, &given, error) || !parse_source (self, &given, error))
    return get_exit_code (*error);
  return NETOP_EXIT_SUCCESS;
}

/**
 * netop_cli_options_clear:
 *
 * Frees what it holds. The descriptors are the source's.
 */
void
netop_cli_options_clear (NetopCliOptions *self)
{
  g_clear_pointer (&self->export.filter, netop_filter_unref);
  g_clear_pointer (&self->address_databases, netop_address_databases_unref);
  g_free ((char *)self->source.interface_name);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->filter_text, g_free);
  g_clear_pointer (&self->help, g_free);
}
