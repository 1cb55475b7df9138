/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <gio/gio.h>
#include <stdbool.h>

#include "netop-reverse-names.h"

/* A resolver that answers when the test says so, and counts what it is asked. */

#define TYPE_FAKE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

struct _FakeResolver
{
  GResolver parent_instance;

  GQueue tasks; /* of GTask, with the address as its data */
  guint  n_asked;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

static void
fake_resolver_lookup_by_address_async (GResolver          *resolver,
                                       GInetAddress       *address,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data)
{
  FakeResolver *self = FAKE_RESOLVER (resolver);
  GTask        *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_inet_address_to_string (address), g_free);
  g_queue_push_tail (&self->tasks, task);
  self->n_asked++;
}

static char *
fake_resolver_lookup_by_address_finish (GResolver    *resolver,
                                        GAsyncResult *result,
                                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_resolver_class_init (FakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_address_async = fake_resolver_lookup_by_address_async;
  resolver_class->lookup_by_address_finish = fake_resolver_lookup_by_address_finish;
}

static void
fake_resolver_init (FakeResolver *self)
{
  g_queue_init (&self->tasks);
}

static FakeResolver *resolver;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The oldest question is for @address. */
static void
answer (const char *address,
        const char *name)
{
  g_autoptr (GTask) task = g_queue_pop_head (&resolver->tasks);

  g_assert_cmpstr (g_task_get_task_data (task), ==, address);
  if (name != NULL)
    g_task_return_pointer (task, g_strdup (name), g_free);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "nobody");
  settle ();
}

static char *
find (const char *text)
{
  NetopAddress address;
  GRefString  *name;
  char        *copy;

  g_assert_true (netop_address_parse (text, &address));
  name = netop_reverse_names_find (&address, NULL);
  copy = g_strdup (name);
  g_clear_pointer (&name, g_ref_string_release);
  settle ();
  return copy;
}

static void
assert_name (const char *address,
             const char *expected)
{
  g_autofree char *name = find (address);

  g_assert_cmpstr (name, ==, expected);
}

static void
assert_asked (const char *text,
              int64_t     offset_us,
              bool        expected)
{
  NetopAddress address;

  g_assert_true (netop_address_parse (text, &address));
  g_assert_true (netop_reverse_names_has_asked (&address, g_get_monotonic_time () + offset_us, NULL) == expected);
}

/* Nobody is asked of whom that was not said. */
static void
test_off (void)
{
  guint n_asked = resolver->n_asked;

  assert_name ("8.8.8.8", NULL);
  netop_reverse_names_set_preferred (true);
  netop_reverse_names_set_preferred (false);
  assert_name ("8.8.8.8", NULL);
  g_assert_cmpuint (resolver->n_asked, ==, n_asked);
}

static void
test_cached (void)
{
  guint n_asked = resolver->n_asked;

  netop_reverse_names_set_asked_for (true);
  netop_reverse_names_set_preferred (false);
  assert_asked ("8.8.8.8", 0, false);
  assert_name ("8.8.8.8", NULL);
  assert_name ("8.8.8.8", NULL);
  assert_asked ("8.8.8.8", 0, true);
  assert_asked ("8.8.8.8", -G_USEC_PER_SEC, false);
  answer ("8.8.8.8", "dns\x1b.test");
  assert_asked ("8.8.8.8", G_USEC_PER_SEC, false);
  assert_asked ("8.8.4.4", 0, false);
  assert_name ("8.8.8.8", "dns\\x1b.test");
  assert_name ("2001:4860::1", NULL);
  answer ("2001:4860::1", NULL);
  assert_name ("2001:4860::1", NULL);
  g_assert_cmpuint (resolver->n_asked, ==, n_asked + 2);
  netop_reverse_names_set_asked_for (false);
}

/* What only this host knows, or nobody, is no resolver's business. */
static void
test_special (void)
{
  guint n_asked = resolver->n_asked;

  netop_reverse_names_set_preferred (true);
  assert_name ("127.0.0.1", NULL);
  assert_name ("fe80::1", NULL);
  assert_name ("224.0.0.251", NULL);
  assert_name ("255.255.255.255", NULL);
  g_assert_cmpuint (resolver->n_asked, ==, n_asked);
  assert_name ("10.0.0.1", NULL);
  g_assert_cmpuint (resolver->n_asked, ==, n_asked + 1);
  answer ("10.0.0.1", "router.test");
  netop_reverse_names_set_preferred (false);
}

static void
test_bounds (void)
{
  guint n_asked = resolver->n_asked;

  netop_reverse_names_set_preferred (true);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.1.%u.%u", i / 256, i % 256);

      assert_name (address, NULL);
    }
  g_assert_cmpuint (resolver->n_asked, ==, n_asked + NETOP_REVERSE_NAMES_MAX_LOOKUPS);
  for (guint i = 0; i < NETOP_REVERSE_NAMES_MAX_LOOKUPS + NETOP_REVERSE_NAMES_MAX_WAITING; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.1.%u.%u", i / 256, i % 256);

      g_assert_cmpuint (g_queue_get_length (&resolver->tasks), <=, NETOP_REVERSE_NAMES_MAX_LOOKUPS);
      answer (address, "host.test");
    }
  g_assert_cmpuint (resolver->n_asked, ==, n_asked + NETOP_REVERSE_NAMES_MAX_LOOKUPS + NETOP_REVERSE_NAMES_MAX_WAITING);
  netop_reverse_names_set_preferred (false);
}

/* The oldest is asked for again once there were too many others. */
static void
test_evicts (void)
{
  netop_reverse_names_set_preferred (true);
  for (guint i = 0; i <= NETOP_REVERSE_NAMES_MAX; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.2.%u.%u", i / 256, i % 256);

      assert_name (address, NULL);
      answer (address, "host.test");
    }
  assert_name ("10.2.0.1", "host.test");
  assert_name ("10.2.0.0", NULL);
  answer ("10.2.0.0", "host.test");
  netop_reverse_names_set_preferred (false);
}

/* What comes after it was switched off is nobody's. */
static void
test_late (void)
{
  netop_reverse_names_set_preferred (true);
  assert_name ("8.8.4.4", NULL);
  netop_reverse_names_set_preferred (false);
  netop_reverse_names_set_preferred (true);
  answer ("8.8.4.4", "late.test");
  assert_name ("8.8.4.4", NULL);
  answer ("8.8.4.4", "new.test");
  assert_name ("8.8.4.4", "new.test");
  netop_reverse_names_set_preferred (false);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (TYPE_FAKE_RESOLVER, NULL);
  g_resolver_set_default (G_RESOLVER (resolver));
  g_test_add_func ("/engine/reverse-names/off", test_off);
  g_test_add_func ("/engine/reverse-names/cached", test_cached);
  g_test_add_func ("/engine/reverse-names/special", test_special);
  g_test_add_func ("/engine/reverse-names/bounds", test_bounds);
  g_test_add_func ("/engine/reverse-names/evicts", test_evicts);
  g_test_add_func ("/engine/reverse-names/late", test_late);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
