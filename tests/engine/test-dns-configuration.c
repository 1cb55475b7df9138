/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gio/gio.h>
#include <stdbool.h>
#include <string.h>

#include "netop-dns-configuration-reader.h"

static void
assert_server (const NetopDnsConfiguration *configuration,
               guint                        i,
               const char                  *address,
               uint32_t                     index,
               const char                  *name)
{
  const NetopDnsServer *server = &g_array_index (configuration->servers, NetopDnsServer, i);
  char                  buffer[NETOP_ADDRESS_STRING_SIZE];

  g_assert_cmpuint (configuration->servers->len, >, i);
  g_assert_cmpstr (netop_address_format (&server->address, buffer, sizeof buffer), ==, address);
  g_assert_cmpuint (server->interface_index, ==, index);
  g_assert_cmpstr (server->interface_name, ==, name);
}

static void
test_file (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  const char   text[] = "# nameserver 192.0.2.1\n"
                        "nameserver 192.0.2.2 ; of the house\n"
                        "nameserver\tfe80::1%eth0\r\n"
                        "nameserver nonsense\nnameserver\nnameserver 192.0.2.2\n"
                        "  search example.org  \x1b[example.net\n"
                        "options edns0\nnameserver 2001:db8::1";
  NetopAddress address;

  netop_dns_configuration_add_file (configuration, text, strlen (text));
  g_assert_cmpuint (configuration->servers->len, ==, 3);
  assert_server (configuration, 0, "192.0.2.2", 0, "");
  assert_server (configuration, 1, "fe80::1", 0, "");
  assert_server (configuration, 2, "2001:db8::1", 0, "");
  g_assert_cmpuint (configuration->domains->len, ==, 2);
  g_assert_cmpstr (g_array_index (configuration->domains, NetopDnsDomain, 0).domain, ==, "example.org");
  g_assert_cmpstr (g_array_index (configuration->domains, NetopDnsDomain, 1).domain, ==, "\\x1b[example.net");
  g_assert_true (netop_address_parse ("192.0.2.2", &address) && netop_dns_configuration_has_server (configuration, &address));
  g_assert_true (netop_address_parse ("192.0.2.1", &address) && !netop_dns_configuration_has_server (configuration, &address));
}

/* However long. */
static void
test_bounds (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "nameserver 10.0.%u.%u\nsearch d%u.test\n", i / 250, i % 250 + 1, i);
  netop_dns_configuration_add_file (configuration, text->str, text->len);
  g_assert_cmpuint (configuration->servers->len, ==, 256);
  g_assert_cmpuint (configuration->domains->len, ==, 256);
}

#define RESOLVED "{'DNS': <[(3, 2, [byte 192, 0, 2, 53]), (0, 10, [byte 32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]), (3, 2, [byte 1])]>," \
                 " 'Domains': <[(3, 'example.org', false), (3, 'route.only', true)]>}"

static void
check_resolved (const NetopDnsConfiguration *configuration)
{
  assert_server (configuration, 0, "192.0.2.53", 3, "");
  assert_server (configuration, 1, "2001:db8::5", 0, "");
  g_assert_cmpstr (g_array_index (configuration->domains, NetopDnsDomain, 0).domain, ==, "example.org");
  g_assert_cmpuint (g_array_index (configuration->domains, NetopDnsDomain, 0).interface_index, ==, 3);
}

static void
test_resolved (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT, RESOLVED, NULL, NULL, NULL);

  netop_dns_configuration_add_resolved (configuration, properties);
  check_resolved (configuration);
  g_assert_cmpuint (configuration->servers->len, ==, 2);
  g_assert_cmpuint (configuration->domains->len, ==, 1);
}

static void
test_network_manager (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT,
                                                     "{'Configuration': <[{'nameservers': <['192.0.2.1', 'x']>, 'domains': <['~route.only', 'a.test']>,"
                                                     " 'interface': <'wlan0'>},"
                                                     " {'nameservers': <['192.0.2.9']>, 'domains': <['route.only']>}, @a{sv} {}]>}",
                                                     NULL, NULL, NULL);

  netop_dns_configuration_add_network_manager (configuration, properties);
  g_assert_cmpuint (configuration->servers->len, ==, 2);
  assert_server (configuration, 0, "192.0.2.1", 0, "wlan0");
  assert_server (configuration, 1, "192.0.2.9", 0, "");
  g_assert_cmpuint (configuration->domains->len, ==, 1);
  g_assert_cmpstr (g_array_index (configuration->domains, NetopDnsDomain, 0).domain, ==, "a.test");
  g_assert_cmpstr (g_array_index (configuration->domains, NetopDnsDomain, 0).interface_name, ==, "wlan0");
}

static void
test_uris (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT,
                                                     "{'Configuration': <[{'nameservers': <['192.0.2.1#dns.test', 'dns+tls://192.0.2.2', 'dns+udp://192.0.2.3:53#dns.test',"
                                                     " 'dns+tls://[2001:db8::4]:853#dns.test', 'dns+udp://[fe80::5%eth0]', '2001:db8::6', 'dns+tls://', '://[', 'x://[::']>}]>}",
                                                     NULL, NULL, NULL);
  const char *addresses[] = { "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::4", "fe80::5", "2001:db8::6" };

  netop_dns_configuration_add_network_manager (configuration, properties);
  g_assert_cmpuint (configuration->servers->len, ==, G_N_ELEMENTS (addresses));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_server (configuration, i, addresses[i], 0, "");
}

/* What answers with other types than are documented says nothing. */
static void
test_rubbish (void)
{
  g_autoptr (NetopDnsConfiguration) configuration = netop_dns_configuration_new ();
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT, "{'DNS': <'x'>, 'Domains': <5>, 'Configuration': <[1, 2]>}", NULL, NULL, NULL);

  netop_dns_configuration_add_resolved (configuration, properties);
  netop_dns_configuration_add_network_manager (configuration, properties);
  netop_dns_configuration_add_file (configuration, "nameserver\0\xff", 12);
  g_assert_cmpuint (configuration->servers->len, ==, 0);
  g_assert_cmpuint (configuration->domains->len, ==, 0);
}

static GVariant *
get_property (GDBusConnection *bus,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *name,
              GError         **error,
              gpointer         user_data)
{
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT, RESOLVED, NULL, NULL, NULL);

  return g_variant_lookup_value (properties, name, NULL);
}

static const char introspection[] =
  "<node><interface name='org.freedesktop.resolve1.Manager'>"
  "<property name='DNS' type='a(iiay)' access='read'/><property name='Domains' type='a(isb)' access='read'/>"
  "</interface></node>";

/* A resolver that comes to the bus later is asked, and one that goes is forgotten. */
static void
test_reader (void)
{
  static const GDBusInterfaceVTable vtable = { .get_property = get_property };
  g_autoptr (GTestDBus) test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  NetopAddress address;
  bool         is_there = false;
  guint        name;

  g_test_dbus_up (test_bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (test_bus), TRUE);
  netop_dns_configuration_reader_start ();
  bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (test_bus),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, NULL);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, "/org/freedesktop/resolve1", node->interfaces[0], &vtable, NULL, NULL, NULL), !=, 0);
  name = g_bus_own_name_on_connection (bus, "org.freedesktop.resolve1", G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);

  g_assert_true (netop_address_parse ("192.0.2.53", &address));
  for (guint i = 0; i < 2; i++)
    {
      const bool is_wanted = i == 0;

      do
        {
          g_autoptr (NetopDnsConfiguration) newest = NULL;

          g_main_context_iteration (NULL, TRUE);
          newest = netop_dns_configuration_reader_get ();
          is_there = newest != NULL && netop_dns_configuration_has_server (newest, &address);
          if (is_there && is_wanted)
            check_resolved (newest);
        }
      while (is_there != is_wanted);
      if (is_wanted)
        g_bus_unown_name (name);
    }

  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_test_dbus_stop (test_bus);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dns-configuration/file", test_file);
  g_test_add_func ("/engine/dns-configuration/bounds", test_bounds);
  g_test_add_func ("/engine/dns-configuration/resolved", test_resolved);
  g_test_add_func ("/engine/dns-configuration/network-manager", test_network_manager);
  g_test_add_func ("/engine/dns-configuration/uris", test_uris);
  g_test_add_func ("/engine/dns-configuration/rubbish", test_rubbish);
  g_test_add_func ("/engine/dns-configuration/reader", test_reader);
  return g_test_run ();
}
