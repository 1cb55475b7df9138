/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "joiner-fixture.h"

/* What the resolver and the dumps find, joined to the flow, and the generation, it was found for. */

/* --- By moment --- */

static void
test_flow_first (Fixture      *fixture,
                 gconstpointer data)
{
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  g_assert_cmpuint (fixture->tick->holders->len, ==, 1);
  g_assert_cmpuint (fixture->tick->processes->len, ==, 2); /* its parent came along */
}

/* The trigger sees the packet up to 100 ms before the flow is there. */
static void
test_result_first (Fixture      *fixture,
                   gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0);
  take_flow (fixture, make_flow (2, TCP, START_US + 500), START_US + SECOND / 10);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
}

static void
test_came_and_went (Fixture      *fixture,
                    gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  take_closed (fixture, make_flow (2, TCP, START_US), START_US + SECOND / 10);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
}

/* The port is used again: each result belongs to the generation that its packet was of, also when it comes late. */
static void
test_generations (Fixture      *fixture,
                  gconstpointer data)
{
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_closed (fixture, make_flow (2, TCP, START_US), START_US + SECOND);
  take_result (fixture, make_socket (8, TCP), START_US + SECOND + 100000);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0); /* it was over: it waits for the next one */

  take_flow (fixture, make_flow (3, TCP, START_US + SECOND + 100000), START_US + SECOND + 200000);
  g_assert_cmpuint (get_joined_cookie (fixture, 3), ==, 8);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
}

static void
test_hold_limit (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    int64_t after_us;
    bool    is_joined;
  } cases[] = {
    { 2 * SECOND - 1, true },
    { 2 * SECOND, false },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int64_t time_us = START_US + i * 100 * SECOND;

      take_result (fixture, make_socket (7 + i, TCP), time_us);
      take_no_flows (fixture, time_us + cases[i].after_us);
      take_flow (fixture, make_flow (2 + i, TCP, time_us), time_us + cases[i].after_us);
      g_assert_cmpuint (get_joined_cookie (fixture, 2 + i), ==, cases[i].is_joined ? 7 + i : 0);
      take_closed (fixture, make_flow (2 + i, TCP, time_us), time_us + 10 * SECOND);
      take_no_flows (fixture, time_us + 20 * SECOND);
    }
}

/* While the client does not read no flow is heard of: what was found meanwhile waits as long. */
static void
test_long_silence (Fixture      *fixture,
                   gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  take_flow (fixture, make_flow (2, TCP, START_US), START_US + 30 * SECOND);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
}

static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < 8192 + 10; i++)
    take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (netop_joiner_get_lost (fixture->joiner), ==, 10);
  take_no_flows (fixture, START_US + 2 * SECOND);
  take_result (fixture, make_socket (7, TCP), START_US + 2 * SECOND);
  g_assert_cmpuint (netop_joiner_get_lost (fixture->joiner), ==, 10);
}

/* --- By dump --- */

static void
test_dump_joins (Fixture      *fixture,
                 gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, TCP);

  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  dump (fixture, &facts, START_US + SECOND);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  dump (fixture, &facts, START_US + 2 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0); /* once is enough */
}

/* Another socket has the tuple now, or, without an inode, only what is left of the one before. */
static void
test_changed_cookie (Fixture      *fixture,
                     gconstpointer data)
{
  NetopSocketFacts rest = make_socket (8, TCP), other = make_socket (9, TCP);

  rest.inode = 0;
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  dump (fixture, &rest, START_US + SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  dump (fixture, &other, START_US + 2 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_REPLACED);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0);
}

/* The same from the resolver: what the flow carried so far stays with its socket. */
static void
test_changed_cookie_found (Fixture      *fixture,
                           gconstpointer data)
{
  take_flow (fixture, make_flow (2, UDP, START_US), START_US);
  take_result (fixture, make_socket (7, UDP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  take_result (fixture, make_socket (8, UDP), START_US + SECOND);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_REPLACED);
}

/* The port is used again, and the new flow is yet to be heard of: the socket waits for it. */
static void
test_reused_before_tick (Fixture      *fixture,
                         gconstpointer data)
{
  int64_t again_us = START_US + SECOND;

  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  take_result (fixture, make_socket (8, TCP), again_us);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0);
  take_closed (fixture, make_flow (2, TCP, START_US), again_us + SECOND / 10);
  take_flow (fixture, make_flow (3, TCP, again_us), again_us + SECOND / 10);
  g_assert_cmpuint (get_joined_cookie (fixture, 3), ==, 8);
}

/* What is found late for the flow before is joined to it only where it is its socket. */
static void
test_late_for_another (Fixture      *fixture,
                       gconstpointer data)
{
  take_flow (fixture, make_flow (2, UDP, START_US), START_US);
  take_result (fixture, make_socket (7, UDP), START_US);
  take_closed (fixture, make_flow (2, UDP, START_US), START_US + SECOND);
  take_flow (fixture, make_flow (3, UDP, START_US + SECOND), START_US + SECOND);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  take_result (fixture, make_socket (8, UDP), START_US + SECOND / 2);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 0);
  take_result (fixture, make_socket (7, UDP), START_US + SECOND / 2);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
}

/* A listener is a guess, and gives way to the connection's own socket. */
static void
test_listener (Fixture      *fixture,
               gconstpointer data)
{
  NetopSocketFacts listener = make_socket (7, TCP), accepted = make_socket (8, TCP);

  listener.listening = 1;
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, listener, START_US);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 7);
  dump (fixture, &accepted, START_US + SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  g_assert_cmpuint (get_joined_cookie (fixture, 2), ==, 8);
}

static void
test_tcp_gone (Fixture      *fixture,
               gconstpointer data)
{
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  dump (fixture, NULL, START_US + SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE); /* it may have been overtaken */
  dump (fixture, NULL, START_US + 3 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE); /* too young */
  dump (fixture, NULL, START_US + 4 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_SOCKET_GONE);
}

/* Without a socket of its own it may be somebody's behind a translation: only silence ends it. */
static void
test_tcp_never_owned (Fixture      *fixture,
                      gconstpointer data)
{
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  for (guint i = 1; i <= 60; i++)
    {
      dump (fixture, NULL, START_US + i * SECOND);
      g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
    }
  dump (fixture, NULL, START_US + 61 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_SOCKET_GONE);
}

static void
test_udp_gone (Fixture      *fixture,
               gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, UDP);

  facts.listening = 1; /* as a datagram socket that is not connected is */
  take_flow (fixture, make_flow (2, UDP, START_US), START_US);
  take_result (fixture, facts, START_US);
  dump (fixture, &facts, START_US + 60 * SECOND);
  dump (fixture, NULL, START_US + 61 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  dump (fixture, NULL, START_US + 62 * SECOND);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_SOCKET_GONE);
}

/* A server is started again, and its peers go on: in the moment its end is heard of a new flow begins. */
static void
test_udp_replaced (Fixture      *fixture,
                   gconstpointer data)
{
  static const struct
  {
    uint64_t         cookie; /* of the socket that has the port now; 0: none has */
    bool             is_ended;
    NetopCloseReason reason;
  } cases[] = {
    { 7, false, NETOP_CLOSE_NONE },
    { 7, true, NETOP_CLOSE_NONE }, /* somebody else holds it */
    { 8, true, NETOP_CLOSE_REPLACED },
    { 0, true, NETOP_CLOSE_SOCKET_GONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NetopSocketFacts socket = make_socket (7, UDP);

      tear_down (fixture, NULL);
      set_up (fixture, NULL);
      socket.listening = 1;
      take_flow (fixture, make_flow (2, UDP, START_US), START_US);
      take_result (fixture, socket, START_US);
      if (cases[i].is_ended)
        end_curl (fixture, START_US + SECOND);
      socket.cookie = cases[i].cookie;
      if (cases[i].cookie != 0)
        g_array_append_val (fixture->sockets->sockets, socket);
      netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + SECOND);
      g_assert_cmpint (get_close_reason (fixture, 2), ==, cases[i].reason);
    }
}

/* It may end before its flow is heard of. */
static void
test_udp_replaced_late (Fixture      *fixture,
                        gconstpointer data)
{
  NetopSocketFacts socket = make_socket (7, UDP);

  socket.listening = 1;
  take_result (fixture, socket, START_US);
  end_curl (fixture, START_US);
  netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + SECOND / 4);
  take_flow (fixture, make_flow (2, UDP, START_US), START_US + SECOND / 4);
  socket.cookie = 8;
  g_array_append_val (fixture->sockets->sockets, socket);
  netop_joiner_find_replaced (fixture->joiner, fixture->sockets, START_US + SECOND / 2);
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_REPLACED);
}

/* Half a dump says nothing of what it did not come to. */
static void
test_broken_dump (Fixture      *fixture,
                  gconstpointer data)
{
  NetopSocketFacts other = make_socket (9, TCP);

  other.local_port = 1;
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  take_result (fixture, make_socket (7, TCP), START_US);
  g_array_append_val (fixture->sockets->sockets, other);
  g_array_append_val (fixture->sockets->sockets, other);
  fixture->sockets->fail_after = 1;
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (netop_joiner_take_dump (fixture->joiner, fixture->sockets, START_US + (10 + i) * SECOND, &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (get_close_reason (fixture, 2), ==, NETOP_CLOSE_NONE);
  get_joined_cookie (fixture, 2);
  for (guint i = 0; i < fixture->tick->sockets->len; i++)
    g_assert_cmpuint (g_array_index (fixture->tick->sockets, NetopSocketRecord, i).removed, ==, 0);
}

static void
test_segment_sizes (Fixture      *fixture,
                    gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, TCP);

  facts.known = NETOP_SOCKET_KNOWS_MSS;
  facts.send_mss = 1448;
  facts.receive_mss = 100000; /* loopback's, more than a flow has room for */
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  for (guint i = 0; i < 3; i++)
    dump (fixture, &facts, START_US + SECOND);
  netop_joiner_give_updates (fixture->joiner, fixture->updates);
  g_assert_cmpuint (fixture->updates->len, ==, 1);
  g_assert_cmpuint (g_array_index (fixture->updates, NetopFlowUpdate, 0).send_mss, ==, 1448);
  g_assert_cmpuint (g_array_index (fixture->updates, NetopFlowUpdate, 0).receive_mss, ==, G_MAXUINT16);
}

/* A connection older than the monitor: the resolver is quicker than the next dump. */
static void
test_segment_sizes_found (Fixture      *fixture,
                          gconstpointer data)
{
  const bool       is_waiting = data != NULL;
  NetopSocketFacts facts = make_socket (7, TCP);

  facts.known = NETOP_SOCKET_KNOWS_MSS;
  facts.send_mss = 1448;
  facts.receive_mss = 1400;
  if (is_waiting)
    take_result (fixture, facts, START_US);
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  if (!is_waiting)
    take_result (fixture, facts, START_US);
  netop_joiner_give_updates (fixture->joiner, fixture->updates);
  g_assert_cmpuint (fixture->updates->len, ==, 1);
  g_assert_cmpuint (g_array_index (fixture->updates, NetopFlowUpdate, 0).send_mss, ==, 1448);
  g_assert_cmpuint (g_array_index (fixture->updates, NetopFlowUpdate, 0).receive_mss, ==, 1400);
}

/* What the kernel tells of a connection that nobody has answered yet is a guess. */
static void
test_segment_sizes_guessed (Fixture      *fixture,
                            gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, TCP);

  facts.known = NETOP_SOCKET_KNOWS_MSS;
  facts.send_mss = 524;
  facts.receive_mss = 88;
  facts.state = 2; /* TCP_SYN_SENT */
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  dump (fixture, &facts, START_US + SECOND);
  netop_joiner_give_updates (fixture->joiner, fixture->updates);
  g_assert_cmpuint (fixture->updates->len, ==, 0);

  facts.state = 1;
  facts.send_mss = 1448;
  dump (fixture, &facts, START_US + 2 * SECOND);
  netop_joiner_give_updates (fixture->joiner, fixture->updates);
  g_assert_cmpuint (fixture->updates->len, ==, 1);
}

/* --- What is asked --- */

static const struct
{
  const char *name;
  uint8_t     protocol;
  bool        forwarded;
  guint       n_requests;
} askers[] = {
  { "tcp", TCP, false, 3 },
  { "udp", UDP, false, 3 },
  { "icmp", ICMP, false, 0 },
  { "forwarded", TCP, true, 0 },
};

static void
test_requests (Fixture      *fixture,
               gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      NetopFlow flow = make_flow (2 + i, askers[i].protocol, START_US);

      g_test_message ("%s", askers[i].name);
      flow.key.forwarded = askers[i].forwarded;
      g_array_set_size (fixture->resolver->requests, 0);
      for (guint tick = 0; tick < 10; tick++)
        take_flow (fixture, flow, START_US);
      g_assert_cmpuint (fixture->resolver->requests->len, ==, askers[i].n_requests);
    }
}

static void
test_no_request_for_owned (Fixture      *fixture,
                           gconstpointer data)
{
  take_result (fixture, make_socket (7, TCP), START_US);
  take_flow (fixture, make_flow (2, TCP, START_US), START_US);
  g_assert_cmpuint (fixture->resolver->requests->len, ==, 0);
}

static void
test_unheld (Fixture      *fixture,
             gconstpointer data)
{
  NetopSocketFacts            facts = make_socket (7, TCP);
  const NetopResolverRequest *request;

  dump (fixture, &facts, START_US);
  dump (fixture, &facts, START_US + SECOND);
  g_assert_cmpuint (fixture->resolver->requests->len, ==, 1);
  request = &g_array_index (fixture->resolver->requests, NetopResolverRequest, 0);
  g_assert_true (request->found_socket);
  g_assert_cmpuint (request->socket.cookie, ==, 7);
}

/* Its holder was found while the dump went on. */
static void
test_found_meanwhile (Fixture      *fixture,
                      gconstpointer data)
{
  NetopSocketFacts facts = make_socket (7, TCP);

  find_result (fixture, facts, START_US);
  dump (fixture, &facts, START_US);
  g_assert_cmpuint (fixture->resolver->requests->len, ==, 0);
  assert_holders (fixture, "+2 "); /* 1 is init */
}

/* --- Processes --- */

static void
test_exit (Fixture      *fixture,
           gconstpointer data)
{
  const NetopProcessRecord *record;

  take_result (fixture, make_socket (7, TCP), START_US);
  get_joined_cookie (fixture, 2);
  end_curl (fixture, START_US + SECOND);
  netop_joiner_take_event (fixture->joiner, &(NetopProcessEvent){ NETOP_PROCESS_EVENT_EXIT, 51, 0, START_US + SECOND }, START_US + SECOND); /* nobody we know */
  get_joined_cookie (fixture, 2);
  g_assert_cmpuint (fixture->tick->processes->len, ==, 1);
  record = &g_array_index (fixture->tick->processes, NetopProcessRecord, 0);
  g_assert_cmpuint (record->pid, ==, 50);
  g_assert_cmpint (record->exited_us, ==, START_US + SECOND);
}

/* The notice's own time counts, unless it is of another clock. */
static void
test_exit_time (Fixture      *fixture,
                gconstpointer data)
{
  const int64_t now_us = START_US + 10 * SECOND;
  const struct
  {
    int64_t time_us;
    int64_t exited_us;
  } cases[] = {
    { now_us - SECOND / 10, now_us - SECOND / 10 },
    { now_us, now_us },
    { now_us + 1, now_us },
    { now_us - 3600 * SECOND, now_us },
    { INT64_MIN, now_us },
    { INT64_MAX, now_us },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const NetopProcessEvent event = { .kind = NETOP_PROCESS_EVENT_EXIT, .pid = 50, .time_us = cases[i].time_us };

      if (i > 0)
        {
          tear_down (fixture, NULL);
          set_up (fixture, NULL);
        }
      take_result (fixture, make_socket (7, TCP), START_US);
      get_joined_cookie (fixture, 2);
      netop_fake_proc_remove (fixture->proc, 50, "stat");
      netop_joiner_take_event (fixture->joiner, &event, now_us);
      get_joined_cookie (fixture, 2);
      g_assert_cmpint (g_array_index (fixture->tick->processes, NetopProcessRecord, 0).exited_us, ==, cases[i].exited_us);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/helper/joiner/flow-first", test_flow_first },
    { "/helper/joiner/result-first", test_result_first },
    { "/helper/joiner/came-and-went", test_came_and_went },
    { "/helper/joiner/generations", test_generations },
    { "/helper/joiner/hold-limit", test_hold_limit },
    { "/helper/joiner/long-silence", test_long_silence },
    { "/helper/joiner/bounded", test_bounded },
    { "/helper/joiner/dump-joins", test_dump_joins },
    { "/helper/joiner/changed-cookie", test_changed_cookie },
    { "/helper/joiner/changed-cookie-found", test_changed_cookie_found },
    { "/helper/joiner/reused-before-tick", test_reused_before_tick },
    { "/helper/joiner/late-for-another", test_late_for_another },
    { "/helper/joiner/listener", test_listener },
    { "/helper/joiner/tcp-gone", test_tcp_gone },
    { "/helper/joiner/tcp-never-owned", test_tcp_never_owned },
    { "/helper/joiner/udp-gone", test_udp_gone },
    { "/helper/joiner/udp-replaced", test_udp_replaced },
    { "/helper/joiner/udp-replaced-late", test_udp_replaced_late },
    { "/helper/joiner/broken-dump", test_broken_dump },
    { "/helper/joiner/segment-sizes", test_segment_sizes },
    { "/helper/joiner/segment-sizes-guessed", test_segment_sizes_guessed },
    { "/helper/joiner/requests", test_requests },
    { "/helper/joiner/no-request-for-owned", test_no_request_for_owned },
    { "/helper/joiner/unheld", test_unheld },
    { "/helper/joiner/found-meanwhile", test_found_meanwhile },
    { "/helper/joiner/exit", test_exit },
    { "/helper/joiner/exit-time", test_exit_time },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  g_test_add ("/helper/joiner/segment-sizes-found", Fixture, NULL, set_up, test_segment_sizes_found, tear_down);
  g_test_add ("/helper/joiner/segment-sizes-waiting", Fixture, GINT_TO_POINTER (1), set_up, test_segment_sizes_found, tear_down);
  return g_test_run ();
}
