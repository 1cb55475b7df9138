/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

/* To be preloaded (ld.so(8)): the wall clock of one program is ahead by so many microseconds as the file says that
 * NETOP_STEPPED_CLOCK names, at any time. Nobody else's clock is stepped. */

#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORTED __attribute__ ((visibility ("default")))

static volatile const int64_t *ahead_us;
static int (*read_clock) (clockid_t, struct timespec *);

/* Before anybody gives up the right to open a file. */
__attribute__ ((constructor)) static void
set_up (void)
{
  const char *path = getenv ("NETOP_STEPPED_CLOCK");
  int         fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void       *map = fd >= 0 ? mmap (NULL, sizeof *ahead_us, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

  if (map != MAP_FAILED)
    ahead_us = map;
  if (fd >= 0)
    close (fd);
}

EXPORTED int
clock_gettime (clockid_t        clock,
               struct timespec *time)
{
  int     result;
  int64_t us;

  /* Other libraries' constructors may come first. */
  if (read_clock == NULL)
    *(void **)&read_clock = dlsym (RTLD_NEXT, "clock_gettime");
  result = read_clock (clock, time);
  if (result != 0 || clock != CLOCK_REALTIME || ahead_us == NULL)
    return result;

  us = (int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000 + *ahead_us;
  time->tv_sec = us / 1000000;
  time->tv_nsec = us % 1000000 * 1000;
  return 0;
}

EXPORTED int
gettimeofday (struct timeval *restrict time,
              void *restrict zone)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
