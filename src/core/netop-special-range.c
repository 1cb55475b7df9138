/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-special-range.h"

#include "netop-network.h"

typedef struct
{
  const char       *network;
  NetopSpecialRange range;
} Range;

/* The registries of RFC 6890 (iana-ipv4-special-registry, iana-ipv6-special-registry) with what was added to them since, each
 * with where it is from; narrower ones before those that they lie in. 6to4's 192.88.99.0/24 was given back (RFC 7526) and is
 * none. */
static const Range ranges[] = {
  { "0.0.0.0/8", NETOP_SPECIAL_RANGE_THIS_NETWORK },        /* RFC 1122, 3.2.1.3 */
  { "10.0.0.0/8", NETOP_SPECIAL_RANGE_PRIVATE },            /* RFC 1918 */
  { "100.64.0.0/10", NETOP_SPECIAL_RANGE_SHARED },          /* RFC 6598 */
  { "127.0.0.0/8", NETOP_SPECIAL_RANGE_LOOPBACK },          /* RFC 1122, 3.2.1.3 */
  { "169.254.0.0/16", NETOP_SPECIAL_RANGE_LINK_LOCAL },     /* RFC 3927 */
  { "172.16.0.0/12", NETOP_SPECIAL_RANGE_PRIVATE },         /* RFC 1918 */
  { "192.0.0.0/24", NETOP_SPECIAL_RANGE_PROTOCOL },         /* RFC 6890, 2.1 */
  { "192.0.2.0/24", NETOP_SPECIAL_RANGE_DOCUMENTATION },    /* RFC 5737 */
  { "192.168.0.0/16", NETOP_SPECIAL_RANGE_PRIVATE },        /* RFC 1918 */
  { "198.18.0.0/15", NETOP_SPECIAL_RANGE_BENCHMARKING },    /* RFC 2544 */
  { "198.51.100.0/24", NETOP_SPECIAL_RANGE_DOCUMENTATION }, /* RFC 5737 */
  { "203.0.113.0/24", NETOP_SPECIAL_RANGE_DOCUMENTATION },  /* RFC 5737 */
  { "224.0.0.0/4", NETOP_SPECIAL_RANGE_MULTICAST },         /* RFC 5771 */
  { "255.255.255.255", NETOP_SPECIAL_RANGE_BROADCAST },     /* RFC 8190; RFC 919, 7 */
  { "240.0.0.0/4", NETOP_SPECIAL_RANGE_RESERVED },          /* RFC 1112, 4 */
  { "::1", NETOP_SPECIAL_RANGE_LOOPBACK },                  /* RFC 4291, 2.5.3 */
  { "::", NETOP_SPECIAL_RANGE_THIS_NETWORK },               /* RFC 4291, 2.5.2 */
  { "64:ff9b::/96", NETOP_SPECIAL_RANGE_TRANSLATION },      /* RFC 6052 */
  { "64:ff9b:1::/48", NETOP_SPECIAL_RANGE_TRANSLATION },    /* RFC 8215 */
  { "100::/64", NETOP_SPECIAL_RANGE_DISCARD },              /* RFC 6666 */
  { "2001::/32", NETOP_SPECIAL_RANGE_TUNNEL },              /* Teredo: RFC 4380 */
  { "2001:2::/48", NETOP_SPECIAL_RANGE_BENCHMARKING },      /* RFC 5180, RFC 1752 */
  { "2001::/23", NETOP_SPECIAL_RANGE_PROTOCOL },            /* RFC 2928 */
  { "2001:db8::/32", NETOP_SPECIAL_RANGE_DOCUMENTATION },   /* RFC 3849 */
  { "2002::/16", NETOP_SPECIAL_RANGE_TUNNEL },              /* 6to4: RFC 3056 */
  { "3fff::/20", NETOP_SPECIAL_RANGE_DOCUMENTATION },       /* RFC 9637 */
  { "fc00::/7", NETOP_SPECIAL_RANGE_PRIVATE },              /* RFC 4193 */
  { "fe80::/10", NETOP_SPECIAL_RANGE_LINK_LOCAL },          /* RFC 4291, 2.5.6 */
  { "ff00::/8", NETOP_SPECIAL_RANGE_MULTICAST },            /* RFC 4291, 2.7 */
};

static const char *const ids[] = {
  [NETOP_SPECIAL_RANGE_NONE] = NULL,
  [NETOP_SPECIAL_RANGE_THIS_NETWORK] = "this_network",
  [NETOP_SPECIAL_RANGE_LOOPBACK] = "loopback",
  [NETOP_SPECIAL_RANGE_PRIVATE] = "private",
  [NETOP_SPECIAL_RANGE_SHARED] = "shared",
  [NETOP_SPECIAL_RANGE_LINK_LOCAL] = "link_local",
  [NETOP_SPECIAL_RANGE_MULTICAST] = "multicast",
  [NETOP_SPECIAL_RANGE_BROADCAST] = "broadcast",
  [NETOP_SPECIAL_RANGE_DOCUMENTATION] = "documentation",
  [NETOP_SPECIAL_RANGE_BENCHMARKING] = "benchmarking",
  [NETOP_SPECIAL_RANGE_PROTOCOL] = "protocol",
  [NETOP_SPECIAL_RANGE_TRANSLATION] = "translation",
  [NETOP_SPECIAL_RANGE_TUNNEL] = "tunnel",
  [NETOP_SPECIAL_RANGE_DISCARD] = "discard",
  [NETOP_SPECIAL_RANGE_RESERVED] = "reserved",
};
G_STATIC_ASSERT (G_N_ELEMENTS (ids) == NETOP_N_SPECIAL_RANGES);

static gpointer
read_ranges (gpointer data)
{
  NetopNetwork *networks = g_new0 (NetopNetwork, G_N_ELEMENTS (ranges));

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      if (!netop_network_parse (ranges[i].network, &networks[i]))
        g_assert_not_reached ();
    }
  return networks;
}

/**
 * netop_special_range_find:
 *
 * Any thread.
 *
 * Returns: the range of RFC 6890's registries that @address lies in, or another that is nobody's: multicast, broadcast
 */
NetopSpecialRange
netop_special_range_find (const NetopAddress *address)
{
  static GOnce        once = G_ONCE_INIT;
  const NetopNetwork *networks = g_once (&once, read_ranges, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      if (netop_network_contains (&networks[i], address))
        return ranges[i].range;
    }
  return NETOP_SPECIAL_RANGE_NONE;
}

/**
 * netop_special_range_get_id:
 *
 * Returns: (transfer none) (nullable): its word in the exported document; %NULL for none
 */
const char *
netop_special_range_get_id (NetopSpecialRange self)
{
  return ids[self];
}
