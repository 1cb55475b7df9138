/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <unistd.h>

#include "netop-fake-netlink.h"
#include "netop-fuzz-kernel.h"
#include "netop-translations.h"

/* The kernel's notices of tracked connections. Input: the datagrams. */

static guint
listen_once (NetopFuzzInput input,
             uint8_t        filler)
{
  g_autoptr (NetopTranslations) translations = NULL;
  int kernel_fd, fd;

  netop_fake_netlink_open (&kernel_fd, &fd);
  translations = netop_translations_new_for_fd (fd);
  netop_fuzz_kernel_send (kernel_fd, input, filler);
  netop_translations_dispatch (translations);
  close (kernel_fd);
  return netop_translations_get_size (translations);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const NetopFuzzInput input = { data, size };

  g_assert_cmpuint (listen_once (input, 0x55), ==, listen_once (input, 0xaa));
  return 0;
}
