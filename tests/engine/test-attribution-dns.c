/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "attribution-fixture.h"
#include "dns-builder.h"

/* Our end is 192.0.2.1, whoever answers 192.0.2.12, the flow's id 2. */

typedef struct
{
  uint64_t flow_id;
  uint16_t id;
  bool     is_response;
  uint16_t flags;
  int64_t  age_us;
} Said;

static void
add_payload (Fixture          *fixture,
             const NetopFlow  *flow,
             const Said       *said,
             const GByteArray *message)
{
  NetopPayloadRecord record = {
    .key = flow->key,
    .flow_id = flow->id,
    .time_us = fixture->now_us - said->age_us,
    .interface_index = 2,
    .received = said->is_response,
  };

  record.bytes = netop_tick_add_string (fixture->tick, message->data, message->len);
  g_array_append_val (fixture->tick->payloads, record);
}

static NetopFlow
make_dns_flow (uint64_t id)
{
  NetopFlow flow = make_flow (id, UDP, 200, 100);

  flow.key.remote = get_address (12);
  flow.key.remote_port = 53;
  return flow;
}

static void
say (Fixture    *fixture,
     const Said *said,
     const char *name)
{
  const NetopFlow flow = make_dns_flow (said->flow_id);
  g_autoptr (GByteArray) message = dns_new (said->id, (said->is_response ? DNS_RESPONSE : DNS_QUERY) | said->flags);

  dns_add_question (message, name, NETOP_DNS_TYPE_A);
  if (said->is_response && said->flags == 0)
    dns_add_address (message, name, 99);
  add_payload (fixture, &flow, said, message);
}

#define SAY(name, ...) say (&fixture, &(const Said){ __VA_ARGS__ }, name)

static const NetopDnsQuery *
get_query (const NetopSnapshot *snapshot,
           guint                i)
{
  g_assert_cmpuint (snapshot->dns.queries->len, >, i);
  return &g_array_index (snapshot->dns.queries, NetopDnsQuery, i);
}

static void
add_dig (Fixture *fixture,
         uint64_t flow_id,
         bool     exited)
{
  add_process (fixture, 50 + flow_id, 1000 + (uint32_t)flow_id, 1, "dig", exited);
  add_socket (fixture, 70 + flow_id, flow_id, UDP, false, false);
  add_holder (fixture, 70 + flow_id, 50 + flow_id);
}

/* The asker is told of after its query, and gone with the answer. */
static void
test_asked_by (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  add_flow (&fixture, make_dns_flow (2));
  SAY ("a.test", .flow_id = 2, .id = 7, .age_us = 3000);
  SAY ("a.test", .flow_id = 2, .id = 7, .is_response = true, .age_us = 1000);
  send_tick (&fixture, SECOND / 4);
  add_dig (&fixture, 2, true);
  send_tick (&fixture, SECOND / 4);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
  const NetopDnsQuery *query = get_query (snapshot, 0);

  g_assert_true (snapshot->dns.is_watched);
  g_assert_cmpuint (query->pid, ==, 1002);
  g_assert_cmpstr (query->process_name, ==, "dig");
  g_assert_cmpint (query->process, >=, 0);
  g_assert_cmpuint (g_array_index (snapshot->processes, NetopProcess, query->process).pid, ==, 1002);
  g_assert_cmpstr (query->name, ==, "a.test");
  g_assert_cmpstr (query->answers->pdata[0], ==, "192.0.2.99");
  g_assert_cmpfloat (query->latency_us.value, ==, 2000);
  g_assert_true (query->is_ours);
  g_assert_cmpint (query->asked_us, ==, fixture.now_us - SECOND / 2 - 3000 + START_REAL_US - START_US);
}

/* A minute after, flow and process are forgotten; who asked is not. */
static void
test_remembered (void)
{
  g_auto (Fixture) fixture;
  NetopFlow flow = make_dns_flow (2);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  add_flow (&fixture, flow);
  SAY ("a.test", .flow_id = 2, .id = 7);
  add_dig (&fixture, 2, true);
  send_tick (&fixture, SECOND / 4);
  add_closed (&fixture, flow);
  add_socket (&fixture, 72, 2, UDP, false, true);
  for (guint i = 0; i < 80; i++)
    send_tick (&fixture, SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
  const NetopDnsQuery *query = get_query (snapshot, 0);

  g_assert_null (find_process (snapshot, 1002));
  g_assert_cmpint (query->process, ==, -1);
  g_assert_cmpuint (query->pid, ==, 1002);
  g_assert_cmpint (query->state, ==, NETOP_DNS_STATE_TIMEOUT);
}

static void
test_resolver (void)
{
  g_auto (Fixture) fixture;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  for (uint16_t i = 0; i < 4; i++)
    {
      SAY ("a.test", .flow_id = 2, .id = i, .age_us = 5000);
      SAY ("a.test", .flow_id = 2, .id = i, .is_response = true, .flags = i == 3 ? NETOP_DNS_RCODE_SERVFAIL : 0, .age_us = 1000);
    }
  SAY ("nx.test", .flow_id = 2, .id = 8, .age_us = 5000);
  SAY ("nx.test", .flow_id = 2, .id = 8, .is_response = true, .flags = NETOP_DNS_RCODE_NXDOMAIN, .age_us = 1000);
  SAY ("silence.test", .flow_id = 2, .id = 9);
  send_tick (&fixture, SECOND / 4);
  send_tick (&fixture, 6 * SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
  const NetopDnsResolver *resolver = &g_array_index (snapshot->dns.resolvers, NetopDnsResolver, 0);
  NetopAddress            server = get_address (12);

  g_assert_cmpuint (snapshot->dns.resolvers->len, ==, 1);
  g_assert_true (netop_address_equal (&resolver->server, &server));
  g_assert_cmpuint (resolver->total.n_queries, ==, 6);
  g_assert_cmpuint (resolver->recent.n_queries, ==, 6);
  g_assert_cmpfloat (resolver->total.mean_us.value, ==, 4000);
  g_assert_cmpfloat (resolver->total.failure_rate.value, ==, 2.0 / 6);
}

/* A container's query, translated on its way out, is one. */
static void
test_twin (void)
{
  g_auto (Fixture) fixture;
  NetopTwinRecord twin = { .flow_id = 3, .twin_id = 2 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  add_flow (&fixture, make_dns_flow (2));
  add_flow (&fixture, make_dns_flow (3));
  SAY ("a.test", .flow_id = 2, .id = 7);
  SAY ("a.test", .flow_id = 3, .id = 7);
  g_array_append_val (fixture.tick->twins, twin);
  send_tick (&fixture, SECOND / 4);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_cmpuint (snapshot->dns.queries->len, ==, 1);
  g_assert_cmpuint (get_query (snapshot, 0)->client_port, ==, 40002);
}

/* What others ask of us is told, and is no resolver of ours. */
static void
test_asked_of_us (void)
{
  g_auto (Fixture) fixture;
  NetopFlow flow = make_dns_flow (2);
  Said      said = { .id = 7, .is_response = true };
  g_autoptr (GByteArray) message = dns_new (7, DNS_QUERY);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  flow.key.local_port = 53;
  flow.key.remote_port = 40000;
  dns_add_question (message, "a.test", NETOP_DNS_TYPE_A);
  add_payload (&fixture, &flow, &said, message);
  add_flow (&fixture, flow);
  add_dig (&fixture, 2, false);
  send_tick (&fixture, SECOND / 4);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
  const NetopDnsQuery *query = get_query (snapshot, 0);

  g_assert_false (query->is_ours);
  g_assert_cmpuint (query->pid, ==, 0);
  g_assert_cmpuint (query->client_port, ==, 40000);
  send_tick (&fixture, 6 * SECOND);

  g_autoptr (NetopSnapshot) after = get_snapshot (&fixture);
  g_assert_cmpuint (after->dns.resolvers->len, ==, 0);
}

/* In two segments. */
static void
test_stream (void)
{
  g_auto (Fixture) fixture;
  NetopFlow flow = make_dns_flow (2);
  g_autoptr (GByteArray) message = dns_new (7, DNS_QUERY);
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  NetopPayloadRecord record = { .flow_id = 2, .interface_index = 2, .sequence = 500, .is_start = 1 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  flow.key.protocol = TCP;
  record.key = flow.key;
  record.time_us = fixture.now_us;
  dns_add_question (message, "a.test", NETOP_DNS_TYPE_A);
  dns_add_u16 (stream, message->len);
  g_byte_array_append (stream, message->data, message->len);

  g_array_append_val (fixture.tick->payloads, record);
  record.is_start = 0;
  record.sequence = 501;
  record.bytes = netop_tick_add_string (fixture.tick, stream->data, 10);
  g_array_append_val (fixture.tick->payloads, record);
  record.sequence = 511;
  record.bytes = netop_tick_add_string (fixture.tick, stream->data + 10, stream->len - 10);
  g_array_append_val (fixture.tick->payloads, record);
  send_tick (&fixture, SECOND / 4);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_cmpuint (get_query (snapshot, 0)->protocol, ==, TCP);
  g_assert_cmpstr (get_query (snapshot, 0)->name, ==, "a.test");
}

/* Behind a resolver on this host. */
static void
test_asker (void)
{
  g_auto (Fixture) fixture;
  NetopFlow             stub = make_dns_flow (3);
  NetopInterfaceAddress here = { .index = 2, .prefix_length = 24, .address = get_address (1) };
  Said                  said = { .id = 5, .age_us = 1000 };
  g_autoptr (GByteArray) message = dns_new (5, DNS_QUERY);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  g_array_append_val (fixture.tick->addresses, here);
  fixture.tick->addresses_changed = true;
  send_tick (&fixture, SECOND);
  stub.key.remote = get_address (1);
  add_flow (&fixture, stub);
  add_flow (&fixture, make_dns_flow (2));
  dns_add_question (message, "a.test", NETOP_DNS_TYPE_A);
  add_payload (&fixture, &stub, &said, message);
  SAY ("A.test", .flow_id = 2, .id = 7, .age_us = 500);
  add_dig (&fixture, 3, false);
  add_process (&fixture, 60, 600, 1, "dnsmasq", false);
  add_socket (&fixture, 80, 2, UDP, false, false);
  add_holder (&fixture, 80, 60);
  send_tick (&fixture, SECOND / 4);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_cmpstr (get_query (snapshot, 0)->process_name, ==, "dig");
  g_assert_cmpuint (get_query (snapshot, 0)->asker_pid, ==, 0);
  g_assert_cmpstr (get_query (snapshot, 1)->process_name, ==, "dnsmasq");
  g_assert_cmpuint (get_query (snapshot, 1)->asker_pid, ==, 1003);
  g_assert_cmpstr (get_query (snapshot, 1)->asker_name, ==, "dig");
}

static void
test_encrypted (void)
{
  g_auto (Fixture) fixture;
  NetopFlow tls = make_flow (2, TCP, 200, 100);
  NetopFlow https = make_flow (3, TCP, 200, 100);
  NetopFlow web = make_flow (4, TCP, 200, 100);
  guint     n[3] = { 0 };

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  tls.key.remote_port = 853;
  https.key.remote = netop_address_from_v4 ((const uint8_t[]){ 9, 9, 9, 9 });
  add_flow (&fixture, tls);
  add_flow (&fixture, https);
  add_flow (&fixture, web);
  send_tick (&fixture, SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_cmpuint (snapshot->dns.encrypted->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const NetopDnsEncrypted *encrypted = &g_array_index (snapshot->dns.encrypted, NetopDnsEncrypted, i);

      n[encrypted->encryption]++;
      g_assert_cmpuint (g_array_index (snapshot->connections, NetopConnection, encrypted->connection).key.a, ==, encrypted->encryption == NETOP_DNS_ENCRYPTION_TLS ? 2 : 3);
    }
  g_assert_cmpuint (n[NETOP_DNS_ENCRYPTION_TLS], ==, 1);
  g_assert_cmpuint (n[NETOP_DNS_ENCRYPTION_HTTPS], ==, 1);
}

static void
test_not_watched (void)
{
  g_auto (Fixture) fixture;
  NetopAttributionOptions options = { .no_dns = true };

  begin (&fixture, NETOP_TIER_PCAP, true, &options);
  SAY ("a.test", .flow_id = 2, .id = 7);
  send_tick (&fixture, SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_false (snapshot->dns.is_watched);
  g_assert_cmpuint (snapshot->dns.queries->len, ==, 0);
}

/* Where the system is told to ask, on the interface that was told of, whether it does or not; and once, whoever tells it. */
static void
test_configured (void)
{
  g_auto (Fixture) fixture;
  NetopInterface         interface = { .index = 2, .name = "eth0", .present = 1 };
  NetopDnsConfiguration *configuration = netop_dns_configuration_new ();
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT,
                                                     "{'DNS': <[(2, 2, [byte 192, 0, 2, 12]), (2, 2, [byte 192, 0, 2, 13])]>, 'Domains': <[(2, 'a.test', false)]>}",
                                                     NULL, NULL, NULL);
  g_autoptr (GVariant) same = g_variant_parse (G_VARIANT_TYPE_VARDICT,
                                               "{'Configuration': <[{'nameservers': <['192.0.2.13', '192.0.2.12']>, 'domains': <['A.test']>, 'interface': <'eth0'>}]>}",
                                               NULL, NULL, NULL);

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  netop_dns_configuration_add_resolved (configuration, properties);
  netop_dns_configuration_add_network_manager (configuration, same);
  netop_dns_configuration_add_file (configuration, "nameserver 127.0.0.53", 21);
  netop_attribution_take_dns_configuration (fixture.attribution, configuration);
  g_array_append_val (fixture.tick->interfaces, interface);
  send_tick (&fixture, SECOND);
  SAY ("a.test", .flow_id = 2, .id = 7, .age_us = 3000);
  SAY ("a.test", .flow_id = 2, .id = 7, .is_response = true);
  send_tick (&fixture, SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);
  const NetopSnapshotInterface *row = &g_array_index (snapshot->interfaces, NetopSnapshotInterface, 0);
  const NetopDnsResolver       *resolvers = (const NetopDnsResolver *)(const void *)snapshot->dns.resolvers->data;

  g_assert_cmpuint (row->dns_servers->len, ==, 2);
  g_assert_cmpuint (row->search_domains->len, ==, 1);
  g_assert_cmpstr (row->search_domains->pdata[0], ==, "a.test");
  g_assert_cmpuint (snapshot->dns.resolvers->len, ==, 3);
  g_assert_cmpuint (resolvers[0].total.n_queries, ==, 1);
  g_assert_true (resolvers[0].is_configured);
  g_assert_cmpuint (resolvers[1].total.n_queries, ==, 0);
  g_assert_cmpstr (resolvers[1].interface_name, ==, "eth0");
  g_assert_null (resolvers[2].interface_name);
}

static const NetopConnection *
add_web_flow (Fixture        *fixture,
              NetopSnapshot **snapshot)
{
  NetopFlow web = make_flow (8, TCP, 500, 500);

  web.key.remote = get_address (99);
  web.first_us = fixture->now_us;
  add_flow (fixture, web);
  send_tick (fixture, SECOND);
  *snapshot = get_snapshot (fixture);
  return find_connection (*snapshot, 8);
}

/* Of whoever asked himself, and of anybody else by inference. */
static void
test_names (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Fixture) fixture;
      const NetopConnection *web;
      g_autoptr (NetopSnapshot) snapshot = NULL;

      begin (&fixture, NETOP_TIER_PCAP, true, NULL);
      send_tick (&fixture, SECOND);
      add_flow (&fixture, make_dns_flow (2));
      SAY ("Web.test", .flow_id = 2, .id = 7, .age_us = 3000);
      SAY ("web.test", .flow_id = 2, .id = 7, .is_response = true, .age_us = 1000);
      add_dig (&fixture, 2, false);
      add_socket (&fixture, 90, 8, TCP, false, false);
      if (i == 0)
        add_holder (&fixture, 90, 52);
      web = add_web_flow (&fixture, &snapshot);
      g_assert_cmpstr (web->remote_name, ==, "Web.test");
      g_assert_cmpint (web->name_source, ==, i == 0 ? NETOP_NAME_SOURCE_SAME_PROCESS : NETOP_NAME_SOURCE_OTHER_PROCESS);
    }
}

static GRefString *
find_reverse_name (const NetopAddress *address,
                   void               *user_data)
{
  guint *n_asked = user_data;

  (*n_asked)++;
  return g_ref_string_new ("reverse.test");
}

static const NetopConnection *
get_web (Fixture        *fixture,
         NetopSnapshot **snapshot)
{
  g_clear_pointer (snapshot, netop_snapshot_unref);
  send_tick (fixture, SECOND);
  *snapshot = get_snapshot (fixture);
  return find_connection (*snapshot, 8);
}

/* One after the other, as they are known better. */
static void
test_other_names (void)
{
  g_auto (Fixture) fixture;
  NetopServiceNames     *services = netop_service_names_new ();
  NetopAddress           remote = get_address (99);
  char                   buffer[NETOP_ADDRESS_STRING_SIZE];
  g_autofree char       *line = g_strdup_printf ("%s hosts.test\n", netop_address_format (&remote, buffer, sizeof buffer));
  guint                  n_asked = 0;
  const NetopConnection *web;
  g_autoptr (NetopSnapshot) snapshot = NULL;

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  send_tick (&fixture, SECOND);
  web = add_web_flow (&fixture, &snapshot);
  g_assert_null (web->remote_name);
  g_assert_null (web->service);

  netop_service_names_add (services, "tcp", web->remote_port, "web");
  netop_attribution_take_services (fixture.attribution, services);
  netop_attribution_set_reverse_names (fixture.attribution, find_reverse_name, NULL, &n_asked);
  web = get_web (&fixture, &snapshot);
  g_assert_cmpstr (web->service, ==, "web");
  g_assert_cmpstr (web->remote_name, ==, "reverse.test");
  g_assert_cmpint (web->name_source, ==, NETOP_NAME_SOURCE_REVERSE_DNS);
  g_assert_cmpuint (n_asked, ==, 1);
  web = get_web (&fixture, &snapshot);
  g_assert_cmpuint (n_asked, ==, 1);

  netop_attribution_take_hosts (fixture.attribution, netop_hosts_new (line, strlen (line)));
  web = get_web (&fixture, &snapshot);
  g_assert_cmpstr (web->remote_name, ==, "hosts.test");
  g_assert_cmpint (web->name_source, ==, NETOP_NAME_SOURCE_HOSTS);
}

/* What this program asks, to name the others, is nobody's query. */
static void
test_own (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Fixture) fixture;
      NetopAttributionOptions options = { .own_pid = i == 0 ? 1002 : 0 };
      guint                   n_asked = 0;
      g_autoptr (NetopSnapshot) snapshot = NULL;

      begin (&fixture, NETOP_TIER_PCAP, true, &options);
      netop_attribution_set_reverse_names (fixture.attribution, find_reverse_name, NULL, &n_asked);
      send_tick (&fixture, SECOND);
      add_flow (&fixture, make_dns_flow (2));
      SAY ("a.test", .flow_id = 2, .id = 7, .age_us = 3000);
      SAY ("a.test", .flow_id = 2, .id = 7, .is_response = true, .age_us = 1000);
      add_dig (&fixture, 2, false);
      send_tick (&fixture, SECOND);
      snapshot = get_snapshot (&fixture);
      g_assert_cmpuint (snapshot->dns.queries->len, ==, i);
      g_assert_cmpuint (n_asked, ==, i);
    }
}

static void
test_rubbish (void)
{
  g_auto (Fixture) fixture;
  const NetopFlow flow = make_dns_flow (2);
  const Said      said = { .id = 7 };
  g_autoptr (GByteArray) message = g_byte_array_new ();

  begin (&fixture, NETOP_TIER_PCAP, true, NULL);
  g_byte_array_append (message, (const guint8 *)"rubbish", 7);
  add_payload (&fixture, &flow, &said, message);
  SAY ("a.test", .flow_id = 2, .id = 7, .is_response = true);
  send_tick (&fixture, SECOND);

  g_autoptr (NetopSnapshot) snapshot = get_snapshot (&fixture);

  g_assert_cmpuint (snapshot->dns.n_malformed, ==, 1);
  g_assert_cmpuint (snapshot->dns.n_unmatched, ==, 1);
  g_assert_cmpuint (snapshot->dns.queries->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/attribution-dns/asked-by", test_asked_by);
  g_test_add_func ("/engine/attribution-dns/remembered", test_remembered);
  g_test_add_func ("/engine/attribution-dns/resolver", test_resolver);
  g_test_add_func ("/engine/attribution-dns/twin", test_twin);
  g_test_add_func ("/engine/attribution-dns/asked-of-us", test_asked_of_us);
  g_test_add_func ("/engine/attribution-dns/stream", test_stream);
  g_test_add_func ("/engine/attribution-dns/asker", test_asker);
  g_test_add_func ("/engine/attribution-dns/encrypted", test_encrypted);
  g_test_add_func ("/engine/attribution-dns/not-watched", test_not_watched);
  g_test_add_func ("/engine/attribution-dns/configured", test_configured);
  g_test_add_func ("/engine/attribution-dns/names", test_names);
  g_test_add_func ("/engine/attribution-dns/other-names", test_other_names);
  g_test_add_func ("/engine/attribution-dns/own", test_own);
  g_test_add_func ("/engine/attribution-dns/rubbish", test_rubbish);
  return g_test_run ();
}
