/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-row-totals.h"

G_BEGIN_DECLS

/**
 * NetopEmptyText:
 * @title: static, translated
 * @description: translated
 * @is_filtered: there are rows, and the filter hides all of them
 *
 * Why a table has no rows.
 */
typedef struct
{
  const char *title;
  char       *description;
  gboolean    is_filtered;
} NetopEmptyText;

NetopEmptyText *netop_empty_text_new (const NetopSnapshot *snapshot, const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
NetopEmptyText *netop_empty_text_new_connections (const NetopSnapshot *snapshot, const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
NetopEmptyText *netop_empty_text_new_interfaces (const NetopSnapshot *snapshot, const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
NetopEmptyText *netop_empty_text_new_queries (const NetopSnapshot *snapshot, const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
NetopEmptyText *netop_empty_text_new_resolvers (const NetopSnapshot *snapshot, const NetopRowTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
void            netop_empty_text_free (NetopEmptyText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopEmptyText, netop_empty_text_free)

G_END_DECLS
