/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-encryption.h"

#define HTTPS_PORT 443
#define DNS_OVER_TLS_PORT 853 /* RFC 7858, 3.1; RFC 8094, 3.1; RFC 9250, 4.1.1 */

/* Of resolvers that are open to all and answer over HTTPS at the addresses at which they answer everything, as their
 * operators say: Cloudflare, Google, Quad9, Cisco OpenDNS, AdGuard, CleanBrowsing, Mullvad, DNS4EU. */
static const char *const https_resolvers[] = {
  "1.0.0.1",
  "1.0.0.2",
  "1.0.0.3",
  "1.1.1.1",
  "1.1.1.2",
  "1.1.1.3",
  "8.8.4.4",
  "8.8.8.8",
  "9.9.9.9",
  "9.9.9.10",
  "9.9.9.11",
  "86.54.11.1",
  "86.54.11.100",
  "94.140.14.14",
  "94.140.14.15",
  "94.140.15.15",
  "94.140.15.16",
  "149.112.112.9",
  "149.112.112.10",
  "149.112.112.11",
  "149.112.112.112",
  "185.228.168.9",
  "185.228.168.10",
  "185.228.168.168",
  "194.242.2.2",
  "194.242.2.3",
  "194.242.2.4",
  "208.67.220.220",
  "208.67.222.222",
  "2001:4860:4860::8844",
  "2001:4860:4860::8888",
  "2606:4700:4700::1001",
  "2606:4700:4700::1111",
  "2606:4700:4700::1112",
  "2606:4700:4700::1113",
  "2620:119:35::35",
  "2620:119:53::53",
  "2620:fe::9",
  "2620:fe::10",
  "2620:fe::11",
  "2620:fe::fe",
  "2a07:e340::2",
  "2a10:50c0::ad1:ff",
  "2a10:50c0::ad2:ff",
};

static gpointer
read_resolvers (gpointer data)
{
  GArray *addresses = g_array_new (FALSE, FALSE, sizeof (NetopAddress));

  for (guint i = 0; i < G_N_ELEMENTS (https_resolvers); i++)
    {
      NetopAddress address;

      if (netop_address_parse (https_resolvers[i], &address))
        g_array_append_val (addresses, address);
    }
  return addresses;
}

static bool
is_https_resolver (const NetopAddress *address)
{
  static GOnce  once = G_ONCE_INIT;
  const GArray *addresses = g_once (&once, read_resolvers, NULL);

  for (guint i = 0; i < addresses->len; i++)
    {
      if (netop_address_equal (&g_array_index (addresses, NetopAddress, i), address))
        return true;
    }
  return false;
}

/**
 * netop_dns_encryption_find:
 * @encryption: (out): set where it is
 *
 * Returns: whether the connection is to a server of encrypted DNS: by its port, or because nothing else is to be had by
 *   HTTPS at that address. What is in it is not known
 */
bool
netop_dns_encryption_find (const NetopConnection *connection,
                           NetopDnsEncryption    *encryption)
{
  bool is_stream = connection->protocol == NETOP_PROTOCOL_TCP;

  if ((!is_stream && connection->protocol != NETOP_PROTOCOL_UDP) || connection->direction == NETOP_DIRECTION_INCOMING)
    return false;
  if (connection->remote_port == DNS_OVER_TLS_PORT)
    {
      *encryption = is_stream ? NETOP_DNS_ENCRYPTION_TLS : NETOP_DNS_ENCRYPTION_QUIC;
      return true;
    }

  *encryption = NETOP_DNS_ENCRYPTION_HTTPS;
  return connection->remote_port == HTTPS_PORT && is_https_resolver (&connection->remote);
}
