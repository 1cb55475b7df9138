/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-frame-reader.h"

G_BEGIN_DECLS

/* How long anything may take that comes by itself. */
#define LIMIT_MS 20000

/* What is run: set by main(). */
extern const char *helper_program;

/**
 * Helper:
 * @client_fd: the client's end of the stream
 * @has_begun: whether its first message came
 * @helper_fd: the program's own end, to see how full it is; closed by helper_hear_out()
 *
 * The helper itself, started by a test that is its client.
 */
typedef struct
{
  pid_t             pid;
  int               client_fd;
  int               helper_fd;
  bool              has_begun;
  NetopFrameReader *reader;
} Helper;

/**
 * Story:
 * @n_packets: as the health has it
 * @n_counted: of the one flow there is
 *
 * What the program said up to its goodbye.
 */
typedef struct
{
  guint          n_hellos;
  guint          n_ticks;
  guint          n_final;
  uint64_t       n_packets;
  uint64_t       n_counted;
  NetopByeReason reason;
  char          *text;
} Story;

void          helper_start (Helper *helper, int file_fd, const char *option);
void          helper_start_with (Helper *helper, int file_fd, const char *option, const char *more);
void          helper_await_end (Helper *helper);
NetopIncoming helper_receive (Helper *helper);
void          helper_send (Helper *helper, const void *bytes, size_t n_bytes);
void          helper_hear_out (Helper *helper, Story *story);
void          close_end (int *fd);
uint64_t      count_packets (const NetopFlow *flow);
void          story_clear (Story *story);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)

G_END_DECLS
