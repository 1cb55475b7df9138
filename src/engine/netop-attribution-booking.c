/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* Theory of operation
 *
 * A flow's account has what it carried itself. What counts of that is booked on its owner or cause and on the total: all
 * of it, or, of the outside of a tunnel, less what is seen by itself on an interface. When another owner becomes known,
 * or a flow turns out to carry others, what was booked moves or goes, out of the histories too. */

static void
set_owner (NetopAttribution *self,
           NetopKnownFlow   *flow,
           const NetopOwner *owner)
{
  if (flow->owner.process != NULL)
    flow->owner.process->n_flows--;
  flow->owner = *owner;
  flow->cause = NULL;
  flow->host = NULL;
  if (owner->process != NULL)
    {
      owner->process->n_flows++;
      return;
    }

  flow->cause = netop_attribution_get_cause (self, owner->cause, owner->cause_uid);
  flow->host = netop_attribution_get_host (self, flow->cause, &flow->flow.key);
}

static const NetopAccount *
get_counted (const NetopKnownFlow *flow)
{
  return flow->left_out != NETOP_CARRIES_NOTHING ? &flow->partial : &flow->account;
}

/* Books on whoever the flow's is now, and on the total, what came since. */
static void
book (NetopAttribution *self,
      NetopKnownFlow   *flow)
{
  const NetopTraffic *after = &get_counted (flow)->traffic;

  netop_account_book (&self->total, &flow->booked, after);
  if (flow->owner.process != NULL)
    netop_account_book (&flow->owner.process->account, &flow->booked, after);
  if (flow->cause != NULL)
    netop_account_book (&flow->cause->account, &flow->booked, after);
  if (flow->host != NULL)
    netop_account_book (&flow->host->account, &flow->booked, after);
  flow->booked = *after;
}

typedef void (*MoveFunc) (NetopAccount *self, const NetopAccount *part, const NetopTraffic *booked, guint capacity);

/* Adds to or removes from whoever the flow's is now what is booked of it. */
static void
move (NetopKnownFlow *flow,
      MoveFunc        func)
{
  const NetopAccount *counted = get_counted (flow);

  if (flow->owner.process != NULL)
    func (&flow->owner.process->account, counted, &flow->booked, NETOP_ROW_SAMPLES);
  if (flow->cause != NULL)
    func (&flow->cause->account, counted, &flow->booked, NETOP_ROW_SAMPLES);
  if (flow->host != NULL)
    func (&flow->host->account, counted, &flow->booked, NETOP_CONNECTION_SAMPLES);
}

/**
 * netop_attribution_unbook:
 *
 * Takes off what stands on the flow's owner and in the total, at the times when it flowed: it has nothing from then on.
 */
void
netop_attribution_unbook (NetopAttribution *self,
                          NetopKnownFlow   *flow)
{
  move (flow, netop_account_remove_part);
  netop_account_remove_part (&self->total, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  netop_account_clear (&flow->account);
  netop_account_clear (&flow->partial);
  flow->account = (NetopAccount){ 0 };
  flow->partial = (NetopAccount){ 0 };
  flow->booked = (NetopTraffic){ 0 };
  flow->left_out = NETOP_CARRIES_NOTHING;
}

static bool
is_same_owner (const NetopKnownFlow *flow,
               const NetopOwner     *owner)
{
  return (flow->owner.process != NULL || flow->cause != NULL) && flow->owner.process == owner->process &&
         (owner->process != NULL || (flow->cause->cause == owner->cause && flow->cause->uid == owner->cause_uid));
}

static void
settle_owner (NetopAttribution *self,
              NetopKnownFlow   *flow)
{
  NetopOwner owner = netop_attribution_find_owner (self, flow);

  if (is_same_owner (flow, &owner))
    {
      flow->owner = owner;
      return;
    }

  move (flow, netop_account_remove_part);
  set_owner (self, flow, &owner);
  move (flow, netop_account_add_part);
}

static NetopTraffic
leave_out (const NetopTraffic *traffic,
           NetopCarries        carries)
{
  NetopTraffic rest = *traffic;

  if ((carries & NETOP_CARRIES_RX) != 0)
    rest.rx_bytes = rest.rx_packets = 0;
  if ((carries & NETOP_CARRIES_TX) != 0)
    rest.tx_bytes = rest.tx_packets = 0;
  return rest;
}

/* How it went until now is not told apart by direction: where one of two is left out from now on, the other one has no
 * past, but loses no byte. */
static void
settle_left_out (NetopAttribution *self,
                 NetopKnownFlow   *flow,
                 NetopCarries      left_out)
{
  netop_account_remove_part (&self->total, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  move (flow, netop_account_remove_part);

  netop_account_clear (&flow->partial);
  flow->left_out = left_out;
  flow->partial.sampled = leave_out (&flow->account.sampled, left_out);
  flow->booked = leave_out (&flow->account.traffic, left_out);

  netop_account_add_part (&self->total, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  move (flow, netop_account_add_part);
}

static void
settle_carried (NetopAttribution *self,
                NetopKnownFlow   *flow)
{
  /* Of one interface alone the inside is not seen. */
  bool         is_counted = self->carriers_counted || self->only_interface != 0;
  NetopCarries left_out;

  flow->carries = netop_attribution_find_carried (self, flow);
  flow->is_left_off = self->loopback_left_off && netop_attribution_is_loopback (self, flow);
  left_out = is_counted ? NETOP_CARRIES_NOTHING : flow->carries;
  if (flow->is_left_off)
    left_out = NETOP_CARRIES_BOTH;
  if (left_out != flow->left_out)
    settle_left_out (self, flow, left_out);
  if (left_out != NETOP_CARRIES_NOTHING)
    flow->partial.traffic = leave_out (&flow->account.traffic, left_out);
}

/**
 * netop_attribution_settle_flow:
 * @look: whether it may have another owner than before
 *
 * Books what is new of a flow, on whoever it belongs to.
 */
void
netop_attribution_settle_flow (NetopAttribution *self,
                               NetopKnownFlow   *flow,
                               bool              look)
{
  if (look)
    settle_owner (self, flow);
  settle_carried (self, flow);
  book (self, flow);
  flow->dirty = false;
}

static bool
has_changed_socket (const NetopKnownFlow *flow)
{
  for (guint i = 0; i < flow->n_sockets; i++)
    {
      if (flow->sockets[i]->changed)
        return true;
    }
  return false;
}

/**
 * netop_attribution_settle_flows:
 * @look_again: whether flows without an owner are looked at, too: a listener's owner may have come to be known since
 *
 * Books what is new, after all of a tick was applied.
 */
void
netop_attribution_settle_flows (NetopAttribution *self,
                                bool              look_again)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownFlow *flow = value;
      bool            look = flow->owner.process == NULL ? flow->dirty || look_again : false;

      look = look || (self->sockets_changed && has_changed_socket (flow));
      if (look || flow->dirty || self->tunnels_changed)
        netop_attribution_settle_flow (self, flow, look);
    }
  self->tunnels_changed = false;
}
