/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* Many questions of DNS.
 *
 * netop-ask serve ADDRESS               answers at port 53, until killed
 * netop-ask rate ADDRESS RATE SECONDS   asks so often, by one socket, then prints how many were sent and answered
 * netop-ask brief ADDRESS COUNT US      so many processes, one after the other, each asks once and ends so long after the
 *                                       answer; prints their numbers
 */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DNS_PORT 53
#define HEADER_BYTES 12
#define MAX_BYTES 512

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Returns its length. */
static size_t
make_query (uint8_t  message[MAX_BYTES],
            uint32_t number)
{
  uint8_t header[HEADER_BYTES] = { (uint8_t)(number >> 8), (uint8_t)number, 0x01, 0x00, 0, 1 };
  char    label[16];
  int     length = snprintf (label, sizeof label, "q%u", number);
  size_t  at = HEADER_BYTES;

  memcpy (message, header, sizeof header);
  message[at++] = (uint8_t)length;
  memcpy (message + at, label, (size_t)length);
  at += (size_t)length;
  memcpy (message + at, "\5bench\4test\0\0\1\0\1", 16);
  return at + 16;
}

static void
serve (int fd)
{
  static const uint8_t answer[16] = { 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7 };
  uint8_t              message[MAX_BYTES + sizeof answer];
  struct sockaddr_in   client;

  printf ("ready\n");
  fflush (stdout);
  for (;;)
    {
      socklen_t size = sizeof client;
      ssize_t   n = recvfrom (fd, message, MAX_BYTES, 0, (struct sockaddr *)&client, &size);

      if (n < HEADER_BYTES)
        continue;
      message[2] = 0x81;
      message[3] = 0x80;
      message[7] = 1;
      memcpy (message + n, answer, sizeof answer);
      sendto (fd, message, (size_t)n + sizeof answer, 0, (struct sockaddr *)&client, size);
    }
}

static uint32_t
take_answers (int fd)
{
  uint8_t  message[MAX_BYTES];
  uint32_t n = 0;

  while (recv (fd, message, sizeof message, MSG_DONTWAIT) > 0)
    n++;
  return n;
}

static void
ask_at_rate (int    fd,
             double rate,
             double duration_s)
{
  uint32_t sent = 0;
  uint32_t answered = 0;
  double   start_s = now_s ();
  int      bytes = 4 << 20;

  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  for (double elapsed_s = 0; elapsed_s < duration_s; elapsed_s = now_s () - start_s)
    {
      uint8_t message[MAX_BYTES];

      answered += take_answers (fd);
      if ((double)sent > elapsed_s * rate)
        {
          struct timespec wait = { 0, 100000 };

          nanosleep (&wait, NULL);
          continue;
        }
      if (send (fd, message, make_query (message, sent), 0) > 0)
        sent++;
    }
  usleep (200000);
  answered += take_answers (fd);
  printf ("%u %u\n", sent, answered);
}

static void
ask_once (const struct sockaddr_in *address,
          uint32_t                  number,
          useconds_t                linger_us)
{
  struct timeval timeout = { 3, 0 };
  uint8_t        message[MAX_BYTES];
  int            fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  if (connect (fd, (const struct sockaddr *)address, sizeof *address) < 0 || send (fd, message, make_query (message, number), 0) < 0 ||
      recv (fd, message, sizeof message, 0) < 0)
    _exit (1);
  if (linger_us > 0)
    usleep (linger_us);
  _exit (0);
}

static void
ask_briefly (const struct sockaddr_in *address,
             uint32_t                  count,
             useconds_t                linger_us)
{
  for (uint32_t i = 0; i < count; i++)
    {
      pid_t pid = fork ();

      if (pid == 0)
        ask_once (address, i, linger_us);
      waitpid (pid, NULL, 0);
      printf ("%d ", pid);
    }
  printf ("\n");
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (DNS_PORT) };
  int                fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  if (argc < 3 || inet_pton (AF_INET, argv[2], &address.sin_addr) != 1 || fd < 0)
    return 2;
  if (strcmp (argv[1], "serve") == 0)
    {
      if (bind (fd, (struct sockaddr *)&address, sizeof address) < 0)
        return 1;
      serve (fd);
    }
  if (argc == 5 && strcmp (argv[1], "brief") == 0)
    ask_briefly (&address, (uint32_t)atoi (argv[3]), (useconds_t)atoi (argv[4]));
  else if (argc == 5 && strcmp (argv[1], "rate") == 0 && connect (fd, (struct sockaddr *)&address, sizeof address) == 0)
    ask_at_rate (fd, atof (argv[3]), atof (argv[4]));
  else
    return 2;
  return 0;
}
