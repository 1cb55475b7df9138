/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address.h"

#include "netop-cursor.h"
#include "netop-local-addresses.h"
#include "netop-row-key.h"

enum {
  V4 = 1 << 0,
  UNSPECIFIED = 1 << 1,
  LOOPBACK = 1 << 2,
  MULTICAST = 1 << 3,
  LINK_LOCAL = 1 << 4,
  PRIVATE = 1 << 5,
  BROADCAST = 1 << 6,
};

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    const char *canonical; /* NULL: as it is */
    int         kinds;
  } cases[] = {
    { "0.0.0.0", NULL, V4 | UNSPECIFIED },
    { "127.0.0.1", NULL, V4 | LOOPBACK },
    { "127.255.255.254", NULL, V4 | LOOPBACK },
    { "128.0.0.1", NULL, V4 },
    { "224.0.0.251", NULL, V4 | MULTICAST },
    { "239.255.255.250", NULL, V4 | MULTICAST },
    { "240.0.0.1", NULL, V4 },
    { "255.255.255.255", NULL, V4 | BROADCAST },
    { "169.254.1.1", NULL, V4 | LINK_LOCAL },
    { "10.1.2.3", NULL, V4 | PRIVATE },
    { "172.15.0.1", NULL, V4 },
    { "172.16.0.1", NULL, V4 | PRIVATE },
    { "172.31.255.1", NULL, V4 | PRIVATE },
    { "172.32.0.1", NULL, V4 },
    { "192.168.0.1", NULL, V4 | PRIVATE },
    { "192.169.0.1", NULL, V4 },
    { "100.64.0.1", NULL, V4 | PRIVATE },
    { "100.128.0.1", NULL, V4 },
    { "::", NULL, UNSPECIFIED },
    { "::1", NULL, LOOPBACK },
    { "::2", NULL, 0 },
    { "2001:DB8:0::1", "2001:db8::1", 0 },
    { "fe80::1", NULL, LINK_LOCAL },
    { "fec0::1", NULL, 0 },
    { "fc00::1", NULL, PRIVATE },
    { "fdff::1", NULL, PRIVATE },
    { "ff02::fb", NULL, MULTICAST },
    { "::ffff:10.0.0.1", "10.0.0.1", V4 | PRIVATE },
    { "2001:db8:1111:2222:3333:4444:5555:6666", NULL, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopAddress address;
      char         text[NETOP_ADDRESS_STRING_SIZE];
      int          kinds;

      g_test_message ("%s", cases[i].text);
      g_assert_true (netop_address_parse (cases[i].text, &address));
      g_assert_cmpstr (netop_address_format (&address, text, sizeof text), ==, cases[i].canonical != NULL ? cases[i].canonical : cases[i].text);
      kinds = (netop_address_is_v4 (&address) ? V4 : 0) |
              (netop_address_is_unspecified (&address) ? UNSPECIFIED : 0) |
              (netop_address_is_loopback (&address) ? LOOPBACK : 0) |
              (netop_address_is_multicast (&address) ? MULTICAST : 0) |
              (netop_address_is_link_local (&address) ? LINK_LOCAL : 0) |
              (netop_address_is_private (&address) ? PRIVATE : 0) |
              (netop_address_is_broadcast (&address) ? BROADCAST : 0);
      g_assert_cmphex (kinds, ==, cases[i].kinds);
    }
}

static void
test_parse_rejects (void)
{
  static const char *const texts[] = { "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "::1%lo", "[::1]", "fe80::1/64", "host", ":::" };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      NetopAddress address;

      g_test_message ("%s", texts[i]);
      g_assert_false (netop_address_parse (texts[i], &address));
    }
}

static void
test_order (void)
{
  static const char *const sorted[] = { "::", "::1", "9.0.0.0", "10.0.0.1", "10.0.0.2", "2001:db8::1" };

  for (size_t i = 0; i < G_N_ELEMENTS (sorted); i++)
    for (size_t k = 0; k < G_N_ELEMENTS (sorted); k++)
      {
        NetopAddress a, b;

        g_assert_true (netop_address_parse (sorted[i], &a));
        g_assert_true (netop_address_parse (sorted[k], &b));
        g_assert_cmpint (netop_address_compare (&a, &b) < 0, ==, i < k);
        g_assert_cmpint (netop_address_equal (&a, &b), ==, i == k);
      }
}

/* Each reader fails one byte short of what it needs, and leaves the cursor alone. */
static void
test_cursor (void)
{
  static const uint8_t bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
  NetopCursor          cursor, head;
  uint8_t              u8;
  uint16_t             u16;
  uint32_t             u32;
  NetopAddress         address;

  cursor = (NetopCursor){ bytes, 15 };
  g_assert_false (netop_cursor_read_v6 (&cursor, &address));
  g_assert_cmpuint (cursor.left, ==, 15);
  cursor.left = 16;
  g_assert_true (netop_cursor_read_v6 (&cursor, &address));
  g_assert_cmpmem (address.bytes, 16, bytes, 16);
  g_assert_cmpuint (cursor.left, ==, 0);
  g_assert_false (netop_cursor_read_u8 (&cursor, &u8));
  g_assert_false (netop_cursor_peek_u8 (&cursor, &u8));
  g_assert_true (netop_cursor_skip (&cursor, 0));
  g_assert_false (netop_cursor_skip (&cursor, 1));

  cursor = (NetopCursor){ bytes, 3 };
  g_assert_false (netop_cursor_read_u32 (&cursor, &u32));
  g_assert_false (netop_cursor_read_v4 (&cursor, &address));
  g_assert_false (netop_cursor_split (&cursor, 4, &head));
  g_assert_true (cursor.bytes == bytes && cursor.left == 3);
  g_assert_true (netop_cursor_split (&cursor, 2, &head));
  g_assert_true (netop_cursor_read_u16 (&head, &u16));
  g_assert_cmphex (u16, ==, 0x0102);
  g_assert_false (netop_cursor_read_u8 (&head, &u8));
  g_assert_false (netop_cursor_read_u16 (&cursor, &u16));
  g_assert_true (netop_cursor_peek_u8 (&cursor, &u8));
  g_assert_true (netop_cursor_read_u8 (&cursor, &u8));
  g_assert_cmpuint (u8, ==, 3);

  cursor = (NetopCursor){ bytes, 4 };
  g_assert_true (netop_cursor_read_u32 (&cursor, &u32));
  g_assert_cmphex (u32, ==, 0x01020304);
}

static void
test_local_addresses (void)
{
  g_autoptr (NetopLocalAddresses) none = netop_local_addresses_new (NULL, 0);
  g_autoptr (NetopLocalAddresses) many = NULL;
  NetopInterfaceAddress addresses[300] = { 0 };
  NetopAddress          address;

  for (uint8_t i = 0; i < 150; i++)
    {
      addresses[2 * i].address = netop_address_from_v4 ((uint8_t[]){ 10, 0, i, 1 });
      addresses[2 * i + 1].address = netop_address_from_v6 ((uint8_t[16]){ 0xfd, [14] = i, [15] = 1 });
    }
  addresses[0].address = addresses[2].address; /* one address on two interfaces */
  addresses[1] = (NetopInterfaceAddress){ 0 }; /* and one that is none */
  many = netop_local_addresses_new (addresses, G_N_ELEMENTS (addresses));

  for (uint8_t i = 1; i < 150; i++)
    {
      g_assert_true (netop_local_addresses_contain (many, &addresses[2 * i].address));
      g_assert_true (netop_local_addresses_contain (many, &addresses[2 * i + 1].address));
      address = netop_address_from_v4 ((uint8_t[]){ 10, 0, i, 2 });
      g_assert_false (netop_local_addresses_contain (many, &address));
      g_assert_false (netop_local_addresses_contain (none, &addresses[2 * i].address));
    }

  g_assert_true (netop_address_parse ("::", &address));
  g_assert_false (netop_local_addresses_contain (many, &address));
  g_assert_true (netop_address_parse ("127.9.9.9", &address));
  g_assert_true (netop_local_addresses_contain (none, &address));
  g_assert_true (netop_local_addresses_contain (NULL, &address));
  g_assert_true (netop_local_addresses_is_empty (none));
  g_assert_true (netop_local_addresses_is_empty (NULL));
  g_assert_false (netop_local_addresses_is_empty (many));
}

static void
test_row_keys (void)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new (NULL, NULL);
  NetopRowKey a = { 7, 0, NETOP_ROW_PROCESS }, b = { 7, 0, NETOP_ROW_PROCESS };

  g_assert_true (netop_row_key_equal (&a, &b));
  g_assert_cmpuint (netop_row_key_hash (&a), ==, netop_row_key_hash (&b));
  b.kind = NETOP_ROW_CONNECTION;
  g_assert_false (netop_row_key_equal (&a, &b));
  b = (NetopRowKey){ 7, 1, NETOP_ROW_PROCESS };
  g_assert_false (netop_row_key_equal (&a, &b));

  /* Ids count upwards: their low bits, which choose the bucket, must not. */
  for (uint64_t i = 0; i < 4096; i++)
    g_hash_table_add (hashes, GUINT_TO_POINTER (1 + netop_row_key_hash (&(NetopRowKey){ i << 16, 0, NETOP_ROW_CONNECTION }) % 65536));
  g_assert_cmpuint (g_hash_table_size (hashes), >, 3800);
}

/* Of keys that begin with an address only the address counts. */
static void
test_table_keys (void)
{
  struct
  {
    NetopAddress address;
    int          more;
  } a = { .more = 1 }, b = { .more = 2 };
  g_autoptr (GHashTable) hashes = g_hash_table_new (NULL, NULL);

  a.address.bytes[15] = b.address.bytes[15] = 7;
  g_assert_cmpuint (netop_address_hash (&a), ==, netop_address_hash (&b));
  g_assert_true (netop_address_is_key (&a, &b));
  b.address.bytes[0] = 1;
  g_assert_false (netop_address_is_key (&a, &b));

  /* A network that somebody sends from address by address. */
  for (guint i = 0; i < 4096; i++)
    {
      NetopAddress address = { 0 };

      memcpy (address.bytes, &i, sizeof i);
      g_hash_table_add (hashes, GUINT_TO_POINTER (1 + netop_address_hash (&address) % 65536));
    }
  g_assert_cmpuint (g_hash_table_size (hashes), >, 3800);
}

static void
test_reverse (void)
{
  static const struct
  {
    const char *name;
    const char *address;
  } cases[] = {
    { "7.2.0.192.in-addr.arpa", "192.0.2.7" },
    { "7.2.0.192.IN-ADDR.arpa", "192.0.2.7" },
    { "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "2001:db8::1" },
    { "2.0.192.in-addr.arpa", NULL },
    { "1.7.2.0.192.in-addr.arpa", NULL },
    { "256.2.0.192.in-addr.arpa", NULL },
    { "-7.2.0.192.in-addr.arpa", NULL },
    { "0007.2.0.192.in-addr.arpa", NULL },
    { "7.2.0.192in-addr.arpa", NULL },
    { "10.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", NULL },
    { "0x1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", NULL },
    { "in-addr.arpa", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopAddress address;
      char         buffer[NETOP_ADDRESS_STRING_SIZE];
      bool         is_one = netop_address_parse_reverse (cases[i].name, &address);

      g_assert_cmpstr (is_one ? netop_address_format (&address, buffer, sizeof buffer) : NULL, ==, cases[i].address);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/address/kinds", test_kinds);
  g_test_add_func ("/core/address/parse-rejects", test_parse_rejects);
  g_test_add_func ("/core/address/order", test_order);
  g_test_add_func ("/core/cursor/never-beyond", test_cursor);
  g_test_add_func ("/core/local-addresses/contain", test_local_addresses);
  g_test_add_func ("/core/address/table-keys", test_table_keys);
  g_test_add_func ("/core/row-key/equal-and-hash", test_row_keys);
  g_test_add_func ("/core/address/reverse", test_reverse);
  return g_test_run ();
}
