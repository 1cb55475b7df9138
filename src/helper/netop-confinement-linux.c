/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netop-helper-error.h"

/* The last stages of the way down, behind those of netop-privileges.h. Each is called once, by main() alone, before
 * there is any thread. What is kept after the drop, to look at the processes of others, is as good as root unless the
 * calls are few: so the list of calls is part of it. */

#define MIB ((uint64_t)1 << 20)

/* The tables, full, and the stacks of the threads take less than half. */
#define MAX_MEMORY_BYTES (1024 * MIB)
#define MAX_DESCRIPTORS 256
/* Its three, the namespace, and the socket that is handed over. */
#define MAX_BROKER_DESCRIPTORS 8
/* A capture file of 100 GB takes some minutes. */
#define MAX_FILE_CPU_S 3600

static bool
fail (GError    **error,
      const char *what)
{
  g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "%s: %s", what, g_strerror (errno));
  return false;
}

/* What is lower already stays. */
static bool
set_limit (int      resource,
           uint64_t most)
{
  struct rlimit limit;

  if (getrlimit ((__rlimit_resource_t)resource, &limit) < 0)
    return false;
  limit.rlim_max = MIN (limit.rlim_max, most);
  limit.rlim_cur = MIN (limit.rlim_cur, limit.rlim_max);
  return setrlimit ((__rlimit_resource_t)resource, &limit) == 0;
}

/**
 * netop_confinement_set_limits:
 * @buffer_bytes: of the ring that packets come through, beyond what is needed anyway
 *
 * Should: bound memory, descriptors, and for a file the time on a CPU, and see to it that nothing is written to any
 * file, also no core. Mustn't: raise what was lower.
 */
bool
netop_confinement_set_limits (NetopConfinement kind,
                              uint64_t         buffer_bytes,
                              GError         **error)
{
  /* AddressSanitizer reserves terabytes. */
#ifndef NETOP_SANITIZED
  if (!set_limit (RLIMIT_AS, MAX_MEMORY_BYTES + 2 * buffer_bytes))
    return fail (error, "Limiting memory");
#endif
  if (!set_limit (RLIMIT_NOFILE, kind == NETOP_CONFINEMENT_BROKER ? MAX_BROKER_DESCRIPTORS : MAX_DESCRIPTORS) || !set_limit (RLIMIT_FSIZE, 0) || !set_limit (RLIMIT_CORE, 0))
    return fail (error, "Limiting files");
  if (kind == NETOP_CONFINEMENT_FILE && !set_limit (RLIMIT_CPU, MAX_FILE_CPU_S))
    return fail (error, "Limiting time");
  return true;
}

/**
 * netop_confinement_seal:
 *
 * Should: see to it that no program started from here can gain anything, and that nobody of the same user can look
 * into this one. Mustn't: be undone.
 */
bool
netop_confinement_seal (GError **error)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
    return fail (error, "Confining the helper");
  return true;
}

/* landlock(7). All that the first version knows, which is what no version lacks. */
#define ALL_FILE_RIGHTS                                                                                                      \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | \
   LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                           \
   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                                \
   LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

/**
 * netop_confinement_close_files:
 *
 * Should: take away every path, where none is needed; the list of calls allows no opening anyway, this is the second
 * lock. Mustn't: be done while the network is watched: Landlock, even with a single right, makes /proc/PID/fd of others
 * unreadable.
 *
 * Returns: (transfer full) (nullable): why it was not possible
 */
char *
netop_confinement_close_files (NetopConfinement kind)
{
  const struct landlock_ruleset_attr none = { .handled_access_fs = ALL_FILE_RIGHTS };
  char                              *reason = NULL;
  int                                fd;

  if (kind != NETOP_CONFINEMENT_FILE)
    return NULL;

  fd = (int)syscall (SYS_landlock_create_ruleset, &none, sizeof none, 0);
  if (fd < 0 || syscall (SYS_landlock_restrict_self, fd, 0) < 0)
    reason = g_strdup_printf ("Landlock: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return reason;
}

/* The sanitizers ask for more calls, and for those at the end only. */
#ifndef NETOP_SANITIZED

/* What both kinds of life need: memory, the descriptors that are open, time, the end. */
static const int plain_calls[] = {
  SCMP_SYS (brk),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (close),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (fstat),
  SCMP_SYS (futex),
  SCMP_SYS (getpid),
  SCMP_SYS (getrandom),
  SCMP_SYS (gettid),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (lseek),
  SCMP_SYS (madvise),
  SCMP_SYS (mremap),
  SCMP_SYS (munmap),
  SCMP_SYS (nanosleep),
  SCMP_SYS (newfstatat),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (read),
  SCMP_SYS (recvfrom),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sched_yield),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (uname),
  SCMP_SYS (write),
  SCMP_SYS (writev),
};

/* Further ones of a life with the network: the threads, the folders of /proc, the sockets that are open. */
static const int live_calls[] = {
  SCMP_SYS (capget),
  SCMP_SYS (getdents64),
  SCMP_SYS (getsockopt),
  SCMP_SYS (readlinkat),
  SCMP_SYS (recvmsg), /* of the broker, with a descriptor */
  SCMP_SYS (rseq),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (sched_getparam),
  SCMP_SYS (sched_getscheduler),
  SCMP_SYS (set_robust_list),
  SCMP_SYS (statx),
};

/* All that the broker of namespaces calls, but for what broker_rules say. */
static const int broker_calls[] = {
  SCMP_SYS (bind),
  SCMP_SYS (close),
  SCMP_SYS (exit_group),
  SCMP_SYS (fstat),
  SCMP_SYS (newfstatat),
  SCMP_SYS (recvfrom),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sendmsg),
};

/* Of these a call is allowed where the argument, masked, has the value. */
typedef struct
{
  int                 call;
  struct scmp_arg_cmp argument;
} Rule;

static const Rule plain_rules[] = {
  /* Nothing that was written is run. */
  { SCMP_SYS (mmap), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
  { SCMP_SYS (mprotect), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
  { SCMP_SYS (fcntl), { 1, SCMP_CMP_EQ, F_GETFL, 0 } },
  { SCMP_SYS (fcntl), { 1, SCMP_CMP_EQ, F_SETFD, 0 } },
  { SCMP_SYS (fcntl), { 1, SCMP_CMP_EQ, F_GETFD, 0 } },
  /* To whom a socket is connected already, and to nobody else. */
  { SCMP_SYS (sendto), { 4, SCMP_CMP_EQ, 0, 0 } },
};

#define WRITING_FLAGS (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

static const Rule live_rules[] = {
  { SCMP_SYS (openat), { 2, SCMP_CMP_MASKED_EQ, WRITING_FLAGS, O_RDONLY } },
  { SCMP_SYS (clone), { 0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD } },
  { SCMP_SYS (prctl), { 0, SCMP_CMP_EQ, PR_SET_NAME, 0 } },
  { SCMP_SYS (sched_setscheduler), { 1, SCMP_CMP_EQ, SCHED_OTHER, 0 } },
  { SCMP_SYS (sched_setaffinity), { 0, SCMP_CMP_EQ, 0, 0 } },
};

static const Rule broker_rules[] = {
  { SCMP_SYS (openat), { 2, SCMP_CMP_MASKED_EQ, WRITING_FLAGS, O_RDONLY } },
  { SCMP_SYS (setns), { 1, SCMP_CMP_EQ, CLONE_NEWNET, 0 } },
  { SCMP_SYS (setsockopt), { 1, SCMP_CMP_EQ, SOL_SOCKET, 0 } },
};

static bool
allow_calls (scmp_filter_ctx filter,
             const int      *calls,
             gsize           n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, calls[i], 0, NULL) != 0)
        return false;
    }
  return true;
}

static bool
allow_rules (scmp_filter_ctx filter,
             const Rule     *rules,
             gsize           n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, rules[i].call, 1, &rules[i].argument) != 0)
        return false;
    }
  return true;
}

static bool
fill_broker_filter (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp sock_diag[] = {
    { 0, SCMP_CMP_EQ, AF_NETLINK, 0 },
    { 1, SCMP_CMP_EQ, SOCK_RAW | SOCK_CLOEXEC, 0 },
    { 2, SCMP_CMP_EQ, NETLINK_SOCK_DIAG, 0 },
  };

  return allow_calls (filter, broker_calls, G_N_ELEMENTS (broker_calls)) && allow_rules (filter, broker_rules, G_N_ELEMENTS (broker_rules)) &&
         seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, SCMP_SYS (socket), G_N_ELEMENTS (sock_diag), sock_diag) == 0;
}

static bool
fill_filter (scmp_filter_ctx  filter,
             NetopConfinement kind)
{
  /* abort() raises its signal in its own thread group only. */
  const Rule own_signal = { SCMP_SYS (tgkill), { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid (), 0 } };

  if (kind == NETOP_CONFINEMENT_BROKER)
    return fill_broker_filter (filter);
  if (!allow_calls (filter, plain_calls, G_N_ELEMENTS (plain_calls)) ||
      !allow_rules (filter, plain_rules, G_N_ELEMENTS (plain_rules)) || !allow_rules (filter, &own_signal, 1))
    return false;
  return kind == NETOP_CONFINEMENT_FILE ||
         (allow_calls (filter, live_calls, G_N_ELEMENTS (live_calls)) && allow_rules (filter, live_rules, G_N_ELEMENTS (live_rules)));
}

static int
load_filter (NetopConfinement kind)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (ENOSYS));
  int             result = -ENOMEM;

  if (filter != NULL && fill_filter (filter, kind))
    result = seccomp_load (filter);
  seccomp_release (filter);
  return result;
}

#else

static int
load_filter (NetopConfinement kind)
{
  return 0;
}

#endif

/**
 * netop_confinement_list_calls:
 *
 * Should: leave the system calls that the rest of the life needs, and no other: no program is started, no socket made,
 * no file opened for writing, none at all where a file is read, no other process traced, read, or signalled. What is not
 * on the list is as if the kernel did not have it, so that the C library takes its older ways. Mustn't: be called before
 * anything that is not on the list, or while there are threads. netop_confinement_seal() comes first: without it the
 * kernel takes no list of somebody who is not root.
 */
bool
netop_confinement_list_calls (NetopConfinement kind,
                              GError         **error)
{
  int result = load_filter (kind);

  if (result == 0)
    return true;

  g_set_error (error, NETOP_HELPER_ERROR, NETOP_HELPER_ERROR_FAILED, "Listing the allowed system calls: %s", g_strerror (-result));
  return false;
}
