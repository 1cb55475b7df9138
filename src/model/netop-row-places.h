/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-key.h"

G_BEGIN_DECLS

#define NETOP_ROW_PLACE_NONE G_MAXUINT

/**
 * NetopRowPlaces:
 *
 * The places of rows, by their keys. Filled anew again and again, it asks for memory only when there are more rows
 * than ever before. One thread.
 */
typedef struct _NetopRowPlaces NetopRowPlaces;

NetopRowPlaces *netop_row_places_new (void) G_GNUC_WARN_UNUSED_RESULT;
void            netop_row_places_free (NetopRowPlaces *self);
void            netop_row_places_reset (NetopRowPlaces *self, guint capacity);
void            netop_row_places_add (NetopRowPlaces *self, const NetopRowKey *key);
guint           netop_row_places_lookup (const NetopRowPlaces *self, const NetopRowKey *key);
guint           netop_row_places_get_capacity (const NetopRowPlaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopRowPlaces, netop_row_places_free)

G_END_DECLS
