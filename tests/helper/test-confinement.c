/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netop-privileges.h"

/* What a helper that somebody turned could still do. Each case is a child of its own, which goes all the way down, with
 * the rights that are kept, and then tries one thing. What is denied is as if the kernel did not have it; so each thing
 * is also tried without the list, where the kernel must know it. */

#define SOME_UID 1234

/* Tries it and returns errno, 0 where it was done. */
typedef int (*Attempt) (void);

static int
get_result (long result)
{
  return result < 0 ? errno : 0;
}

#define ATTEMPT(name, ...)             \
  static int try_##name (void)         \
  {                                    \
    return get_result ((__VA_ARGS__)); \
  }

ATTEMPT (ptrace, syscall (SYS_ptrace, 0x4206, getppid (), 0, 0)) /* PTRACE_SEIZE */
ATTEMPT (process_vm_readv, syscall (SYS_process_vm_readv, getppid (), NULL, 0, NULL, 0, 0))
ATTEMPT (process_vm_writev, syscall (SYS_process_vm_writev, getppid (), NULL, 0, NULL, 0, 0))
ATTEMPT (pidfd_open, syscall (SYS_pidfd_open, getppid (), 0))
ATTEMPT (pidfd_getfd, syscall (SYS_pidfd_getfd, 0, 0, 0))
ATTEMPT (kcmp, syscall (SYS_kcmp, getppid (), getppid (), 0, 0, 0))
ATTEMPT (open_by_handle_at, syscall (SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY))
ATTEMPT (execve, syscall (SYS_execve, "/nonexistent", NULL, NULL))
ATTEMPT (execveat, syscall (SYS_execveat, AT_FDCWD, "/nonexistent", NULL, NULL, 0))
ATTEMPT (fork, syscall (SYS_clone, 0x80000000, 0, 0, 0, 0)) /* without CLONE_THREAD; the kernel refuses the flag */
ATTEMPT (clone3, syscall (SYS_clone3, NULL, 0))
ATTEMPT (bpf, syscall (SYS_bpf, 0, NULL, 0))
ATTEMPT (mount, syscall (SYS_mount, NULL, "/nonexistent", NULL, MS_BIND, NULL))
ATTEMPT (umount2, syscall (SYS_umount2, "/nonexistent", 0))
ATTEMPT (pivot_root, syscall (SYS_pivot_root, "/nonexistent", "/nonexistent"))
ATTEMPT (chroot, syscall (SYS_chroot, "/nonexistent"))
ATTEMPT (unshare, syscall (SYS_unshare, 0x80000000))
ATTEMPT (setns, syscall (SYS_setns, -1, 0))
ATTEMPT (socket_inet, syscall (SYS_socket, AF_INET, SOCK_DGRAM, 0))
ATTEMPT (socket_inet6, syscall (SYS_socket, AF_INET6, SOCK_STREAM, 0))
ATTEMPT (socket_unix, syscall (SYS_socket, AF_UNIX, SOCK_STREAM, 0))
ATTEMPT (socket_packet, syscall (SYS_socket, AF_PACKET, SOCK_RAW, 0))
ATTEMPT (socket_netlink, syscall (SYS_socket, AF_NETLINK, SOCK_RAW, 0))
ATTEMPT (socketpair, syscall (SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, NULL))
ATTEMPT (connect, syscall (SYS_connect, -1, NULL, 0))
ATTEMPT (bind, syscall (SYS_bind, -1, NULL, 0))
ATTEMPT (sendto_somebody, syscall (SYS_sendto, -1, NULL, 0, 0, "a", 1))
ATTEMPT (sendmsg, syscall (SYS_sendmsg, -1, NULL, 0))
ATTEMPT (setsockopt, syscall (SYS_setsockopt, -1, 0, 0, NULL, 0))
ATTEMPT (open_to_write, syscall (SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY))
ATTEMPT (open_to_read_and_write, syscall (SYS_openat, AT_FDCWD, "/dev/null", O_RDWR))
ATTEMPT (open_to_create, syscall (SYS_openat, AT_FDCWD, "/nonexistent/a", O_RDONLY | O_CREAT, 0600))
ATTEMPT (open_to_truncate, syscall (SYS_openat, AT_FDCWD, "/nonexistent/a", O_RDONLY | O_TRUNC))
ATTEMPT (open_temporary, syscall (SYS_openat, AT_FDCWD, "/nonexistent", O_TMPFILE | O_RDWR, 0600))
ATTEMPT (openat2, syscall (SYS_openat2, AT_FDCWD, "/dev/null", NULL, 0))
ATTEMPT (unlinkat, syscall (SYS_unlinkat, AT_FDCWD, "/nonexistent", 0))
ATTEMPT (renameat2, syscall (SYS_renameat2, AT_FDCWD, "/nonexistent", AT_FDCWD, "/nonexistent", 0))
ATTEMPT (linkat, syscall (SYS_linkat, AT_FDCWD, "/nonexistent", AT_FDCWD, "/nonexistent", 0))
ATTEMPT (symlinkat, syscall (SYS_symlinkat, "a", AT_FDCWD, "/nonexistent/a"))
ATTEMPT (mkdirat, syscall (SYS_mkdirat, AT_FDCWD, "/nonexistent/a", 0700))
ATTEMPT (fchmodat, syscall (SYS_fchmodat, AT_FDCWD, "/nonexistent", 0700))
ATTEMPT (fchownat, syscall (SYS_fchownat, AT_FDCWD, "/nonexistent", 0, 0, 0))
ATTEMPT (truncate, syscall (SYS_truncate, "/nonexistent", 0))
ATTEMPT (memfd_create, syscall (SYS_memfd_create, "a", 0xffffu))
ATTEMPT (kill, syscall (SYS_kill, getppid (), 0))
ATTEMPT (tgkill_another, syscall (SYS_tgkill, getppid (), getppid (), 0))
ATTEMPT (setresuid, syscall (SYS_setresuid, -1, -1, -1))
ATTEMPT (capset, syscall (SYS_capset, NULL, NULL))
ATTEMPT (prlimit64, syscall (SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, NULL))
ATTEMPT (prctl_dumpable, syscall (SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0))
ATTEMPT (seccomp, syscall (SYS_seccomp, 0xffff, 0, NULL))
ATTEMPT (io_uring_setup, syscall (SYS_io_uring_setup, 0, NULL))
ATTEMPT (perf_event_open, syscall (SYS_perf_event_open, NULL, 0, -1, -1, 0))
ATTEMPT (ioctl, syscall (SYS_ioctl, STDIN_FILENO, 0xffff, NULL))
ATTEMPT (mmap_executable, syscall (SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
ATTEMPT (mprotect_executable, syscall (SYS_mprotect, (uintptr_t)&try_mmap_executable & ~(uintptr_t)4095, 4096, PROT_READ | PROT_EXEC))
ATTEMPT (realtime, syscall (SYS_sched_setscheduler, 0, SCHED_FIFO, NULL))
/* What a life with the network needs, and one with a file does not. */
ATTEMPT (open_to_read, syscall (SYS_openat, AT_FDCWD, "/proc/self/stat", O_RDONLY))
ATTEMPT (readlinkat, syscall (SYS_readlinkat, AT_FDCWD, "/proc/self/exe", &(char){ 0 }, 1))
ATTEMPT (getdents64, syscall (SYS_getdents64, -1, NULL, 0))

/* What the broker of namespaces may do in one way only. */
ATTEMPT (setns_of_mounts, syscall (SYS_setns, -1, CLONE_NEWNS))
ATTEMPT (setns_of_anything, syscall (SYS_setns, -1, 0))
ATTEMPT (setns_of_network, syscall (SYS_setns, -1, CLONE_NEWNET))
ATTEMPT (socket_route, syscall (SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))
ATTEMPT (socket_sock_diag, syscall (SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
ATTEMPT (setsockopt_of_tcp, syscall (SYS_setsockopt, -1, IPPROTO_TCP, 0, NULL, 0))
ATTEMPT (setsockopt_of_netlink, syscall (SYS_setsockopt, -1, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NULL, 0))
ATTEMPT (read, syscall (SYS_read, -1, NULL, 0))
ATTEMPT (write, syscall (SYS_write, -1, NULL, 0))
ATTEMPT (mmap, syscall (SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
ATTEMPT (thread, syscall (SYS_clone, 0x80000000 | CLONE_THREAD, 0, 0, 0, 0))
ATTEMPT (recvmsg, syscall (SYS_recvmsg, -1, NULL, 0))

#define CASE(name)    \
  {                   \
#name, try_##name \
  }

typedef struct
{
  const char *name;
  Attempt     attempt;
} Case;

static const Case never[] = {
  CASE (ptrace),
  CASE (process_vm_readv),
  CASE (process_vm_writev),
  CASE (pidfd_open),
  CASE (pidfd_getfd),
  CASE (kcmp),
  CASE (open_by_handle_at),
  CASE (execve),
  CASE (execveat),
  CASE (fork),
  CASE (clone3),
  CASE (bpf),
  CASE (mount),
  CASE (umount2),
  CASE (pivot_root),
  CASE (chroot),
  CASE (unshare),
  CASE (setns),
  CASE (socket_inet),
  CASE (socket_inet6),
  CASE (socket_unix),
  CASE (socket_packet),
  CASE (socket_netlink),
  CASE (socketpair),
  CASE (connect),
  CASE (bind),
  CASE (sendto_somebody),
  CASE (sendmsg),
  CASE (setsockopt),
  CASE (open_to_write),
  CASE (open_to_read_and_write),
  CASE (open_to_create),
  CASE (open_to_truncate),
  CASE (open_temporary),
  CASE (openat2),
  CASE (unlinkat),
  CASE (renameat2),
  CASE (linkat),
  CASE (symlinkat),
  CASE (mkdirat),
  CASE (fchmodat),
  CASE (fchownat),
  CASE (truncate),
  CASE (memfd_create),
  CASE (kill),
  CASE (tgkill_another),
  CASE (setresuid),
  CASE (capset),
  CASE (prlimit64),
  CASE (prctl_dumpable),
  CASE (seccomp),
  CASE (io_uring_setup),
  CASE (perf_event_open),
  CASE (ioctl),
  CASE (mmap_executable),
  CASE (mprotect_executable),
  CASE (realtime),
};

static const Case live_only[] = {
  CASE (open_to_read),
  CASE (readlinkat),
  CASE (getdents64),
};

/* Of those that are never allowed, the ones that the broker of namespaces may do. */
static const char *const brokered[] = { "bind", "sendmsg" };

static const Case never_of_broker[] = {
  CASE (setns_of_mounts),
  CASE (setns_of_anything),
  CASE (socket_route),
  CASE (setsockopt_of_tcp),
  CASE (setsockopt_of_netlink),
  CASE (read),
  CASE (write),
  CASE (mmap),
  CASE (thread),
  CASE (recvmsg),
  CASE (readlinkat),
  CASE (getdents64),
};

static const Case always_of_broker[] = {
  CASE (setns_of_network),
  CASE (socket_sock_diag),
  CASE (open_to_read),
};

/* --- Children --- */

static bool
go_down (NetopConfinement kind)
{
  bool is_down = kind == NETOP_CONFINEMENT_BROKER ? netop_privileges_drop_to_broker (SOME_UID, NULL)
                                                  : netop_privileges_drop (SOME_UID, kind == NETOP_CONFINEMENT_LIVE, NULL);

  if (!is_down)
    return false;
  return netop_confinement_set_limits (kind, 0, NULL) && netop_confinement_seal (NULL) && netop_confinement_list_calls (kind, NULL);
}

/* The errno of the attempt, in a child that went down, or one that did not. */
static int
run (Attempt          attempt,
     bool             is_confined,
     NetopConfinement kind)
{
  pid_t child = fork ();
  int   status;

  if (child == 0)
    _exit (is_confined && !go_down (kind) ? 255 : attempt ());
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), !=, 255);
  return WEXITSTATUS (status);
}

static void
test_denied (gconstpointer data)
{
  const Case *denied = data;

  g_assert_cmpint (run (denied->attempt, false, NETOP_CONFINEMENT_LIVE), !=, ENOSYS);
  g_assert_cmpint (run (denied->attempt, true, NETOP_CONFINEMENT_LIVE), ==, ENOSYS);
  g_assert_cmpint (run (denied->attempt, true, NETOP_CONFINEMENT_FILE), ==, ENOSYS);
}

static void
test_denied_to_broker (gconstpointer data)
{
  const Case *denied = data;

  g_assert_cmpint (run (denied->attempt, false, NETOP_CONFINEMENT_BROKER), !=, ENOSYS);
  g_assert_cmpint (run (denied->attempt, true, NETOP_CONFINEMENT_BROKER), ==, ENOSYS);
}

static void
test_left_to_broker (gconstpointer data)
{
  const Case *allowed = data;

  g_assert_cmpint (run (allowed->attempt, true, NETOP_CONFINEMENT_BROKER), !=, ENOSYS);
}

static void
test_live_only (gconstpointer data)
{
  const Case *allowed = data;

  g_assert_cmpint (run (allowed->attempt, true, NETOP_CONFINEMENT_LIVE), !=, ENOSYS);
  g_assert_cmpint (run (allowed->attempt, true, NETOP_CONFINEMENT_FILE), ==, ENOSYS);
}

static void *
do_nothing (void *data)
{
  return data;
}

/* Threads, memory, the priority that is given back: what each life does. */
static int
live (void)
{
  struct sched_param parameters = { 0 };
  pthread_t          thread;
  void              *result = NULL;
  void              *memory = malloc (64 << 20);
  bool               done = pthread_create (&thread, NULL, do_nothing, memory) == 0 && prctl (PR_SET_NAME, "a", 0, 0, 0) == 0 &&
              pthread_join (thread, &result) == 0 && pthread_setschedparam (pthread_self (), SCHED_OTHER, &parameters) == 0;

  free (memory);
  return done && result == memory ? 0 : 1;
}

static int
read_what_is_open (void)
{
  char  byte;
  void *memory = malloc (64 << 20);
  bool  done = memory != NULL && read (STDIN_FILENO, &byte, 1) >= 0 && g_get_monotonic_time () > 0;

  free (memory);
  return done ? 0 : 1;
}

static void
test_allowed (void)
{
  int fd = open ("/dev/null", O_RDONLY);

  dup2 (fd, STDIN_FILENO);
  g_assert_cmpint (run (live, true, NETOP_CONFINEMENT_LIVE), ==, 0);
  g_assert_cmpint (run (read_what_is_open, true, NETOP_CONFINEMENT_FILE), ==, 0);
  close (fd);
}

/* --- The other locks --- */

static int
open_without_paths (void)
{
  g_autofree char *refused = NULL;

  if (!netop_confinement_seal (NULL))
    return 255;
  refused = netop_confinement_close_files (NETOP_CONFINEMENT_FILE);
  return refused != NULL ? 254 : get_result (open ("/proc/self/stat", O_RDONLY));
}

static void
test_landlock (void)
{
  int result = run (open_without_paths, false, NETOP_CONFINEMENT_FILE);

  if (result == 254)
    g_test_skip ("this kernel has no Landlock");
  else
    g_assert_cmpint (result, ==, EACCES);
}

static bool
is_limited (int    resource,
            rlim_t most)
{
  struct rlimit limit;

  return getrlimit ((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_cur <= most && limit.rlim_max <= most;
}

static int
look_at_limits (void)
{
  if (!netop_confinement_set_limits (NETOP_CONFINEMENT_FILE, 64 << 20, NULL))
    return 255;
#ifndef NETOP_SANITIZED
  /* A compiler may take an allocation that nobody uses for one that succeeds. */
  void *volatile block = malloc ((size_t)3 << 30);

  if (!is_limited (RLIMIT_AS, (rlim_t)2 << 30) || block != NULL)
    return 1;
#endif
  return is_limited (RLIMIT_NOFILE, 256) && is_limited (RLIMIT_FSIZE, 0) && is_limited (RLIMIT_CORE, 0) && is_limited (RLIMIT_CPU, 3600) ? 0 : 2;
}

static void
test_limits (void)
{
  g_assert_cmpint (run (look_at_limits, false, NETOP_CONFINEMENT_FILE), ==, 0);
}

static void
add_cases (const char   *folder,
           const Case   *cases,
           gsize         n,
           GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/helper/confinement/%s/%s", folder, cases[i].name);

      g_test_add_data_func (path, &cases[i], func);
    }
}

static void
add_broker_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    {
      bool is_brokered = strcmp (never[i].name, brokered[0]) == 0 || strcmp (never[i].name, brokered[1]) == 0;

      add_cases (is_brokered ? "left-to-broker" : "denied-to-broker", &never[i], 1, is_brokered ? test_left_to_broker : test_denied_to_broker);
    }
  add_cases ("denied-to-broker", never_of_broker, G_N_ELEMENTS (never_of_broker), test_denied_to_broker);
  add_cases ("left-to-broker", always_of_broker, G_N_ELEMENTS (always_of_broker), test_left_to_broker);
}

static void
test_skipped (gconstpointer reason)
{
  g_test_skip (reason);
}

/* Why there is nothing to see; NULL where there is. */
static const char *
get_hindrance (void)
{
#ifdef NETOP_SANITIZED
  return "the sanitizers and the list of system calls do not agree: build-aux/test runs it on a plain build";
#else
  return geteuid () == 0 ? NULL : "only root has privileges to give up";
#endif
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (get_hindrance () == NULL)
    {
      add_cases ("denied", never, G_N_ELEMENTS (never), test_denied);
      add_cases ("live-only", live_only, G_N_ELEMENTS (live_only), test_live_only);
      add_broker_cases ();
      g_test_add_func ("/helper/confinement/allowed", test_allowed);
    }
  else
    {
      g_test_add_data_func ("/helper/confinement/denied", get_hindrance (), test_skipped);
    }
  g_test_add_func ("/helper/confinement/landlock", test_landlock);
  g_test_add_func ("/helper/confinement/limits", test_limits);
  return g_test_run ();
}
