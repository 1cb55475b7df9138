/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

const GVariantType *netop_message_get_type (uint32_t type);
bool                netop_hello_read (NetopHello *self, GVariant *body, GError **error);
bool                netop_bye_read (NetopBye *self, GVariant *body, GError **error);
bool                netop_command_read (NetopCommand *self, NetopMessageType type, GVariant *body, GError **error);

G_END_DECLS
