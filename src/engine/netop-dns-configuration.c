/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-configuration.h"

#include <string.h>

#include "netop-format.h"

#define MAX_SERVERS 256
#define MAX_DOMAINS 256
#define FAMILY_V4 2 /* AF_INET and AF_INET6 of Linux, as systemd-resolved tells them */
#define FAMILY_V6 10

static void
domain_clear (gpointer data)
{
  g_ref_string_release (((NetopDnsDomain *)data)->domain);
}

/**
 * netop_dns_configuration_new:
 *
 * Returns: (transfer full): an empty one, to be filled and then left alone
 */
NetopDnsConfiguration *
netop_dns_configuration_new (void)
{
  NetopDnsConfiguration *self = g_atomic_rc_box_new0 (NetopDnsConfiguration);

  self->servers = g_array_new (FALSE, TRUE, sizeof (NetopDnsServer));
  self->domains = g_array_new (FALSE, TRUE, sizeof (NetopDnsDomain));
  g_array_set_clear_func (self->domains, domain_clear);
  return self;
}

/**
 * netop_dns_configuration_ref:
 *
 * Returns: (transfer full): @self; any thread
 */
NetopDnsConfiguration *
netop_dns_configuration_ref (NetopDnsConfiguration *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
configuration_clear (gpointer data)
{
  NetopDnsConfiguration *self = data;

  g_array_unref (self->servers);
  g_array_unref (self->domains);
}

/**
 * netop_dns_configuration_unref:
 * @self: (transfer full) (nullable): any thread
 */
void
netop_dns_configuration_unref (NetopDnsConfiguration *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, configuration_clear);
}

static bool
is_same_interface (uint32_t    index_a,
                   const char *name_a,
                   uint32_t    index_b,
                   const char *name_b)
{
  return index_a == index_b && strcmp (name_a, name_b) == 0;
}

/* Each once for an interface. */
static void
add_server (NetopDnsConfiguration *self,
            const NetopAddress    *address,
            uint32_t               interface_index,
            const char            *interface_name)
{
  NetopDnsServer server = { .address = *address, .interface_index = interface_index };

  if (self->servers->len >= MAX_SERVERS || netop_address_is_unspecified (address))
    return;

  g_strlcpy (server.interface_name, interface_name, sizeof server.interface_name);
  for (guint i = 0; i < self->servers->len; i++)
    {
      const NetopDnsServer *known = &g_array_index (self->servers, NetopDnsServer, i);

      if (netop_address_equal (&known->address, address) &&
          is_same_interface (known->interface_index, known->interface_name, interface_index, server.interface_name))
        return;
    }
  g_array_append_val (self->servers, server);
}

static void
add_domain (NetopDnsConfiguration *self,
            const char            *text,
            uint32_t               interface_index,
            const char            *interface_name)
{
  g_autofree char *shown = netop_format_name (text, strlen (text));
  NetopDnsDomain   domain = { .interface_index = interface_index };

  if (self->domains->len >= MAX_DOMAINS || *text == '\0')
    return;

  g_strlcpy (domain.interface_name, interface_name, sizeof domain.interface_name);
  domain.domain = g_ref_string_new (shown);
  g_array_append_val (self->domains, domain);
}

/* --- resolv.conf --- */

/* The scope of an address of the link is not part of it here. */
static void
add_server_text (NetopDnsConfiguration *self,
                 const char            *text,
                 const char            *interface_name)
{
  g_autofree char *plain = g_strndup (text, strcspn (text, "%#"));
  NetopAddress     address;

  if (netop_address_parse (plain, &address))
    add_server (self, &address, 0, interface_name);
}

static void
add_line (NetopDnsConfiguration *self,
          const char            *line)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *plain = g_strndup (line, strcspn (line, "#;"));

  g_strdelimit (plain, "\t\r", ' ');
  words = g_strsplit (g_strstrip (plain), " ", -1);
  if (words[0] == NULL)
    return;
  for (guint i = 1; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (strcmp (words[0], "nameserver") == 0)
        add_server_text (self, words[i], "");
      else if (strcmp (words[0], "search") == 0 || strcmp (words[0], "domain") == 0)
        add_domain (self, words[i], 0, "");
    }
}

/**
 * netop_dns_configuration_add_file:
 * @text: (array length=length): of a resolv.conf (resolv.conf(5)), any bytes
 *
 * Adds its servers and search domains, which are everybody's.
 */
void
netop_dns_configuration_add_file (NetopDnsConfiguration *self,
                                  const char            *text,
                                  size_t                 length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    add_line (self, lines[i]);
}

/* --- D-Bus --- */

/**
 * netop_dns_configuration_add_resolved:
 * @properties: (transfer none): of type a{sv}: those of org.freedesktop.resolve1.Manager (org.freedesktop.resolve1(5))
 *
 * Adds what systemd-resolved asks, by interface. What is not of the type that is documented is left out.
 */
void
netop_dns_configuration_add_resolved (NetopDnsConfiguration *self,
                                      GVariant              *properties)
{
  g_autoptr (GVariant) servers = g_variant_lookup_value (properties, "DNS", G_VARIANT_TYPE ("a(iiay)"));
  g_autoptr (GVariant) domains = g_variant_lookup_value (properties, "Domains", G_VARIANT_TYPE ("a(isb)"));
  GVariantIter iter;
  int          index, family;
  GVariant    *bytes;
  const char  *domain;
  gboolean     only_route;

  if (servers != NULL)
    {
      g_variant_iter_init (&iter, servers);
      while (g_variant_iter_loop (&iter, "(ii@ay)", &index, &family, &bytes))
        {
          gsize          length;
          const uint8_t *data = g_variant_get_fixed_array (bytes, &length, 1);
          NetopAddress   address;

          if (family == FAMILY_V4 && length == 4)
            address = netop_address_from_v4 (data);
          else if (family == FAMILY_V6 && length == 16)
            address = netop_address_from_v6 (data);
          else
            continue;
          add_server (self, &address, (uint32_t)MAX (index, 0), "");
        }
    }
  if (domains != NULL)
    {
      g_variant_iter_init (&iter, domains);
      while (g_variant_iter_loop (&iter, "(i&sb)", &index, &domain, &only_route))
        if (!only_route)
          add_domain (self, domain, (uint32_t)MAX (index, 0), "");
    }
}

/* From version 1.50 on a server may be a URI, as libnm's nm_dns_uri_parse() has it: SCHEME://ADDRESS[:PORT][#NAME], with brackets
 * around an address of IPv6. */
static void
add_server_uri (NetopDnsConfiguration *self,
                const char            *text,
                const char            *interface_name)
{
  const char      *separator = strstr (text, "://");
  const char      *address = separator != NULL ? separator + strlen ("://") : text;
  g_autofree char *plain = NULL;

  if (separator == NULL)
    plain = g_strdup (text);
  else if (*address == '[')
    plain = g_strndup (address + 1, strcspn (address + 1, "]"));
  else
    plain = g_strndup (address, strcspn (address, ":"));
  add_server_text (self, plain, interface_name);
}

/* What begins with a tilde says where a name is asked for, and is not searched in. */
static bool
is_searched (const char *domain)
{
  return *domain != '~';
}

static void
add_connection (NetopDnsConfiguration *self,
                GVariant              *connection)
{
  g_autoptr (GVariant) servers = g_variant_lookup_value (connection, "nameservers", G_VARIANT_TYPE ("as"));
  g_autoptr (GVariant) domains = g_variant_lookup_value (connection, "domains", G_VARIANT_TYPE ("as"));
  const char  *interface_name = "";
  const char  *text;
  GVariantIter iter;

  g_variant_lookup (connection, "interface", "&s", &interface_name);
  if (servers != NULL)
    {
      g_variant_iter_init (&iter, servers);
      while (g_variant_iter_next (&iter, "&s", &text))
        add_server_uri (self, text, interface_name);
    }
  /* Without an interface it is a section of the configuration that has all servers for one domain. */
  if (domains != NULL && *interface_name != '\0')
    {
      g_variant_iter_init (&iter, domains);
      while (g_variant_iter_next (&iter, "&s", &text))
        if (is_searched (text))
          add_domain (self, text, 0, interface_name);
    }
}

/**
 * netop_dns_configuration_add_network_manager:
 * @properties: (transfer none): of type a{sv}: those of org.freedesktop.NetworkManager.DnsManager
 *
 * Adds what NetworkManager was told for each connection, by the name of its interface, and for all of them.
 */
void
netop_dns_configuration_add_network_manager (NetopDnsConfiguration *self,
                                             GVariant              *properties)
{
  g_autoptr (GVariant) connections = g_variant_lookup_value (properties, "Configuration", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; connections != NULL && i < g_variant_n_children (connections); i++)
    {
      g_autoptr (GVariant) connection = g_variant_get_child_value (connections, i);

      add_connection (self, connection);
    }
}

/**
 * netop_dns_configuration_has_server:
 *
 * Returns: whether it is to be asked, on whichever interface
 */
bool
netop_dns_configuration_has_server (const NetopDnsConfiguration *self,
                                    const NetopAddress          *address)
{
  for (guint i = 0; i < self->servers->len; i++)
    {
      if (netop_address_equal (&g_array_index (self->servers, NetopDnsServer, i).address, address))
        return true;
    }
  return false;
}
