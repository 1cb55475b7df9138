/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-namespace-tables.h"
#include "netop-process-table.h"
#include "netop-resolver.h"
#include "netop-socket-table.h"
#include "netop-translations.h"

G_BEGIN_DECLS

/**
 * NetopLookup:
 *
 * What one thread of the resolver asks the kernel with.
 */
typedef struct
{
  NetopSocketTable     *sockets;
  NetopProcessTable    *processes;
  uint32_t              namespace_id; /* of @sockets */
  NetopNamespaceTables *others;       /* borrowed; NULL where no other namespace is asked */
  NetopTranslations    *translations; /* borrowed; NULL where nothing is translated */
} NetopLookup;

bool netop_lookup_open (NetopLookup *self, const NetopResolverOptions *options, GError **error);
void netop_lookup_close (NetopLookup *self);
bool netop_lookup_find_exact (NetopLookup *self, NetopResolverRequest *request);
bool netop_lookup_find_socket (NetopLookup *self, NetopResolverRequest *request);
bool netop_lookup_is_there (NetopLookup *self, const NetopResolverRequest *request);

/* Of one flow: raw sockets of one protocol are few. */
#define NETOP_LOOKUP_MAX_PORTLESS 8

bool  netop_lookup_is_portless (const NetopResolverRequest *request);
guint netop_lookup_find_portless (NetopLookup *self, const NetopResolverRequest *request, NetopResolverRequest found[NETOP_LOOKUP_MAX_PORTLESS]);

G_END_DECLS
