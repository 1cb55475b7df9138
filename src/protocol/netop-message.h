/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-tick.h"

G_BEGIN_DECLS

#define NETOP_PROTOCOL_VERSION 3

/* Bounds of a frame's body, to the app and to the helper, and of a tick's parts. */
#define NETOP_FRAME_MAX_TO_APP (4u << 20)
#define NETOP_FRAME_MAX_TO_HELPER (4u << 10)
#define NETOP_TICK_MAX_PARTS 20

#define NETOP_INTERVAL_MIN_MS 100
#define NETOP_INTERVAL_MAX_MS 1000
#define NETOP_INTERVAL_DEFAULT_MS 250

typedef enum {
  NETOP_MESSAGE_HELLO = 1,
  NETOP_MESSAGE_TICK = 2,
  NETOP_MESSAGE_BYE = 3,
  NETOP_MESSAGE_BEGUN = 4, /* the first of all, without content: whoever had to allow the helper has */
  NETOP_MESSAGE_INTERVAL = 16,
  NETOP_MESSAGE_STOP = 17,
} NetopMessageType;

typedef enum {
  NETOP_BYE_STOPPED,
  NETOP_BYE_END_OF_FILE,
  NETOP_BYE_PROTOCOL_ERROR,
  NETOP_BYE_CAPTURE_LOST,
  NETOP_BYE_NOT_PERMITTED, /* before hello: exit code 1 of the command line */
  NETOP_BYE_CANNOT_OPEN,   /* before hello: exit code 2 */
  NETOP_BYE_BAD_ARGUMENT,  /* before hello: exit code 3 */
  NETOP_BYE_FAILED,        /* exit code 4 */
} NetopByeReason;

/* Which tier is at work. */
typedef enum {
  NETOP_TIER_EBPF,
  NETOP_TIER_PCAP,
  NETOP_TIER_SOCKETS,
  NETOP_TIER_FILE,
} NetopTier;

/**
 * NetopHello:
 * @byte_order: 1 little endian, 2 big endian: of the sender's records
 * @reason: why not a better tier; empty if none
 * @missing: what the system refuses, a line each ("process connector", "real-time resolver"); empty if nothing
 * @interface_name: the one chosen; empty for all
 * @local_inferred: of a file: which end of a connection is the local one is inferred from the addresses
 * @start_mono_us: when counting began, on the ticks' clock
 * @boot_real_us: wall clock of the moment that processes' starts are counted from; 0 where not known
 * @namespace_inode: of the network namespace that is watched (namespaces(7)); 0 where there are none
 *
 * The first message of every run but for %NETOP_MESSAGE_BEGUN. Strings are UTF-8, made valid by the sender. A later one of
 * a live run says what the wall clock, which was stepped, calls the two moments now: it comes before the first tick that
 * is told by that clock.
 */
typedef struct
{
  uint32_t  version;
  uint32_t  byte_order;
  NetopTier tier;
  uint32_t  uid_served;
  uint32_t  ring_bytes;
  bool      realtime_refused;
  bool      privileged;
  bool      local_inferred;
  int64_t   start_mono_us;
  int64_t   start_real_us;
  int64_t   boot_real_us;
  uint64_t  namespace_inode;
  char     *host_name;
  char     *os_name;
  char     *kernel;
  char     *boot_id;
  char     *interface_name;
  char     *reason;
  char     *missing;
} NetopHello;

typedef struct
{
  NetopByeReason reason;
  char          *text;
} NetopBye;

/* What the helper is told. @interval_ms for %NETOP_MESSAGE_INTERVAL. */
typedef struct
{
  NetopMessageType type;
  uint32_t         interval_ms;
} NetopCommand;

#define NETOP_PROTOCOL_ERROR (netop_protocol_error_quark ())
typedef enum {
  NETOP_PROTOCOL_ERROR_TOO_LARGE,
  NETOP_PROTOCOL_ERROR_MALFORMED,
  NETOP_PROTOCOL_ERROR_VERSION,
  NETOP_PROTOCOL_ERROR_SEQUENCE,
} NetopProtocolError;
GQuark netop_protocol_error_quark (void);

void    netop_hello_clear (NetopHello *self);
void    netop_bye_clear (NetopBye *self);
GBytes *netop_begun_encode (void) G_GNUC_WARN_UNUSED_RESULT;
GBytes *netop_hello_encode (const NetopHello *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes *netop_bye_encode (const NetopBye *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes *netop_command_encode (const NetopCommand *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * NetopIncoming:
 *
 * A whole message as it came in: by @type one of the others is filled.
 */
typedef struct
{
  NetopMessageType type;
  NetopHello       hello;
  NetopBye         bye;
  NetopCommand     command;
  NetopTick       *tick;
} NetopIncoming;

void netop_incoming_clear (NetopIncoming *self);

G_END_DECLS
