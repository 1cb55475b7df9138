/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-configuration-reader.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

/* Whom the system is told to ask is in a file, and where systemd-resolved or NetworkManager run they know more: by interface.
 * All is asked on the main thread without waiting, and again when it changes; nobody is started by being asked. It is one
 * for a whole run of the program: the system has but one. What is not there, and who does not answer, is left out. */

#define FILE_PATH "/etc/resolv.conf"

/* systemd-resolved tells nobody of other domains, and of the servers of a link that is gone (as of version 252); but then it
 * writes its file anew, whether resolv.conf leads to that or not. */
typedef struct
{
  const char *name;
  const char *path;
  const char *interface;
  const char *file; /* that it writes when something changed; NULL where it says so */
  void (*add) (NetopDnsConfiguration *configuration, GVariant *properties);
} Service;

static const Service services[] = {
  { "org.freedesktop.resolve1", "/org/freedesktop/resolve1", "org.freedesktop.resolve1.Manager", "/run/systemd/resolve/resolv.conf", netop_dns_configuration_add_resolved },
  { "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager/DnsManager", "org.freedesktop.NetworkManager.DnsManager", NULL, netop_dns_configuration_add_network_manager },
};

/* Of the main thread. */
static bool             is_started;
static GFileMonitor    *monitor;
static char            *target; /* where the file really is */
static GFileMonitor    *target_monitor;
static GBytes          *contents; /* of the file, NULL without one */
static GDBusConnection *bus;
static GVariant        *properties[G_N_ELEMENTS (services)];       /* NULL where the service is not there */
static GFileMonitor    *service_monitors[G_N_ELEMENTS (services)]; /* as well, and where it has no file */

/* Of all threads: what follows. */
static GMutex                 lock;
static NetopDnsConfiguration *configuration;

static void
publish (void)
{
  NetopDnsConfiguration *fresh = netop_dns_configuration_new ();
  NetopDnsConfiguration *old;

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      if (properties[i] != NULL)
        services[i].add (fresh, properties[i]);
    }
  if (contents != NULL)
    netop_dns_configuration_add_file (fresh, g_bytes_get_data (contents, NULL), g_bytes_get_size (contents));

  g_mutex_lock (&lock);
  old = configuration;
  configuration = fresh;
  g_mutex_unlock (&lock);
  netop_dns_configuration_unref (old);
}

/* --- The file --- */

static void
take_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char *text = NULL;
  gsize length = 0;

  g_clear_pointer (&contents, g_bytes_unref);
  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, NULL))
    contents = g_bytes_new_take (text, length);
  publish ();
}

static void read_file (void);

static void
file_changed_cb (GFileMonitor     *self,
                 GFile            *file,
                 GFile            *other,
                 GFileMonitorEvent event,
                 gpointer          user_data)
{
  read_file ();
}

static GFileMonitor *
watch (const char *path,
       GCallback   callback,
       gpointer    user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFileMonitor *fresh = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);

  if (fresh != NULL)
    g_signal_connect (fresh, "changed", callback, user_data);
  return fresh;
}

/* Of a link only the link itself is watched, not what it leads to. While that is being replaced it leads nowhere. */
static void
follow_link (void)
{
  g_autofree char *path = realpath (FILE_PATH, NULL);

  if (path == NULL || g_strcmp0 (path, target) == 0)
    return;

  g_clear_object (&target_monitor);
  g_free (target);
  target = g_steal_pointer (&path);
  if (strcmp (target, FILE_PATH) != 0)
    target_monitor = watch (target, G_CALLBACK (file_changed_cb), NULL);
}

static void
read_file (void)
{
  g_autoptr (GFile) file = g_file_new_for_path (FILE_PATH);

  follow_link ();
  g_file_load_contents_async (file, NULL, take_file_cb, NULL);
}

/* --- D-Bus --- */

static void
take_properties_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL)
    return;

  g_clear_pointer (&properties[i], g_variant_unref);
  properties[i] = g_variant_get_child_value (reply, 0);
  publish ();
}

static void
ask (guint i)
{
  g_dbus_connection_call (bus, services[i].name, services[i].path, "org.freedesktop.DBus.Properties", "GetAll",
                          g_variant_new ("(s)", services[i].interface), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, take_properties_cb, GUINT_TO_POINTER (i));
}

static void
changed_cb (GDBusConnection *connection,
            const char      *sender,
            const char      *path,
            const char      *interface,
            const char      *signal_name,
            GVariant        *parameters,
            gpointer         user_data)
{
  ask (GPOINTER_TO_UINT (user_data));
}

static void
service_file_changed_cb (GFileMonitor     *self,
                         GFile            *file,
                         GFile            *other,
                         GFileMonitorEvent event,
                         gpointer          user_data)
{
  ask (GPOINTER_TO_UINT (user_data));
}

/* With it comes what resolv.conf may have been a link to, without there being any such file. */
static void
appeared_cb (GDBusConnection *connection,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);

  g_clear_object (&service_monitors[i]);
  if (services[i].file != NULL)
    service_monitors[i] = watch (services[i].file, G_CALLBACK (service_file_changed_cb), user_data);
  ask (i);
  read_file ();
}

static void
vanished_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);

  g_clear_object (&service_monitors[i]);
  if (properties[i] == NULL)
    return;
  g_clear_pointer (&properties[i], g_variant_unref);
  publish ();
}

static void
take_bus_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  bus = g_bus_get_finish (result, NULL);
  if (bus == NULL)
    return;

  /* A bus that ends does not end us. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_dbus_connection_signal_subscribe (bus, services[i].name, "org.freedesktop.DBus.Properties", "PropertiesChanged", services[i].path,
                                          services[i].interface, G_DBUS_SIGNAL_FLAGS_NONE, changed_cb, GUINT_TO_POINTER (i), NULL);
      g_bus_watch_name_on_connection (bus, services[i].name, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, vanished_cb, GUINT_TO_POINTER (i), NULL);
    }
}

/**
 * netop_dns_configuration_reader_start:
 *
 * Begins to read, once in a run of the program, and goes on in the main loop. Main thread.
 */
void
netop_dns_configuration_reader_start (void)
{
  if (is_started)
    return;

  is_started = true;
  monitor = watch (FILE_PATH, G_CALLBACK (file_changed_cb), NULL);
  read_file ();
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, take_bus_cb, NULL);
}

/**
 * netop_dns_configuration_reader_get:
 *
 * Any thread; waits for nothing.
 *
 * Returns: (transfer full) (nullable): the newest; %NULL until something is read
 */
NetopDnsConfiguration *
netop_dns_configuration_reader_get (void)
{
  NetopDnsConfiguration *newest;

  g_mutex_lock (&lock);
  newest = configuration != NULL ? netop_dns_configuration_ref (configuration) : NULL;
  g_mutex_unlock (&lock);
  return newest;
}
