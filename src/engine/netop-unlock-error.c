/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-unlock-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* pkexec(1), RETURN VALUE. */
#define EXIT_DISMISSED 126
#define EXIT_NOT_AUTHORIZED 127

/* Of what a program says on standard error, as much as a banner can hold. */
#define TEXT_MAX_BYTES 200

G_DEFINE_QUARK (netop - unlock - error - quark, netop_unlock_error)

/**
 * netop_unlock_error_new:
 *
 * Returns: (transfer full): an error with the words for @code
 */
GError *
netop_unlock_error_new (NetopUnlockError code)
{
  const char *text;

  switch (code)
    {
    case NETOP_UNLOCK_ERROR_CANCELLED:
      text = _ ("It was cancelled");
      break;
    case NETOP_UNLOCK_ERROR_DENIED:
      text = _ ("Permission was denied. Try again with an administrator's password, or ask your administrator for it");
      break;
    case NETOP_UNLOCK_ERROR_NO_AGENT:
      text = _ ("No program is running here that could ask for a password. Start your desktop's polkit agent, or start netoproc as root: sudo netoproc");
      break;
    case NETOP_UNLOCK_ERROR_NO_POLKIT:
      text = _ ("polkit is not there to ask for permission. Install polkit and its program pkexec, or start netoproc as root: sudo netoproc");
      break;
    case NETOP_UNLOCK_ERROR_UNSAFE_HELPER:
    case NETOP_UNLOCK_ERROR_FAILED:
    default:
      text = _ ("It failed. Start netoproc as root: sudo netoproc");
      break;
    }
  return g_error_new_literal (NETOP_UNLOCK_ERROR, (int)code, text);
}

/* One short line without anything that could act on a terminal or a screen: the first that says something. */
static char *
make_safe (const char *text)
{
  g_autofree char *start = g_strndup (text, TEXT_MAX_BYTES);
  g_autofree char *line = NULL;

  g_strchug (start);
  start[strcspn (start, "\r\n")] = '\0';
  line = g_utf8_make_valid (start, -1);
  for (char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isprint (c))
        memset (p, ' ', (size_t)(g_utf8_next_char (p) - p));
    }
  return g_strdup (g_strstrip (line));
}

static NetopUnlockError
find_reason (const char *text)
{
  static const struct
  {
    const char      *words;
    NetopUnlockError code;
  } known[] = {
    { "No authentication agent", NETOP_UNLOCK_ERROR_NO_AGENT },
    { "Not authorized", NETOP_UNLOCK_ERROR_DENIED },
    { "Error getting authority", NETOP_UNLOCK_ERROR_NO_POLKIT },
    { "Could not connect", NETOP_UNLOCK_ERROR_NO_POLKIT },
    { "was not provided by any .service", NETOP_UNLOCK_ERROR_NO_POLKIT },
    { "must be setuid root", NETOP_UNLOCK_ERROR_NO_POLKIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (strstr (text, known[i].words) != NULL)
        return known[i].code;
    }
  return NETOP_UNLOCK_ERROR_FAILED;
}

/**
 * netop_unlock_error_new_for_exit:
 * @exit_status: what pkexec exited with
 * @text: what it said on standard error; anybody's bytes
 *
 * Returns: (transfer full) (nullable): why no helper ran; %NULL where one did, and it is for that to say
 */
GError *
netop_unlock_error_new_for_exit (int         exit_status,
                                 const char *text)
{
  g_autofree char *safe = NULL;
  NetopUnlockError code;

  if (exit_status == EXIT_DISMISSED)
    return netop_unlock_error_new (NETOP_UNLOCK_ERROR_CANCELLED);
  if (exit_status != EXIT_NOT_AUTHORIZED)
    return NULL;

  code = find_reason (text);
  safe = make_safe (text);
  if (code != NETOP_UNLOCK_ERROR_FAILED || *safe == '\0')
    return netop_unlock_error_new (code);
  return g_error_new (NETOP_UNLOCK_ERROR, NETOP_UNLOCK_ERROR_FAILED,
                      /* Translators: what pkexec said */
                      _ ("pkexec failed (%s). Start netoproc as root: sudo netoproc"), safe);
}
