/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-message.h"

G_BEGIN_DECLS

/**
 * NetopStream:
 *
 * The helper's end of the stream: commands from descriptor 0, frames to descriptor 1, which may be one socket or two
 * pipes. Helper main.
 */
typedef struct _NetopStream NetopStream;

typedef enum {
  NETOP_STREAM_QUIET,   /* nothing new */
  NETOP_STREAM_COMMAND, /* one came */
  NETOP_STREAM_GONE,    /* the client is: end at once */
  NETOP_STREAM_GARBAGE, /* what came is no command: say so and end */
} NetopStreamResult;

NetopStream      *netop_stream_new (int command_fd, int frame_fd) G_GNUC_WARN_UNUSED_RESULT;
void              netop_stream_free (NetopStream *self);
void              netop_stream_send (NetopStream *self, GBytes *frame);
void              netop_stream_send_tick (NetopStream *self, const NetopTick *tick);
void              netop_stream_send_bye (NetopStream *self, NetopByeReason reason, const char *text);
bool              netop_stream_is_idle (const NetopStream *self);
guint             netop_stream_get_poll_fds (const NetopStream *self, GPollFD fds[2]);
NetopStreamResult netop_stream_dispatch (NetopStream *self, const GPollFD fds[2], NetopCommand *command);
bool              netop_stream_finish (NetopStream *self, int timeout_ms);
void              netop_stream_refuse (NetopStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopStream, netop_stream_free)

G_END_DECLS
