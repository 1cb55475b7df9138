/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

#include "netop-address.h"

G_BEGIN_DECLS

/**
 * NetopDnsServer:
 * @interface_index: whose it is; 0 where it is everybody's, and @interface_name is empty too
 * @interface_name: where only the name is told, else empty
 */
typedef struct
{
  NetopAddress address;
  uint32_t     interface_index;
  char         interface_name[16];
} NetopDnsServer;

/**
 * NetopDnsDomain:
 * @domain: that names without one are searched in, valid UTF-8 for display
 */
typedef struct
{
  GRefString *domain;
  uint32_t    interface_index;
  char        interface_name[16];
} NetopDnsDomain;

/**
 * NetopDnsConfiguration:
 *
 * Whom the system is told to ask, and where names are searched. Built by one thread, finished, then immutable: any thread may
 * read it, the last reference frees it.
 */
typedef struct
{
  GArray *servers; /* of NetopDnsServer */
  GArray *domains; /* of NetopDnsDomain */
} NetopDnsConfiguration;

NetopDnsConfiguration *netop_dns_configuration_new (void) G_GNUC_WARN_UNUSED_RESULT;
NetopDnsConfiguration *netop_dns_configuration_ref (NetopDnsConfiguration *self);
void                   netop_dns_configuration_unref (NetopDnsConfiguration *self);
void                   netop_dns_configuration_add_file (NetopDnsConfiguration *self, const char *text, size_t length);
void                   netop_dns_configuration_add_resolved (NetopDnsConfiguration *self, GVariant *properties);
void                   netop_dns_configuration_add_network_manager (NetopDnsConfiguration *self, GVariant *properties);
bool                   netop_dns_configuration_has_server (const NetopDnsConfiguration *self, const NetopAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDnsConfiguration, netop_dns_configuration_unref)

G_END_DECLS
