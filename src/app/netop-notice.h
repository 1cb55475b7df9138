/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-problem.h"
#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopNotice:
 * @icon_name: static
 * @title: static, translated
 * @text: translated
 * @button_label: (nullable): static, translated, with a mnemonic; %NULL for no button
 * @action_name: (nullable): what the button does; static
 * @is_suggested: the button is what most people want
 * @is_bad: something was lost
 *
 * What the banner says of the state a source is in.
 */
typedef struct
{
  const char *icon_name;
  const char *title;
  char       *text;
  const char *button_label;
  const char *action_name;
  gboolean    is_suggested;
  gboolean    is_bad;
} NetopNotice;

NetopNotice *netop_notice_new (NetopSourceState    state,
                               const GError       *error,
                               NetopUnlockDialog   dialog,
                               const NetopProblem *problem) G_GNUC_WARN_UNUSED_RESULT;
NetopNotice *netop_notice_new_loss (uint64_t n_lost, int64_t lost_us, gboolean can_enlarge) G_GNUC_WARN_UNUSED_RESULT;
void         netop_notice_free (NetopNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopNotice, netop_notice_free)

G_END_DECLS
