/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-configuration-reader.h"

#include <gio/gio.h>

/* Whom the system is told to ask is in a file, and where systemd-resolved or NetworkManager run they know more: by interface.
 * All is asked on the main thread without waiting, and again when it changes; nobody is started by being asked. It is one
 * for a whole run of the program: the system has but one. What is not there, and who does not answer, is left out. */

#define FILE_PATH "/etc/resolv.conf"

typedef struct
{
  const char *name;
  const char *path;
  const char *interface;
  void (*add) (NetopDnsConfiguration *configuration, GVariant *properties);
} Service;

static const Service services[] = {
  { "org.freedesktop.resolve1", "/org/freedesktop/resolve1", "org.freedesktop.resolve1.Manager", netop_dns_configuration_add_resolved },
  { "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager/DnsManager", "org.freedesktop.NetworkManager.DnsManager", netop_dns_configuration_add_network_manager },
};

/* Of the main thread. */
static bool          is_started;
static GFileMonitor *monitor;
static GBytes       *contents;                            /* of the file, NULL without one */
static GVariant     *properties[G_N_ELEMENTS (services)]; /* NULL where the service is not there */

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

/* Where another file takes its place, @file is that one under the name it had. */
static void
read_file_cb (GFileMonitor     *self,
              GFile            *file,
              GFile            *other,
              GFileMonitorEvent event,
              gpointer          user_data)
{
  g_file_load_contents_async (G_FILE (user_data), NULL, take_file_cb, NULL);
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
ask (GDBusConnection *bus,
     guint            i)
{
  g_dbus_connection_call (bus, services[i].name, services[i].path, "org.freedesktop.DBus.Properties", "GetAll",
                          g_variant_new ("(s)", services[i].interface), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, take_properties_cb, GUINT_TO_POINTER (i));
}

static void
changed_cb (GDBusConnection *bus,
            const char      *sender,
            const char      *path,
            const char      *interface,
            const char      *signal_name,
            GVariant        *parameters,
            gpointer         user_data)
{
  ask (bus, GPOINTER_TO_UINT (user_data));
}

static void
appeared_cb (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  ask (bus, GPOINTER_TO_UINT (user_data));
}

static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);

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
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

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
  g_autoptr (GFile) file = NULL;

  if (is_started)
    return;

  is_started = true;
  file = g_file_new_for_path (FILE_PATH);
  monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (monitor != NULL)
    g_signal_connect (monitor, "changed", G_CALLBACK (read_file_cb), g_object_ref (file));
  g_file_load_contents_async (file, NULL, take_file_cb, NULL);
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
