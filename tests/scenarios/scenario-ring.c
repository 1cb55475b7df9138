/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "scenario.h"

#include <errno.h>
#include <linux/io_uring.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By the bare system calls: no library of it is needed for one request at a time. */

struct _ScenarioRing
{
  int                  fd;
  unsigned            *submit_tail;
  unsigned            *submit_mask;
  unsigned            *submit_array;
  struct io_uring_sqe *entries;
  unsigned            *complete_head;
  unsigned            *complete_tail;
  unsigned            *complete_mask;
  struct io_uring_cqe *completions;
};

void
scenario_ring_free (ScenarioRing *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  free (self);
}

static char *
map (int    fd,
     off_t  offset,
     size_t length)
{
  char *memory = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);

  if (memory == MAP_FAILED)
    scenario_skip ("io_uring, mapped");
  return memory;
}

ScenarioRing *
scenario_ring_new (void)
{
  struct io_uring_params parameters = { 0 };
  ScenarioRing          *self = calloc (1, sizeof *self);
  char                  *submit;
  char                  *complete;

  self->fd = (int)syscall (SYS_io_uring_setup, 1, &parameters);
  if (self->fd < 0)
    scenario_skip ("io_uring");

  submit = map (self->fd, IORING_OFF_SQ_RING, parameters.sq_off.array + parameters.sq_entries * sizeof (unsigned));
  complete = map (self->fd, IORING_OFF_CQ_RING, parameters.cq_off.cqes + parameters.cq_entries * sizeof *self->completions);
  self->entries = (void *)map (self->fd, IORING_OFF_SQES, parameters.sq_entries * sizeof *self->entries);
  self->submit_tail = (void *)(submit + parameters.sq_off.tail);
  self->submit_mask = (void *)(submit + parameters.sq_off.ring_mask);
  self->submit_array = (void *)(submit + parameters.sq_off.array);
  self->complete_head = (void *)(complete + parameters.cq_off.head);
  self->complete_tail = (void *)(complete + parameters.cq_off.tail);
  self->complete_mask = (void *)(complete + parameters.cq_off.ring_mask);
  self->completions = (void *)(complete + parameters.cq_off.cqes);
  return self;
}

static ssize_t
transfer (ScenarioRing *self,
          uint8_t       operation,
          int           fd,
          const void   *bytes,
          size_t        length)
{
  unsigned tail = *self->submit_tail;
  unsigned slot = tail & *self->submit_mask;
  unsigned head;
  int      result;

  self->entries[slot] = (struct io_uring_sqe){
    .opcode = operation,
    .fd = fd,
    .addr = (uint64_t)(uintptr_t)bytes,
    .len = (uint32_t)length,
  };
  self->submit_array[slot] = slot;
  __atomic_store_n (self->submit_tail, tail + 1, __ATOMIC_RELEASE);
  while (syscall (SYS_io_uring_enter, self->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
    if (errno != EINTR)
      traffic_die ("io_uring_enter");

  head = *self->complete_head;
  if (head == __atomic_load_n (self->complete_tail, __ATOMIC_ACQUIRE))
    traffic_die ("io_uring, nothing done");
  result = self->completions[head & *self->complete_mask].res;
  __atomic_store_n (self->complete_head, head + 1, __ATOMIC_RELEASE);
  if (result < 0)
    {
      errno = -result;
      return -1;
    }
  return result;
}

ssize_t
scenario_ring_send (ScenarioRing *self,
                    int           fd,
                    const void   *bytes,
                    size_t        length)
{
  return transfer (self, IORING_OP_SEND, fd, bytes, length);
}

ssize_t
scenario_ring_receive (ScenarioRing *self,
                       int           fd,
                       void         *bytes,
                       size_t        length)
{
  return transfer (self, IORING_OP_RECV, fd, bytes, length);
}
