/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-fuzz-kernel.h"
#include "netop-process-events.h"

/* The kernel's notices of processes. Input: the datagrams. */

static void
note_event (const NetopProcessEvent *event,
            void                    *user_data)
{
  g_assert_cmpint (event->kind, <=, NETOP_PROCESS_EVENT_EXIT);
  g_string_append_printf (user_data, "%d:%u:%u ", (int)event->kind, event->pid, event->parent_pid);
}

static GString *
listen_once (NetopFuzzInput input,
             uint8_t        filler)
{
  GString *told = g_string_new (NULL);
  g_autoptr (NetopProcessEvents) events = NULL;
  int kernel_fd, fd;

  netop_fake_netlink_open (&kernel_fd, &fd);
  events = netop_process_events_new_for_fd (fd);
  netop_fuzz_kernel_send (kernel_fd, input, filler);
  netop_process_events_dispatch (events, note_event, told);
  close (kernel_fd);
  return told;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const NetopFuzzInput input = { data, size };
  g_autoptr (GString) told = listen_once (input, 0x55);
  g_autoptr (GString) other = listen_once (input, 0xaa);

  g_assert_cmpstr (told->str, ==, other->str);
  return 0;
}
