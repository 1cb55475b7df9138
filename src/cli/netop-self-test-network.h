/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Addresses for documentation (RFC 5737, RFC 3849): they are nobody's. */
#define NETOP_SELF_TEST_NEAR_IPV4 "192.0.2.1"
#define NETOP_SELF_TEST_FAR_IPV4 "192.0.2.2"
#define NETOP_SELF_TEST_NEAR_IPV6 "2001:db8::1"
#define NETOP_SELF_TEST_FAR_IPV6 "2001:db8::2"

/**
 * NetopSelfTestNetwork:
 *
 * Two network namespaces that only those processes have that make them and their children, with a pair of interfaces
 * between them: with the last of these processes all of it is gone, however that ends. A plain value.
 */
typedef struct
{
  int near_fd;
  int far_fd;
} NetopSelfTestNetwork;

bool netop_self_test_network_enter (NetopSelfTestNetwork *self, const char **failed);
bool netop_self_test_network_enter_far (const NetopSelfTestNetwork *self);

G_END_DECLS
