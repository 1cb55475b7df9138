/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-encryption.h"

#define TCP 6
#define UDP 17
#define NONE -1

static const struct
{
  const char     *address;
  uint16_t        port;
  uint8_t         protocol;
  const char     *name;
  NetopNameSource source;
  NetopDirection  direction;
  int             encryption;
} cases[] = {
  { "192.0.2.1", 853, TCP, .encryption = NETOP_DNS_ENCRYPTION_TLS },
  { "192.0.2.1", 853, UDP, .encryption = NETOP_DNS_ENCRYPTION_QUIC },
  { "192.0.2.1", 853, TCP, .direction = NETOP_DIRECTION_INCOMING, .encryption = NONE },
  { "192.0.2.1", 853, 132, .encryption = NONE },
  { "9.9.9.9", 443, TCP, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "2a13:1001::86:54:11:213", 443, UDP, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "9.9.9.9", 80, TCP, .encryption = NONE },
  { "149.112.112.9", 443, TCP, .encryption = NONE },
  { "192.0.2.1", 443, TCP, .encryption = NONE },
  { "192.0.2.1", 443, TCP, "Dns.Google", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "192.0.2.1", 443, TCP, "dns.google", NETOP_NAME_SOURCE_OTHER_PROCESS, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "192.0.2.1", 443, TCP, "dns.google", NETOP_NAME_SOURCE_HOSTS, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "192.0.2.1", 443, TCP, "dns.google", NETOP_NAME_SOURCE_REVERSE_DNS, .encryption = NONE },
  { "192.0.2.1", 443, TCP, "dns.google", NETOP_NAME_SOURCE_MDNS, .encryption = NONE },
  { "192.0.2.1", 80, TCP, "dns.google", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NONE },
  { "192.0.2.1", 443, TCP, "www.dns.google", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NONE },
  { "192.0.2.1", 443, UDP, "abc123.DNS.nextdns.io", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "192.0.2.1", 443, TCP, "mozilla.cloudflare-dns.com", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NETOP_DNS_ENCRYPTION_HTTPS },
  { "192.0.2.1", 443, TCP, "evilcloudflare-dns.com", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NONE },
  { "192.0.2.1", 443, TCP, ".dns.nextdns.io", NETOP_NAME_SOURCE_SAME_PROCESS, .encryption = NONE },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopConnection connection = {
        .protocol = cases[i].protocol,
        .remote_port = cases[i].port,
        .direction = cases[i].direction,
        .remote_name = cases[i].name != NULL ? g_ref_string_new (cases[i].name) : NULL,
        .name_source = cases[i].source,
      };
      NetopDnsEncryption encryption = NETOP_DNS_ENCRYPTION_TLS;
      bool               is_found;

      g_test_message ("case %u", i);
      g_assert_true (netop_address_parse (cases[i].address, &connection.remote));
      is_found = netop_dns_encryption_find (&connection, &encryption);
      g_assert_cmpint (is_found ? (int)encryption : NONE, ==, cases[i].encryption);
      g_clear_pointer (&connection.remote_name, g_ref_string_release);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dns-encryption/find", test_find);
  return g_test_run ();
}
