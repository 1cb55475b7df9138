/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-resolver.h"
#include "netop-socket-table.h"

G_BEGIN_DECLS

/* A resolver that notes what it is asked and tells what it was given, and a socket table that says what it was given: linked in place of the
 * real ones. */
struct _NetopResolver
{
  GArray *requests; /* of NetopResolverRequest */
  GQueue  results;  /* of NetopResolverResult, to be taken */
};

struct _NetopSocketTable
{
  GArray *sockets;    /* of NetopSocketFacts */
  guint   fail_after; /* a dump breaks off after so many; 0: it does not */
};

NetopResolver    *netop_fake_resolver_new (void) G_GNUC_WARN_UNUSED_RESULT;
void              netop_fake_resolver_free (NetopResolver *self);
NetopSocketTable *netop_fake_socket_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void              netop_fake_socket_table_free (NetopSocketTable *self);

G_END_DECLS
