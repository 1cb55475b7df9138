/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

/* Theory of operation
 *
 * A flow's account has what it carried itself. What counts of that is booked on its owner or cause and on the total: all
 * of it, or, of the outside of a tunnel, less what is seen by itself on an interface. When another owner becomes known,
 * or a flow turns out to carry others, what was booked moves or goes, out of the histories too.
 *
 * The same places have a part for each interface. There all of the flow is booked, on the one where it counts now: of an
 * interface alone the outside of a tunnel is not seen a second time. */

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

/* What passed its interface, as far as anybody wants to know. */
static const NetopAccount *
get_passed (const NetopKnownFlow *flow)
{
  static const NetopAccount nothing;

  return flow->is_left_off ? &nothing : &flow->account;
}

static void
book_on (NetopLedger          *ledger,
         const NetopKnownFlow *flow,
         const NetopTraffic   *after,
         const NetopTraffic   *passed)
{
  netop_account_book (&ledger->all, &flow->booked, after);
  netop_account_book (netop_ledger_get_part (ledger, flow->booked_interface), &flow->booked_there, passed);
}

/* Books on whoever the flow's is now, and on the total, what came since. */
static void
book (NetopAttribution *self,
      NetopKnownFlow   *flow)
{
  const NetopTraffic *after = &get_counted (flow)->traffic;
  const NetopTraffic *passed = &get_passed (flow)->traffic;

  book_on (&self->total, flow, after, passed);
  if (flow->owner.process != NULL)
    book_on (&flow->owner.process->ledger, flow, after, passed);
  if (flow->cause != NULL)
    book_on (&flow->cause->ledger, flow, after, passed);
  if (flow->host != NULL)
    book_on (&flow->host->ledger, flow, after, passed);
  flow->booked = *after;
  flow->booked_there = *passed;
}

typedef void (*MoveFunc) (NetopAccount *self, const NetopAccount *part, const NetopTraffic *booked, guint capacity);

/* Adds to or removes from whoever the flow's is now what is booked of it for all interfaces. */
static void
move (NetopKnownFlow *flow,
      MoveFunc        func)
{
  const NetopAccount *counted = get_counted (flow);

  if (flow->owner.process != NULL)
    func (&flow->owner.process->ledger.all, counted, &flow->booked, NETOP_ROW_SAMPLES);
  if (flow->cause != NULL)
    func (&flow->cause->ledger.all, counted, &flow->booked, NETOP_ROW_SAMPLES);
  if (flow->host != NULL)
    func (&flow->host->ledger.all, counted, &flow->booked, NETOP_CONNECTION_SAMPLES);
}

/* The same with what is booked for its own. */
static void
move_there (NetopKnownFlow *flow,
            MoveFunc        func)
{
  const NetopAccount *passed = get_passed (flow);
  uint32_t            interface = flow->booked_interface;

  if (flow->owner.process != NULL)
    func (netop_ledger_get_part (&flow->owner.process->ledger, interface), passed, &flow->booked_there, NETOP_ROW_SAMPLES);
  if (flow->cause != NULL)
    func (netop_ledger_get_part (&flow->cause->ledger, interface), passed, &flow->booked_there, NETOP_ROW_SAMPLES);
  if (flow->host != NULL)
    func (netop_ledger_get_part (&flow->host->ledger, interface), passed, &flow->booked_there, NETOP_CONNECTION_SAMPLES);
}

/* And with the total. */
static void
move_all_there (NetopAttribution *self,
                NetopKnownFlow   *flow,
                MoveFunc          func)
{
  move_there (flow, func);
  func (netop_ledger_get_part (&self->total, flow->booked_interface), get_passed (flow), &flow->booked_there, NETOP_ROW_SAMPLES);
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
  move_all_there (self, flow, netop_account_remove_part);
  move (flow, netop_account_remove_part);
  netop_account_remove_part (&self->total.all, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  netop_account_clear (&flow->account);
  netop_account_clear (&flow->partial);
  flow->account = (NetopAccount){ 0 };
  flow->partial = (NetopAccount){ 0 };
  flow->booked = (NetopTraffic){ 0 };
  flow->booked_there = (NetopTraffic){ 0 };
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
  move_there (flow, netop_account_remove_part);
  set_owner (self, flow, &owner);
  move (flow, netop_account_add_part);
  move_there (flow, netop_account_add_part);
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
  netop_account_remove_part (&self->total.all, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  move (flow, netop_account_remove_part);

  netop_account_clear (&flow->partial);
  flow->left_out = left_out;
  flow->partial.sampled = leave_out (&flow->account.sampled, left_out);
  flow->booked = leave_out (&flow->account.traffic, left_out);

  netop_account_add_part (&self->total.all, get_counted (flow), &flow->booked, NETOP_ROW_SAMPLES);
  move (flow, netop_account_add_part);
}

/* All of a flow stands on the interface where it counts now: those on several by turns are few, and the list of connections
 * names one, too. */
static void
settle_there (NetopAttribution *self,
              NetopKnownFlow   *flow,
              bool              is_left_off)
{
  bool is_booked = flow->owner.process != NULL || flow->cause != NULL;

  if (flow->booked_interface == flow->interface_index && flow->is_left_off == is_left_off)
    return;

  if (is_booked)
    move_all_there (self, flow, netop_account_remove_part);
  flow->booked_interface = flow->interface_index;
  if (flow->is_left_off != is_left_off)
    {
      flow->is_left_off = is_left_off;
      flow->booked_there = get_passed (flow)->traffic;
    }
  if (is_booked)
    move_all_there (self, flow, netop_account_add_part);
}

static void
settle_carried (NetopAttribution *self,
                NetopKnownFlow   *flow)
{
  /* Of one interface alone the inside is not seen. */
  bool         is_counted = self->carriers_counted || self->only_interface != 0;
  NetopCarries left_out;

  flow->carries = netop_attribution_find_carried (self, flow);
  settle_there (self, flow, self->loopback_left_off && netop_attribution_is_loopback (self, flow));
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
