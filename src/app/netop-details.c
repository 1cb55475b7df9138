/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-details.h"

#include <glib/gi18n.h>

#include "netop-format.h"

static void
detail_clear (gpointer data)
{
  NetopDetail *detail = data;

  g_free (detail->key);
  g_free (detail->text);
  g_free (detail->host);
  g_free (detail->note);
  g_free (detail->copy_title);
  g_free (detail->figure);
}

static void
section_free (gpointer data)
{
  NetopDetailSection *section = data;

  g_free (section->title);
  g_array_unref (section->details);
  g_free (section);
}

/**
 * netop_details_new:
 * @name: of what it is about
 *
 * Returns: (transfer full): details without any section
 */
NetopDetails *
netop_details_new (const char *name)
{
  NetopDetails *self = g_new0 (NetopDetails, 1);

  self->name = g_strdup (name);
  self->sections = g_ptr_array_new_with_free_func (section_free);
  return self;
}

void
netop_details_free (NetopDetails *self)
{
  g_free (self->name);
  g_free (self->subtitle);
  g_clear_object (&self->icon);
  netop_history_unref (self->history);
  netop_history_unref (self->health);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

/**
 * netop_details_set_traffic:
 * @history: (nullable): referenced
 */
void
netop_details_set_traffic (NetopDetails    *self,
                           const NetopRate *rate,
                           NetopHistory    *history)
{
  self->has_traffic = TRUE;
  self->rate = *rate;
  self->history = history != NULL ? netop_history_ref (history) : NULL;
}

/* A section that nothing was added to is not there. */
static void
drop_empty_section (NetopDetails *self)
{
  guint n = self->sections->len;

  if (n > 0 && netop_details_get_section (self, n - 1)->details->len == 0)
    g_ptr_array_set_size (self->sections, (int)n - 1);
}

/**
 * netop_details_begin_section:
 * @title: translated
 *
 * What is added from here on stands under @title.
 */
void
netop_details_begin_section (NetopDetails *self,
                             const char   *title)
{
  NetopDetailSection *section = g_new0 (NetopDetailSection, 1);

  drop_empty_section (self);
  section->title = g_strdup (title);
  section->details = g_array_new (FALSE, TRUE, sizeof (NetopDetail));
  g_array_set_clear_func (section->details, detail_clear);
  g_ptr_array_add (self->sections, section);
}

static NetopDetail *
add (NetopDetails *self,
     NetopDetail   detail)
{
  NetopDetailSection *section = netop_details_get_section (self, self->sections->len - 1);

  g_array_append_val (section->details, detail);
  return &g_array_index (section->details, NetopDetail, section->details->len - 1);
}

/**
 * netop_details_add_fact:
 * @key: translated, like the next
 * @text: (nullable): where it is not known nothing is added
 *
 * Returns: (transfer none) (nullable): what was added, until the next one is
 */
NetopDetail *
netop_details_add_fact (NetopDetails *self,
                        const char   *key,
                        const char   *copy_title,
                        const char   *text)
{
  if (text == NULL || *text == '\0')
    return NULL;

  return add (self, (NetopDetail){ .key = g_strdup (key), .text = g_strdup (text), .copy_title = g_strdup (copy_title), .share = NETOP_DETAIL_NO_SHARE });
}

/**
 * netop_details_add_host:
 * @host: its name, on one line
 * @note: a word behind it
 * @figure: how much, or how it went
 * @text: all of that, and what there is no room for: it is copied
 *
 * Returns: (transfer none): what was added, until the next one is
 */
NetopDetail *
netop_details_add_host (NetopDetails *self,
                        const char   *host,
                        const char   *note,
                        const char   *figure,
                        const char   *copy_title,
                        const char   *text)
{
  return add (self, (NetopDetail){ .text = g_strdup (text),
                                   .host = g_strdup (host),
                                   .note = g_strdup (note),
                                   .figure = g_strdup (figure),
                                   .copy_title = g_strdup (copy_title),
                                   .share = NETOP_DETAIL_NO_SHARE });
}

static char *
dup_bytes (uint64_t bytes)
{
  return netop_format_joined (netop_format_bytes (netop_figure ((double)bytes)));
}

static double
get_share (uint64_t bytes,
           uint64_t total_bytes)
{
  return total_bytes > 0 ? MIN ((double)bytes / (double)total_bytes, 1) : 0;
}

/**
 * netop_details_add_share:
 * @text: what carried it
 *
 * Adds what carried @bytes of @total_bytes.
 *
 * Returns: (transfer none): what was added, until the next one is
 */
NetopDetail *
netop_details_add_share (NetopDetails *self,
                         const char   *text,
                         uint64_t      bytes,
                         uint64_t      total_bytes)
{
  return add (self, (NetopDetail){ .text = g_strdup (text),
                                   /* Translators: copies the name of a host, or a reason */
                                   .copy_title = g_strdup_printf (_ ("Copy %s"), text),
                                   .figure = dup_bytes (bytes),
                                   .share = get_share (bytes, total_bytes) });
}

/**
 * netop_details_add_rest:
 * @n_left_out: how many were not added one by one; 0 adds nothing
 * @bytes: of these together
 */
void
netop_details_add_rest (NetopDetails *self,
                        guint         n_left_out,
                        uint64_t      bytes,
                        uint64_t      total_bytes)
{
  g_autofree char *text = NULL;

  if (n_left_out == 0)
    return;

  text = g_strdup_printf (ngettext ("%u more", "%u more", n_left_out), n_left_out);
  netop_details_add_share (self, text, bytes, total_bytes)->is_quiet = TRUE;
}

/**
 * netop_details_add_totals:
 * @is_payload: the bytes are those of TCP payload
 */
void
netop_details_add_totals (NetopDetails       *self,
                          const NetopTraffic *traffic,
                          gboolean            is_payload)
{
  g_autofree char *received = dup_bytes (traffic->rx_bytes);
  g_autofree char *sent = dup_bytes (traffic->tx_bytes);

  netop_details_add_fact (self, is_payload ? _ ("Payload in") : _ ("Received"), _ ("Copy bytes received"), received);
  netop_details_add_fact (self, is_payload ? _ ("Payload out") : _ ("Sent"), _ ("Copy bytes sent"), sent);
}

/**
 * netop_details_add_time:
 * @key: translated, like the next
 * @time_us: wall clock, Unix microseconds; of 0, which is not known, nothing is added
 */
void
netop_details_add_time (NetopDetails *self,
                        const char   *key,
                        const char   *copy_title,
                        int64_t       time_us)
{
  g_autofree char *text = time_us != 0 ? netop_format_time (time_us, "%x %X") : NULL;

  netop_details_add_fact (self, key, copy_title, text);
}

/**
 * netop_details_get_section:
 *
 * Returns: (transfer none): one of them
 */
NetopDetailSection *
netop_details_get_section (NetopDetails *self,
                           guint         index)
{
  return g_ptr_array_index (self->sections, index);
}
