/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-self-test-result.h"

G_BEGIN_DECLS

#define NETOP_SELF_TEST_PROBLEM_SIZE 256

/**
 * NetopSelfTestShared:
 * @port: where the far process listens, once it has said so
 * @problem: why a scenario could not be carried; empty where it could
 * @processes: the near ones, then the far one
 *
 * Memory that netoproc, the director and the workers see. Who has written is told by words over sockets, and nobody writes
 * what another is reading.
 */
typedef struct
{
  uint16_t             port;
  char                 problem[NETOP_SELF_TEST_PROBLEM_SIZE];
  guint                n_processes;
  NetopSelfTestProcess processes[NETOP_SELF_TEST_MAX_PROCESSES];
} NetopSelfTestShared;

/* Words of one byte, between netoproc, the director and the workers. */
enum {
  NETOP_SELF_TEST_WORD_NONE = 0,       /* the other one has ended, or said nothing for long */
  NETOP_SELF_TEST_WORD_READY = 'r',    /* it listens; of a director: it has its network */
  NETOP_SELF_TEST_WORD_CARRIED = 'c',  /* all payload has arrived; the sockets are still open */
  NETOP_SELF_TEST_WORD_FINISH = 'f',   /* close them now */
  NETOP_SELF_TEST_WORD_DONE = 'd',     /* of a director: the truth is known */
  NETOP_SELF_TEST_WORD_SKIPPED = 's',  /* what it takes is not there; the problem says what */
  NETOP_SELF_TEST_WORD_FAILED = 'x',   /* the problem says why */
  NETOP_SELF_TEST_WORD_SCENARIO = 'A', /* and those that follow: make this one */
};

/* With which a worker ends where the scenario has to be left out. */
#define NETOP_SELF_TEST_EXIT_SKIPPED 77

/**
 * NetopSelfTestWorker:
 * @process: its own place in @shared
 * @control_fd: words to and from the director
 * @is_in_namespace: the other one is in another network namespace, not in the same one behind loopback
 *
 * One process of a scenario. A plain value.
 */
typedef struct
{
  const NetopSelfTestScenario *scenario;
  NetopSelfTestShared         *shared;
  NetopSelfTestProcess        *process;
  int                          control_fd;
  bool                         is_in_namespace;
} NetopSelfTestWorker;

bool netop_self_test_make_words (int fds[2]);
bool netop_self_test_say (int fd, char word);
char netop_self_test_hear (int fd);
void netop_self_test_name_problem (NetopSelfTestShared *shared, const char *what);
void netop_self_test_worker_run_near (const NetopSelfTestWorker *self) G_GNUC_NORETURN;
void netop_self_test_worker_run_far (const NetopSelfTestWorker *self) G_GNUC_NORETURN;

G_END_DECLS
