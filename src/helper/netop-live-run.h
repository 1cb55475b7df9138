/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-capture-thread.h"
#include "netop-dns-capture.h"
#include "netop-interface-list.h"
#include "netop-joiner.h"
#include "netop-socket-notices.h"
#include "netop-stream.h"
#include "netop-trigger.h"

G_BEGIN_DECLS

/**
 * NetopLiveParts:
 *
 * @hello: as it was said; follows the wall clock
 * @capture: (nullable): %NULL where no packet may be seen: then what the kernel counts of TCP sockets is told
 * @trigger: (nullable): %NULL in the same case
 * @dns: (nullable): %NULL where no DNS message is kept
 * @notices: (nullable): %NULL where the kernel does not tell of the ends of sockets: then dumps do
 *
 * All that was opened in setup, with the threads started. Borrowed for the run.
 */
typedef struct
{
  NetopStream        *stream;
  NetopHello         *hello;
  NetopCaptureThread *capture;
  NetopTrigger       *trigger;
  NetopDnsCapture    *dns;
  NetopResolver      *resolver;
  NetopInterfaceList *interfaces;
  NetopSocketTable   *sockets;
  NetopSocketNotices *notices;
  NetopProcessTable  *processes;
  NetopNamespaces    *namespaces;
  NetopTwins         *twins;
} NetopLiveParts;

bool netop_live_run (const NetopLiveParts *parts);

G_END_DECLS
