/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "netop-allocator.h"
#include "netop-boot.h"
#include "netop-broker.h"
#include "netop-confinement.h"
#include "netop-file-run.h"
#include "netop-helper-options.h"
#include "netop-live-run.h"
#include "netop-missing.h"
#include "netop-privileges.h"

/* The stages, in order: forget the environment; open everything that takes privileges; give them up; be confined to
 * what is left to do; say hello; only then make threads and read what strangers send. Every error on the way is a goodbye, which the app turns into words and an exit code. */

#define FINISH_TIMEOUT_MS 5000
#define NAMESPACE_WATCHED 0

/* What setup opened; the run borrows it. */
typedef struct
{
  NetopProcessEvents *events;
  NetopInterfaceList *interfaces;
  NetopSocketTable   *sockets;
  NetopSocketNotices *notices; /* NULL where they are refused */
  NetopProcessTable  *processes;
  NetopCaptureThread *capture;
  NetopTrigger       *trigger;
  NetopDnsCapture    *dns; /* NULL where it is not wanted */
  NetopResolver      *resolver;
  uint32_t            ring_bytes;

  /* Of the other network namespaces. */
  NetopBroker          *broker; /* NULL where there may be none */
  NetopNamespaceTables *others;
  NetopNamespaces      *namespaces;
  NetopTranslations    *translations; /* NULL where there are none */
  NetopTwins           *twins;
} Setup;

static void
setup_clear (Setup *self)
{
  /* The capture thread uses the resolver, and that uses the trigger and the events. */
  netop_capture_thread_free (self->capture);
  netop_resolver_free (self->resolver);
  netop_twins_free (self->twins);
  netop_translations_close (self->translations);
  netop_namespaces_free (self->namespaces);
  netop_namespace_tables_free (self->others);
  netop_broker_free (self->broker);
  netop_trigger_free (self->trigger);
  netop_dns_capture_free (self->dns);
  netop_process_table_close (self->processes);
  netop_socket_notices_close (self->notices);
  netop_socket_table_close (self->sockets);
  netop_interface_list_close (self->interfaces);
  netop_process_events_close (self->events);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_clear)

static NetopByeReason
get_bye_reason (const GError *error)
{
  if (error->domain == NETOP_CAPTURE_ERROR)
    return error->code == NETOP_CAPTURE_ERROR_PERMISSION ? NETOP_BYE_NOT_PERMITTED : NETOP_BYE_CANNOT_OPEN;
  if (g_error_matches (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_PERMISSION))
    return NETOP_BYE_NOT_PERMITTED;
  return NETOP_BYE_FAILED;
}

static int
say_goodbye (NetopStream   *stream,
             NetopByeReason reason,
             const char    *text)
{
  netop_stream_send_bye (stream, reason, text);
  netop_stream_finish (stream, FINISH_TIMEOUT_MS);
  return EXIT_FAILURE;
}

/* --- Hello --- */

static char *
get_os_name (void)
{
  char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  return name != NULL ? name : g_strdup ("");
}

/* Files are read for it: before none can be. */
static void
fill_hello (NetopHello               *hello,
            const NetopHelperOptions *options)
{
  struct utsname name = { 0 };

  uname (&name);
  hello->version = NETOP_PROTOCOL_VERSION;
  hello->byte_order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? 1 : 2;
  hello->host_name = g_utf8_make_valid (name.nodename, -1);
  hello->kernel = g_strdup_printf ("%s %s", name.sysname, name.release);
  hello->os_name = get_os_name ();
  hello->boot_id = netop_boot_dup_id ();
  hello->interface_name = g_utf8_make_valid (options->interface_name != NULL ? options->interface_name : "", -1);
}

static void
send_hello (NetopStream *stream,
            NetopHello  *hello)
{
  hello->privileged = netop_privileges_are_held ();
  hello->start_mono_us = g_get_monotonic_time ();
  hello->start_real_us = g_get_real_time ();
  hello->boot_real_us = netop_boot_get_real_us ();
  netop_stream_send (stream, netop_hello_encode (hello));
}

/* --- Down --- */

/* @refused gets a line for what the system lacks and is not needed. */
static bool
confine (NetopConfinement kind,
         uint32_t         buffer_bytes,
         char           **refused,
         GError         **error)
{
  if (!netop_confinement_set_limits (kind, buffer_bytes, error) || !netop_confinement_seal (error))
    return false;

  /* Seeded from a file, which then cannot be opened any more. */
  (void)g_random_int ();
  *refused = netop_confinement_close_files (kind);
  return netop_confinement_list_calls (kind, error);
}

/* --- A file --- */

static int
run_file (NetopStream              *stream,
          const NetopHelperOptions *options,
          uint32_t                  uid)
{
  g_autoptr (NetopFileRun) run = netop_file_run_new (stream, options->duration_us, !options->no_dns);
  NetopCaptureOptions file = { .file_fd = options->read_fd, .await_bytes = netop_file_run_await_bytes, .user_data = run };
  NetopHello          hello = { .tier = NETOP_TIER_FILE, .uid_served = uid, .reason = g_strdup ("") };
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopCapture) capture = NULL;

  /* The descriptor is open: not even the first byte of a stranger's file is read with privileges. */
  fill_hello (&hello, options);
  if (netop_privileges_drop (uid, false, &error) && confine (NETOP_CONFINEMENT_FILE, 0, &hello.missing, &error))
    capture = netop_capture_find_backend ("file")->open (&file, &error);
  if (capture != NULL)
    {
      hello.local_inferred = !netop_link_type_tells_way (netop_capture_get_link_type (capture));
      send_hello (stream, &hello);
      netop_file_run_read (run, capture);
    }
  else if (netop_file_run_get_end (run) == NETOP_FILE_END_STOPPED)
    {
      say_goodbye (stream, NETOP_BYE_STOPPED, "");
    }
  else if (netop_file_run_get_end (run) == NETOP_FILE_END_NONE)
    {
      say_goodbye (stream, get_bye_reason (error), error->message);
    }
  /* Nothing is worth freeing for nobody. */
  if (netop_file_run_get_end (run) == NETOP_FILE_END_GONE)
    _exit (EXIT_SUCCESS);

  netop_hello_clear (&hello);
  return error == NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* --- The network --- */

static NetopCapture *
open_capture (const NetopHelperOptions *options,
              NetopCaptureRole          role,
              GError                  **error)
{
  NetopCaptureOptions capture = {
    .role = role,
    .interface_name = options->interface_name,
    .buffer_bytes = options->buffer_bytes,
    .file_fd = -1,
  };

  return netop_capture_find_backend ("pcap")->open (&capture, error);
}

/* What can never be here is told as such, before something else fails for the same reason; what only lacks a right
 * is told by whatever is opened. */
static bool
probe_backends (GError **error)
{
  g_autofree char *capture_reason = NULL;
  g_autofree char *sockets_reason = NULL;
  const char      *reason = NULL;

  if (netop_capture_find_backend ("pcap")->probe (&capture_reason) == NETOP_PROBE_UNSUPPORTED)
    reason = capture_reason;
  else if (netop_sockets_probe (&sockets_reason) == NETOP_SOCKETS_UNSUPPORTED)
    reason = sockets_reason;
  if (reason == NULL)
    return true;

  g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED,
               "The network cannot be watched on this system: %s; capture files can be read with --read", reason);
  return false;
}

static bool
open_tables (Setup   *setup,
             GError **error)
{
  setup->interfaces = netop_interface_list_open (NAMESPACE_WATCHED, error);
  if (setup->interfaces == NULL)
    return false;
  setup->sockets = netop_socket_table_open (NAMESPACE_WATCHED, error);
  if (setup->sockets == NULL)
    return false;
  /* Before the sockets are first listed, so that none ends unseen. */
  setup->notices = netop_socket_notices_open (NAMESPACE_WATCHED, NULL);
  setup->processes = netop_process_table_open (NULL, error);
  return setup->processes != NULL;
}

static bool
open_dns (Setup                    *setup,
          const NetopHelperOptions *options,
          NetopLocalAddresses      *local,
          GError                  **error)
{
  NetopCapture *handle = open_capture (options, NETOP_CAPTURE_ROLE_DNS, error);

  if (handle == NULL)
    return false;

  setup->dns = netop_dns_capture_new (handle, NAMESPACE_WATCHED, netop_local_addresses_ref (local));
  netop_trigger_set_queue (setup->trigger, netop_dns_capture_get_queue (setup->dns));
  return true;
}

static bool
open_handles (Setup                    *setup,
              const NetopHelperOptions *options,
              GError                  **error)
{
  bool                         changed;
  guint                        n;
  const NetopInterfaceAddress *addresses;
  g_autoptr (NetopLocalAddresses) local = NULL;
  g_autoptr (NetopCapture) main_handle = NULL;
  NetopCapture *trigger_handle;

  if (!netop_interface_list_refresh (setup->interfaces, &changed, error))
    return false;
  addresses = netop_interface_list_get_addresses (setup->interfaces, &n);
  local = netop_local_addresses_new (addresses, n);

  main_handle = open_capture (options, NETOP_CAPTURE_ROLE_MAIN, error);
  if (main_handle == NULL)
    return false;
  setup->ring_bytes = netop_capture_get_ring_bytes (main_handle);
  setup->capture = netop_capture_thread_new (g_steal_pointer (&main_handle), NAMESPACE_WATCHED, netop_local_addresses_ref (local), error);
  if (setup->capture == NULL)
    return false;

  trigger_handle = open_capture (options, NETOP_CAPTURE_ROLE_TRIGGER, error);
  if (trigger_handle == NULL)
    return false;
  setup->trigger = netop_trigger_new (trigger_handle, NAMESPACE_WATCHED, netop_local_addresses_ref (local));
  return options->no_dns || open_dns (setup, options, local, error);
}

/* Where packets may not be seen, and nobody insists on it, what the kernel tells anybody of TCP sockets is better than
 * nothing. @reason then says why. */
static bool
open_tier (Setup                    *setup,
           const NetopHelperOptions *options,
           char                    **reason,
           GError                  **error)
{
  g_autoptr (GError) refused = NULL;
  bool changed;

  if (strcmp (options->capture_mode, "sockets") == 0)
    {
      *reason = g_strdup ("The sockets mode was asked for: TCP only, and payload bytes only");
      return netop_interface_list_refresh (setup->interfaces, &changed, error);
    }
  if (open_handles (setup, options, &refused))
    return true;
  if (strcmp (options->capture_mode, "auto") != 0 || !g_error_matches (refused, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_PERMISSION) ||
      options->interface_name != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return false;
    }

  g_clear_pointer (&setup->capture, netop_capture_thread_free);
  *reason = g_strdup ("Without permission to capture packets only the payload of TCP is seen: run it as root, for example with sudo, to see all");
  return true;
}

static bool
open_all (Setup                    *setup,
          const NetopHelperOptions *options,
          uint32_t                  uid,
          char                    **reason,
          GError                  **error)
{
  NetopResolverOptions resolver = { .namespace_id = NAMESPACE_WATCHED, .trigger_fd = -1, .trigger = netop_trigger_dispatch };

  /* Before all that it need not have. */
  setup->broker = netop_broker_start (uid, NULL);
  setup->others = netop_namespace_tables_new ();
  resolver.others = setup->others;

  /* Only the initial network namespace has notices of processes: before another one is entered. */
  setup->events = netop_process_events_open (NULL);
  if (options->namespace_fd >= 0 && !netop_privileges_enter_namespace (options->namespace_fd, error))
    return false;
  setup->translations = netop_translations_open (NULL);
  resolver.translations = setup->translations;
  if (!open_tables (setup, error) || !open_tier (setup, options, reason, error))
    return false;

  if (setup->trigger != NULL)
    resolver.trigger_fd = netop_trigger_get_fd (setup->trigger);
  resolver.trigger_data = setup->trigger;
  setup->resolver = netop_resolver_new (&resolver, setup->events, error);
  setup->namespaces = netop_namespaces_new (&(NetopNamespacesParts){
    .broker = setup->broker,
    .processes = setup->processes,
    .interfaces = setup->interfaces,
    .lookups = setup->others,
    .watched_inode = netop_boot_get_namespace_inode (),
    .only_linked = options->namespace_fd >= 0,
  });
  setup->twins = netop_twins_new (setup->translations, setup->namespaces);
  return setup->resolver != NULL;
}

static char *
describe_missing (const Setup                   *setup,
                  const NetopResolverStatistics *resolver)
{
  GString *text = g_string_new (NULL);

  if (resolver->process_events_missing)
    g_string_append (text, NETOP_MISSING_PROCESS_EVENTS "\n");
  if (setup->notices == NULL)
    g_string_append (text, "the ends of sockets\n");
  if (resolver->realtime_refused)
    g_string_append (text, "real-time priority of the resolver\n");
  if (!netop_privileges_are_held ())
    g_string_append (text, "processes of other users\n");
  if (setup->broker == NULL)
    g_string_append (text, "sockets of other network namespaces\n");
  return g_string_free (text, FALSE);
}

static const char *
describe_tier (const char *mode)
{
  if (strcmp (mode, "pcap") == 0)
    return "";
  return "eBPF is not available; packets are captured with libpcap";
}

static void *
close_dns (void *data)
{
  netop_dns_capture_free (data);
  return NULL;
}

/* The kernel takes tens of milliseconds over each ring, and at the end of a process it takes them one after the other: they
 * are closed by different threads, at the same time. */
static void
close_rings (Setup *setup)
{
  netop_capture_thread_stop (setup->capture);
  netop_resolver_stop_realtime (setup->resolver);
  if (setup->dns != NULL)
    g_thread_unref (g_thread_new ("dns-close", close_dns, g_steal_pointer (&setup->dns)));
  g_clear_pointer (&setup->trigger, netop_trigger_free);
}

static int
run_live (NetopStream              *stream,
          const NetopHelperOptions *options,
          uint32_t                  uid)
{
  g_auto (Setup) setup = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char        *refused = NULL;
  NetopResolverStatistics resolver;
  NetopHello              hello = { .tier = NETOP_TIER_PCAP, .uid_served = uid };

  fill_hello (&hello, options);
  if (!probe_backends (&error) || !open_all (&setup, options, uid, &hello.reason, &error) || !netop_privileges_drop (uid, true, &error) ||
      !confine (NETOP_CONFINEMENT_LIVE, setup.ring_bytes, &refused, &error))
    {
      netop_hello_clear (&hello);
      return say_goodbye (stream, get_bye_reason (error), error->message);
    }

  netop_resolver_get_statistics (setup.resolver, &resolver);
  hello.ring_bytes = setup.ring_bytes;
  hello.realtime_refused = resolver.realtime_refused;
  if (setup.capture == NULL)
    hello.tier = NETOP_TIER_SOCKETS;
  else
    hello.reason = g_strdup (describe_tier (options->capture_mode));
  hello.missing = describe_missing (&setup, &resolver);
  hello.namespace_inode = netop_boot_get_namespace_inode ();
  send_hello (stream, &hello);

  netop_resolver_start (setup.resolver);
  if (setup.capture != NULL)
    {
      netop_capture_thread_set_duration (setup.capture, options->duration_us);
      netop_capture_thread_start (setup.capture, setup.resolver);
    }
  if (netop_live_run (&(NetopLiveParts){
        .stream = stream,
        .hello = &hello,
        .capture = setup.capture,
        .trigger = setup.trigger,
        .dns = setup.dns,
        .resolver = setup.resolver,
        .interfaces = setup.interfaces,
        .sockets = setup.sockets,
        .notices = setup.notices,
        .processes = setup.processes,
        .namespaces = setup.namespaces,
        .twins = setup.twins,
      }))
    {
      netop_hello_clear (&hello);
      return EXIT_SUCCESS;
    }

  /* Nobody is there any more: nothing else is worth waiting for, least of all a walk over all processes. */
  close_rings (&setup);
  _exit (EXIT_SUCCESS);
}

int
main (int    argc,
      char **argv)
{
  uint32_t           uid = netop_privileges_get_asking_uid ();
  bool               through_polkit = g_getenv ("PKEXEC_UID") != NULL;
  NetopHelperOptions options;
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopStream) stream = NULL;

  if (isatty (STDOUT_FILENO))
    {
      g_printerr ("netoproc-helper: It speaks to netoproc only. Run netoproc instead\n");
      return 3;
    }

  netop_allocator_return_large_blocks ();
  /* What ends a whole group of processes is meant for netoproc, which then says what is to be done. */
  signal (SIGINT, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  stream = netop_stream_new (STDIN_FILENO, STDOUT_FILENO);
  if (!netop_privileges_clear_environment (&error))
    return say_goodbye (stream, NETOP_BYE_FAILED, error->message);
  /* From here on it is not a user who is waited for. */
  netop_stream_send (stream, netop_begun_encode ());
  if (!netop_helper_options_parse (&options, argc, argv, &error))
    return say_goodbye (stream, NETOP_BYE_BAD_ARGUMENT, error->message);
  if (through_polkit && options.namespace_fd >= 0)
    return say_goodbye (stream, NETOP_BYE_NOT_PERMITTED, "Another network namespace can be watched by root only");

  return options.read_fd >= 0 ? run_file (stream, &options, uid) : run_live (stream, &options, uid);
}
