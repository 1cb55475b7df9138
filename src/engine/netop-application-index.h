/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-cgroup-names.h"

G_BEGIN_DECLS

/**
 * NetopApplication:
 * @id: of its desktop entry, without ".desktop"
 * @name: in the user's language
 * @executable: (nullable): what its Exec key starts with: a path or a file name
 * @window_class: (nullable): StartupWMClass
 *
 * One desktop entry. Its strings are reference counted.
 */
typedef struct
{
  GRefString *id;
  GRefString *name;
  GRefString *executable;
  GRefString *window_class;
} NetopApplication;

/**
 * NetopApplicationIndex:
 *
 * The desktop entries of the user, found by their identifier, window class or program. Immutable once it is made, and
 * reference counted: any thread.
 */
typedef struct _NetopApplicationIndex NetopApplicationIndex;

NetopApplicationIndex  *netop_application_index_new (GPtrArray *applications) G_GNUC_WARN_UNUSED_RESULT;
NetopApplicationIndex  *netop_application_index_read (void) G_GNUC_WARN_UNUSED_RESULT;
NetopApplicationIndex  *netop_application_index_ref (NetopApplicationIndex *self);
void                    netop_application_index_unref (NetopApplicationIndex *self);
const NetopApplication *netop_application_index_find_id (const NetopApplicationIndex *self, NetopApplicationKind kind, const char *id);
const NetopApplication *netop_application_index_find_program (const NetopApplicationIndex *self, const char *program);
NetopApplication       *netop_application_new (const char *id, const char *name, const char *executable, const char *window_class) G_GNUC_WARN_UNUSED_RESULT;
void                    netop_application_free (NetopApplication *self);
GPtrArray              *netop_application_list_all (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopApplicationIndex, netop_application_index_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopApplication, netop_application_free)

G_END_DECLS
