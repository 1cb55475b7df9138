/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <glib/gstdio.h>
#include <stdbool.h>

#include "mmdb-builder.h"
#include "netop-address-databases.h"

static const guint8 v4_prefix[16] = { [12] = 198, 51, 100 };
static const guint8 v6_prefix[16] = { 0x20, 0x01, 0x0d, 0xb8 };

static char *folder;

static char *
write_file (const char   *name,
            const guint8 *bytes,
            gsize         length)
{
  char *path = g_build_filename (folder, name, NULL);
  FILE *file = g_fopen (path, "wb");

  /* Nothing of it need survive: g_file_set_contents() waits for the disk. */
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
  return path;
}

static char *
write_database (const char   *name,
                const guint8 *prefix,
                guint         n_bits,
                const char   *country,
                const char *
                operator)
{
  g_autoptr (GByteArray) bytes = mmdb_build (prefix, n_bits, country, operator);

  return write_file (name, bytes->data, bytes->len);
}

static void
assert_found (const NetopAddressDatabases *databases,
              const char                  *text,
              const char                  *country,
              const char *
              operator)
{
  NetopAddress address;
  GRefString  *found_country;
  GRefString  *found_operator;

  g_assert_true (netop_address_parse (text, &address));
  netop_address_databases_find (databases, &address, &found_country, &found_operator);
  g_assert_cmpstr (found_country, ==, country);
  g_assert_cmpstr (found_operator, ==, operator);
  g_clear_pointer (&found_country, g_ref_string_release);
  g_clear_pointer (&found_operator, g_ref_string_release);
}

static void
test_find (void)
{
  g_autofree char  *first = write_database ("first.mmdb", v4_prefix, 120, "DE", "Example \x1b[2JNet");
  g_autofree char  *second = write_database ("second.mmdb", v6_prefix, 32, "Germany", "Six");
  const char *const paths[] = { first, second, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (NetopAddressDatabases) databases = netop_address_databases_open (paths, &error);

  g_assert_no_error (error);
  /* What becomes of the file afterwards does not matter. */
  g_assert_true (g_file_set_contents (first, "", 0, NULL));
  assert_found (databases, "198.51.100.7", "DE", "Example \\x1b[2JNet");
  assert_found (databases, "198.51.101.7", NULL, NULL);
  assert_found (databases, "2001:db8::1", NULL, "Six");
  assert_found (databases, "2001:db9::1", NULL, NULL);
}

static void
assert_refused (const char *path)
{
  const char *const paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (netop_address_databases_open (paths, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_refused (void)
{
  g_autofree char *missing = g_build_filename (folder, "missing.mmdb", NULL);
  g_autofree char *text = write_file ("text.mmdb", (const guint8 *)"no database", 11);
  g_autofree char *empty = write_file ("empty.mmdb", (const guint8 *)"", 0);

  assert_refused (missing);
  assert_refused (text);
  assert_refused (empty);
  assert_refused (folder);
  assert_refused ("/dev/zero");
}

/* Whatever is cut off or turned round: it is refused, or says something or nothing. */
static void
test_damaged (void)
{
  g_autoptr (GByteArray) bytes = mmdb_build (v4_prefix, 120, "DE", "Example");
  NetopAddress address;

  g_assert_true (netop_address_parse ("198.51.100.7", &address));
  for (guint i = 0; i < 2 * bytes->len; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes->data, bytes->len);
      guint              at = i / 2;
      g_autofree char   *path = NULL;
      g_autoptr (NetopAddressDatabases) databases = NULL;
      GRefString *country = NULL;
      GRefString *operator= NULL;

      copy[at] ^= 0xff;
      path = write_file ("damaged.mmdb", copy, i % 2 == 0 ? at : bytes->len);
      databases = netop_address_databases_open ((const char *const[]){ path, NULL }, NULL);
      if (databases == NULL)
        continue;
      netop_address_databases_find (databases, &address, &country, &operator);
      g_clear_pointer (&country, g_ref_string_release);
      g_clear_pointer (&operator, g_ref_string_release);
    }
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp (NULL, NULL);
  g_test_add_func ("/engine/address-databases/find", test_find);
  g_test_add_func ("/engine/address-databases/refused", test_refused);
  g_test_add_func ("/engine/address-databases/damaged", test_damaged);
  status = g_test_run ();
  remove_folder ();
  return status;
}
