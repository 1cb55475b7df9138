/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-fuzz-kernel.h"
#include "netop-interface-list.h"
#include "netop-tick-part.h"
#include "sample-tick.h"

/* The kernel's answers about interfaces and addresses. Input: the datagrams. */

#define N_REFRESHES 2

static void
note_all (NetopTick          *tick,
          NetopInterfaceList *list)
{
  guint                        n_interfaces, n_addresses;
  const NetopInterface        *interfaces = netop_interface_list_get_interfaces (list, &n_interfaces);
  const NetopInterfaceAddress *addresses = netop_interface_list_get_addresses (list, &n_addresses);

  g_array_append_vals (tick->interfaces, interfaces, n_interfaces);
  g_array_append_vals (tick->addresses, addresses, n_addresses);
}

static NetopTick *
ask (NetopFuzzInput input,
     uint8_t        filler)
{
  NetopTick *tick = netop_tick_new ();
  g_autoptr (NetopInterfaceList) list = NULL;
  bool addresses_changed;
  int  kernel_fd, notice_kernel_fd, dump_fd, notice_fd;

  netop_fake_netlink_open (&kernel_fd, &dump_fd);
  netop_fake_netlink_open (&notice_kernel_fd, &notice_fd);
  list = netop_interface_list_new_for_fds (0, dump_fd, notice_fd);
  netop_fuzz_kernel_send (kernel_fd, input, filler);
  for (guint i = 0; i < N_REFRESHES; i++)
    {
      g_autoptr (GError) error = NULL;
      bool refreshed = netop_interface_list_refresh (list, &addresses_changed, &error);

      g_assert_cmpint (refreshed, ==, error == NULL);
      note_all (tick, list);
      netop_fake_netlink_send (notice_kernel_fd, "", 1);
    }
  close (kernel_fd);
  close (notice_kernel_fd);
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
