/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-twin.h"

/* Theory of operation.
 *
 * A packet of a container passes the host more than once: through the pair that leads to the container, where it is the
 * container's, then through a bridge and the uplink, where it is forwarded, or where addresses are translated looks as if
 * the host itself had sent it. What the container's flow has, the original, must not count again in these, its copies:
 *
 *   the same ends, forwarded, in either direction, each a flow of its own;
 *   the ends after the translation, as a flow of the host's own, seen from whichever end is the host's;
 *   the ends after the translation, forwarded, in either direction.
 *
 * The same ends as a flow of the host's own are no copy: then the other end is a process of the host, and these are two
 * facts about two processes. */

static NetopFlowKey
make_key (const NetopTuple *tuple,
          uint32_t          namespace_id,
          bool              is_forwarded)
{
  return (NetopFlowKey){
    .local = tuple->source,
    .remote = tuple->destination,
    .local_port = tuple->source_port,
    .remote_port = tuple->destination_port,
    .protocol = tuple->protocol,
    .namespace_id = namespace_id,
    .forwarded = is_forwarded,
  };
}

static guint
append_both_ways (const NetopTuple *tuple,
                  uint32_t          namespace_id,
                  bool              is_forwarded,
                  NetopFlowKey     *keys)
{
  NetopTuple back = netop_tuple_reverse (tuple);

  keys[0] = make_key (tuple, namespace_id, is_forwarded);
  keys[1] = make_key (&back, namespace_id, is_forwarded);
  return 2;
}

/**
 * netop_twin_list_copies:
 * @key: of a flow of another namespace
 * @translated: (nullable): what its local end sends, on the other side of address translation
 * @namespace_id: the watched one
 * @copies: (out caller-allocates): the first so many as returned are set
 *
 * Says as what the flow's packets may be seen again where they pass this host. A pure function; any thread.
 *
 * Returns: how many keys
 */
guint
netop_twin_list_copies (const NetopFlowKey *key,
                        const NetopTuple   *translated,
                        uint32_t            namespace_id,
                        NetopFlowKey        copies[NETOP_TWIN_MAX_KEYS])
{
  NetopTuple tuple = netop_tuple_of_key (key);
  guint      n = append_both_ways (&tuple, namespace_id, true, copies);

  if (translated == NULL)
    return n;

  n += append_both_ways (translated, namespace_id, false, copies + n);
  n += append_both_ways (translated, namespace_id, true, copies + n);
  return n;
}

/**
 * netop_twin_list_originals:
 * @key: of a flow of the watched namespace
 * @translated: (nullable): what its local end sends, on the other side of address translation
 * @namespace_id: of another namespace
 * @originals: (out caller-allocates): the first so many as returned are set
 *
 * Says which flows of that namespace this one may be a copy of: the reverse of netop_twin_list_copies(). A pure function;
 * any thread.
 *
 * Returns: how many keys
 */
guint
netop_twin_list_originals (const NetopFlowKey *key,
                           const NetopTuple   *translated,
                           uint32_t            namespace_id,
                           NetopFlowKey        originals[NETOP_TWIN_MAX_KEYS])
{
  NetopTuple tuple = netop_tuple_of_key (key);
  guint      n = 0;

  if (key->forwarded != 0)
    n += append_both_ways (&tuple, namespace_id, false, originals);
  if (translated != NULL)
    n += append_both_ways (translated, namespace_id, false, originals + n);
  return n;
}
