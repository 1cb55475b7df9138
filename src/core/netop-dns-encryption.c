/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-encryption.h"

#include <string.h>

#define HTTPS_PORT 443
#define DNS_OVER_TLS_PORT 853 /* RFC 7858, 3.1; RFC 8094, 3.1; RFC 9250, 4.1.1 */

/* Of resolvers that are open to all and answer over HTTPS at the addresses at which they answer everything. The first six are those
 * of Chromium's list of resolvers that it asks over HTTPS where these addresses are configured (net/dns/public/doh_provider_entry.cc),
 * Cloudflare's filtered ones and AdGuard's of AdGuard's list of providers (KnowledgeBaseDNS, docs/general/dns-providers.md);
 * Mullvad's and DNS4EU's of tables of their services that name for each what it answers to over HTTPS: ifun.de, "Mullvad DNS:
 * Öffentliches Angebot mit fünf Schutzstufen" (2025-11), after Mullvad's own help page, "DNS over HTTPS and DNS over TLS"; and
 * badcyber, "DNS4EU – a bit EU, a bit secure, a bit pointless" (2025-09). */
static const char *const https_resolvers[] = {
  /* Cloudflare */
  "1.0.0.1",
  "1.0.0.2",
  "1.0.0.3",
  "1.1.1.1",
  "1.1.1.2",
  "1.1.1.3",
  "2606:4700:4700::1001",
  "2606:4700:4700::1002",
  "2606:4700:4700::1003",
  "2606:4700:4700::1111",
  "2606:4700:4700::1112",
  "2606:4700:4700::1113",
  /* Google */
  "8.8.4.4",
  "8.8.8.8",
  "2001:4860:4860::64",
  "2001:4860:4860::6464",
  "2001:4860:4860::8844",
  "2001:4860:4860::8888",
  /* Quad9 */
  "9.9.9.9",
  "9.9.9.10",
  "9.9.9.11",
  "149.112.112.10",
  "149.112.112.11",
  "149.112.112.112",
  "2620:fe::9",
  "2620:fe::10",
  "2620:fe::11",
  "2620:fe::fe",
  "2620:fe::fe:10",
  "2620:fe::fe:11",
  /* Cisco OpenDNS */
  "208.67.220.123",
  "208.67.220.220",
  "208.67.222.123",
  "208.67.222.222",
  "2620:119:35::35",
  "2620:119:35::123",
  "2620:119:53::53",
  "2620:119:53::123",
  /* CleanBrowsing */
  "185.228.168.9",
  "185.228.168.10",
  "185.228.168.168",
  "185.228.169.9",
  "185.228.169.11",
  "185.228.169.168",
  "2a0d:2a00:1::",
  "2a0d:2a00:1::1",
  "2a0d:2a00:1::2",
  "2a0d:2a00:2::",
  "2a0d:2a00:2::1",
  "2a0d:2a00:2::2",
  /* DNS.SB */
  "45.11.45.11",
  "185.222.222.222",
  "2a09::",
  "2a11::",
  /* AdGuard */
  "94.140.14.14",
  "94.140.14.15",
  "94.140.14.140",
  "94.140.14.141",
  "94.140.15.15",
  "94.140.15.16",
  "2a10:50c0::1:ff",
  "2a10:50c0::2:ff",
  "2a10:50c0::ad1:ff",
  "2a10:50c0::ad2:ff",
  "2a10:50c0::bad1:ff",
  "2a10:50c0::bad2:ff",
  /* Mullvad */
  "194.242.2.2",
  "194.242.2.3",
  "194.242.2.4",
  "194.242.2.5",
  "194.242.2.6",
  "194.242.2.9",
  "2a07:e340::2",
  "2a07:e340::3",
  "2a07:e340::4",
  "2a07:e340::5",
  "2a07:e340::6",
  "2a07:e340::9",
  /* DNS4EU */
  "86.54.11.1",
  "86.54.11.11",
  "86.54.11.12",
  "86.54.11.13",
  "86.54.11.100",
  "86.54.11.200",
  "86.54.11.201",
  "86.54.11.211",
  "86.54.11.212",
  "86.54.11.213",
  "2a13:1001::86:54:11:1",
  "2a13:1001::86:54:11:11",
  "2a13:1001::86:54:11:12",
  "2a13:1001::86:54:11:13",
  "2a13:1001::86:54:11:100",
  "2a13:1001::86:54:11:200",
  "2a13:1001::86:54:11:201",
  "2a13:1001::86:54:11:211",
  "2a13:1001::86:54:11:212",
  "2a13:1001::86:54:11:213",
};

/* Under which such resolvers are asked over HTTPS, by the same sources; with a dot before it all names that end so. */
static const char *const https_names[] = {
  "cloudflare-dns.com",
  ".cloudflare-dns.com", /* chrome, mozilla, family, security */
  "dns.cloudflare.com",
  "one.one.one.one",
  "dns.google",
  "dns.google.com",
  "dns64.dns.google",
  "dns.quad9.net",
  "dns9.quad9.net",
  "dns10.quad9.net",
  "dns11.quad9.net",
  "doh.opendns.com",
  "doh.familyshield.opendns.com",
  "doh.sandbox.opendns.com",
  "doh.cleanbrowsing.org",
  "doh.dns.sb",
  "doh.xfinity.com",
  "doh.cox.net",
  "odvr.nic.cz",
  "public.dns.iij.jp",
  "dns.nextdns.io",
  ".dns.nextdns.io", /* a user's own */
  "dns.adguard-dns.com",
  "family.adguard-dns.com",
  "unfiltered.adguard-dns.com",
  "dns.alidns.com",
  "freedns.controld.com",
  "dns.mullvad.net",
  ".dns.mullvad.net", /* adblock, base, extended, family, all */
  "protective.joindns4.eu",
  "child.joindns4.eu",
  "noads.joindns4.eu",
  "child-noads.joindns4.eu",
  "unfiltered.joindns4.eu",
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

static bool
ends_with (const char *name,
           const char *end)
{
  size_t length = strlen (name);
  size_t end_length = strlen (end);

  return length > end_length && g_ascii_strcasecmp (name + length - end_length, end) == 0;
}

/* What an answer gave, or the hosts file has in its place: what the address is called by whoever has it says nothing of what
 * it was asked for. */
static bool
has_https_name (const NetopConnection *connection)
{
  const char *name = connection->remote_name;

  if (name == NULL || (connection->name_source < NETOP_NAME_SOURCE_OTHER_PROCESS && connection->name_source != NETOP_NAME_SOURCE_HOSTS))
    return false;

  for (guint i = 0; i < G_N_ELEMENTS (https_names); i++)
    {
      if (*https_names[i] == '.' ? ends_with (name, https_names[i]) : g_ascii_strcasecmp (name, https_names[i]) == 0)
        return true;
    }
  return false;
}

/**
 * netop_dns_encryption_find:
 * @encryption: (out): set where it is
 *
 * Returns: whether the connection is to a server of encrypted DNS: by its port, or over HTTPS by its address or the
 *   name under which that was given out. What is in it is not known
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
  return connection->remote_port == HTTPS_PORT && (is_https_resolver (&connection->remote) || has_https_name (connection));
}
