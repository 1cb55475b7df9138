/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * NetopFrameWriter:
 *
 * Sends frames through a non-blocking descriptor, in as many pieces as it takes. One thread.
 */
typedef struct _NetopFrameWriter NetopFrameWriter;

NetopFrameWriter *netop_frame_writer_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
void              netop_frame_writer_free (NetopFrameWriter *self);
void              netop_frame_writer_push (NetopFrameWriter *self, GBytes *frame);
bool              netop_frame_writer_is_idle (const NetopFrameWriter *self);
bool              netop_frame_writer_flush (NetopFrameWriter *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFrameWriter, netop_frame_writer_free)

G_END_DECLS
