/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "netop-fuzz-input.h"

/* In place of libFuzzer: gives a target each input of the folders that are named, one case of the suite an input. An
 * input that is bad ends the program, after its name was told. */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Returns the paths of a folder's files in the order of their names. */
static GPtrArray *
list_inputs (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = g_dir_open (folder, 0, &error);
  const char *name;

  if (directory == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (EXIT_FAILURE);
    }

  while ((name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static void
run_input (const char *path,
           guint       number)
{
  g_autofree char    *name = g_path_get_basename (path);
  g_autofree char    *content = NULL;
  g_autofree uint8_t *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  printf ("# %s\n", path);
  fflush (stdout);
  if (!g_file_get_contents (path, &content, &length, &error))
    {
      printf ("not ok %u - %s: %s\n", number, name, error->message);
      return;
    }

  /* What is read ends in a NUL of GLib's: a read behind the end is to be found. */
  exact = g_malloc (MAX (length, 1));
  memcpy (exact, content, length);
  LLVMFuzzerTestOneInput (exact, length);
  printf ("ok %u - %s\n", number, name);
}

int
main (int    argc,
      char **argv)
{
  guint n_inputs = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GPtrArray) paths = list_inputs (argv[i]);

      for (guint j = 0; j < paths->len; j++)
        run_input (g_ptr_array_index (paths, j), ++n_inputs);
      if (paths->len == 0)
        {
          printf ("Bail out! %s is empty\n", argv[i]);
          return EXIT_FAILURE;
        }
    }

  printf ("1..%u\n", n_inputs);
  return n_inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
