/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

/* Lines of what the system may refuse the helper: it writes them, and who reads a snapshot finds them there. */

/* The kernel does not tell which processes start: one that is over soon is seldom named. */
#define NETOP_MISSING_PROCESS_EVENTS "process events"
