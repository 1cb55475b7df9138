/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-interface.h"

G_BEGIN_DECLS

/**
 * NetopFarEnd:
 * @index: of an interface here that is one end of a pair
 * @namespace_number: the kernel's local number of the network namespace where the other end is
 */
typedef struct
{
  uint32_t index;
  int32_t  namespace_number;
} NetopFarEnd;

/**
 * NetopInterfaceList:
 *
 * The interfaces and addresses of one network namespace, read from the kernel (rtnetlink on Linux) and kept
 * up to date by its notices. Opened in setup, in the namespace it is to tell about; then used by helper main.
 */
typedef struct _NetopInterfaceList NetopInterfaceList;

NetopInterfaceList          *netop_interface_list_open (uint32_t namespace_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
NetopInterfaceList          *netop_interface_list_new_for_fds (uint32_t namespace_id, int dump_fd, int notice_fd) G_GNUC_WARN_UNUSED_RESULT;
void                         netop_interface_list_close (NetopInterfaceList *self);
int                          netop_interface_list_get_fd (const NetopInterfaceList *self);
bool                         netop_interface_list_refresh (NetopInterfaceList *self, bool *addresses_changed, GError **error);
const NetopInterface        *netop_interface_list_get_interfaces (NetopInterfaceList *self, guint *n_interfaces);
const NetopInterfaceAddress *netop_interface_list_get_addresses (const NetopInterfaceList *self, guint *n_addresses);
const NetopFarEnd           *netop_interface_list_get_far_ends (const NetopInterfaceList *self, guint *n_far_ends);
int32_t                      netop_interface_list_ask_namespace_number (NetopInterfaceList *self, uint32_t pid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopInterfaceList, netop_interface_list_close)

G_END_DECLS
