/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <string.h>

#include "netop-fuzz-input.h"
#include "netop-hosts.h"

/* A hosts file, and a name that an address is asked for by. Input: the text of both. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autofree char *name = g_strndup ((const char *)data, size);
  g_autoptr (NetopHosts) hosts = netop_hosts_new (text, size);
  NetopAddress address = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 1 });
  const char  *found = netop_hosts_find (hosts, &address);

  if (found != NULL)
    {
      g_assert_true (g_utf8_validate (found, -1, NULL));
      g_assert_null (strpbrk (found, "\n\r\x1b"));
    }
  if (netop_address_parse_reverse (name, &address))
    g_assert_cmpuint (strlen (name), <=, 64 + strlen ("ip6.arpa"));
  return 0;
}
