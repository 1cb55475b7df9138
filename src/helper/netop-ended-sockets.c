/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-ended-sockets.h"

/* The ring tells of a packet up to 100 ms later, a tick of it up to a second. */
#define KEEP_US (2 * G_USEC_PER_SEC)

typedef struct
{
  NetopSocketFacts facts;
  int64_t          time_us;
} Ended;

struct _NetopEndedSockets
{
  guint   capacity;
  GArray *sockets; /* of Ended, oldest first */
};

/**
 * netop_ended_sockets_new:
 * @capacity: sockets it keeps
 *
 * Returns: (transfer full): none yet
 */
NetopEndedSockets *
netop_ended_sockets_new (guint capacity)
{
  NetopEndedSockets *self = g_new0 (NetopEndedSockets, 1);

  self->capacity = capacity;
  self->sockets = g_array_new (FALSE, FALSE, sizeof (Ended));
  return self;
}

/**
 * netop_ended_sockets_free:
 * @self: (transfer full) (nullable): some
 */
void
netop_ended_sockets_free (NetopEndedSockets *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->sockets);
  g_free (self);
}

/**
 * netop_ended_sockets_add:
 * @facts: of a notice
 *
 * Returns: whether there was room
 */
bool
netop_ended_sockets_add (NetopEndedSockets      *self,
                         const NetopSocketFacts *facts,
                         int64_t                 now_us)
{
  Ended ended = { .facts = *facts, .time_us = now_us };

  if (self->sockets->len >= self->capacity)
    return false;
  g_array_append_val (self->sockets, ended);
  return true;
}

/**
 * netop_ended_sockets_look:
 * @func: called for each; what it does not deal with within 2 s is forgotten
 */
void
netop_ended_sockets_look (NetopEndedSockets   *self,
                          int64_t              now_us,
                          NetopEndedSocketFunc func,
                          void                *user_data)
{
  guint n_left = 0;

  for (guint i = 0; i < self->sockets->len; i++)
    {
      const Ended ended = g_array_index (self->sockets, Ended, i);

      if (!func (&ended.facts, now_us - ended.time_us, user_data) && now_us - ended.time_us < KEEP_US)
        g_array_index (self->sockets, Ended, n_left++) = ended;
    }
  g_array_set_size (self->sockets, n_left);
}
