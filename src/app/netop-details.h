/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <gio/gio.h>

#include "netop-row.h"

G_BEGIN_DECLS

/* Of a detail that has no part of anything. */
#define NETOP_DETAIL_NO_SHARE (-1.0)

/**
 * NetopDetail:
 * @key: (nullable): what it is, translated; %NULL where the text says it itself
 * @text: what is copied, and shown where nothing shorter is
 * @host: (nullable): a host's name, on one line, in place of the text
 * @copy_title: what copying it is called, translated: "Copy path"
 * @note: (nullable): a word behind the host
 * @figure: (nullable): how much, at the end
 * @share: 0 to 1 of the whole, or %NETOP_DETAIL_NO_SHARE
 * @is_quiet: of less importance
 * @is_bad: a loss
 *
 * One line of the details.
 */
typedef struct
{
  char    *key;
  char    *text;
  char    *host;
  char    *note;
  char    *copy_title;
  char    *figure;
  double   share;
  gboolean is_quiet;
  gboolean is_bad;
} NetopDetail;

/**
 * NetopDetailSection:
 * @title: translated
 * @details: of #NetopDetail
 */
typedef struct
{
  char   *title;
  GArray *details;
} NetopDetailSection;

/**
 * NetopDetails:
 * @name: of what it is about
 * @subtitle: (nullable): what it is in a few words, translated
 * @icon: (nullable): what it looks like
 * @has_traffic: @rate and @history are told for it
 * @history: (nullable): of its traffic
 * @health: (nullable): of its TCP connections, as in #NetopConnection
 * @is_mean: @health is that of several
 * @sections: of #NetopDetailSection, in their order; none is empty
 *
 * What is known of one row, as it is shown beside the tables. Made anew from each snapshot: a plain value, without any
 * widget.
 */
typedef struct
{
  char         *name;
  char         *subtitle;
  GIcon        *icon;
  gboolean      has_traffic;
  NetopHistory *history;
  NetopRate     rate;
  NetopHistory *health;
  gboolean      is_mean;
  GPtrArray    *sections;
} NetopDetails;

NetopDetails       *netop_details_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void                netop_details_free (NetopDetails *self);
void                netop_details_set_traffic (NetopDetails *self, const NetopRate *rate, NetopHistory *history);
void                netop_details_begin_section (NetopDetails *self, const char *title);
NetopDetail        *netop_details_add_fact (NetopDetails *self, const char *key, const char *copy_title, const char *text);
NetopDetail        *netop_details_add_host (NetopDetails *self, const char *host, const char *note, const char *figure, const char *copy_title, const char *text);
NetopDetail        *netop_details_add_share (NetopDetails *self, const char *text, uint64_t bytes, uint64_t total_bytes);
void                netop_details_add_rest (NetopDetails *self, guint n_left_out, uint64_t bytes, uint64_t total_bytes);
void                netop_details_add_totals (NetopDetails *self, const NetopTraffic *traffic, gboolean is_payload);
void                netop_details_add_time (NetopDetails *self, const char *key, const char *copy_title, int64_t time_us);
NetopDetailSection *netop_details_get_section (NetopDetails *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetopDetails, netop_details_free)

G_END_DECLS
