/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "netop-format.h"

/* Kinds that have another name among people: the kernel's IFLA_INFO_KIND, and what the helper calls those without one. */
static const struct
{
  const char *kind;
  const char *title;
} kinds[] = {
  { "loopback", N_ ("Loopback") },
  { "ethernet", N_ ("Ethernet") },
  { "wifi", N_ ("Wi-Fi") },
  { "bridge", N_ ("Bridge") },
  { "bond", N_ ("Bond") },
  { "vlan", N_ ("VLAN") },
  { "wireguard", N_ ("WireGuard") },
  { "tun", N_ ("Tunnel") },
};

/**
 * netop_interface_dup_kind_text:
 *
 * Returns: (transfer full) (nullable): what kind of interface it is, translated; the kernel's own word where there is no
 *   other; %NULL where it is not known
 */
char *
netop_interface_dup_kind_text (const NetopInterface *facts)
{
  g_autofree char *kind = netop_format_name (facts->kind, strnlen (facts->kind, sizeof facts->kind));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      return g_strdup (_ (kinds[i].title));

  return kind[0] != '\0' ? g_steal_pointer (&kind) : NULL;
}

/**
 * netop_interface_get_state_text:
 *
 * Returns: (transfer none) (nullable): its state, translated; %NULL where it is not known
 */
const char *
netop_interface_get_state_text (const NetopInterface *facts)
{
  switch (facts->state)
    {
    case NETOP_INTERFACE_STATE_UP:
      return _ ("up");
    case NETOP_INTERFACE_STATE_NO_LINK:
      return _ ("no link");
    case NETOP_INTERFACE_STATE_DOWN:
      return _ ("down");
    case NETOP_INTERFACE_STATE_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * netop_interface_dup_addresses:
 *
 * Returns: (transfer full) (nullable): its addresses with the lengths of their prefixes; %NULL where it has none
 */
char *
netop_interface_dup_addresses (const NetopSnapshotInterface *interface, const char *separator)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; interface->addresses != NULL && i < interface->addresses->len; i++)
    {
      const NetopInterfaceAddress *address = &g_array_index (interface->addresses, NetopInterfaceAddress, i);
      char                         buffer[NETOP_ADDRESS_STRING_SIZE];

      g_string_append_printf (text,
                              "%s%s/%u",
                              i > 0 ? separator : "",
                              netop_address_format (&address->address, buffer, sizeof buffer),
                              address->prefix_length);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * netop_interface_dup_dns_servers:
 *
 * Returns: (transfer full) (nullable): whom the system is told to ask there; %NULL where it is told nobody, or that is not known
 */
char *
netop_interface_dup_dns_servers (const NetopSnapshotInterface *interface)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; interface->dns_servers && i < interface->dns_servers->len; i++)
    {
      char buffer[NETOP_ADDRESS_STRING_SIZE];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", netop_address_format (&g_array_index (interface->dns_servers, NetopAddress, i), buffer, sizeof buffer));
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * netop_interface_dup_search_domains:
 *
 * Returns: (transfer full) (nullable): which domains are tried there; %NULL where there are none, or that is not known
 */
char *
netop_interface_dup_search_domains (const NetopSnapshotInterface *interface)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; interface->search_domains && i < interface->search_domains->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index (interface->search_domains, i));

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
