/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-list.h"

#include "netop-capture.h"

/* No list can be opened here yet, so the other functions only keep the contract for a list of nothing. */

#define NOT_WRITTEN "Reading interfaces on macOS is not written yet"

NetopInterfaceList *
netop_interface_list_open (uint32_t namespace_id,
                           GError **error)
{
  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_interface_list_close (NetopInterfaceList *self)
{
}

int
netop_interface_list_get_fd (const NetopInterfaceList *self)
{
  return -1;
}

bool
netop_interface_list_refresh (NetopInterfaceList *self,
                              bool               *addresses_changed,
                              GError            **error)
{
  g_set_error_literal (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return false;
}

const NetopInterface *
netop_interface_list_get_interfaces (NetopInterfaceList *self,
                                     guint              *n_interfaces)
{
  *n_interfaces = 0;
  return NULL;
}

const NetopInterfaceAddress *
netop_interface_list_get_addresses (const NetopInterfaceList *self,
                                    guint                    *n_addresses)
{
  *n_addresses = 0;
  return NULL;
}

const NetopFarEnd *
netop_interface_list_get_far_ends (const NetopInterfaceList *self,
                                   guint                    *n_far_ends)
{
  *n_far_ends = 0;
  return NULL;
}

int32_t
netop_interface_list_ask_namespace_number (NetopInterfaceList *self,
                                           uint32_t            pid)
{
  return -1;
}
