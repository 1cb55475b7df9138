/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * NetopFakeProc:
 *
 * A folder made like /proc (proc(5)), to be filled with processes that are not there.
 */
typedef struct _NetopFakeProc NetopFakeProc;

NetopFakeProc *netop_fake_proc_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           netop_fake_proc_free (NetopFakeProc *self);
const char    *netop_fake_proc_get_root (const NetopFakeProc *self);
void           netop_fake_proc_add (NetopFakeProc *self, uint32_t pid, uint32_t parent_pid, const char *comm, uint64_t start_ticks);
void           netop_fake_proc_set_file (NetopFakeProc *self, uint32_t pid, const char *name, const void *bytes, gsize length);
void           netop_fake_proc_set_link (NetopFakeProc *self, uint32_t pid, const char *name, const char *target);
void           netop_fake_proc_remove (NetopFakeProc *self, uint32_t pid, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFakeProc, netop_fake_proc_free)

G_END_DECLS
