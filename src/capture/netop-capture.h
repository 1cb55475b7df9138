/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-captured-packet.h"

G_BEGIN_DECLS

#define NETOP_CAPTURE_ERROR (netop_capture_error_quark ())
typedef enum {
  NETOP_CAPTURE_ERROR_UNSUPPORTED, /* not on this platform, or not written yet */
  NETOP_CAPTURE_ERROR_PERMISSION,
  NETOP_CAPTURE_ERROR_NO_DEVICE,
  NETOP_CAPTURE_ERROR_NOT_A_CAPTURE,
  NETOP_CAPTURE_ERROR_LINK_TYPE,
  NETOP_CAPTURE_ERROR_CUT_SHORT, /* a note: the file ends in mid-packet or in emptiness; all whole packets were read */
  NETOP_CAPTURE_ERROR_FAILED,
} NetopCaptureError;
GQuark netop_capture_error_quark (void);

typedef enum {
  NETOP_CAPTURE_ROLE_MAIN,    /* everything, in blocks, headers only */
  NETOP_CAPTURE_ROLE_TRIGGER, /* SYN, DNS, mDNS, LLMNR, NetBIOS names at once */
  NETOP_CAPTURE_ROLE_DNS,     /* DNS over TCP, whole, in blocks */
} NetopCaptureRole;

/* Called before each read of a file: waits until @fd has bytes or its end. Returns false to have the file end here. */
typedef bool (*NetopAwaitBytesFunc) (int fd, void *user_data);

/**
 * NetopCaptureOptions:
 * @interface_name: %NULL for all
 * @buffer_bytes: of the main ring, 4096 to 1 GiB
 * @file_fd: for the file backend, taken over; else -1
 * @await_bytes: (nullable): for the file backend, called from open() and netop_capture_dispatch(); without it they wait
 *   for a silent pipe as long as that is open
 * @user_data: for @await_bytes
 */
typedef struct
{
  NetopCaptureRole    role;
  const char         *interface_name;
  uint32_t            buffer_bytes;
  int                 file_fd;
  NetopAwaitBytesFunc await_bytes;
  void               *user_data;
} NetopCaptureOptions;

/**
 * NetopCaptureStatistics:
 * @packets: handed on by netop_capture_dispatch()
 * @dropped_kernel: lost because the ring was full
 * @file_bytes_read: of a file, also of a packet that is not whole yet
 * @file_bytes: 0 where the file has no size (a pipe)
 */
typedef struct
{
  uint64_t packets;
  uint64_t dropped_kernel;
  uint64_t file_bytes_read;
  uint64_t file_bytes;
} NetopCaptureStatistics;

typedef enum {
  NETOP_CAPTURE_MORE, /* some were handled, or none is there now */
  NETOP_CAPTURE_END,  /* end of the file; the error is set, as a note, where the file is not whole */
  NETOP_CAPTURE_LOST, /* the device is gone or the file damaged; the error says more */
} NetopCaptureResult;

typedef void (*NetopPacketFunc) (const NetopCapturedPacket *packet, void *user_data);

/**
 * NetopCapture:
 *
 * One source of packets. Used by the thread that polls its descriptor.
 */
typedef struct _NetopCapture NetopCapture;

typedef enum {
  NETOP_PROBE_SUPPORTED,
  NETOP_PROBE_UNSUPPORTED, /* never here; the reason says why */
  NETOP_PROBE_FAILED,      /* could be here; the reason says what is missing */
} NetopProbeResult;

/**
 * NetopCaptureOps:
 *
 * A capture backend. The first of netop_capture_get_backends() whose probe() says supported is the best.
 */
typedef struct
{
  const char *name; /* "ebpf", "pcap", "file" */
  NetopProbeResult (*probe) (char **reason);
  NetopCapture *(*open) (const NetopCaptureOptions *options, GError **error);
} NetopCaptureOps;

const NetopCaptureOps *const *netop_capture_get_backends (guint *n_backends);
const NetopCaptureOps        *netop_capture_find_backend (const char *name);

int                netop_capture_get_fd (const NetopCapture *self);
NetopLinkType      netop_capture_get_link_type (const NetopCapture *self);
uint32_t           netop_capture_get_ring_bytes (const NetopCapture *self);
NetopCaptureResult netop_capture_dispatch (NetopCapture *self, guint max_packets, NetopPacketFunc func, void *user_data, GError **error);
void               netop_capture_get_statistics (NetopCapture *self, NetopCaptureStatistics *statistics);
void               netop_capture_close (NetopCapture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopCapture, netop_capture_close)

G_END_DECLS
