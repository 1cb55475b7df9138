/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

#include <string.h>

#include "netop-link-type.h"

/* What of a capture is the same for every platform, and for devices and files. */

/* A record without a packet is odd; so many in a row are what a file has that was never written, or not to its end. */
#define MAX_EMPTY_RECORDS 65536
#define MAX_SECONDS G_GINT64_CONSTANT (0x3ffffffff)

/* Carried through pcap_dispatch(3). */
typedef struct
{
  NetopCapture   *capture;
  NetopPacketFunc func;
  void           *user_data;
} Delivery;

/* A file may say any time: what lies beyond the years that 34 bits of seconds hold is the end of them. */
static int64_t
get_time_us (const struct pcap_pkthdr *header)
{
  int64_t seconds = CLAMP ((int64_t)header->ts.tv_sec, 0, MAX_SECONDS);
  int64_t microseconds = CLAMP ((int64_t)header->ts.tv_usec, 0, G_USEC_PER_SEC - 1);

  return seconds * G_USEC_PER_SEC + microseconds;
}

static void
deliver_cb (u_char                   *user,
            const struct pcap_pkthdr *header,
            const u_char             *bytes)
{
  const Delivery     *delivery = (const Delivery *)(void *)user;
  NetopCapture       *self = delivery->capture;
  NetopCapturedPacket packet = {
    .time_us = get_time_us (header),
    .link_type = self->link_type,
    .bytes = bytes,
    .captured_bytes = MIN (header->caplen, header->len),
    .wire_bytes = header->len,
    .interface_index = self->interface_index,
  };

  self->statistics.packets++;
  self->n_empty = header->len == 0 ? self->n_empty + 1 : 0;
  delivery->func (&packet, delivery->user_data);
}

/* What comes after them is not looked for: it may be gigabytes. */
static NetopCaptureResult
end_in_emptiness (const NetopCapture *self,
                  GError            **error)
{
  uint64_t n_packets = self->statistics.packets - self->n_empty;

  if (n_packets > 0)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_CUT_SHORT,
                   "The file was not written to its end: after %" G_GUINT64_FORMAT " packets, which were counted, come %d records without one",
                   n_packets, MAX_EMPTY_RECORDS);
      return NETOP_CAPTURE_END;
    }

  g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE,
               "The file has %d records without a packet and nothing else: copy it again, or capture the packets again", MAX_EMPTY_RECORDS);
  return NETOP_CAPTURE_LOST;
}

static NetopCaptureResult
end_of_file (NetopCapture *self,
             GError      **error)
{
  const char *text = pcap_geterr (self->pcap);

  if (feof (self->file))
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_CUT_SHORT,
                   "The file is cut short, as one is that is still being written; its %" G_GUINT64_FORMAT " whole packets were counted",
                   self->statistics.packets);
      return NETOP_CAPTURE_END;
    }

  if (self->read_errno != 0)
    text = g_strerror (self->read_errno);
  g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NOT_A_CAPTURE,
               "The file is damaged after %" G_GUINT64_FORMAT " packets (%s): copy it again, or capture the packets again",
               self->statistics.packets, text);
  return NETOP_CAPTURE_LOST;
}

/**
 * netop_capture_set_link_type:
 * @self: just opened
 * @error: %NETOP_CAPTURE_ERROR_LINK_TYPE
 *
 * Notes the link type of @self.
 *
 * Returns: whether the decoder knows it
 */
bool
netop_capture_set_link_type (NetopCapture *self,
                             GError      **error)
{
  int         dlt = pcap_datalink (self->pcap);
  int         link_type = netop_link_type_from_dlt (dlt);
  const char *name = pcap_datalink_val_to_name (dlt);

  self->link_type = (NetopLinkType)link_type;
  if (link_type >= 0 && netop_link_type_is_supported (self->link_type))
    return true;

  g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_LINK_TYPE,
               "Link type %d (%s) is not one that netoproc can read: capture on a network interface, or on “any”",
               link_type, name != NULL ? name : "no name");
  return false;
}

/**
 * netop_capture_get_fd:
 * @self: a capture
 *
 * Returns: a descriptor to poll for reading, owned by @self; of a file it is always readable
 */
int
netop_capture_get_fd (const NetopCapture *self)
{
  if (self->file != NULL)
    return self->file_fd;
  return pcap_get_selectable_fd (self->pcap);
}

/**
 * netop_capture_get_link_type:
 * @self: a capture
 *
 * Returns: of all its packets
 */
NetopLinkType
netop_capture_get_link_type (const NetopCapture *self)
{
  return self->link_type;
}

/**
 * netop_capture_get_ring_bytes:
 * @self: a capture
 *
 * Returns: size of the kernel's ring as it is, which can be less than was asked for; 0 for a file
 */
uint32_t
netop_capture_get_ring_bytes (const NetopCapture *self)
{
  return self->ring_bytes;
}

/**
 * netop_capture_dispatch:
 * @self: a capture
 * @max_packets: return after so many; 1 to INT_MAX
 * @func: called for each packet on this thread
 * @user_data: for @func
 * @error: set with %NETOP_CAPTURE_LOST, and with %NETOP_CAPTURE_END where a file is cut short
 *
 * Hands on the packets that are there. Does not wait, unless the file is a pipe with nothing in it: then await_bytes
 * of the options does, and where that ends the file it is as if it were cut short. After END or LOST it is not to be
 * called again.
 *
 * Returns: whether there can be more
 */
NetopCaptureResult
netop_capture_dispatch (NetopCapture   *self,
                        guint           max_packets,
                        NetopPacketFunc func,
                        void           *user_data,
                        GError        **error)
{
  Delivery delivery = { self, func, user_data };
  int      result = pcap_dispatch (self->pcap, (int)max_packets, deliver_cb, (u_char *)(void *)&delivery);

  if (self->file != NULL && self->n_empty >= MAX_EMPTY_RECORDS)
    return end_in_emptiness (self, error);
  if (result > 0 || (result == 0 && self->file == NULL))
    return NETOP_CAPTURE_MORE;
  if (result == 0)
    return NETOP_CAPTURE_END;
  if (self->file != NULL)
    return end_of_file (self, error);

  g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Capture on %s ended: %s",
               self->device, pcap_geterr (self->pcap));
  return NETOP_CAPTURE_LOST;
}

/**
 * netop_capture_get_statistics:
 * @self: a capture
 * @statistics: (out): counted since it was opened
 *
 * The kernel's count of drops is 32 bits wide: ask at least once in 2^32 drops.
 */
void
netop_capture_get_statistics (NetopCapture           *self,
                              NetopCaptureStatistics *statistics)
{
  struct pcap_stat kernel;

  if (self->file == NULL && pcap_stats (self->pcap, &kernel) == 0)
    {
      self->statistics.dropped_kernel += (uint32_t)(kernel.ps_drop - self->last_dropped);
      self->last_dropped = kernel.ps_drop;
    }

  *statistics = self->statistics;
}

/**
 * netop_capture_close:
 * @self: (transfer full) (nullable): a capture
 */
void
netop_capture_close (NetopCapture *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->pcap, pcap_close);
  g_free (self->device);
  g_free (self);
}
