/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_MS 15000
#define NEXT_MS 3000
/* Long enough for whoever looks for its socket to have looked. */
#define INJECT_PAUSE_MS 5

static bool
is_v4 (const Scenario *scenario)
{
  return scenario->address.ss_family == AF_INET;
}

static void
connect_to (const Scenario *scenario,
            int             fd)
{
  struct sockaddr_storage address = scenario->address;

  /* The port of a raw socket's address is its protocol, or none (raw(7)). */
  if (is_v4 (scenario))
    ((struct sockaddr_in *)&address)->sin_port = 0;
  else
    ((struct sockaddr_in6 *)&address)->sin6_port = 0;
  if (connect (fd, (struct sockaddr *)&address, scenario->length) < 0)
    traffic_die ("connect");
}

/* --- Echoes --- */

static bool
is_reply (const Scenario *scenario,
          const char     *bytes,
          uint16_t        id,
          uint16_t        sequence)
{
  struct icmphdr reply;

  memcpy (&reply, bytes, sizeof reply);
  return reply.type == (is_v4 (scenario) ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) && reply.un.echo.sequence == sequence &&
         (id == 0 || reply.un.echo.id == id);
}

/* The kernel gives a ping socket its identifier; a raw one chooses. One echo that gets no reply is one too few. */
static void
ping (const Scenario *scenario,
      TrafficReport  *report)
{
  bool            is_raw = strcmp (scenario->method, "raw") == 0;
  int             protocol = is_v4 (scenario) ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  int             fd = socket (scenario->address.ss_family, (is_raw ? SOCK_RAW : SOCK_DGRAM) | SOCK_CLOEXEC, protocol);
  uint16_t        id = is_raw ? htons ((uint16_t)getpid ()) : 0;
  size_t          skipped = is_raw && is_v4 (scenario) ? sizeof (struct iphdr) : 0;
  struct pollfd   poll_fd = { fd, POLLIN, 0 };
  struct icmphdr *message = (struct icmphdr *)traffic_buffer;

  if (fd < 0)
    scenario_skip (is_raw ? "raw socket" : "ping socket");
  connect_to (scenario, fd);
  for (uint16_t i = 1; i <= scenario->amount; i++)
    {
      bool has_reply = false;

      memset (traffic_buffer, 0, sizeof *message + scenario->size);
      message->type = is_v4 (scenario) ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
      message->un.echo.id = id;
      message->un.echo.sequence = htons (i);
      message->checksum = traffic_sum_up ((const uint8_t *)traffic_buffer, sizeof *message + scenario->size);
      if (send (fd, traffic_buffer, sizeof *message + scenario->size, 0) < 0)
        traffic_die ("send");
      report->tx_packets++;
      report->tx_payload += scenario->size;

      while (!has_reply && poll (&poll_fd, 1, NEXT_MS) > 0)
        {
          if (recv (fd, traffic_buffer, sizeof traffic_buffer, 0) < 0)
            traffic_die ("recv");
          has_reply = is_reply (scenario, traffic_buffer + skipped, id, htons (i));
        }
      report->rx_packets += has_reply;
      report->rx_payload += has_reply ? scenario->size : 0;
    }
}

/* --- Other protocols --- */

static size_t
write_header (const Scenario *scenario,
              const char     *source,
              uint8_t         protocol)
{
  struct iphdr   *v4 = (struct iphdr *)traffic_buffer;
  struct ip6_hdr *v6 = (struct ip6_hdr *)traffic_buffer;

  memset (traffic_buffer, 0, sizeof *v6);
  if (is_v4 (scenario))
    {
      *v4 = (struct iphdr){ .version = 4, .ihl = 5, .ttl = 64, .protocol = protocol };
      v4->tot_len = htons ((uint16_t)(sizeof *v4 + scenario->size));
      v4->daddr = ((const struct sockaddr_in *)&scenario->address)->sin_addr.s_addr;
      inet_pton (AF_INET, source, &v4->saddr);
      v4->check = traffic_sum_up ((const uint8_t *)v4, sizeof *v4);
      return sizeof *v4;
    }

  v6->ip6_flow = htonl (6u << 28);
  v6->ip6_plen = htons ((uint16_t)scenario->size);
  v6->ip6_nxt = protocol;
  v6->ip6_hlim = 64;
  v6->ip6_dst = ((const struct sockaddr_in6 *)&scenario->address)->sin6_addr;
  inet_pton (AF_INET6, source, &v6->ip6_src);
  return sizeof *v6;
}

static void
send_packets (const Scenario *scenario,
              TrafficReport  *report)
{
  uint8_t protocol = (uint8_t)atoi (scenario->port_text);
  bool    makes_header = scenario->method[0] != '\0';
  int     fd = socket (scenario->address.ss_family, SOCK_RAW | SOCK_CLOEXEC, makes_header ? IPPROTO_RAW : protocol);
  size_t  header_bytes = makes_header ? write_header (scenario, scenario->method, protocol) : 0;

  if (fd < 0)
    scenario_skip ("raw socket");
  connect_to (scenario, fd);
  while (report->tx_packets < scenario->amount)
    {
      if (send (fd, traffic_buffer, header_bytes + scenario->size, 0) < 0)
        traffic_die ("send");
      report->tx_packets++;
      report->tx_payload += scenario->size;
      if (makes_header || report->tx_packets % 64 == 0)
        traffic_sleep_ms (makes_header ? INJECT_PAUSE_MS : 1);
    }
}

static void
receive_packets (const Scenario *scenario,
                 TrafficReport  *report)
{
  int           fd = socket (scenario->address.ss_family, SOCK_RAW | SOCK_CLOEXEC, atoi (scenario->port_text));
  size_t        skipped = is_v4 (scenario) ? sizeof (struct iphdr) : 0;
  int           room = 8 << 20;
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  if (fd < 0)
    scenario_skip ("raw socket");
  setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  traffic_say_ready ();
  while (report->rx_packets < scenario->amount && poll (&poll_fd, 1, report->rx_packets > 0 ? NEXT_MS : FIRST_MS) > 0)
    {
      ssize_t n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0);

      if (n < 0)
        traffic_die ("recv");
      report->rx_packets++;
      report->rx_payload += (uint64_t)n - skipped;
    }
}

/* The first two words of METHOD: the device, and the source address. */
static void
inject (const Scenario *scenario,
        TrafficReport  *report)
{
  int                fd = socket (AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  char               device[IF_NAMESIZE] = { 0 };
  const char        *source = strchr (scenario->method, ',');
  struct sockaddr_ll address = {
    .sll_family = AF_PACKET,
    .sll_protocol = htons (is_v4 (scenario) ? ETH_P_IP : ETH_P_IPV6),
    .sll_halen = ETH_ALEN,
    .sll_addr = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
  };
  size_t header_bytes;

  if (fd < 0)
    scenario_skip ("packet socket");
  if (source == NULL || source - scenario->method >= IF_NAMESIZE)
    traffic_die ("METHOD is DEVICE,SOURCE");
  memcpy (device, scenario->method, (size_t)(source - scenario->method));
  address.sll_ifindex = (int)if_nametoindex (device);
  if (bind (fd, (struct sockaddr *)&address, sizeof address) < 0)
    traffic_die ("bind");

  header_bytes = write_header (scenario, source + 1, (uint8_t)atoi (scenario->port_text));
  while (report->tx_packets < scenario->amount)
    {
      if (sendto (fd, traffic_buffer, header_bytes + scenario->size, 0, (struct sockaddr *)&address, sizeof address) < 0)
        traffic_die ("sendto");
      report->tx_packets++;
      report->tx_payload += scenario->size;
      traffic_sleep_ms (INJECT_PAUSE_MS);
    }
}

/* --- SCTP --- */

static void
run_sctp (const Scenario *scenario,
          bool            sends,
          TrafficReport  *report)
{
  int     fd = socket (scenario->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP);
  ssize_t n;

  if (fd < 0)
    scenario_skip ("SCTP");
  if (!sends)
    {
      if (bind (fd, (const struct sockaddr *)&scenario->address, scenario->length) < 0 || listen (fd, 1) < 0)
        traffic_die ("listen");
      traffic_say_ready ();
      fd = traffic_accept_stream (fd);
      while ((n = recv (fd, traffic_buffer, sizeof traffic_buffer, 0)) > 0)
        {
          report->rx_payload += (uint64_t)n;
          report->rx_packets++;
        }
      return;
    }

  if (connect (fd, (const struct sockaddr *)&scenario->address, scenario->length) < 0)
    traffic_die ("connect");
  while (report->tx_packets < scenario->amount && send (fd, traffic_buffer, scenario->size, MSG_NOSIGNAL) > 0)
    {
      report->tx_packets++;
      report->tx_payload += scenario->size;
    }
}

int
scenario_run_raw (const Scenario *scenario,
                  TrafficReport  *report)
{
  if (strcmp (scenario->role, "ping") == 0)
    ping (scenario, report);
  else if (strcmp (scenario->role, "ip-send") == 0)
    send_packets (scenario, report);
  else if (strcmp (scenario->role, "ip-receive") == 0)
    receive_packets (scenario, report);
  else if (strcmp (scenario->role, "inject") == 0)
    inject (scenario, report);
  else if (strncmp (scenario->role, "sctp-", 5) == 0)
    run_sctp (scenario, strcmp (scenario->role, "sctp-send") == 0, report);
  else
    return false;
  return true;
}
