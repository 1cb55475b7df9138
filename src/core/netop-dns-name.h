/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define NETOP_DNS_NAME_MAX_BYTES 255 /* RFC 1035, 2.3.4 */

/**
 * NetopDnsName:
 * @bytes: labels, each after its length, up to that of the root, which is 0: as on the wire, without compression. What lies
 *   beyond @length is 0
 *
 * A domain name. A plain value; any thread.
 */
typedef struct
{
  uint8_t bytes[NETOP_DNS_NAME_MAX_BYTES];
  uint8_t length;
} NetopDnsName;

bool  netop_dns_name_read (NetopDnsName *self, const uint8_t *message, uint32_t length, uint32_t *position) G_GNUC_WARN_UNUSED_RESULT;
bool  netop_dns_name_equal (const NetopDnsName *a, const NetopDnsName *b);
void  netop_dns_name_fold (NetopDnsName *self);
char *netop_dns_name_to_text (const NetopDnsName *self) G_GNUC_WARN_UNUSED_RESULT;
char *netop_dns_name_to_netbios_text (const NetopDnsName *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
