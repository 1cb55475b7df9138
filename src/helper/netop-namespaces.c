/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-namespaces.h"

#include <string.h>

/* Theory of operation.
 *
 * A namespace has no name and no list: it is where some process is. So all processes are asked now and then in which one
 * they are, and at once where a program was started or an interface came, and each that is not the watched one is known by
 * its oldest process. Through that the kernel tells by which number interfaces here refer to it, and the broker opens its
 * sockets.
 *
 * An open socket keeps a namespace from going: its interfaces would stay when its last process has ended. So a table is
 * closed as soon as nobody is there any more. What is behind an interface stays known as long as that is there: the next
 * process that is started there may live for one packet only. */

#define MAX_KNOWN 1024
#define WALK_INTERVAL_US (5 * G_USEC_PER_SEC)
#define MIN_WALK_INTERVAL_US (50 * 1000)
/* Between two looks at what is behind interfaces. */
#define PLACE_INTERVAL_US (5 * 1000)
/* Either takes at most this part of the time, however many processes and namespaces there are: anybody may make them. */
#define LOOK_PART 20
/* The kernel goes through the sockets of all namespaces to tell those of one: 0.7 ms. Most have none, those of sandboxes and
 * of services without a network, and are asked so seldom. */
#define EMPTY_INTERVAL_US (10 * G_USEC_PER_SEC)
/* Tables that are opened within a second. */
#define MAX_OPENED_PER_S 100

typedef struct
{
  uint32_t          id;
  uint32_t          pid;       /* of its oldest process; 0 while it has none */
  uint32_t          tried_pid; /* through which it could not be opened; 0 if none */
  int32_t           number;    /* by which interfaces here refer to it; -1 if none does */
  int64_t           used_us;
  int64_t           empty_us; /* when it was found to have no socket; 0 where it has some, or may have */
  bool              seen;
  NetopSocketTable *table; /* NULL while it is not open */
} Namespace;

struct _NetopNamespaces
{
  NetopNamespacesParts parts;
  GArray              *known; /* of Namespace */
  GArray              *far;   /* of NetopFarNamespace */
  guint                n_open;
  guint                n_refused; /* of the walk that is made */
  int64_t              walked_us;
  int64_t              due_us;
  int64_t              min_due_us;
  int64_t              place_us; /* when to look at that at the earliest */
  bool                 is_moved; /* interfaces or a new namespace are not looked at yet */
  int64_t              second_us;
  guint                n_opened; /* since then */
  uint64_t             lost;
};

static void
close_table (NetopNamespaces *self,
             Namespace *namespace)
{
  if (namespace->table == NULL)
    return;

  netop_namespace_tables_remove (self->parts.lookups, namespace->id);
  g_clear_pointer (&namespace->table, netop_socket_table_close);
  self->n_open--;
}

/**
 * netop_namespaces_new:
 * @parts: copied
 *
 * Returns: (transfer full): none known yet
 */
NetopNamespaces *
netop_namespaces_new (const NetopNamespacesParts *parts)
{
  NetopNamespaces *self = g_new0 (NetopNamespaces, 1);

  self->parts = *parts;
  self->known = g_array_new (FALSE, FALSE, sizeof (Namespace));
  self->far = g_array_new (FALSE, FALSE, sizeof (NetopFarNamespace));
  return self;
}

/**
 * netop_namespaces_free:
 * @self: (transfer full) (nullable):
 */
void
netop_namespaces_free (NetopNamespaces *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->known->len; i++)
    close_table (self, &g_array_index (self->known, Namespace, i));
  g_array_unref (self->known);
  g_array_unref (self->far);
  g_free (self);
}

static Namespace *
find (const NetopNamespaces *self,
      uint64_t               id)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      Namespace *namespace = &g_array_index (self->known, Namespace, i);

      if (namespace->id == id)
        return namespace;
    }
  return NULL;
}

/* --- Tables --- */

static bool
is_asked (const NetopNamespaces *self,
          const Namespace *namespace)
{
  return !self->parts.only_linked || namespace->number >= 0;
}

static bool
may_open (NetopNamespaces *self,
          int64_t          now_us)
{
  if (self->parts.broker == NULL || netop_broker_is_gone (self->parts.broker))
    return false;
  if (now_us - self->second_us >= G_USEC_PER_SEC)
    {
      self->second_us = now_us;
      self->n_opened = 0;
    }
  return self->n_opened++ < MAX_OPENED_PER_S;
}

static NetopSocketTable *
ask_for_table (NetopNamespaces *self,
               const Namespace *namespace)
{
  NetopBrokerAnswer answer;
  NetopSocketTable *table;

  if (!netop_broker_ask (self->parts.broker, namespace->pid, &answer, NULL))
    return NULL;

  table = netop_socket_table_new_for_fd (namespace->id, answer.fd);
  if (answer.namespace_inode == namespace->id)
    return table;

  /* The process is elsewhere by now, or another one has its number. */
  netop_socket_table_close (table);
  return NULL;
}

static void
open_table (NetopNamespaces *self,
            Namespace *namespace,
            int64_t now_us)
{
  NetopSocketTable *lookups;

  if (namespace->table != NULL || namespace->pid == 0 || namespace->tried_pid == namespace->pid || !is_asked (self, namespace) || !may_open (self, now_us))
    return;

  namespace->tried_pid = namespace->pid;
  namespace->table = ask_for_table (self, namespace);
  lookups = namespace->table != NULL ? ask_for_table (self, namespace) : NULL;
  if (lookups == NULL || !netop_namespace_tables_add (self->parts.lookups, namespace->id, lookups))
    {
      g_clear_pointer (&namespace->table, netop_socket_table_close);
      return;
    }

  namespace->used_us = now_us;
  self->n_open++;
}

/* The one that was used longest ago. */
static void
close_oldest (NetopNamespaces *self)
{
  Namespace *oldest = NULL;

  for (guint i = 0; i < self->known->len; i++)
    {
      Namespace *namespace = &g_array_index (self->known, Namespace, i);

      if (namespace->table != NULL && (oldest == NULL || namespace->used_us < oldest->used_us))
        oldest = namespace;
    }
  if (oldest == NULL)
    return;

  close_table (self, oldest);
  oldest->tried_pid = 0;
  self->lost++;
}

/**
 * netop_namespaces_touch:
 * @namespace_id: of a flow
 *
 * Notes that the namespace is used: where its table had to be closed for others it is opened again, and the one that was
 * used longest ago is closed, which is counted.
 */
void
netop_namespaces_touch (NetopNamespaces *self,
                        uint32_t         namespace_id,
                        int64_t          now_us)
{
  Namespace *namespace = find (self, namespace_id);

  if (namespace == NULL)
    return;

  namespace->used_us = now_us;
  namespace->empty_us = 0;
  if (namespace->table != NULL || namespace->pid == 0 || namespace->tried_pid == namespace->pid)
    return;
  if (self->n_open >= NETOP_MAX_NAMESPACES)
    close_oldest (self);
  open_table (self, namespace, now_us);
}

/* --- Which there are --- */

static bool
see_process (uint64_t inode,
             uint32_t pid,
             void    *user_data)
{
  NetopNamespaces *self = user_data;
  Namespace *namespace;
  Namespace fresh = { .id = (uint32_t)inode, .pid = pid, .number = -1, .seen = true };

  if (inode == self->parts.watched_inode || inode == 0 || inode > G_MAXUINT32)
    return true;

  namespace = find (self, inode);
  if (namespace != NULL)
    {
      /* The walk goes from new to old. */
      namespace->pid = pid;
      namespace->seen = true;
    }
  else if (self->known->len < MAX_KNOWN)
    {
      g_array_append_val (self->known, fresh);
    }
  else
    {
      self->n_refused++;
    }
  return true;
}

/* The kernel gives the number to another one only after this one went, and its ends of pairs with it. */
static bool
is_behind (const NetopNamespaces *self,
           const Namespace *namespace)
{
  guint              n_ends;
  const NetopFarEnd *ends = netop_interface_list_get_far_ends (self->parts.interfaces, &n_ends);

  for (guint i = 0; namespace->number >= 0 && i < n_ends; i++)
    {
      if (ends[i].namespace_number == namespace->number)
        return true;
    }
  return false;
}

static void
forget_empty (NetopNamespaces *self)
{
  guint i = 0;

  while (i < self->known->len)
    {
      Namespace *namespace = &g_array_index (self->known, Namespace, i);

      if (!namespace->seen)
        {
          close_table (self, namespace);
          namespace->pid = 0;
          namespace->tried_pid = 0;
        }
      if (namespace->seen || is_behind (self, namespace))
        i++;
      else
        g_array_remove_index_fast (self->known, i);
    }
}

static void
walk (NetopNamespaces *self)
{
  for (guint i = 0; i < self->known->len; i++)
    g_array_index (self->known, Namespace, i).seen = false;

  self->n_refused = 0;
  if (!netop_process_table_walk_namespaces (self->parts.processes, see_process, self))
    return;

  self->lost += self->n_refused > 0;
  forget_empty (self);
}

/* --- Behind which interfaces they are --- */

static void
append_far (NetopNamespaces   *self,
            GArray            *far,
            const NetopFarEnd *end)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      const Namespace *namespace = &g_array_index (self->known, Namespace, i);
      const NetopFarNamespace found = { .interface_index = end->index, .namespace_id = namespace->id };

      if (namespace->number == end->namespace_number)
        {
          g_array_append_val (far, found);
          return;
        }
    }
}

static bool
is_same (const GArray *a,
         const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (NetopFarNamespace)) == 0);
}

/* Returns whether it is otherwise than before. */
static bool
place (NetopNamespaces *self)
{
  GArray            *far = g_array_new (FALSE, FALSE, sizeof (NetopFarNamespace));
  guint              n_ends;
  const NetopFarEnd *ends = netop_interface_list_get_far_ends (self->parts.interfaces, &n_ends);
  bool               is_changed;

  for (guint i = 0; i < self->known->len && n_ends > 0; i++)
    {
      Namespace *namespace = &g_array_index (self->known, Namespace, i);

      if (namespace->pid != 0)
      namespace->number = netop_interface_list_ask_namespace_number (self->parts.interfaces, namespace->pid);
    }
  for (guint i = 0; i < n_ends; i++)
    {
      if (ends[i].namespace_number >= 0)
        append_far (self, far, &ends[i]);
    }

  is_changed = !is_same (self->far, far);
  g_array_unref (self->far);
  self->far = far;
  return is_changed;
}

/**
 * netop_namespaces_refresh:
 *
 * Looks, if that is due, which namespaces there are, closes the sockets of empty ones, opens those of new ones, and looks
 * behind which interfaces they are. To be called when it is due, after the interfaces were read.
 *
 * Returns: whether netop_namespaces_get_far() is otherwise than before
 */
bool
netop_namespaces_refresh (NetopNamespaces *self,
                          int64_t          now_us)
{
  int64_t end_us;
  bool    is_changed;

  if (now_us >= self->due_us)
    {
      walk (self);
      end_us = g_get_monotonic_time ();
      self->min_due_us = end_us + MAX (MIN_WALK_INTERVAL_US, (end_us - now_us) * LOOK_PART);
      self->due_us = MAX (end_us + WALK_INTERVAL_US, self->min_due_us);
    }

  is_changed = place (self);
  for (guint i = 0; i < self->known->len && self->n_open < NETOP_MAX_NAMESPACES; i++)
    open_table (self, &g_array_index (self->known, Namespace, i), now_us);
  end_us = g_get_monotonic_time ();
  self->place_us = end_us + MAX (PLACE_INTERVAL_US, (end_us - now_us) * LOOK_PART);
  self->is_moved = false;
  return is_changed;
}

/**
 * netop_namespaces_get_due_us:
 *
 * Returns: when to refresh, monotonic
 */
int64_t
netop_namespaces_get_due_us (const NetopNamespaces *self)
{
  return self->is_moved ? MIN (self->place_us, self->due_us) : self->due_us;
}

/**
 * netop_namespaces_note_change:
 *
 * Says that interfaces came or went: it is refreshed soon.
 */
void
netop_namespaces_note_change (NetopNamespaces *self)
{
  self->is_moved = true;
  self->due_us = MIN (self->due_us, self->min_due_us);
}

static bool
has_process (const NetopNamespaces *self,
             uint64_t               inode)
{
  const Namespace *namespace = find (self, inode);

  return namespace != NULL && namespace->pid != 0;
}

/* Whether an end may be that of the last process of a namespace. */
static bool
is_oldest (const NetopNamespaces *self,
           uint32_t               pid)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      if (g_array_index (self->known, Namespace, i).pid == pid)
        return true;
    }
  return false;
}

/**
 * netop_namespaces_take_event:
 * @kind: what happened to process @pid
 *
 * A program that was started elsewhere, or a process that ended by which a namespace is known, makes the next look due.
 */
void
netop_namespaces_take_event (NetopNamespaces      *self,
                             NetopProcessEventKind kind,
                             uint32_t              pid)
{
  uint64_t inode;

  if (kind == NETOP_PROCESS_EVENT_EXEC)
    {
      /* It is known at once, whatever the next walk takes until it is due. */
      if (netop_process_table_read_namespace (self->parts.processes, pid, &inode) && inode != self->parts.watched_inode && !has_process (self, inode))
        {
          (void)see_process (inode, pid, self);
          netop_namespaces_note_change (self);
        }
    }
  else if (kind == NETOP_PROCESS_EVENT_EXIT && is_oldest (self, pid))
    {
      netop_namespaces_note_change (self);
    }
}

/**
 * netop_namespaces_get_far:
 * @n_far: (out): how many
 *
 * Returns: (transfer none): behind which interfaces a known namespace is, valid until the next refresh
 */
const NetopFarNamespace *
netop_namespaces_get_far (const NetopNamespaces *self,
                          guint                 *n_far)
{
  *n_far = self->far->len;
  return (const NetopFarNamespace *)(const void *)self->far->data;
}

/* On the stack of one dump. */
typedef struct
{
  NetopSocketFunc func;
  void           *user_data;
  guint           n_sockets;
} Dump;

static bool
count_socket (const NetopSocketFacts *facts,
              void                   *user_data)
{
  Dump *dump = user_data;

  dump->n_sockets++;
  return dump->func (facts, dump->user_data);
}

static void
dump_one (NetopNamespaces *self,
          Namespace *namespace,
          int64_t now_us,
          Dump   *dump)
{
  dump->n_sockets = 0;
  if (!netop_socket_table_dump (namespace->table, count_socket, dump, NULL))
    {
      close_table (self, namespace);
      namespace->tried_pid = 0;
      self->lost++;
    }
  namespace->empty_us = dump->n_sockets == 0 ? now_us : 0;
}

/**
 * netop_namespaces_dump:
 * @func: called once a socket of each namespace that is open
 *
 * Asks for all sockets of all of them, but of those that had none a moment ago. One that does not answer is closed, and
 * opened again when it is used.
 */
void
netop_namespaces_dump (NetopNamespaces *self,
                       int64_t          now_us,
                       NetopSocketFunc  func,
                       void            *user_data)
{
  Dump dump = { func, user_data, 0 };

  for (guint i = 0; i < self->known->len; i++)
    {
      Namespace *namespace = &g_array_index (self->known, Namespace, i);

      if (namespace->table != NULL && (namespace->empty_us == 0 || now_us - namespace->empty_us >= EMPTY_INTERVAL_US))
        dump_one (self, namespace, now_us, &dump);
    }
}

/**
 * netop_namespaces_lookup:
 * @key: of another namespace than the watched one
 * @facts: (out): set only on success
 *
 * Returns: whether it has a socket to which packets of @key belong
 */
bool
netop_namespaces_lookup (NetopNamespaces    *self,
                         const NetopFlowKey *key,
                         NetopSocketFacts   *facts)
{
  return netop_namespace_tables_lookup (self->parts.lookups, key, facts);
}

/**
 * netop_namespaces_get_lost:
 *
 * Returns: how often there was no room for a namespace, or one had to make room for another
 */
uint64_t
netop_namespaces_get_lost (const NetopNamespaces *self)
{
  return self->lost;
}
