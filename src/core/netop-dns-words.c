/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-message.h"

/* www.iana.org/assignments/dns-parameters, as of 2024; NB and NBSTAT of RFC 1002, whose numbers are taken, too. */
static const char *const types[] = {
  [1] = "A",
  [2] = "NS",
  [5] = "CNAME",
  [6] = "SOA",
  [10] = "NULL",
  [12] = "PTR",
  [13] = "HINFO",
  [15] = "MX",
  [16] = "TXT",
  [17] = "RP",
  [18] = "AFSDB",
  [24] = "SIG",
  [25] = "KEY",
  [28] = "AAAA",
  [29] = "LOC",
  [33] = "SRV",
  [35] = "NAPTR",
  [36] = "KX",
  [37] = "CERT",
  [39] = "DNAME",
  [41] = "OPT",
  [42] = "APL",
  [43] = "DS",
  [44] = "SSHFP",
  [45] = "IPSECKEY",
  [46] = "RRSIG",
  [47] = "NSEC",
  [48] = "DNSKEY",
  [49] = "DHCID",
  [50] = "NSEC3",
  [51] = "NSEC3PARAM",
  [52] = "TLSA",
  [53] = "SMIMEA",
  [55] = "HIP",
  [59] = "CDS",
  [60] = "CDNSKEY",
  [61] = "OPENPGPKEY",
  [62] = "CSYNC",
  [63] = "ZONEMD",
  [64] = "SVCB",
  [65] = "HTTPS",
  [108] = "EUI48",
  [109] = "EUI64",
  [249] = "TKEY",
  [250] = "TSIG",
  [251] = "IXFR",
  [252] = "AXFR",
  [255] = "ANY",
  [256] = "URI",
  [257] = "CAA",
};

static const char *const rcodes[] = {
  [0] = "NOERROR",
  [1] = "FORMERR",
  [2] = "SERVFAIL",
  [3] = "NXDOMAIN",
  [4] = "NOTIMP",
  [5] = "REFUSED",
  [6] = "YXDOMAIN",
  [7] = "YXRRSET",
  [8] = "NXRRSET",
  [9] = "NOTAUTH",
  [10] = "NOTZONE",
  [16] = "BADVERS",
  [17] = "BADKEY",
  [18] = "BADTIME",
  [19] = "BADMODE",
  [20] = "BADNAME",
  [21] = "BADALG",
  [22] = "BADTRUNC",
  [23] = "BADCOOKIE",
};

/**
 * netop_dns_format_type:
 * @buffer_size: at least 10
 *
 * Returns: (transfer none): "AAAA", or "TYPE4711" (RFC 3597, 5) in @buffer
 */
const char *
netop_dns_format_type (uint16_t type,
                       char    *buffer,
                       size_t   buffer_size)
{
  if (type < G_N_ELEMENTS (types) && types[type] != NULL)
    return types[type];

  g_snprintf (buffer, buffer_size, "TYPE%u", type);
  return buffer;
}

/**
 * netop_dns_format_rcode:
 * @buffer_size: at least 11
 *
 * Returns: (transfer none): "NXDOMAIN", or "RCODE4000" in @buffer
 */
const char *
netop_dns_format_rcode (uint16_t rcode,
                        char    *buffer,
                        size_t   buffer_size)
{
  if (rcode < G_N_ELEMENTS (rcodes) && rcodes[rcode] != NULL)
    return rcodes[rcode];

  g_snprintf (buffer, buffer_size, "RCODE%u", rcode);
  return buffer;
}
