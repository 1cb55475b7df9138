/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fake-kernel.h"

NetopResolver *
netop_fake_resolver_new (void)
{
  NetopResolver *self = g_new0 (NetopResolver, 1);

  self->requests = g_array_new (FALSE, FALSE, sizeof (NetopResolverRequest));
  return self;
}

void
netop_fake_resolver_free (NetopResolver *self)
{
  g_array_unref (self->requests);
  g_queue_clear_full (&self->results, (GDestroyNotify)netop_resolver_result_free);
  g_free (self);
}

void
netop_resolver_request (NetopResolver              *self,
                        const NetopResolverRequest *request)
{
  g_array_append_val (self->requests, *request);
}

NetopResolverResult *
netop_resolver_take_result (NetopResolver *self)
{
  return g_queue_pop_head (&self->results);
}

void
netop_resolver_result_free (NetopResolverResult *self)
{
  for (guint i = 0; i < NETOP_MAX_HOLDERS; i++)
    netop_process_facts_clear (&self->processes[i]);
  g_free (self);
}

NetopSocketTable *
netop_fake_socket_table_new (void)
{
  NetopSocketTable *self = g_new0 (NetopSocketTable, 1);

  self->sockets = g_array_new (FALSE, FALSE, sizeof (NetopSocketFacts));
  return self;
}

void
netop_fake_socket_table_free (NetopSocketTable *self)
{
  g_array_unref (self->sockets);
  g_free (self);
}

bool
netop_socket_table_dump (NetopSocketTable *self,
                         NetopSocketFunc   func,
                         void             *user_data,
                         GError          **error)
{
  for (guint i = 0; i < self->sockets->len; i++)
    {
      if (self->fail_after != 0 && i == self->fail_after)
        {
          g_set_error_literal (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED, "The dump broke off");
          return false;
        }
      if (!func (&g_array_index (self->sockets, NetopSocketFacts, i), user_data))
        return true;
    }
  return true;
}

/* As the kernel does: the connected one, else one that takes all that comes to its port. */
bool
netop_socket_table_lookup (NetopSocketTable   *self,
                           const NetopFlowKey *key,
                           uint32_t            interface_index,
                           NetopSocketFacts   *facts)
{
  const NetopSocketFacts *found = NULL;

  for (guint i = 0; i < self->sockets->len; i++)
    {
      const NetopSocketFacts *candidate = &g_array_index (self->sockets, NetopSocketFacts, i);

      if (candidate->protocol != key->protocol || candidate->local_port != key->local_port)
        continue;
      if (candidate->interface_index != 0 && candidate->interface_index != interface_index)
        continue;
      if (candidate->listening ? found == NULL : candidate->remote_port == key->remote_port)
        found = candidate;
    }

  if (found == NULL)
    return false;
  *facts = *found;
  return true;
}

/* For whoever opens tables of other namespaces: nobody does here. */
NetopSocketTable *
netop_socket_table_new_for_fd (uint32_t namespace_id,
                               int      fd)
{
  g_assert_not_reached ();
}

void
netop_socket_table_close (NetopSocketTable *self)
{
  g_assert_null (self);
}

guint
netop_socket_table_find_portless (NetopSocketTable   *self,
                                  const NetopFlowKey *key,
                                  NetopSocketFacts   *found,
                                  guint               max_found)
{
  return 0;
}

uint64_t
netop_socket_table_get_lost (const NetopSocketTable *self)
{
  return 0;
}
