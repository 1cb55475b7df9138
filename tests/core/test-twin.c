/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-twin.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define FAR_ID 77

/* "10.0.0.1:80" */
static void
parse_end (const char   *text,
           NetopAddress *address,
           uint16_t     *port)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  uint8_t bytes[4];

  g_assert_cmpint (inet_pton (AF_INET, parts[0], bytes), ==, 1);
  *address = netop_address_from_v4 (bytes);
  *port = (uint16_t)g_ascii_strtoull (parts[1], NULL, 10);
}

static NetopTuple
make_tuple (uint8_t     protocol,
            const char *source,
            const char *destination)
{
  NetopTuple tuple = { .protocol = protocol };

  parse_end (source, &tuple.source, &tuple.source_port);
  parse_end (destination, &tuple.destination, &tuple.destination_port);
  return tuple;
}

static NetopFlowKey
make_key (uint8_t     protocol,
          const char *local,
          const char *remote,
          uint32_t    namespace_id,
          bool        is_forwarded)
{
  NetopFlowKey key = { .protocol = protocol, .namespace_id = namespace_id, .forwarded = is_forwarded };

  parse_end (local, &key.local, &key.local_port);
  parse_end (remote, &key.remote, &key.remote_port);
  return key;
}

/* --- What is a copy of what --- */

/* The container's flow, what the host sees besides, and the translation that is between. */
static const struct
{
  const char *name;
  uint8_t     protocol;
  const char *container[2]; /* local, remote */
  const char *seen[2];
  bool        is_forwarded;
  const char *original[2]; /* NULL: nothing is translated */
  const char *reply[2];
  bool        is_copy;
} cases[] = {
  { "routed, out", 6, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.9.0.2:4000", "8.8.8.8:443" }, true, { NULL }, { NULL }, true },
  { "routed, back", 6, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.9.0.2:4000" }, true, { NULL }, { NULL }, true },
  { "to a process of the host", 6, { "10.9.0.2:4000", "10.9.0.1:53" }, { "10.9.0.1:53", "10.9.0.2:4000" }, false, { NULL }, { NULL }, false },
  { "of another port", 6, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.9.0.2:4001", "8.8.8.8:443" }, true, { NULL }, { NULL }, false },
  { "of another protocol", 17, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.9.0.2:4000", "8.8.8.8:444" }, true, { NULL }, { NULL }, false },
  { "masqueraded", 6, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.8.0.1:4000", "8.8.8.8:443" }, false, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.8.0.1:4000" }, true },
  { "masqueraded, another port", 17, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.8.0.1:1025", "8.8.8.8:443" }, false, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.8.0.1:1025" }, true },
  { "masqueraded, the host's own of that port", 17, { "10.9.0.2:4000", "8.8.8.8:443" }, { "10.8.0.1:4000", "8.8.8.8:443" }, false, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.8.0.1:1025" }, false },
  { "masqueraded, before it, on the bridge", 6, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.9.0.2:4000" }, true, { "10.9.0.2:4000", "8.8.8.8:443" }, { "8.8.8.8:443", "10.8.0.1:4000" }, true },
  { "published port", 6, { "10.9.0.2:80", "7.7.7.7:5000" }, { "10.8.0.1:8080", "7.7.7.7:5000" }, false, { "7.7.7.7:5000", "10.8.0.1:8080" }, { "10.9.0.2:80", "7.7.7.7:5000" }, true },
  { "published port, another client", 6, { "10.9.0.2:80", "7.7.7.7:5000" }, { "10.8.0.1:8080", "7.7.7.7:5001" }, false, { "7.7.7.7:5000", "10.8.0.1:8080" }, { "10.9.0.2:80", "7.7.7.7:5000" }, false },
  { "translated to an address that is not the host's", 6, { "10.9.0.2:80", "7.7.7.7:5000" }, { "7.7.7.7:5000", "10.8.0.9:8080" }, true, { "7.7.7.7:5000", "10.8.0.9:8080" }, { "10.9.0.2:80", "7.7.7.7:5000" }, true },
  { "both ends translated", 6, { "10.9.0.2:80", "10.9.0.1:6000" }, { "10.8.0.1:8080", "7.7.7.7:5000" }, false, { "7.7.7.7:5000", "10.8.0.1:8080" }, { "10.9.0.2:80", "10.9.0.1:6000" }, true },
  { "the host's own process to a published port", 6, { "10.9.0.2:80", "10.8.0.1:5000" }, { "10.8.0.1:5000", "10.9.0.2:80" }, false, { "10.8.0.1:5000", "10.8.0.1:8080" }, { "10.9.0.2:80", "10.8.0.1:5000" }, false },
  { "a query", 1, { "10.9.0.2:900", "8.8.8.8:0" }, { "10.8.0.1:900", "8.8.8.8:0" }, false, { "10.9.0.2:900", "8.8.8.8:0" }, { "8.8.8.8:900", "10.8.0.1:0" }, true },
  { "a query's answer, forwarded", 1, { "10.9.0.2:900", "8.8.8.8:0" }, { "8.8.8.8:900", "10.9.0.2:0" }, true, { NULL }, { NULL }, true },
};

static bool
contains (const NetopFlowKey *keys,
          guint               n,
          const NetopFlowKey *key)
{
  for (guint i = 0; i < n; i++)
    {
      if (memcmp (&keys[i], key, sizeof *key) == 0)
        return true;
    }
  return false;
}

static const NetopTuple *
find_translated (const NetopTranslationTable *table,
                 const NetopFlowKey          *key,
                 NetopTuple                  *translated)
{
  NetopTuple tuple = netop_tuple_of_key (key);

  return netop_translation_table_find (table, &tuple, translated) ? translated : NULL;
}

/* From either of the two one finds the other, or from none. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NetopTranslationTable) table = netop_translation_table_new (10);
      NetopFlowKey container = make_key (cases[i].protocol, cases[i].container[0], cases[i].container[1], FAR_ID, false);
      NetopFlowKey seen = make_key (cases[i].protocol, cases[i].seen[0], cases[i].seen[1], 0, cases[i].is_forwarded);
      NetopFlowKey keys[NETOP_TWIN_MAX_KEYS];
      NetopTuple   translated;
      guint        n;

      g_test_message ("%s", cases[i].name);
      if (cases[i].original[0] != NULL)
        {
          NetopTranslation translation = {
            make_tuple (cases[i].protocol, cases[i].original[0], cases[i].original[1]),
            make_tuple (cases[i].protocol, cases[i].reply[0], cases[i].reply[1]),
          };

          netop_translation_table_add (table, &translation);
          g_assert_cmpuint (netop_translation_table_get_size (table), ==, 1);
        }

      n = netop_twin_list_copies (&container, find_translated (table, &container, &translated), 0, keys);
      g_assert_cmpint (contains (keys, n, &seen), ==, cases[i].is_copy);
      n = netop_twin_list_originals (&seen, find_translated (table, &seen, &translated), FAR_ID, keys);
      g_assert_cmpint (contains (keys, n, &container), ==, cases[i].is_copy);
    }
}

/* --- The table --- */

static NetopTranslation
make_masquerade (guint number)
{
  g_autofree char *inner = g_strdup_printf ("10.9.0.2:%u", number);
  g_autofree char *outer = g_strdup_printf ("10.8.0.1:%u", number + 10000);

  return (NetopTranslation){ make_tuple (6, inner, "8.8.8.8:443"), make_tuple (6, "8.8.8.8:443", outer) };
}

static void
test_untranslated (void)
{
  g_autoptr (NetopTranslationTable) table = netop_translation_table_new (10);
  NetopTranslation plain = { make_tuple (6, "10.0.0.1:1", "10.0.0.2:2"), make_tuple (6, "10.0.0.2:2", "10.0.0.1:1") };
  NetopTuple       other;

  netop_translation_table_add (table, &plain);
  g_assert_cmpuint (netop_translation_table_get_size (table), ==, 0);
  g_assert_false (netop_translation_table_find (table, &plain.original, &other));
  netop_translation_table_remove (table, &plain);
}

static void
test_bounds (void)
{
  g_autoptr (NetopTranslationTable) table = netop_translation_table_new (3);
  NetopTuple other;

  for (guint i = 1; i <= 5; i++)
    {
      NetopTranslation translation = make_masquerade (i);

      netop_translation_table_add (table, &translation);
      netop_translation_table_add (table, &translation); /* told again */
      g_assert_cmpint (netop_translation_table_find (table, &translation.original, &other), ==, i <= 3);
    }
  g_assert_cmpuint (netop_translation_table_get_size (table), ==, 3);
  g_assert_cmpuint (netop_translation_table_get_lost (table), ==, 4);

  for (guint i = 1; i <= 5; i++)
    {
      NetopTranslation translation = make_masquerade (i);

      netop_translation_table_remove (table, &translation);
    }
  g_assert_cmpuint (netop_translation_table_get_size (table), ==, 0);
}

/* The ports are used again, and the end of the first connection is told late. */
static void
test_used_again (void)
{
  g_autoptr (NetopTranslationTable) table = netop_translation_table_new (10);
  NetopTranslation first = make_masquerade (1);
  NetopTranslation second = make_masquerade (2);
  NetopTuple       other;
  NetopTuple       after;

  second.original = first.original;
  after = netop_tuple_reverse (&second.reply);
  netop_translation_table_add (table, &first);
  netop_translation_table_add (table, &second);
  netop_translation_table_remove (table, &first);
  g_assert_cmpuint (netop_translation_table_get_size (table), ==, 1);
  g_assert_true (netop_translation_table_find (table, &first.original, &other));
  g_assert_cmpmem (&other, sizeof other, &after, sizeof after);
  g_assert_false (netop_translation_table_find (table, &first.reply, &other));

  /* All four ways of looking at it. */
  g_assert_true (netop_translation_table_find (table, &second.reply, &other));
  after = netop_tuple_reverse (&second.original);
  g_assert_cmpmem (&other, sizeof other, &after, sizeof after);
  g_assert_true (netop_translation_table_find (table, &after, &other));
  g_assert_cmpmem (&other, sizeof other, &second.reply, sizeof other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/twin/cases", test_cases);
  g_test_add_func ("/core/twin/untranslated", test_untranslated);
  g_test_add_func ("/core/twin/bounds", test_bounds);
  g_test_add_func ("/core/twin/used-again", test_used_again);
  return g_test_run ();
}
