/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-cgroup-names.h"

#include <stdbool.h>
#include <string.h>

/* Nobody promises these paths. What is read here is what those who make them document or do: systemd's units (systemd.unit(5))
 * and desktop environments (systemd.io/DESKTOP_ENVIRONMENTS), Docker's and Podman's two cgroup drivers, the container
 * runtimes of Kubernetes, LXC, systemd-nspawn(1) and snapd. Whoever may make groups may name them as he likes: so a name is
 * what its process's manager says, and proves nothing. */

#define MIN_IDENTIFIER_DIGITS 32
#define SHOWN_IDENTIFIER_DIGITS 12

/* Of a scope, or of a group without suffix: what follows is the container's identifier. */
static const struct
{
  const char *prefix;
  const char *kind;
} runtimes[] = {
  { "docker-", "docker" },
  { "libpod-", "podman" },
  { "crio-", "kubernetes" },
  { "cri-containerd-", "kubernetes" },
  { "nerdctl-", "containerd" },
};

/* What the components so far told. */
typedef struct
{
  NetopCgroupNames *names;
  const char       *before; /* the component before this one, or "" */
  bool              in_kubernetes;
} Walk;

static bool
is_identifier (const char *text)
{
  size_t n = 0;

  while (g_ascii_isxdigit (text[n]))
    n++;
  return n >= MIN_IDENTIFIER_DIGITS && text[n] == '\0';
}

/* Returns: (transfer full) (nullable): what is between the two, or %NULL where it is not so or nothing is between */
static char *
cut (const char *text,
     const char *prefix,
     const char *suffix)
{
  size_t length = strlen (text);
  size_t taken = strlen (prefix) + strlen (suffix);

  if (length <= taken || !g_str_has_prefix (text, prefix) || !g_str_has_suffix (text, suffix))
    return NULL;
  return g_strndup (text + strlen (prefix), length - taken);
}

/* systemd.unit(5): what cannot stand in a unit's name is written \xNN. A NUL ends it here. */
static char *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);

  while (*text != '\0')
    {
      bool is_escape = text[0] == '\\' && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]);
      char character = is_escape ? (char)(g_ascii_xdigit_value (text[2]) * 16 + g_ascii_xdigit_value (text[3])) : text[0];

      if (character == '\0')
        break;
      g_string_append_c (plain, character);
      text += is_escape ? 4 : 1;
    }

  return g_string_free (plain, FALSE);
}

static void
take_application (NetopCgroupNames    *names,
                  NetopApplicationKind kind,
                  const char          *escaped)
{
  g_autofree char *plain = unescape (escaped);

  if (*plain == '\0')
    return;

  g_free (names->application);
  names->application = g_steal_pointer (&plain);
  names->application_kind = kind;
}

/* What is outside of a container is not of what runs in it. */
static void
take_container (NetopCgroupNames *names,
                const char       *kind,
                const char       *name)
{
  netop_cgroup_names_clear (names);
  names->container = g_strconcat (kind, ":", name, NULL);
}

static void
take_identifier (Walk       *walk,
                 const char *kind,
                 const char *identifier)
{
  g_autofree char *shown = g_strndup (identifier, SHOWN_IDENTIFIER_DIGITS);

  take_container (walk->names, walk->in_kubernetes ? "kubernetes" : kind, shown);
}

static bool
look_for_runtime (Walk       *walk,
                  const char *component)
{
  for (guint i = 0; i < G_N_ELEMENTS (runtimes); i++)
    {
      g_autofree char *scope = cut (component, runtimes[i].prefix, ".scope");
      g_autofree char *group = cut (component, runtimes[i].prefix, "");
      const char      *identifier = scope != NULL ? scope : group;

      if (identifier != NULL && is_identifier (identifier))
        {
          take_identifier (walk, runtimes[i].kind, identifier);
          return true;
        }
    }

  if (!is_identifier (component) || (!walk->in_kubernetes && strcmp (walk->before, "docker") != 0))
    return false;
  take_identifier (walk, "docker", component);
  return true;
}

static void
look_for_machine (Walk       *walk,
                  const char *component)
{
  g_autofree char *nspawn = cut (component, "systemd-nspawn@", ".service");
  g_autofree char *machine = cut (component, "machine-", ".scope");
  g_autofree char *lxc = cut (component, "lxc.payload.", "");
  g_autofree char *name = NULL;

  if (nspawn != NULL || (machine != NULL && strcmp (walk->before, "machine.slice") == 0))
    {
      name = unescape (nspawn != NULL ? nspawn : machine);
      take_container (walk->names, nspawn != NULL ? "nspawn" : "machine", name);
    }
  else if (lxc != NULL)
    {
      take_container (walk->names, "lxc", lxc);
    }
  else if (strcmp (walk->before, "lxc") == 0 || strcmp (walk->before, "lxc.payload") == 0)
    {
      take_container (walk->names, "lxc", component);
    }
  else if (strcmp (component, "supervisor") == 0 && g_str_has_prefix (walk->before, "systemd-nspawn@"))
    {
      /* Who runs the container is not in it. */
      g_clear_pointer (&walk->names->container, g_free);
    }
}

static void
look_for_unit (Walk       *walk,
               const char *component)
{
  g_autofree char *service = cut (component, "", ".service");
  g_autofree char *scope = cut (component, "", ".scope");

  if (service == NULL && scope == NULL)
    return;
  g_free (walk->names->unit);
  walk->names->unit = g_strdup (component);
}

static void
look_for_snap (Walk       *walk,
               const char *component)
{
  g_autofree char *scope = cut (component, "snap.", ".scope");
  g_autofree char *service = cut (component, "snap.", ".service");
  char            *snap = scope != NULL ? scope : service;

  if (snap == NULL || strchr (snap, '.') == NULL)
    return;
  *strchr (snap, '.') = '\0';
  take_application (walk->names, NETOP_APPLICATION_SNAP, snap);
}

/* The last of what dashes tell apart: a dash in an identifier is escaped. */
static void
take_last (Walk       *walk,
           const char *launched)
{
  const char *dash = strrchr (launched, '-');
  const bool  is_flatpak = g_str_has_prefix (launched, "flatpak-");

  take_application (walk->names, is_flatpak ? NETOP_APPLICATION_FLATPAK : NETOP_APPLICATION_DESKTOP, dash != NULL ? dash + 1 : launched);
}

/* app[-LAUNCHER]-ID-RANDOM.scope, app[-LAUNCHER]-ID[@RANDOM].service, and the slice of the latter. */
static void
look_for_application (Walk       *walk,
                      const char *component)
{
  g_autofree char *scope = cut (component, "app-", ".scope");
  g_autofree char *service = cut (component, "app-", ".service");
  g_autofree char *slice = cut (component, "app-", ".slice");
  g_autofree char *activated = cut (component, "dbus-:", ".service");
  char            *end = NULL;

  if (scope != NULL)
    {
      end = strrchr (scope, '-');
      if (end == NULL)
        return;
      *end = '\0';
      take_last (walk, scope);
    }
  else if (service != NULL || activated != NULL)
    {
      char *launched = service != NULL ? service : activated;

      end = strrchr (launched, '@');
      if (end != NULL)
        *end = '\0';
      if (service != NULL || strchr (launched, '-') != NULL)
        take_last (walk, launched);
    }
  else if (slice != NULL)
    {
      take_last (walk, slice);
    }
}

static void
look_at (Walk       *walk,
         const char *component)
{
  /* systemd puts it before what the kernel could take for a file of its own. */
  const char *plain = *component == '_' ? component + 1 : component;

  if (g_str_has_prefix (plain, "kubepods"))
    walk->in_kubernetes = true;
  if (!look_for_runtime (walk, plain))
    look_for_machine (walk, plain);
  look_for_unit (walk, plain);
  look_for_snap (walk, plain);
  look_for_application (walk, plain);
  walk->before = plain;
}

/**
 * netop_cgroup_names_parse:
 * @path: as cgroups(7) tells it in /proc/PID/cgroup: any bytes
 * @names: (out caller-allocates): cleared with netop_cgroup_names_clear()
 *
 * Tells from the path of a control group what runs there: unit, container, and the application that it was started as.
 * A pure function; any thread.
 */
void
netop_cgroup_names_parse (const char       *path,
                          NetopCgroupNames *names)
{
  g_auto (GStrv) components = g_strsplit (path, "/", -1);
  Walk walk = { .names = names, .before = "" };

  *names = (NetopCgroupNames){ 0 };
  for (guint i = 0; components[i] != NULL; i++)
    {
      if (*components[i] != '\0')
        look_at (&walk, components[i]);
    }
}

/**
 * netop_cgroup_names_clear:
 */
void
netop_cgroup_names_clear (NetopCgroupNames *self)
{
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->container, g_free);
  g_clear_pointer (&self->application, g_free);
  self->application_kind = NETOP_APPLICATION_NONE;
}
