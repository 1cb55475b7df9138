/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

#include "netop-netlink.h"

G_BEGIN_DECLS

/* What is told on a multicast group of netlink, unasked. */

#define NETOP_NOTICE_BYTES (64u << 10)

typedef void (*NetopNoticeFunc) (NetopNetlinkSpan datagram, void *user_data);

void  netop_notice_socket_grow (int fd, int n_bytes);
guint netop_notice_socket_read (int fd, uint8_t buffer[NETOP_NOTICE_BYTES], NetopNoticeFunc func, void *user_data);

G_END_DECLS
