/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopServiceNames:
 *
 * Names of ports, as the system's database has them (services(5)). Filled by whoever makes it, then immutable: any thread.
 */
typedef struct _NetopServiceNames NetopServiceNames;

#define NETOP_SERVICE_NAMES_MAX 16384

NetopServiceNames *netop_service_names_new (void) G_GNUC_WARN_UNUSED_RESULT;
NetopServiceNames *netop_service_names_ref (NetopServiceNames *self);
void               netop_service_names_unref (NetopServiceNames *self);
void               netop_service_names_add (NetopServiceNames *self, const char *protocol, uint16_t port, const char *name);
GRefString        *netop_service_names_find (const NetopServiceNames *self, uint8_t protocol, uint16_t port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopServiceNames, netop_service_names_unref)

G_END_DECLS
