/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Netlink datagrams in the making, and a pair of descriptors to play the kernel with. Messages and nested
 * attributes are begun, which tells where they start, and ended with that. */

guint netop_fake_netlink_begin (GByteArray *self, uint16_t type, uint32_t sequence);
void  netop_fake_netlink_end (GByteArray *self, guint start);
void  netop_fake_netlink_add (GByteArray *self, const void *bytes, guint n_bytes);
void  netop_fake_netlink_add_attribute (GByteArray *self, uint16_t type, const void *bytes, guint n_bytes);
void  netop_fake_netlink_add_u32 (GByteArray *self, uint16_t type, uint32_t value);
guint netop_fake_netlink_begin_nested (GByteArray *self, uint16_t type);
void  netop_fake_netlink_end_nested (GByteArray *self, guint start);
void  netop_fake_netlink_add_done (GByteArray *self, uint32_t sequence);
void  netop_fake_netlink_add_error (GByteArray *self, uint32_t sequence, int error);

void netop_fake_netlink_open (int *kernel_fd, int *fd);
void netop_fake_netlink_send (int kernel_fd, const void *bytes, guint n_bytes);

G_END_DECLS
