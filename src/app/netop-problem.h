/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-source.h"

G_BEGIN_DECLS

/**
 * NetopProblem:
 * @title: static, translated
 * @text: what happened and what to do about it, translated
 * @can_retry: whether to begin again can help
 * @can_unlock: whether to ask for permission can
 *
 * Why a source does not go on, in the words of the window.
 */
typedef struct
{
  const char *title;
  char       *text;
  gboolean    can_retry;
  gboolean    can_unlock;
} NetopProblem;

NetopProblem *netop_problem_new (const GError *error, const char *file_name, gboolean can_unlock) G_GNUC_WARN_UNUSED_RESULT;
void          netop_problem_free (NetopProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopProblem, netop_problem_free)

G_END_DECLS
