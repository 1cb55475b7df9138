/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* What programs share that make a known amount of traffic. Whatever fails ends them. */

/* Payload and packets that a process received and sent; of a TCP connection the segments that the kernel counted. */
typedef struct
{
  uint64_t rx_payload;
  uint64_t tx_payload;
  uint64_t rx_packets;
  uint64_t tx_packets;
  uint64_t retransmits;
  uint32_t rtt_us; /* of the last connection */
} TrafficReport;

#define TRAFFIC_BUFFER_BYTES 65536

extern char traffic_buffer[TRAFFIC_BUFFER_BYTES];

void      traffic_die (const char *what) __attribute__ ((noreturn));
void      traffic_sleep_ms (int duration_ms);
socklen_t traffic_parse_address (const char *address_text, const char *port_text, struct sockaddr_storage *address);
void      traffic_take_turns (const char *word);
void      traffic_say_ready (void);
int       traffic_open_socket (const struct sockaddr_storage *address, int type);
int       traffic_open_listener (const struct sockaddr_storage *address, socklen_t length, int type);
int       traffic_accept_stream (int listener);
int       traffic_connect_stream (const struct sockaddr_storage *address, socklen_t length);
void      traffic_receive_stream (int fd, TrafficReport *report);
void      traffic_finish_stream (int fd, TrafficReport *report);
uint16_t  traffic_sum_up (const uint8_t *bytes, size_t length);
void      traffic_print_report (const TrafficReport *report);
