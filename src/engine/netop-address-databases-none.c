/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address-databases.h"

#include <glib/gi18n.h>

/* Built without libmaxminddb: there are none. */

struct _NetopAddressDatabases
{
  int unused;
};

NetopAddressDatabases *
netop_address_databases_open (const char *const *paths,
                              GError           **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("Address databases cannot be read: netoproc was built without libmaxminddb"));
  return NULL;
}

NetopAddressDatabases *
netop_address_databases_ref (NetopAddressDatabases *self)
{
  return self;
}

void
netop_address_databases_unref (NetopAddressDatabases *self)
{
}

void
netop_address_databases_find (const NetopAddressDatabases *self,
                              const NetopAddress          *address,
                              GRefString                 **country,
                              GRefString **
                              operator)
{
  *country = NULL;
  *operator= NULL;
}
