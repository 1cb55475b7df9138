/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-fuzz-seeds.h"

#include <stdlib.h>

/* netop-fuzz-seeds FOLDER: writes the good inputs of all targets, and prints their paths. */

void
netop_fuzz_seed_write (const char       *folder,
                       const char       *target,
                       const char       *name,
                       const GByteArray *bytes)
{
  g_autofree char *target_folder = g_build_filename (folder, target, NULL);
  g_autofree char *path = g_build_filename (target_folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (target_folder, 0755);
  if (!g_file_set_contents (path, (const char *)bytes->data, bytes->len, &error))
    {
      g_printerr ("%s\n", error->message);
      exit (EXIT_FAILURE);
    }
  g_print ("%s\n", path);
}

/* Little endian, as netop_fuzz_input_take() takes it. */
void
netop_fuzz_seed_add (GByteArray *bytes,
                     guint64     value,
                     guint       n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8)(i < sizeof value ? value >> (8 * i) : 0);

      g_byte_array_append (bytes, &byte, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  if (argc != 2)
    {
      g_printerr ("Usage: netop-fuzz-seeds FOLDER\n");
      return EXIT_FAILURE;
    }

  netop_fuzz_seed_packets (argv[1]);
  netop_fuzz_seed_streams (argv[1]);
  netop_fuzz_seed_files (argv[1]);
  netop_fuzz_seed_kernel (argv[1]);
  netop_fuzz_seed_dns (argv[1]);
  return EXIT_SUCCESS;
}
