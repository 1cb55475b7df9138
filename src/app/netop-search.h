/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <adwaita.h>

#include "netop-filter.h"

G_BEGIN_DECLS

/**
 * NetopSearch:
 *
 * The bar in which a search is typed. One that is half typed or wrong changes nothing: the last good one stays, the wrong
 * part is underlined, and below it stands what is wrong and what is filtered by still. Closed it finds everything.
 *
 * Property "open"; signals "changed": there is another filter, "closed": by whoever typed in it, and "finished": whoever typed
 * goes on to what was found.
 */
#define NETOP_TYPE_SEARCH (netop_search_get_type ())
G_DECLARE_FINAL_TYPE (NetopSearch, netop_search, NETOP, SEARCH, AdwBin)

NetopFilter *netop_search_get_filter (NetopSearch *self);
void         netop_search_set_text (NetopSearch *self, const char *text);
void         netop_search_narrow (NetopSearch *self, const char *expression);
void         netop_search_open (NetopSearch *self);
void         netop_search_close (NetopSearch *self);

G_END_DECLS
