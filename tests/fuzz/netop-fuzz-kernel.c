/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-kernel.h"

#include <sys/socket.h>

#define FILLER_BYTES 4096
#define MAX_DATAGRAMS 16 /* as many as a socket of the kind takes without a reader */

/**
 * netop_fuzz_kernel_send:
 * @kernel_fd: of a pair that keeps messages apart
 * @input: datagrams, each after its length of two bytes
 * @filler: a byte that four of make no length of a message
 */
void
netop_fuzz_kernel_send (int            kernel_fd,
                        NetopFuzzInput input,
                        uint8_t        filler)
{
  uint8_t bytes[FILLER_BYTES];

  memset (bytes, filler, sizeof bytes);
  g_assert_cmpint (send (kernel_fd, bytes, sizeof bytes, MSG_NOSIGNAL), ==, sizeof bytes);
  for (guint i = 0; i < MAX_DATAGRAMS && input.left > 0; i++)
    {
      size_t length = netop_fuzz_input_take (&input, 2);

      length = MIN (length, input.left);
      if (length > 0 && send (kernel_fd, input.bytes, length, MSG_NOSIGNAL) < 0)
        break;
      input.bytes += length;
      input.left -= length;
    }
}
