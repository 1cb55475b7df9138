/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include "netop-address.h"
#include "netop-dns-name.h"

G_BEGIN_DECLS

/* Of those that are treated by name (www.iana.org/assignments/dns-parameters). */
enum {
  NETOP_DNS_TYPE_A = 1,
  NETOP_DNS_TYPE_NS = 2,
  NETOP_DNS_TYPE_CNAME = 5,
  NETOP_DNS_TYPE_SOA = 6,
  NETOP_DNS_TYPE_PTR = 12,
  NETOP_DNS_TYPE_MX = 15,
  NETOP_DNS_TYPE_TXT = 16,
  NETOP_DNS_TYPE_AAAA = 28,
  NETOP_DNS_TYPE_NB = 32, /* of NetBIOS: RFC 1002, 4.2.1.3 */
  NETOP_DNS_TYPE_SRV = 33,
  NETOP_DNS_TYPE_DNAME = 39,
  NETOP_DNS_TYPE_OPT = 41,
  NETOP_DNS_TYPE_SVCB = 64,
  NETOP_DNS_TYPE_HTTPS = 65,
  NETOP_DNS_TYPE_ANY = 255,
  NETOP_DNS_TYPE_CAA = 257,
};

enum {
  NETOP_DNS_RCODE_NOERROR = 0,
  NETOP_DNS_RCODE_SERVFAIL = 2,
  NETOP_DNS_RCODE_NXDOMAIN = 3,
  NETOP_DNS_RCODE_REFUSED = 5,
};

enum {
  NETOP_DNS_OPCODE_QUERY = 0,
};

typedef enum {
  NETOP_DNS_SECTION_ANSWER,
  NETOP_DNS_SECTION_AUTHORITY,
  NETOP_DNS_SECTION_ADDITIONAL,
  NETOP_DNS_N_SECTIONS,
} NetopDnsSection;

/**
 * NetopDnsMessage:
 * @bytes: borrowed
 * @rcode: with the upper bits that an OPT record has
 * @has_question: then @name, @type and @class are of the first one
 * @n_questions: as the header says
 * @n_records: as the header says, by section
 * @first_record: where the records begin
 * @is_partial: it ends, or makes no sense, before it has all that its header says
 *
 * A DNS message (RFC 1035, 4.1), or one of what is built like it: mDNS, LLMNR, NetBIOS names. A plain value that lives
 * as long as its bytes; any thread.
 */
typedef struct
{
  const uint8_t *bytes;
  uint32_t       length;
  uint16_t       id;
  uint16_t       rcode;
  uint8_t        opcode;
  bool           is_response;
  bool           is_truncated;
  bool           has_question;
  bool           is_partial;
  uint16_t       type;
  uint16_t class;
  uint16_t     n_questions;
  uint16_t     n_records[NETOP_DNS_N_SECTIONS];
  uint32_t     first_record;
  NetopDnsName name;
} NetopDnsMessage;

/**
 * NetopDnsRecord:
 * @data: where its data begin in the message
 *
 * A resource record, without its data.
 */
typedef struct
{
  NetopDnsSection section;
  NetopDnsName    name;
  uint16_t        type;
  uint16_t class;
  uint32_t ttl_s;
  uint32_t data;
  uint16_t data_length;
} NetopDnsRecord;

/**
 * NetopDnsRecordIter:
 *
 * A place among the records of a message, which outlives it.
 */
typedef struct
{
  const NetopDnsMessage *message;
  uint32_t               position;
  uint32_t               n_read; /* of the section */
  guint                  section;
} NetopDnsRecordIter;

bool netop_dns_message_read (NetopDnsMessage *self, const uint8_t *bytes, uint32_t length) G_GNUC_WARN_UNUSED_RESULT;
void netop_dns_record_iter_init (NetopDnsRecordIter *self, const NetopDnsMessage *message);
bool netop_dns_record_iter_next (NetopDnsRecordIter *self, NetopDnsRecord *record);

/* netop-dns-record.c */
bool  netop_dns_record_get_address (const NetopDnsRecord *self, const NetopDnsMessage *message, NetopAddress *address);
char *netop_dns_record_to_text (const NetopDnsRecord *self, const NetopDnsMessage *message) G_GNUC_WARN_UNUSED_RESULT;

/* netop-dns-words.c */
const char *netop_dns_format_type (uint16_t type, char *buffer, size_t buffer_size);
const char *netop_dns_format_rcode (uint16_t rcode, char *buffer, size_t buffer_size);

G_END_DECLS
