/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address-database-reader.h"

#include <stdbool.h>

struct _NetopAddressDatabaseReader
{
  GObject parent_instance;

  char         *problem;
  GCancellable *reading; /* of the newest ones */
};

G_DEFINE_FINAL_TYPE (NetopAddressDatabaseReader, netop_address_database_reader, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Of all threads: what follows. */
static GMutex                 lock;
static NetopAddressDatabases *newest;
static bool                   is_fixed; /* by the command line */

static void
publish (NetopAddressDatabases *databases,
         bool                   fix)
{
  g_mutex_lock (&lock);
  if (!is_fixed || fix)
    {
      NetopAddressDatabases *old = newest;

      newest = databases;
      databases = old;
      is_fixed = fix;
    }
  g_mutex_unlock (&lock);
  netop_address_databases_unref (databases);
}

static void
set_problem (NetopAddressDatabaseReader *self,
             const char                 *problem)
{
  if (g_strcmp0 (problem, self->problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError                *error = NULL;
  NetopAddressDatabases *databases = netop_address_databases_open (task_data, &error);

  if (databases != NULL)
    g_task_return_pointer (task, databases, (GDestroyNotify)netop_address_databases_unref);
  else
    g_task_return_error (task, error);
}

static void
take_databases_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  NetopAddressDatabaseReader *self = NETOP_ADDRESS_DATABASE_READER (source);
  g_autoptr (GError) error = NULL;
  NetopAddressDatabases *databases = g_task_propagate_pointer (G_TASK (result), &error);

  /* Others were chosen meanwhile. */
  if (g_task_get_cancellable (G_TASK (result)) != self->reading)
    {
      netop_address_databases_unref (databases);
      return;
    }

  publish (databases, false);
  set_problem (self, error != NULL ? error->message : NULL);
}

static void
netop_address_database_reader_finalize (GObject *object)
{
  NetopAddressDatabaseReader *self = NETOP_ADDRESS_DATABASE_READER (object);

  g_clear_object (&self->reading);
  g_free (self->problem);

  G_OBJECT_CLASS (netop_address_database_reader_parent_class)->finalize (object);
}

static void
netop_address_database_reader_get_property (GObject    *object,
                                            guint       prop_id,
                                            GValue     *value,
                                            GParamSpec *pspec)
{
  NetopAddressDatabaseReader *self = NETOP_ADDRESS_DATABASE_READER (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
netop_address_database_reader_class_init (NetopAddressDatabaseReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = netop_address_database_reader_finalize;
  object_class->get_property = netop_address_database_reader_get_property;
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
netop_address_database_reader_init (NetopAddressDatabaseReader *self)
{
}

/**
 * netop_address_database_reader_get_default:
 *
 * Returns: (transfer none): the one there is
 */
NetopAddressDatabaseReader *
netop_address_database_reader_get_default (void)
{
  static NetopAddressDatabaseReader *reader;

  if (reader == NULL)
    reader = g_object_new (NETOP_TYPE_ADDRESS_DATABASE_READER, NULL);
  return reader;
}

/**
 * netop_address_database_reader_get_problem:
 *
 * Returns: (transfer none) (nullable): why one of the newest files cannot be read, a sentence; %NULL where all can
 */
const char *
netop_address_database_reader_get_problem (NetopAddressDatabaseReader *self)
{
  return self->problem;
}

/**
 * netop_address_database_reader_set_preferred:
 * @paths: %NULL-terminated: files, by the user's settings
 *
 * Has them read by a thread; until that is over what was read before goes on. Where one cannot be read there are none. What the
 * command line gave goes before them.
 */
void
netop_address_database_reader_set_preferred (NetopAddressDatabaseReader *self,
                                             const char *const          *paths)
{
  g_autoptr (GTask) task = NULL;

  g_clear_object (&self->reading);
  if (*paths == NULL)
    {
      publish (NULL, false);
      set_problem (self, NULL);
      return;
    }

  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, take_databases_cb, NULL);
  g_task_set_task_data (task, g_strdupv ((char **)paths), (GDestroyNotify)g_strfreev);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * netop_address_database_reader_take:
 * @databases: (transfer full): from now on, whatever the settings say
 */
void
netop_address_database_reader_take (NetopAddressDatabases *databases)
{
  publish (databases, true);
}

/**
 * netop_address_database_reader_get_databases:
 *
 * Any thread; waits for nothing.
 *
 * Returns: (transfer full) (nullable): the newest that could be read
 */
NetopAddressDatabases *
netop_address_database_reader_get_databases (void)
{
  NetopAddressDatabases *databases;

  g_mutex_lock (&lock);
  databases = newest != NULL ? netop_address_databases_ref (newest) : NULL;
  g_mutex_unlock (&lock);
  return databases;
}
