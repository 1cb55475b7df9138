/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-broker.h"

#include "netop-helper-error.h"

/* macOS has no network namespaces. */

NetopBroker *
netop_broker_start (uint32_t uid,
                    GError **error)
{
  g_set_error_literal (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_NOT_SUPPORTED, "macOS has no network namespaces");
  return NULL;
}

void
netop_broker_free (NetopBroker *self)
{
}

bool
netop_broker_is_gone (const NetopBroker *self)
{
  return true;
}

bool
netop_broker_ask (NetopBroker       *self,
                  uint32_t           pid,
                  NetopBrokerAnswer *answer,
                  GError           **error)
{
  return false;
}
