/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-fuzz-kernel.h"
#include "netop-socket-notices.h"
#include "netop-socket-table.h"
#include "netop-tick-part.h"
#include "sample-tick.h"

/* The kernel's answers about sockets, and its notices. Input: what is asked, one byte; the datagrams. */

enum {
  ASK_FOR_ONE = 0x01, /* else for all */
  ASK_FOR_UDP = 0x02,
  ASK_FOR_IPV6 = 0x04,
  LISTEN = 0x08, /* nothing is asked */
};

#define N_LOOKUPS 3
#define MAX_SOCKETS 64

/* What is told goes over the wire, and the other end takes no tick with an impossible row. */
static bool
note_socket (const NetopSocketFacts *facts,
             void                   *user_data)
{
  NetopTick        *tick = user_data;
  NetopSocketRecord record = { .id = 1 + tick->sockets->len, .facts = *facts };

  record.facts.sample_us = 0;
  g_array_append_val (tick->sockets, record);
  return tick->sockets->len < MAX_SOCKETS;
}

static void
look_up (NetopSocketTable *table,
         guint             question,
         NetopTick        *tick)
{
  NetopFlowKey     key = { .protocol = (question & ASK_FOR_UDP) != 0 ? NETOP_PROTOCOL_UDP : NETOP_PROTOCOL_TCP, .local_port = 1000 };
  NetopSocketFacts facts;

  if ((question & ASK_FOR_IPV6) == 0)
    key.local = key.remote = netop_address_from_v4 ((const uint8_t[4]){ 192, 0, 2, 1 });
  if (netop_socket_table_lookup (table, &key, 0, &facts))
    note_socket (&facts, tick);
}

static void
note_end (const NetopSocketFacts *facts,
          void                   *user_data)
{
  NetopTick *tick = user_data;

  g_assert_cmpuint (facts->found, ==, NETOP_SOCKET_FOUND_DESTROYED);
  if (tick->sockets->len < MAX_SOCKETS)
    note_socket (facts, tick);
}

static NetopTick *
listen_once (NetopFuzzInput input,
             uint8_t        filler)
{
  NetopTick *tick = netop_tick_new ();
  g_autoptr (NetopSocketNotices) notices = NULL;
  int kernel_fd, fd;

  netop_fake_netlink_open (&kernel_fd, &fd);
  notices = netop_socket_notices_new_for_fd (0, fd);
  netop_fuzz_kernel_send (kernel_fd, input, filler);
  netop_socket_notices_dispatch (notices, note_end, tick);
  close (kernel_fd);
  return tick;
}

static NetopTick *
ask (NetopFuzzInput input,
     uint8_t        filler)
{
  guint      question = (guint)netop_fuzz_input_take (&input, 1);
  NetopTick *tick = NULL;
  g_autoptr (NetopSocketTable) table = NULL;
  g_autoptr (GError) error = NULL;
  int kernel_fd, fd;

  if (question & LISTEN)
    return listen_once (input, filler);

  tick = netop_tick_new ();
  netop_fake_netlink_open (&kernel_fd, &fd);
  table = netop_socket_table_new_for_fd (0, fd);
  netop_fuzz_kernel_send (kernel_fd, input, filler);
  if (question & ASK_FOR_ONE)
    {
      for (guint i = 0; i < N_LOOKUPS; i++)
        look_up (table, question, tick);
    }
  else
    {
      bool told = netop_socket_table_dump (table, note_socket, tick, &error);

      g_assert_cmpint (told, ==, error == NULL);
    }
  close (kernel_fd);
  return tick;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const NetopFuzzInput input = { data, size };
  g_autoptr (NetopTick) tick = ask (input, 0x55);
  g_autoptr (NetopTick) other = ask (input, 0xaa);
  g_autoptr (GError) error = NULL;

  netop_tick_validate (tick, &error);
  g_assert_no_error (error);
  assert_ticks_equal (tick, other);
  return 0;
}
