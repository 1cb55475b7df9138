/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "joiner-fixture.h"

void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->proc = netop_fake_proc_new ();
  netop_fake_proc_add (fixture->proc, 1, 0, "init", 1);
  netop_fake_proc_add (fixture->proc, 50, 1, "curl", 5000);
  fixture->processes = netop_process_table_open (netop_fake_proc_get_root (fixture->proc), NULL);
  fixture->resolver = netop_fake_resolver_new ();
  fixture->sockets = netop_fake_socket_table_new ();
  fixture->joiner = netop_joiner_new (fixture->processes, fixture->resolver);
  fixture->tick = netop_tick_new ();
  fixture->flows = g_array_new (FALSE, FALSE, sizeof (NetopFlow));
  fixture->closed = g_array_new (FALSE, FALSE, sizeof (NetopClosedFlow));
  fixture->updates = g_array_new (FALSE, FALSE, sizeof (NetopFlowUpdate));
}

void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  netop_joiner_free (fixture->joiner);
  netop_tick_free (fixture->tick);
  netop_fake_socket_table_free (fixture->sockets);
  netop_fake_resolver_free (fixture->resolver);
  netop_process_table_close (fixture->processes);
  netop_fake_proc_free (fixture->proc);
  g_array_unref (fixture->flows);
  g_array_unref (fixture->closed);
  g_array_unref (fixture->updates);
}

NetopFlow
make_flow (uint64_t id,
           uint8_t  protocol,
           int64_t  first_us)
{
  return (NetopFlow){ .id = id, .key = { .local_port = 40000, .remote_port = 443, .protocol = protocol }, .first_us = first_us, .last_us = first_us };
}

/* Of the socket that has the tuple of make_flow(). */
NetopSocketFacts
make_socket (uint64_t cookie,
             uint8_t  protocol)
{
  return (NetopSocketFacts){ .cookie = cookie, .inode = 1000 + cookie, .local_port = 40000, .remote_port = 443, .protocol = protocol };
}

void
take_flow (Fixture  *fixture,
           NetopFlow flow,
           int64_t   now_us)
{
  g_array_set_size (fixture->closed, 0);
  g_array_set_size (fixture->flows, 0);
  g_array_append_val (fixture->flows, flow);
  netop_joiner_take_flows (fixture->joiner, fixture->flows, fixture->closed, now_us);
}

void
take_closed (Fixture  *fixture,
             NetopFlow flow,
             int64_t   now_us)
{
  NetopClosedFlow closed = { .flow = flow, .closed_us = now_us, .reason = NETOP_CLOSE_FIN };

  g_array_set_size (fixture->flows, 0);
  g_array_set_size (fixture->closed, 0);
  g_array_append_val (fixture->closed, closed);
  netop_joiner_take_flows (fixture->joiner, fixture->flows, fixture->closed, now_us);
}

void
take_no_flows (Fixture *fixture,
               int64_t  now_us)
{
  g_array_set_size (fixture->flows, 0);
  g_array_set_size (fixture->closed, 0);
  netop_joiner_take_flows (fixture->joiner, fixture->flows, fixture->closed, now_us);
}

static NetopResolverResult *
make_result (Fixture         *fixture,
             NetopSocketFacts facts,
             int64_t          time_us)
{
  NetopResolverResult *result = g_new0 (NetopResolverResult, 1);

  result->key = (NetopFlowKey){ .local_port = 40000, .remote_port = 443, .protocol = facts.protocol };
  result->time_us = time_us;
  result->found_socket = true;
  result->socket = facts;
  result->holders = (NetopHolders){ .n_pids = 1, .pids = { 50 } };
  g_assert_true (netop_process_table_read (fixture->processes, 50, &result->processes[0]));
  return result;
}

/* The resolver found @facts, held by curl, for a packet of that moment. */
void
take_result (Fixture         *fixture,
             NetopSocketFacts facts,
             int64_t          time_us)
{
  netop_joiner_take_result (fixture->joiner, make_result (fixture, facts, time_us));
}

/* The same, which nobody has heard of yet. */
void
find_result (Fixture         *fixture,
             NetopSocketFacts facts,
             int64_t          time_us)
{
  g_queue_push_tail (&fixture->resolver->results, make_result (fixture, facts, time_us));
}

void
dump (Fixture                *fixture,
      const NetopSocketFacts *facts,
      int64_t                 now_us)
{
  g_autoptr (GError) error = NULL;

  g_array_set_size (fixture->sockets->sockets, 0);
  if (facts != NULL)
    g_array_append_val (fixture->sockets->sockets, *facts);
  g_assert_true (netop_joiner_take_dump (fixture->joiner, fixture->sockets, now_us, &error));
  g_assert_no_error (error);
}

/* The cookie of the socket that this tick joins to that flow; 0 if none. */
uint64_t
get_joined_cookie (Fixture *fixture,
                   uint64_t flow_id)
{
  uint64_t cookie = 0;

  netop_tick_clear (fixture->tick);
  netop_joiner_fill (fixture->joiner, fixture->tick);
  for (guint i = 0; i < fixture->tick->sockets->len; i++)
    {
      const NetopSocketRecord *record = &g_array_index (fixture->tick->sockets, NetopSocketRecord, i);

      if (record->flow_id == flow_id)
        cookie = record->facts.cookie;
    }
  return cookie;
}

/* Why the capture thread is to close that flow, if it is. */
NetopCloseReason
get_close_reason (Fixture *fixture,
                  uint64_t flow_id)
{
  NetopCloseReason reason = NETOP_CLOSE_NONE;

  g_array_set_size (fixture->updates, 0);
  netop_joiner_give_updates (fixture->joiner, fixture->updates);
  for (guint i = 0; i < fixture->updates->len; i++)
    {
      const NetopFlowUpdate *update = &g_array_index (fixture->updates, NetopFlowUpdate, i);

      if (update->flow_id == flow_id && update->reason != NETOP_CLOSE_NONE)
        reason = update->reason;
    }
  return reason;
}

void
end_curl (Fixture *fixture,
          int64_t  now_us)
{
  netop_fake_proc_remove (fixture->proc, 50, "stat");
  netop_joiner_take_event (fixture->joiner, &(NetopProcessEvent){ NETOP_PROCESS_EVENT_EXIT, 50, 0, now_us }, now_us);
}

/* The walk of @begun_us found curl's socket with those. */
void
take_walk (Fixture        *fixture,
           int64_t         begun_us,
           const uint32_t *pids,
           guint           n_pids)
{
  g_autoptr (NetopHolderIndex) index = netop_holder_index_new (64, begun_us);

  for (guint i = 0; i < n_pids; i++)
    netop_holder_index_add (index, 1007, pids[i], 3);
  netop_joiner_take_holders (fixture->joiner, index);
}

/* Those who came to hold the socket, and those who let go of it. */
char *
describe_holders (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  netop_tick_clear (fixture->tick);
  netop_joiner_fill (fixture->joiner, fixture->tick);
  for (guint i = 0; i < fixture->tick->holders->len; i++)
    {
      const NetopHolderRecord *record = &g_array_index (fixture->tick->holders, NetopHolderRecord, i);

      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT " ", record->released ? "-" : "+", record->process_id);
    }
  return g_string_free (text, FALSE);
}

void
assert_holders (Fixture    *fixture,
                const char *expected)
{
  g_autofree char *holders = describe_holders (fixture);

  g_assert_cmpstr (holders, ==, expected);
}
