/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-process-table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netop-process-text.h"

/* proc(5). Everything read here belongs to somebody else and may vanish or lie between two reads: so a process is
 * told only if its start is the same before and after, and every read has a bound. */

#define DEFAULT_ROOT "/proc"
#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define STAT_BYTES 1024
#define STATUS_BYTES 4096
#define CGROUP_BYTES 4096
#define PATH_BYTES 4096
#define LINK_BYTES 64
#define FDINFO_BYTES 1024
/* What the links of descriptors say of a tun or tap interface (tun.c has the name from devtmpfs) and of a virtual machine
 * (virt/kvm/kvm_main.c). */
#define TUNNEL_DEVICE "/dev/net/tun"
#define MACHINE_LINK "anon_inode:kvm-vm"
#define MAX_DESCRIPTORS (1u << 20) /* fs.nr_open, proc_sys_fs(5) */
#define DESCRIPTORS_PER_PROCESS 4  /* as many as opening a folder is worth */
#define MAX_PIDS (1u << 22)        /* PID_MAX_LIMIT, linux/threads.h */

/* Of those whose sockets are looked up one after the other. */
#define MAX_REMEMBERED 16
#define REMEMBER_US G_USEC_PER_SEC

typedef struct
{
  NetopProcessFacts facts;
  char              comm[sizeof ((NetopProcessStat *)NULL)->comm];
  int64_t           read_us;
} Remembered;

struct _NetopProcessTable
{
  int      root_fd;
  uint64_t ns_per_clock_tick;
  GArray  *pids; /* of uint32_t, kept between walks for its memory */

  Remembered remembered[MAX_REMEMBERED]; /* by the last digits of the pid */
};

/* Opens a file of a process's folder; -1 once it is gone or may not be read. */
static int
open_file (NetopProcessTable *self,
           uint32_t           pid,
           const char        *name,
           int                flags)
{
  char path[64];

  g_snprintf (path, sizeof path, "%u/%s", pid, name);
  return openat (self->root_fd, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
}

/* Reads at most @size - 1 bytes and ends them with NUL. Returns their number; -1 where there is no such file. */
static ssize_t
read_file (NetopProcessTable *self,
           uint32_t           pid,
           const char        *name,
           char              *buffer,
           size_t             size)
{
  size_t  length = 0;
  ssize_t n = 0;
  int     fd = open_file (self, pid, name, 0);

  if (fd < 0)
    return -1;

  while (length < size - 1 && (n = TEMP_FAILURE_RETRY (read (fd, buffer + length, size - 1 - length))) > 0)
    length += (size_t)n;
  close (fd);
  if (n < 0)
    return -1;

  buffer[length] = '\0';
  return (ssize_t)length;
}

static bool
read_stat (NetopProcessTable *self,
           uint32_t           pid,
           NetopProcessStat  *stat)
{
  char text[STAT_BYTES];

  return read_file (self, pid, "stat", text, sizeof text) > 0 && netop_process_text_parse_stat (text, self->ns_per_clock_tick, stat);
}

static bool
read_uid (NetopProcessTable *self,
          uint32_t           pid,
          uint32_t          *uid)
{
  char text[STATUS_BYTES];

  return read_file (self, pid, "status", text, sizeof text) > 0 && netop_process_text_parse_uid (text, uid);
}

/* Reads at most @size - 1 bytes and ends them with NUL. */
static bool
read_link (NetopProcessTable *self,
           uint32_t           pid,
           const char        *name,
           char              *target,
           size_t             size)
{
  char    path[64];
  ssize_t length;

  g_snprintf (path, sizeof path, "%u/%s", pid, name);
  length = readlinkat (self->root_fd, path, target, size - 1);
  target[MAX (length, 0)] = '\0';
  return length > 0;
}

static char *
read_exe (NetopProcessTable *self,
          uint32_t           pid)
{
  char target[PATH_BYTES];

  return read_link (self, pid, "exe", target, sizeof target) ? netop_process_text_make_exe (target) : NULL;
}

static void
read_cmdline (NetopProcessTable *self,
              NetopProcessFacts *facts)
{
  char    text[NETOP_PROCESS_CMDLINE_MAX + 1];
  ssize_t length = read_file (self, facts->pid, "cmdline", text, sizeof text);

  if (length <= 0)
    return;

  facts->cmdline = g_memdup2 (text, (size_t)length + 1);
  facts->cmdline_length = (size_t)length;
}

static char *
read_cgroup (NetopProcessTable *self,
             uint32_t           pid)
{
  char text[CGROUP_BYTES];

  return read_file (self, pid, "cgroup", text, sizeof text) > 0 ? netop_process_text_find_cgroup (text) : NULL;
}

/* What of a process's descriptors is no socket, and matters all the same. */
typedef struct
{
  char tunnel[NETOP_TUNNEL_NAME_SIZE]; /* empty for none */
  bool is_machine;                     /* it runs a virtual machine, whose packets are not its own connections' */
} Devices;

/* @name in @folder_fd is a descriptor's. */
static bool
read_descriptor (int         folder_fd,
                 const char *name,
                 char        target[LINK_BYTES])
{
  ssize_t length = readlinkat (folder_fd, name, target, LINK_BYTES - 1);

  if (length <= 0)
    return false;

  target[length] = '\0';
  return true;
}

static void
note_device (NetopProcessTable *self,
             uint32_t           pid,
             const char        *descriptor,
             const char        *target,
             Devices           *devices)
{
  char name[64];
  char text[FDINFO_BYTES];

  if (strcmp (target, MACHINE_LINK) == 0)
    devices->is_machine = true;
  if (strcmp (target, TUNNEL_DEVICE) != 0 || devices->tunnel[0] != '\0')
    return;

  g_snprintf (name, sizeof name, "fdinfo/%s", descriptor);
  if (read_file (self, pid, name, text, sizeof text) > 0)
    (void)netop_process_text_parse_tunnel (text, devices->tunnel);
}

static DIR *
open_folder (int fd)
{
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;

  if (folder == NULL && fd >= 0)
    close (fd);
  return folder;
}

/* Returns false once @func wants no more. @are_all: whether every descriptor was looked at. @devices: (nullable): filled
 * with what else is of interest. */
static bool
walk_process (NetopProcessTable *self,
              uint32_t           pid,
              guint             *n_descriptors,
              NetopHolderFunc    func,
              void              *user_data,
              bool              *are_all,
              Devices           *devices)
{
  DIR           *folder = open_folder (open_file (self, pid, "fd", O_DIRECTORY));
  bool           wanted = true;
  struct dirent *entry = NULL;
  char           target[LINK_BYTES];
  uint64_t       inode;

  *are_all = folder != NULL;
  if (folder == NULL)
    return true;

  while (wanted && *n_descriptors > 0 && (entry = readdir (folder)) != NULL)
    {
      --*n_descriptors;
      if (!g_ascii_isdigit (entry->d_name[0]))
        continue;
      if (!read_descriptor (dirfd (folder), entry->d_name, target))
        *are_all = *are_all && errno != EACCES && errno != EPERM;
      else if (netop_process_text_parse_socket_link (target, &inode))
        wanted = func (inode, pid, atoi (entry->d_name), user_data);
      else if (devices != NULL)
        note_device (self, pid, entry->d_name, target, devices);
    }

  *are_all = *are_all && entry == NULL && *n_descriptors > 0;
  closedir (folder);
  return wanted;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  uint32_t left = *(const uint32_t *)a;
  uint32_t right = *(const uint32_t *)b;

  return (left < right) - (left > right);
}

static bool
list_pids (NetopProcessTable *self)
{
  /* Of its own: dup() would share the position with a walk on another thread. */
  DIR           *folder = open_folder (openat (self->root_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct dirent *entry;

  g_array_set_size (self->pids, 0);
  if (folder == NULL)
    return false;

  while ((entry = readdir (folder)) != NULL && self->pids->len < MAX_PIDS)
    {
      uint32_t pid = g_ascii_isdigit (entry->d_name[0]) ? (uint32_t)strtoul (entry->d_name, NULL, 10) : 0;

      if (pid > 0)
        g_array_append_val (self->pids, pid);
    }

  closedir (folder);
  g_array_sort (self->pids, compare_newest_first);
  return true;
}

/**
 * netop_process_table_open:
 * @root: (nullable): a made tree in tests; %NULL for the machine's own
 * @error: %NETOP_SOCKETS_ERROR_FAILED
 *
 * Returns: (transfer full): a table for one thread, which need not be this one
 */
NetopProcessTable *
netop_process_table_open (const char *root,
                          GError    **error)
{
  g_autoptr (NetopProcessTable) self = g_new0 (NetopProcessTable, 1);
  long ticks_per_s = sysconf (_SC_CLK_TCK);

  if (root == NULL)
    root = DEFAULT_ROOT;

  self->pids = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  self->ns_per_clock_tick = (uint64_t)(NS_PER_S / (ticks_per_s > 0 ? ticks_per_s : 100));
  self->root_fd = open (root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->root_fd < 0)
    {
      g_set_error (error, NETOP_SOCKETS_ERROR, NETOP_SOCKETS_ERROR_FAILED,
                   "Reading the processes in %s: %s", root, g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * netop_process_table_close:
 * @self: (transfer full) (nullable): a table
 */
void
netop_process_table_close (NetopProcessTable *self)
{
  if (self == NULL)
    return;

  if (self->root_fd >= 0)
    close (self->root_fd);
  if (self->pids != NULL)
    g_array_unref (self->pids);
  for (guint i = 0; i < MAX_REMEMBERED; i++)
    netop_process_facts_clear (&self->remembered[i].facts);
  g_free (self);
}

/**
 * netop_process_table_read:
 * @self: a table
 * @pid: of a process, not of a thread
 * @facts: (out caller-allocates): cleared with netop_process_facts_clear(); all zero on failure
 *
 * Reads all that is known of a process. What may not be read (its exe, without CAP_SYS_PTRACE) is %NULL.
 *
 * Returns: false if there is none, or it ended or was replaced in the middle
 */
bool
netop_process_table_read (NetopProcessTable *self,
                          uint32_t           pid,
                          NetopProcessFacts *facts)
{
  NetopProcessStat before;
  NetopProcessStat after;

  *facts = (NetopProcessFacts){ 0 };
  if (!read_stat (self, pid, &before))
    return false;

  facts->pid = pid;
  facts->parent_pid = before.parent_pid;
  facts->start_boot_ns = before.start_boot_ns;
  facts->uid_known = read_uid (self, pid, &facts->uid);
  facts->exe = read_exe (self, pid);
  facts->cgroup = read_cgroup (self, pid);
  read_cmdline (self, facts);
  facts->name = netop_process_text_make_name (before.comm, facts->exe);

  /* One that ends while it is read has still told its name, which is what is wanted most. */
  if (!read_stat (self, pid, &after) || after.start_boot_ns == before.start_boot_ns)
    return true;

  netop_process_facts_clear (facts);
  return false;
}

static bool
is_as_remembered (NetopProcessTable      *self,
                  const Remembered       *remembered,
                  const NetopProcessStat *stat)
{
  g_autofree char *exe = NULL;

  if (remembered->facts.start_boot_ns != stat->start_boot_ns || strcmp (remembered->comm, stat->comm) != 0 ||
      g_get_monotonic_time () - remembered->read_us > REMEMBER_US)
    return false;

  exe = read_exe (self, remembered->facts.pid);
  return g_strcmp0 (exe, remembered->facts.exe) == 0;
}

/**
 * netop_process_table_read_lately:
 * @facts: (out caller-allocates): as netop_process_table_read() does
 *
 * The same, for whoever asks for one process again and again: what is neither another process by now nor runs another
 * program is read once a second.
 */
bool
netop_process_table_read_lately (NetopProcessTable *self,
                                 uint32_t           pid,
                                 NetopProcessFacts *facts)
{
  Remembered      *remembered = &self->remembered[pid % MAX_REMEMBERED];
  NetopProcessStat stat;

  *facts = (NetopProcessFacts){ 0 };
  if (!read_stat (self, pid, &stat))
    return false;
  if (remembered->facts.pid == pid && is_as_remembered (self, remembered, &stat))
    {
      netop_process_facts_copy (&remembered->facts, facts);
      return true;
    }

  netop_process_facts_clear (&remembered->facts);
  if (!netop_process_table_read (self, pid, facts))
    return false;

  netop_process_facts_copy (facts, &remembered->facts);
  g_strlcpy (remembered->comm, stat.comm, sizeof remembered->comm);
  remembered->read_us = g_get_monotonic_time ();
  return true;
}

/**
 * netop_process_table_is_alive:
 * @start_boot_ns: as netop_process_table_read() told it
 *
 * Returns: whether that very process still runs, and not another one under its number. One that nobody waited for runs
 *   no more
 */
bool
netop_process_table_is_alive (NetopProcessTable *self,
                              uint32_t           pid,
                              uint64_t           start_boot_ns)
{
  NetopProcessStat stat;

  if (!read_stat (self, pid, &stat) || stat.start_boot_ns != start_boot_ns)
    return false;

  /* The first thread may end before the others: it stays a zombie until they have. */
  return (stat.state != 'Z' && stat.state != 'X') || stat.n_threads > 1;
}

/**
 * netop_process_table_read_namespace:
 * @inode: (out): what tells its network namespace from others (namespaces(7)); set only on success
 *
 * Returns: false if there is no such process, or it may not be looked at
 */
bool
netop_process_table_read_namespace (NetopProcessTable *self,
                                    uint32_t           pid,
                                    uint64_t          *inode)
{
  char target[64];

  return read_link (self, pid, "ns/net", target, sizeof target) && netop_process_text_parse_namespace_link (target, inode);
}

/**
 * netop_process_table_walk_namespaces:
 * @func: called for every process that may be looked at, newest first, with the inode of its network namespace; false: no
 *   more
 *
 * Some 3 us for each process.
 *
 * Returns: false where the processes cannot be listed
 */
bool
netop_process_table_walk_namespaces (NetopProcessTable *self,
                                     NetopNamespaceFunc func,
                                     void              *user_data)
{
  uint64_t inode;

  if (!list_pids (self))
    return false;

  for (guint i = 0; i < self->pids->len; i++)
    {
      uint32_t pid = g_array_index (self->pids, uint32_t, i);

      if (netop_process_table_read_namespace (self, pid, &inode) && !func (inode, pid, user_data))
        break;
    }
  return true;
}

/**
 * netop_process_table_walk_sockets:
 * @func: called for every descriptor that is a socket of any kind, newest processes first; false: no more
 * @tunnel_func: called for processes that send on the packets of a tun or tap interface, which is not that of a virtual
 *   machine
 *
 * Walks the descriptors of all processes that may be looked at: 218 ms for 60,000 descriptors of 5,000 processes.
 *
 * Returns: false where the processes cannot be listed
 */
bool
netop_process_table_walk_sockets (NetopProcessTable *self,
                                  NetopHolderFunc    func,
                                  NetopTunnelFunc    tunnel_func,
                                  void              *user_data)
{
  if (!list_pids (self))
    return false;

  for (guint i = 0; i < self->pids->len; i++)
    {
      const uint32_t pid = g_array_index (self->pids, uint32_t, i);
      guint          n_descriptors = MAX_DESCRIPTORS;
      Devices        devices = { 0 };
      bool           ignored;

      if (!walk_process (self, pid, &n_descriptors, func, user_data, &ignored, &devices))
        break;
      if (devices.tunnel[0] != '\0' && !devices.is_machine)
        tunnel_func (pid, devices.tunnel, user_data);
    }

  return true;
}

/**
 * netop_process_table_list_sockets:
 * @n_descriptors: (inout): how many may be looked at, counted down
 * @func: called for every descriptor of the process that is a socket of any kind; true: go on
 *
 * Returns: whether these were all: not where some may not be looked at, or were too many, or the process is gone
 */
bool
netop_process_table_list_sockets (NetopProcessTable *self,
                                  uint32_t           pid,
                                  guint             *n_descriptors,
                                  NetopHolderFunc    func,
                                  void              *user_data)
{
  bool are_all;

  return walk_process (self, pid, n_descriptors, func, user_data, &are_all, NULL) && are_all;
}

typedef struct
{
  uint64_t inode;
  bool     found;
  int      descriptor;
} Wanted;

static bool
is_wanted (uint64_t inode,
           uint32_t pid,
           int      descriptor,
           void    *user_data)
{
  Wanted *wanted = user_data;

  wanted->found = inode == wanted->inode;
  wanted->descriptor = descriptor;
  return !wanted->found;
}

/**
 * netop_process_table_holds:
 * @inode: of a socket
 * @descriptor: (inout): the one that is likely to be it, and is looked at first, -1 where that is not known; set to the one
 *   that it is
 * @n_descriptors: (inout): how many may be looked at, counted down: a process may have a million
 *
 * Returns: whether the process has a descriptor of it, as far as was looked
 */
bool
netop_process_table_holds (NetopProcessTable *self,
                           uint32_t           pid,
                           uint64_t           inode,
                           int               *descriptor,
                           guint             *n_descriptors)
{
  Wanted   wanted = { .inode = inode };
  bool     ignored;
  uint64_t likely;
  char     path[64];
  char     target[LINK_BYTES];

  if (*descriptor >= 0 && *n_descriptors > 0)
    {
      --*n_descriptors;
      g_snprintf (path, sizeof path, "%u/fd/%d", pid, *descriptor);
      if (read_descriptor (self->root_fd, path, target) && netop_process_text_parse_socket_link (target, &likely) && likely == inode)
        return true;
    }

  walk_process (self, pid, n_descriptors, is_wanted, &wanted, &ignored, NULL);
  if (wanted.found)
    *descriptor = wanted.descriptor;
  return wanted.found;
}

/**
 * netop_process_table_find_holder:
 * @inode: of a socket
 * @n_descriptors: (inout): how many may be looked at, counted down; a process counts as a few
 *
 * Looks at all processes, newest first, until one is found.
 *
 * Returns: its number; 0 where there is none, as far as was looked
 */
uint32_t
netop_process_table_find_holder (NetopProcessTable *self,
                                 uint64_t           inode,
                                 guint             *n_descriptors)
{
  Wanted wanted = { .inode = inode };
  bool   ignored;

  if (!list_pids (self))
    return 0;

  for (guint i = 0; i<self->pids->len && * n_descriptors> DESCRIPTORS_PER_PROCESS; i++)
    {
      *n_descriptors -= DESCRIPTORS_PER_PROCESS;
      walk_process (self, g_array_index (self->pids, uint32_t, i), n_descriptors, is_wanted, &wanted, &ignored, NULL);
      if (wanted.found)
        return g_array_index (self->pids, uint32_t, i);
    }

  return 0;
}
