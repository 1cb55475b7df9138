/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

/**
 * NetopFrameReader:
 *
 * Makes messages of a stream's bytes, whatever pieces they come in; holds at most one frame and one
 * unfinished tick. One thread. After an error it takes nothing more.
 */
typedef struct _NetopFrameReader NetopFrameReader;

typedef enum {
  NETOP_READ_MORE, /* nothing whole yet */
  NETOP_READ_MESSAGE,
  NETOP_READ_ERROR,
} NetopReadResult;

NetopFrameReader *netop_frame_reader_new (bool from_helper) G_GNUC_WARN_UNUSED_RESULT;
void              netop_frame_reader_free (NetopFrameReader *self);
uint8_t          *netop_frame_reader_get_buffer (NetopFrameReader *self, size_t *room);
void              netop_frame_reader_commit (NetopFrameReader *self, size_t n_bytes);
NetopReadResult   netop_frame_reader_next (NetopFrameReader *self, NetopIncoming *incoming, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopFrameReader, netop_frame_reader_free)

G_END_DECLS
