/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-address-databases.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <maxminddb.h>
#include <netinet/in.h>

#include "netop-format.h"

/* libmaxminddb maps the file into memory, so that one that is cut short later would end the program: what it gets is a copy
 * that nobody else can reach. It checks each offset of a file against its size. */

#define MAX_NAME 128
#define TEMPORARY_NAME "netoproc-XXXXXX.mmdb"

struct _NetopAddressDatabases
{
  guint  n;
  MMDB_s databases[NETOP_ADDRESS_DATABASES_MAX];
};

typedef const char *const Path[3];

/* Where databases have the country: GeoIP2 and GeoLite2 (country and city), DB-IP; IPinfo. */
static Path country_paths[] = {
  { "country", "iso_code", NULL },
  { "registered_country", "iso_code", NULL },
  { "country_code", NULL, NULL },
  { "country", NULL, NULL },
};
/* And the operator: GeoLite2 and DB-IP ASN; IPinfo; GeoIP2 ISP. */
static Path operator_paths[] = {
  { "autonomous_system_organization", NULL, NULL },
  { "as_name", NULL, NULL },
  { "isp", NULL, NULL },
};

static bool
check_file (GFile   *file,
            GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return false;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && g_file_info_get_size (info) <= NETOP_ADDRESS_DATABASE_MAX_BYTES)
    return true;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("it is no regular file, or larger than 512 MiB"));
  return false;
}

/* Returns: (transfer full) (nullable): a file of ours with what is in @file. */
static GFile *
copy_file (GFile   *file,
           GError **error)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFileInputStream) input = NULL;
  g_autoptr (GFile) copy = NULL;

  if (!check_file (file, error))
    return NULL;
  input = g_file_read (file, NULL, error);
  if (input == NULL)
    return NULL;
  copy = g_file_new_tmp (TEMPORARY_NAME, &stream, error);
  if (copy == NULL)
    return NULL;
  if (g_output_stream_splice (g_io_stream_get_output_stream (G_IO_STREAM (stream)), G_INPUT_STREAM (input),
                              G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) >= 0)
    return g_steal_pointer (&copy);

  g_unlink (g_file_peek_path (copy));
  return NULL;
}

static bool
open_one (NetopAddressDatabases *self,
          const char            *path,
          GError               **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) copy = copy_file (file, error);
  int status;

  if (copy == NULL)
    {
      g_prefix_error (error, _ ("The address database %s cannot be read: "), path);
      return false;
    }

  status = MMDB_open (g_file_peek_path (copy), MMDB_MODE_MMAP, &self->databases[self->n]);
  g_unlink (g_file_peek_path (copy));
  if (status == MMDB_SUCCESS)
    {
      self->n++;
      return true;
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("%s is no address database in MaxMind’s format, or a damaged one: %s"),
               path, MMDB_strerror (status));
  return false;
}

/**
 * netop_address_databases_open:
 * @paths: %NULL-terminated: files
 * @error: a sentence that names the file
 *
 * Reads whole files: not for the main thread of a window.
 *
 * Returns: (transfer full) (nullable): all of them, or %NULL where one cannot be read
 */
NetopAddressDatabases *
netop_address_databases_open (const char *const *paths,
                              GError           **error)
{
  g_autoptr (NetopAddressDatabases) self = g_atomic_rc_box_new0 (NetopAddressDatabases);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (i == NETOP_ADDRESS_DATABASES_MAX)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("There are more than %d address databases"), NETOP_ADDRESS_DATABASES_MAX);
          return NULL;
        }
      if (!open_one (self, paths[i], error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * netop_address_databases_ref:
 *
 * Returns: (transfer full): @self
 */
NetopAddressDatabases *
netop_address_databases_ref (NetopAddressDatabases *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
address_databases_clear (gpointer data)
{
  NetopAddressDatabases *self = data;

  for (guint i = 0; i < self->n; i++)
    MMDB_close (&self->databases[i]);
}

/**
 * netop_address_databases_unref:
 * @self: (transfer full) (nullable):
 */
void
netop_address_databases_unref (NetopAddressDatabases *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, address_databases_clear);
}

/* Returns: (transfer full) (nullable): the first string that is there, for display */
static char *
dup_value (MMDB_lookup_result_s *result,
           Path                 *paths,
           guint                 n_paths)
{
  for (guint i = 0; i < n_paths; i++)
    {
      MMDB_entry_data_s value;

      if (MMDB_aget_value (&result->entry, &value, paths[i]) == MMDB_SUCCESS && value.has_data && value.type == MMDB_DATA_TYPE_UTF8_STRING &&
          value.data_size > 0)
        return netop_format_name (value.utf8_string, MIN (value.data_size, MAX_NAME));
    }
  return NULL;
}

static MMDB_lookup_result_s
look_up (const MMDB_s       *database,
         const NetopAddress *address,
         int                *error)
{
  struct sockaddr_in  v4 = { .sin_family = AF_INET };
  struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

  if (!netop_address_is_v4 (address))
    {
      memcpy (&v6.sin6_addr, address->bytes, sizeof address->bytes);
      return MMDB_lookup_sockaddr (database, (const struct sockaddr *)&v6, error);
    }

  memcpy (&v4.sin_addr, address->bytes + sizeof address->bytes - sizeof v4.sin_addr, sizeof v4.sin_addr);
  return MMDB_lookup_sockaddr (database, (const struct sockaddr *)&v4, error);
}

static void
take_value (char        *value,
            GRefString **place)
{
  if (value != NULL && *place == NULL)
    *place = g_ref_string_new_intern (value);
  g_free (value);
}

/**
 * netop_address_databases_find:
 * @country: (out) (transfer full) (nullable): two letters (ISO 3166-1)
 * @operator: (out) (transfer full) (nullable): for display
 *
 * Looks in each file; the first one that says something counts.
 */
void
netop_address_databases_find (const NetopAddressDatabases *self,
                              const NetopAddress          *address,
                              GRefString                 **country,
                              GRefString **
                              operator)
{
  *country = NULL;
  *operator= NULL;
  for (guint i = 0; i < self->n; i++)
    {
      int                  error = MMDB_SUCCESS;
      MMDB_lookup_result_s result = look_up (&self->databases[i], address, &error);
      char                *code;

      if (error != MMDB_SUCCESS || !result.found_entry)
        continue;
      code = dup_value (&result, country_paths, G_N_ELEMENTS (country_paths));
      /* Where another database has a name of the same key it is none. */
      if (code != NULL && strlen (code) != 2)
        g_clear_pointer (&code, g_free);
      take_value (code, country);
      take_value (dup_value (&result, operator_paths, G_N_ELEMENTS (operator_paths)), operator);
    }
}
