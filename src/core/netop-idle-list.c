/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-idle-list.h"

/**
 * netop_idle_list_init:
 * @links: (transfer none): outlives the list
 */
void
netop_idle_list_init (NetopIdleList *self,
                      NetopIdleLink *links)
{
  *self = (NetopIdleList){ links, NETOP_SLOT_NONE, NETOP_SLOT_NONE };
}

/**
 * netop_idle_list_push:
 * @row: used just now; in no list yet
 */
void
netop_idle_list_push (NetopIdleList *self,
                      uint32_t       row)
{
  self->links[row] = (NetopIdleLink){ NETOP_SLOT_NONE, self->newest };
  if (self->newest != NETOP_SLOT_NONE)
    self->links[self->newest].newer = row;
  else
    self->oldest = row;

  self->newest = row;
}

/**
 * netop_idle_list_remove:
 * @row: in this very list
 */
void
netop_idle_list_remove (NetopIdleList *self,
                        uint32_t       row)
{
  NetopIdleLink link = self->links[row];

  if (link.newer != NETOP_SLOT_NONE)
    self->links[link.newer].older = link.older;
  else
    self->newest = link.older;

  if (link.older != NETOP_SLOT_NONE)
    self->links[link.older].newer = link.newer;
  else
    self->oldest = link.newer;
}
