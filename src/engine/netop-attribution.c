/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-attribution-private.h"

#include <string.h>

#include "netop-format.h"

#define DEFAULT_KEEP_CLOSED_US (30 * G_USEC_PER_SEC)
#define DEFAULT_MAX_PROCESSES 65536
/* More than the helper's tables hold, and what closed of late. */
#define DEFAULT_MAX_CONNECTIONS 131072
#define MAX_INTERFACES 4096

#define SAMPLE_US G_USEC_PER_SEC
/* Counters of interfaces come every second, or sooner when something changes. */
#define COVERAGE_US (SAMPLE_US * 9 / 10)
/* What a tick of a file covers at most. */
#define FILE_TICK_US (NETOP_INTERVAL_DEFAULT_MS * 1000)
#define MINUTE_US (60 * G_USEC_PER_SEC)
#define MINUTE_SAMPLES 60

static GRefString *
new_text (const char *text)
{
  return text != NULL && *text != '\0' ? g_ref_string_new (text) : NULL;
}

static void
flow_free (gpointer data)
{
  NetopKnownFlow *flow = data;

  netop_account_clear (&flow->account);
  netop_account_clear (&flow->partial);
  g_clear_pointer (&flow->remote_name, g_ref_string_release);
  g_clear_pointer (&flow->country, g_ref_string_release);
  g_clear_pointer (&flow->operator, g_ref_string_release);
  g_free (flow);
}

static void
interface_clear (gpointer data)
{
  NetopKnownInterface *interface = data;

  g_clear_pointer (&interface->name, g_ref_string_release);
  netop_account_clear (&interface->account);
}

/**
 * netop_attribution_new:
 * @hello: the run's first message
 * @options: (nullable): fields that are 0 have their defaults
 *
 * Returns: (transfer full): one that has seen no tick
 */
NetopAttribution *
netop_attribution_new (const NetopHello              *hello,
                       const NetopAttributionOptions *options)
{
  NetopAttribution *self = g_new0 (NetopAttribution, 1);

  if (options != NULL)
    self->options = *options;
  if (self->options.keep_closed_us == 0)
    self->options.keep_closed_us = DEFAULT_KEEP_CLOSED_US;
  if (self->options.max_processes == 0)
    self->options.max_processes = DEFAULT_MAX_PROCESSES;
  if (self->options.max_connections == 0)
    self->options.max_connections = DEFAULT_MAX_CONNECTIONS;

  self->tier = hello->tier;
  self->privileged = hello->privileged;
  self->uid_served = hello->uid_served;
  self->local_inferred = hello->local_inferred;
  self->boot_real_us = hello->boot_real_us;
  self->start_real_us = hello->start_real_us;
  self->start_us = hello->tier == NETOP_TIER_FILE ? 0 : hello->start_mono_us;
  self->host_name = new_text (hello->host_name);
  self->os_name = new_text (hello->os_name);
  self->kernel = new_text (hello->kernel);
  self->reason = new_text (hello->reason);
  self->missing = new_text (hello->missing);
  self->interface_name = new_text (hello->interface_name);

  self->flows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, flow_free);
  self->lost_flows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->closed);
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (NetopKnownInterface));
  g_array_set_clear_func (self->interfaces, interface_clear);
  self->interface_facts = g_array_new (FALSE, FALSE, sizeof (NetopInterface));
  self->addresses = g_array_new (FALSE, FALSE, sizeof (NetopInterfaceAddress));
  self->user_names = netop_user_names_new ();
  netop_attribution_init_owners (self);
  if (!self->options.no_dns && self->tier != NETOP_TIER_SOCKETS)
    self->dns = netop_dns_log_new (NETOP_DNS_TRANSACTIONS_DEFAULT_CAPACITY);
  return self;
}

/**
 * netop_attribution_set_keep_closed:
 * @keep_closed_us: how long a connection stays listed after its end; 0: not at all
 */
void
netop_attribution_set_keep_closed (NetopAttribution *self,
                                   int64_t           keep_closed_us)
{
  self->options.keep_closed_us = keep_closed_us;
}

/**
 * netop_attribution_free:
 * @self: (transfer full) (nullable):
 */
void
netop_attribution_free (NetopAttribution *self)
{
  if (self == NULL)
    return;

  g_queue_clear (&self->closed);
  g_hash_table_unref (self->flows);
  g_hash_table_unref (self->lost_flows);
  netop_attribution_clear_owners (self);
  g_array_unref (self->interfaces);
  g_array_unref (self->interface_facts);
  g_array_unref (self->addresses);
  netop_ledger_clear (&self->total);
  netop_ledger_clear (&self->minutes);
  netop_user_names_free (self->user_names);
  netop_dns_log_free (self->dns);
  netop_dns_configuration_unref (self->dns_configuration);
  netop_application_index_unref (self->applications);
  netop_hosts_unref (self->hosts);
  netop_service_names_unref (self->services);
  netop_address_databases_unref (self->address_databases);
  g_clear_pointer (&self->host_name, g_ref_string_release);
  g_clear_pointer (&self->os_name, g_ref_string_release);
  g_clear_pointer (&self->kernel, g_ref_string_release);
  g_clear_pointer (&self->reason, g_ref_string_release);
  g_clear_pointer (&self->missing, g_ref_string_release);
  g_clear_pointer (&self->interface_name, g_ref_string_release);
  g_free (self);
}

/* --- Interfaces --- */

static void
interface_clear_row (NetopKnownInterface *interface)
{
  interface_clear (interface);
  *interface = (NetopKnownInterface){ 0 };
}

/* The interface of the watched namespace that has the number @index; NULL where it is not known. */
NetopKnownInterface *
netop_attribution_find_interface (const NetopAttribution *self,
                                  uint32_t                index)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, i);

      if (interface->facts.index == index)
        return interface;
    }
  return NULL;
}

/* Full: one that is gone makes room. */
static NetopKnownInterface *
reuse_interface (NetopAttribution *self,
                 guint            *position)
{
  for (*position = 0; *position < self->interfaces->len; (*position)++)
    {
      NetopKnownInterface *interface = &g_array_index (self->interfaces, NetopKnownInterface, *position);

      if (interface->facts.present == 0)
        {
          interface_clear_row (interface);
          return interface;
        }
    }
  return NULL;
}

static NetopKnownInterface *
get_interface (NetopAttribution     *self,
               const NetopInterface *facts,
               guint                *position)
{
  NetopKnownInterface *interface;

  for (*position = 0; *position < self->interfaces->len; (*position)++)
    {
      interface = &g_array_index (self->interfaces, NetopKnownInterface, *position);
      if (interface->facts.index == facts->index)
        return interface;
    }
  if (*position >= MAX_INTERFACES)
    return reuse_interface (self, position);

  g_array_set_size (self->interfaces, *position + 1);
  g_array_set_size (self->interface_facts, *position + 1);
  interface = &g_array_index (self->interfaces, NetopKnownInterface, *position);
  /* One that comes later begins at its own beginning. */
  if (self->n_ticks == 0)
    interface->baseline = *facts;
  return interface;
}

/* Its kernel started it anew, or gave its number to another. A name may change without that. */
static bool
is_restarted (const NetopInterface *before,
              const NetopInterface *after)
{
  return after->rx_bytes < before->rx_bytes || after->tx_bytes < before->tx_bytes;
}

/* Whether the stacks that it is part of are others now. */
static bool
is_restacked (const NetopInterface *before,
              const NetopInterface *after)
{
  return before->master != after->master || before->link != after->link || before->peer_namespace != after->peer_namespace ||
         before->present != after->present || memcmp (before->kind, after->kind, sizeof before->kind) != 0;
}

static void
name_interface (NetopAttribution    *self,
                NetopKnownInterface *interface)
{
  const NetopInterface *facts = &interface->facts;
  const size_t          length = strnlen (facts->name, sizeof facts->name);
  g_autofree char      *valid = g_utf8_make_valid (facts->name, (gssize)length);
  /* The kernel allows an interface control characters. */
  g_autofree char *shown = netop_format_name (facts->name, length);

  if (interface->name != NULL && strcmp (interface->name, shown) == 0)
    return;

  g_clear_pointer (&interface->name, g_ref_string_release);
  interface->name = g_ref_string_new (shown);
  if (self->interface_name != NULL && strcmp (self->interface_name, valid) == 0)
    self->only_interface = facts->index;
}

static void
apply_interface (NetopAttribution     *self,
                 const NetopInterface *facts)
{
  guint                position;
  NetopKnownInterface *interface = get_interface (self, facts, &position);

  if (interface == NULL)
    return;
  if (interface->name == NULL || is_restacked (&interface->facts, facts))
    self->topology_tick = self->n_ticks + 1;
  if (interface->name != NULL && is_restarted (&interface->facts, facts))
    interface_clear_row (interface);

  interface->facts = *facts;
  g_array_index (self->interface_facts, NetopInterface, position) = *facts;
  interface->account.traffic = (NetopTraffic){
    .rx_bytes = facts->rx_bytes - interface->baseline.rx_bytes,
    .tx_bytes = facts->tx_bytes - interface->baseline.tx_bytes,
    .rx_packets = facts->rx_packets - interface->baseline.rx_packets,
    .tx_packets = facts->tx_packets - interface->baseline.tx_packets,
  };
  name_interface (self, interface);
}

static void
apply_interfaces (NetopAttribution *self,
                  const NetopTick  *tick)
{
  for (guint i = 0; i < tick->interfaces->len; i++)
    apply_interface (self, &g_array_index (tick->interfaces, NetopInterface, i));
  if (tick->interfaces->len > 0)
    netop_attribution_update_tunnels (self);

  if (tick->addresses_changed)
    {
      g_array_set_size (self->addresses, 0);
      g_array_append_vals (self->addresses, tick->addresses->data, tick->addresses->len);
    }
}

/* --- Flows --- */

/* What is booked stays booked: only the row goes. */
static void
forget_flow (NetopAttribution *self,
             NetopKnownFlow   *flow)
{
  if (flow->dirty)
    netop_attribution_settle_flow (self, flow, true);
  netop_attribution_keep_coverage (self, flow);
  netop_attribution_unjoin (self, flow);
  if (flow->owner.process != NULL)
    flow->owner.process->n_flows--;
  g_hash_table_remove (self->flows, &flow->id);
}

/* What the wall clock called a moment, had nobody stepped it since hello. The monotonic clock sleeps with the machine, so
 * that this is to be noted while the moment is young. */
static int64_t
get_seen_us (const NetopAttribution *self,
             int64_t                 mono_us)
{
  return mono_us + self->real_us - self->now_us - self->stepped_us;
}

static NetopKnownFlow *
get_flow (NetopAttribution *self,
          const NetopFlow  *row)
{
  NetopKnownFlow *flow = g_hash_table_lookup (self->flows, &row->id);

  if (flow != NULL)
    return flow;
  if (g_hash_table_contains (self->lost_flows, &row->id))
    return NULL;
  if (g_hash_table_size (self->flows) >= self->options.max_connections)
    {
      self->overflowed++;
      if (self->closed.length == 0)
        return NULL;
      forget_flow (self, g_queue_pop_head (&self->closed));
    }

  flow = g_new0 (NetopKnownFlow, 1);
  flow->id = row->id;
  flow->first_seen_us = get_seen_us (self, row->first_us);
  g_hash_table_add (self->flows, flow);
  return flow;
}

static NetopTopology
get_topology (const NetopAttribution *self)
{
  return (NetopTopology){
    .interfaces = (const NetopInterface *)(const void *)self->interface_facts->data,
    .n_interfaces = self->interface_facts->len,
    .only_interface = self->only_interface,
    .version = self->topology_tick,
    .changing = self->topology_tick != 0 && self->n_ticks < self->topology_tick + 1,
  };
}

/* As many as may be lost as may be kept: what comes beyond would count a second time with its next row, and is left
 * out. */
static NetopLostFlow *
get_lost_flow (NetopAttribution *self,
               uint64_t          id,
               uint32_t          interface_index)
{
  NetopLostFlow *lost = g_hash_table_lookup (self->lost_flows, &id);

  if (lost != NULL || g_hash_table_size (self->lost_flows) >= self->options.max_connections)
    return lost;

  lost = g_new0 (NetopLostFlow, 1);
  lost->id = id;
  lost->interface_index = interface_index;
  g_hash_table_add (self->lost_flows, lost);
  return lost;
}

static void
book_lost_on (NetopLedger         *ledger,
              const NetopLostFlow *lost,
              const NetopTraffic  *after)
{
  netop_account_book (&ledger->all, &lost->booked, after);
  netop_account_book (netop_ledger_get_part (ledger, lost->interface_index), &lost->booked, after);
}

static void
book_lost (NetopAttribution *self,
           const NetopFlow  *row,
           bool              closed)
{
  const NetopTopology topology = get_topology (self);
  NetopStackCounter   counter = { 0 };
  NetopFlowCount      count = netop_stack_counter_update (&counter, NULL, row, &topology);
  NetopLostFlow      *lost = get_lost_flow (self, row->id, count.interface_index);
  NetopKnownCause    *cause = netop_attribution_get_cause (self, NETOP_CAUSE_LOST, G_MAXUINT32);
  NetopTraffic        after;

  if (lost == NULL)
    return;

  after = (NetopTraffic){
    .rx_bytes = MAX (lost->booked.rx_bytes, count.rx_bytes),
    .tx_bytes = MAX (lost->booked.tx_bytes, count.tx_bytes),
    .rx_packets = MAX (lost->booked.rx_packets, count.rx_packets),
    .tx_packets = MAX (lost->booked.tx_packets, count.tx_packets),
  };
  book_lost_on (&self->total, lost, &after);
  book_lost_on (&cause->ledger, lost, &after);
  lost->booked = after;
  if (closed)
    g_hash_table_remove (self->lost_flows, &row->id);
}

/* Returns NULL where there is no room for it: then its bytes are booked as lost. */
static NetopKnownFlow *
apply_flow (NetopAttribution *self,
            const NetopFlow  *row,
            bool              closed)
{
  const NetopTopology topology = get_topology (self);
  NetopKnownFlow     *flow = get_flow (self, row);
  NetopFlowCount      count;

  if (flow == NULL)
    {
      book_lost (self, row, closed);
      return NULL;
    }

  count = netop_stack_counter_update (&flow->counter, &flow->flow, row, &topology);
  if (flow->flow.id == 0)
    flow->began_received = count.rx_packets > 0 && count.tx_packets == 0;
  flow->flow = *row;
  flow->interface_index = count.interface_index;
  flow->estimated = count.estimated;
  if (flow->twin_id == 0)
    flow->account.traffic = (NetopTraffic){ count.rx_bytes, count.tx_bytes, count.rx_packets, count.tx_packets };
  flow->dirty = true;
  return flow;
}

static void
apply_closed_flow (NetopAttribution      *self,
                   const NetopClosedFlow *closed)
{
  NetopKnownFlow *flow = apply_flow (self, &closed->flow, true);

  if (flow == NULL || flow->closed_us != 0)
    return;

  flow->closed_us = MAX (MIN (closed->closed_us, self->now_us), 1);
  flow->closed_seen_us = MAX (get_seen_us (self, flow->closed_us), flow->first_seen_us);
  flow->told_closed_us = self->now_us;
  g_queue_push_tail (&self->closed, flow);
}

static void
apply_flows (NetopAttribution *self,
             const NetopTick  *tick)
{
  for (guint i = 0; i < tick->flows->len; i++)
    apply_flow (self, &g_array_index (tick->flows, NetopFlow, i), false);
  for (guint i = 0; i < tick->closed->len; i++)
    apply_closed_flow (self, &g_array_index (tick->closed, NetopClosedFlow, i));
}

static void
forget_closed (NetopAttribution *self)
{
  const NetopKnownFlow *oldest;

  while ((oldest = g_queue_peek_head (&self->closed)) != NULL && self->now_us - oldest->told_closed_us >= self->options.keep_closed_us)
    forget_flow (self, g_queue_pop_head (&self->closed));
}

/* --- Samples --- */

static void
sample_table (GHashTable *table,
              gsize       ledger_offset,
              guint       capacity,
              int64_t     elapsed_us,
              guint       n_samples)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    netop_ledger_sample (G_STRUCT_MEMBER_P (value, ledger_offset), capacity, elapsed_us, n_samples);
}

static void
sample_flows (NetopAttribution *self,
              int64_t           elapsed_us,
              guint             n_samples)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->flows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownFlow *flow = value;

      netop_account_sample (&flow->account, NETOP_CONNECTION_SAMPLES, elapsed_us, n_samples);
      if (flow->left_out != NETOP_CARRIES_NOTHING)
        netop_account_sample (&flow->partial, NETOP_CONNECTION_SAMPLES, elapsed_us, n_samples);
    }
}

static void
sample_causes (NetopAttribution *self,
               int64_t           elapsed_us,
               guint             n_samples)
{
  GHashTableIter iter;
  void          *value;

  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NetopKnownCause *cause = value;

      netop_ledger_sample (&cause->ledger, NETOP_ROW_SAMPLES, elapsed_us, n_samples);
      sample_table (cause->hosts, G_STRUCT_OFFSET (NetopKnownHost, ledger), NETOP_CONNECTION_SAMPLES, elapsed_us, n_samples);
    }
}

static void
sample_all (NetopAttribution *self,
            int64_t           elapsed_us,
            guint             n_samples)
{
  netop_ledger_sample (&self->total, NETOP_ROW_SAMPLES, elapsed_us, n_samples);
  sample_flows (self, elapsed_us, n_samples);
  sample_table (self->processes, G_STRUCT_OFFSET (NetopKnownProcess, ledger), NETOP_ROW_SAMPLES, elapsed_us, n_samples);
  sample_table (self->folded, G_STRUCT_OFFSET (NetopKnownProcess, ledger), NETOP_ROW_SAMPLES, elapsed_us, n_samples);
  sample_causes (self, elapsed_us, n_samples);
  for (guint i = 0; i < self->interfaces->len; i++)
    netop_account_sample (&g_array_index (self->interfaces, NetopKnownInterface, i).account, NETOP_ROW_SAMPLES, elapsed_us, n_samples);
}

/* Seconds are counted from the start; the tick that ends one gives it what came since the sample before. */
static guint
count_full (int64_t start_us,
            int64_t before_us,
            int64_t now_us,
            int64_t unit_us)
{
  return (guint)MIN ((now_us - start_us) / unit_us - (before_us - start_us) / unit_us, G_MAXINT);
}

static bool
sample (NetopAttribution *self)
{
  guint n_seconds = count_full (self->start_us, self->sampled_us, self->now_us, SAMPLE_US);
  guint n_minutes = count_full (self->start_us, self->minute_us, self->now_us, MINUTE_US);

  if (n_seconds == 0)
    return false;

  sample_all (self, self->now_us - self->sampled_us, n_seconds);
  self->sampled_us = self->now_us;
  self->n_seconds += n_seconds;
  if (n_minutes > 0)
    {
      netop_ledger_follow (&self->minutes, &self->total);
      netop_ledger_sample (&self->minutes, MINUTE_SAMPLES, self->now_us - self->minute_us, n_minutes);
      self->minute_us = self->now_us;
    }
  return true;
}

static void
sample_until (NetopAttribution *self,
              int64_t           until_us)
{
  self->now_us = MAX (self->now_us, until_us);
  sample (self);
}

static int64_t
get_end (const NetopAttribution *self,
         int64_t                 unit_us)
{
  return self->start_us + ((self->now_us - self->start_us) / unit_us + 1) * unit_us;
}

/* A tick of a file has what came within the time that one covers; if the last one was longer ago nothing came between.
 * The second and the minute that had begun have what they had, and those up to the tick have nothing. */
static void
pass_silence (NetopAttribution *self,
              const NetopTick  *tick)
{
  int64_t begin_us = tick->mono_us - FILE_TICK_US;
  int64_t second_end_us = get_end (self, SAMPLE_US);
  int64_t minute_end_us = get_end (self, MINUTE_US);

  if (self->tier != NETOP_TIER_FILE || second_end_us > begin_us)
    return;

  sample_until (self, second_end_us);
  if (minute_end_us <= begin_us)
    sample_until (self, minute_end_us);
  sample_until (self, begin_us);
}

/* A file's time begins with its first packet. */
static int64_t
get_first_packet_us (const NetopTick *tick)
{
  int64_t first_us = tick->mono_us;

  for (guint i = 0; i < tick->flows->len; i++)
    {
      const NetopFlow *flow = &g_array_index (tick->flows, NetopFlow, i);

      /* What found no room has no beginning of its own. */
      if (flow->id != NETOP_FLOW_ID_TABLES_FULL)
        first_us = MIN (first_us, flow->first_us);
    }
  for (guint i = 0; i < tick->closed->len; i++)
    first_us = MIN (first_us, g_array_index (tick->closed, NetopClosedFlow, i).flow.first_us);
  return first_us;
}

static void
begin (NetopAttribution *self,
       const NetopTick  *tick)
{
  if (self->tier == NETOP_TIER_FILE)
    {
      self->start_us = get_first_packet_us (tick);
      self->start_real_us = self->start_us;
    }
  self->start_us = MIN (self->start_us, self->now_us);
  self->sampled_us = self->start_us;
  self->minute_us = self->start_us;
}

/* The payload that the limited view has is not what interfaces count, and a file has no interfaces. */
static bool
is_coverage_due (const NetopAttribution *self,
                 const NetopTick        *tick)
{
  return self->tier != NETOP_TIER_SOCKETS && tick->interfaces->len > 0 &&
         (self->coverage_us == 0 || self->now_us - self->coverage_us >= COVERAGE_US);
}

/**
 * netop_attribution_follow_clock:
 * @hello: another one, of the same run
 *
 * The wall clock was stepped, and calls the beginning otherwise than it did. From now on every moment is told as it
 * calls it now: so nothing ends before it began, and no age is wrong.
 */
void
netop_attribution_follow_clock (NetopAttribution *self,
                                const NetopHello *hello)
{
  if (self->tier != NETOP_TIER_FILE)
    self->stepped_us = hello->start_real_us - self->start_real_us;
}

/**
 * netop_attribution_apply:
 * @tick: whole and valid
 *
 * Takes in what changed: interfaces before flows, because they say which of a flow's bytes are the same bytes, and
 * flows before sockets, which say whose they are.
 */
void
netop_attribution_apply (NetopAttribution *self,
                         const NetopTick  *tick)
{
  bool second_over;

  if (self->n_ticks > 0)
    pass_silence (self, tick);
  self->now_us = MAX (self->now_us, tick->mono_us);
  self->real_us = tick->real_us;
  if (self->n_ticks == 0)
    begin (self, tick);

  apply_interfaces (self, tick);
  apply_flows (self, tick);
  netop_attribution_apply_twins (self, tick);
  netop_attribution_apply_owners (self, tick);
  self->health = tick->health;
  self->final = tick->final;
  self->n_ticks++;

  second_over = (self->now_us - self->start_us) / SAMPLE_US != (self->sampled_us - self->start_us) / SAMPLE_US;
  netop_attribution_settle_flows (self, second_over || tick->final);
  netop_attribution_settle_sockets (self);
  netop_attribution_apply_dns (self, tick);
  sample (self);
  if (is_coverage_due (self, tick))
    {
      netop_attribution_sample_coverage (self);
      self->coverage_us = self->now_us;
    }
  forget_closed (self);
  netop_attribution_fold_ended (self);
}
