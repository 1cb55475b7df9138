/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-sockets.h"

#include "netop-process-events.h"
#include "netop-process-table.h"
#include "netop-socket-notices.h"
#include "netop-socket-table.h"
#include "netop-translations.h"

/* What macOS tells of sockets and processes (net.inet.tcp.pcblist_n, libproc) is not read yet: every door here
 * answers so, and none opens. */

#define NOT_WRITTEN "looking up sockets and processes on macOS is not written yet"

NetopSocketsProbe
netop_sockets_probe (char **reason)
{
  *reason = g_strdup (NOT_WRITTEN);
  return NETOP_SOCKETS_UNSUPPORTED;
}

NetopSocketTable *
netop_socket_table_open (uint32_t namespace_id,
                         GError **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

NetopSocketTable *
netop_socket_table_new_for_fd (uint32_t namespace_id,
                               int      fd)
{
  return NULL;
}

void
netop_socket_table_close (NetopSocketTable *self)
{
}

bool
netop_socket_table_dump (NetopSocketTable *self,
                         NetopSocketFunc   func,
                         void             *user_data,
                         GError          **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return false;
}

guint
netop_socket_table_find_portless (NetopSocketTable   *self,
                                  const NetopFlowKey *key,
                                  NetopSocketFacts   *found,
                                  guint               max_found)
{
  return 0;
}

uint64_t
netop_socket_table_get_lost (const NetopSocketTable *self)
{
  return 0;
}

bool
netop_socket_table_lookup (NetopSocketTable   *self,
                           const NetopFlowKey *key,
                           uint32_t            interface_index,
                           NetopSocketFacts   *facts)
{
  return false;
}

NetopProcessTable *
netop_process_table_open (const char *root,
                          GError    **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_process_table_close (NetopProcessTable *self)
{
}

bool
netop_process_table_read (NetopProcessTable *self,
                          uint32_t           pid,
                          NetopProcessFacts *facts)
{
  *facts = (NetopProcessFacts){ 0 };
  return false;
}

bool
netop_process_table_read_lately (NetopProcessTable *self,
                                 uint32_t           pid,
                                 NetopProcessFacts *facts)
{
  return false;
}

bool
netop_process_table_is_alive (NetopProcessTable *self,
                              uint32_t           pid,
                              uint64_t           start_boot_ns)
{
  return false;
}

bool
netop_process_table_read_namespace (NetopProcessTable *self,
                                    uint32_t           pid,
                                    uint64_t          *inode)
{
  return false;
}

bool
netop_process_table_walk_namespaces (NetopProcessTable *self,
                                     NetopNamespaceFunc func,
                                     void              *user_data)
{
  return false;
}

bool
netop_process_table_walk_sockets (NetopProcessTable *self,
                                  NetopHolderFunc    func,
                                  NetopTunnelFunc    tunnel_func,
                                  void              *user_data)
{
  return false;
}

bool
netop_process_table_list_sockets (NetopProcessTable *self,
                                  uint32_t           pid,
                                  guint             *n_descriptors,
                                  NetopHolderFunc    func,
                                  void              *user_data)
{
  return false;
}

bool
netop_process_table_holds (NetopProcessTable *self,
                           uint32_t           pid,
                           uint64_t           inode,
                           int               *descriptor,
                           guint             *n_descriptors)
{
  return false;
}

uint32_t
netop_process_table_find_holder (NetopProcessTable *self,
                                 uint64_t           inode,
                                 guint             *n_descriptors)
{
  return 0;
}

NetopProcessEvents *
netop_process_events_open (GError **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_process_events_close (NetopProcessEvents *self)
{
}

int
netop_process_events_get_fd (const NetopProcessEvents *self)
{
  return -1;
}

guint
netop_process_events_dispatch (NetopProcessEvents   *self,
                               NetopProcessEventFunc func,
                               void                 *user_data)
{
  return 0;
}

NetopSocketNotices *
netop_socket_notices_open (uint32_t namespace_id,
                           GError **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_socket_notices_close (NetopSocketNotices *self)
{
}

guint
netop_socket_notices_dispatch (NetopSocketNotices   *self,
                               NetopSocketNoticeFunc func,
                               void                 *user_data)
{
  return 0;
}

NetopTranslations *
netop_translations_open (GError **error)
{
  g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_UNSUPPORTED, NOT_WRITTEN);
  return NULL;
}

void
netop_translations_close (NetopTranslations *self)
{
}

void
netop_translations_dispatch (NetopTranslations *self)
{
}

bool
netop_translations_find (NetopTranslations *self,
                         const NetopTuple  *tuple,
                         NetopTuple        *other)
{
  return false;
}

bool
netop_translations_find_key (NetopTranslations  *self,
                             const NetopFlowKey *key,
                             NetopFlowKey       *other)
{
  return false;
}

uint64_t
netop_translations_get_lost (NetopTranslations *self)
{
  return 0;
}
