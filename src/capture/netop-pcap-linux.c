/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-capture-private.h"

#include <inttypes.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_TIMEOUT_MS 100

/* Immediate mode has one slot of the snap length per packet: 16 MiB hold some 8,000. */
#define TRIGGER_SNAP_BYTES 2048
#define TRIGGER_RING_BYTES (16 << 20)

/* Segments are put together before they are captured, or cut after that: up to what an IP header can say, and the headers
 * of link, IP and TCP. */
#define DNS_SNAP_BYTES (65535 + 256)
#define DNS_RING_BYTES (2 << 20)
#define DNS_FILTER "tcp port 53"

/* No direction: on loopback and "any" PCAP_D_OUT yields nothing. `tcp[...]` is IPv4 only, so the flags of
 * IPv6 are read at their place behind a header without extensions, which is where every stack puts a SYN. */
#define TRIGGER_FILTER                                            \
  "(tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn)"                \
  " or (ip6 and ip6[6] == 6 and ip6[53] & 0x12 == 0x02)"          \
  " or (udp and (port 53 or port 5353 or port 5355 or port 137))" \
  " or (icmp[icmptype] == icmp-echo)"                             \
  " or (ip6 and ip6[6] == 58 and ip6[40] == 128)"

/* Without any filter the kernel copies packets whole whatever the snap length: with segmentation offload that
 * is sixteen times the work. An empty one makes it cut. */
#define MAIN_FILTER ""

static NetopProbeResult
probe_pcap (char **reason)
{
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

  if (fd < 0)
    {
      *reason = g_strdup ("capturing packets needs the right CAP_NET_RAW");
      return NETOP_PROBE_FAILED;
    }

  close (fd);
  return NETOP_PROBE_SUPPORTED;
}

static void
set_activate_error (pcap_t     *pcap,
                    int         status,
                    const char *device,
                    GError    **error)
{
  const char *text = pcap_geterr (pcap);

  switch (status)
    {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_PERMISSION, "No permission to capture packets on %s", device);
      break;
    case PCAP_ERROR_NO_SUCH_DEVICE:
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NO_DEVICE, "There is no interface %s", device);
      break;
    default:
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Capture on %s: %s",
                   device, *text != '\0' ? text : pcap_statustostr (status));
      break;
    }
}

static bool
set_filter (pcap_t     *pcap,
            const char *filter,
            const char *device,
            GError    **error)
{
  struct bpf_program program;
  bool               installed;

  if (pcap_compile (pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) < 0)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Filter on %s: %s", device, pcap_geterr (pcap));
      return false;
    }

  installed = pcap_setfilter (pcap, &program) == 0;
  pcap_freecode (&program);
  if (!installed)
    g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Filter on %s: %s", device, pcap_geterr (pcap));
  return installed;
}

/* The kernel may grant less than was asked, and libpcap then takes it without a word. The mapping of the ring
 * is named like the socket, so its size can be read. */
static uint32_t
read_ring_bytes (pcap_t  *pcap,
                 uint32_t asked_bytes)
{
  g_autofree char *contents = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) lines = NULL;
  uint64_t    total = 0;
  struct stat status;

  if (fstat (pcap_fileno (pcap), &status) < 0 || !g_file_get_contents ("/proc/self/maps", &contents, NULL, NULL))
    return asked_bytes;

  name = g_strdup_printf ("socket:[%ju]", (uintmax_t)status.st_ino);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      uint64_t start;
      uint64_t end;

      if (strstr (lines[i], name) != NULL && sscanf (lines[i], "%" SCNx64 "-%" SCNx64, &start, &end) == 2 && end > start)
        total += end - start;
    }

  return total > 0 ? (uint32_t)MIN (total, UINT32_MAX) : asked_bytes;
}

/* How a handle of a role is opened. */
typedef struct
{
  const char *filter;
  uint32_t    snap_bytes;
  uint32_t    ring_bytes;
  bool        immediate;
} Settings;

static Settings
get_settings (const NetopCaptureOptions *options)
{
  switch (options->role)
    {
    case NETOP_CAPTURE_ROLE_TRIGGER:
      return (Settings){ TRIGGER_FILTER, TRIGGER_SNAP_BYTES, TRIGGER_RING_BYTES, true };
    case NETOP_CAPTURE_ROLE_DNS:
      return (Settings){ DNS_FILTER, DNS_SNAP_BYTES, DNS_RING_BYTES, false };
    case NETOP_CAPTURE_ROLE_MAIN:
    default:
      return (Settings){ MAIN_FILTER, netop_packet_get_snap_length (), MIN (options->buffer_bytes, 1u << 30), false };
    }
}

static bool
set_options (pcap_t         *pcap,
             const Settings *settings)
{
  return pcap_set_snaplen (pcap, (int)settings->snap_bytes) == 0 && pcap_set_promisc (pcap, 0) == 0 &&
         pcap_set_timeout (pcap, BLOCK_TIMEOUT_MS) == 0 && pcap_set_buffer_size (pcap, (int)settings->ring_bytes) == 0 &&
         pcap_set_immediate_mode (pcap, settings->immediate) == 0;
}

static bool
start (NetopCapture              *self,
       const NetopCaptureOptions *options,
       GError                   **error)
{
  const Settings settings = get_settings (options);
  char           text[PCAP_ERRBUF_SIZE];
  int            status;

  if (!set_options (self->pcap, &settings))
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Capture on %s refused its settings", self->device);
      return false;
    }

  /* Above zero is a warning, such as that promiscuous mode is not to be had: of no matter here. */
  status = pcap_activate (self->pcap);
  if (status < 0)
    {
      set_activate_error (self->pcap, status, self->device, error);
      return false;
    }

  /* Version 2 of the cooked header carries the interface. Where libpcap has it not, version 1 counts all the same. */
  if (options->interface_name == NULL)
    (void)pcap_set_datalink (self->pcap, DLT_LINUX_SLL2);

  if (!netop_capture_set_link_type (self, error) || !set_filter (self->pcap, settings.filter, self->device, error))
    return false;

  if (pcap_setnonblock (self->pcap, 1, text) < 0)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Capture on %s: %s", self->device, text);
      return false;
    }

  return true;
}

static NetopCapture *
open_pcap (const NetopCaptureOptions *options,
           GError                   **error)
{
  g_autoptr (NetopCapture) self = g_new0 (NetopCapture, 1);
  char text[PCAP_ERRBUF_SIZE];

  self->device = g_strdup (options->interface_name != NULL ? options->interface_name : "all interfaces");

  /* libpcap knows devices that are no interfaces (USB, Bluetooth, netfilter), and takes their names here. */
  if (options->interface_name != NULL)
    {
      self->interface_index = if_nametoindex (options->interface_name);
      if (self->interface_index == 0)
        {
          g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_NO_DEVICE, "There is no interface %s", self->device);
          return NULL;
        }
    }

  self->pcap = pcap_create (options->interface_name != NULL ? options->interface_name : "any", text);
  if (self->pcap == NULL)
    {
      g_set_error (error, NETOP_CAPTURE_ERROR, NETOP_CAPTURE_ERROR_FAILED, "Capture on %s: %s", self->device, text);
      return NULL;
    }

  if (!start (self, options, error))
    return NULL;

  self->ring_bytes = read_ring_bytes (self->pcap, get_settings (options).ring_bytes);
  return g_steal_pointer (&self);
}

const NetopCaptureOps netop_capture_pcap_ops = { "pcap", probe_pcap, open_pcap };
