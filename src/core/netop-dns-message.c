/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-dns-message.h"

#include "netop-cursor.h"

/* Own code, and not a library's. ldns (Debian has it, and Fedora) makes each record a tree of allocations before one can
 * look at it, and takes a message whole or not at all; c-ares has had records since 1.28, and Debian 12 has 1.18. What is
 * seen by capturing is cut, broken and hostile as a rule: of that the part that makes sense is wanted, in place, with the
 * cursor that everything else here reads foreign bytes with. */

#define FLAG_RESPONSE 0x8000
#define FLAG_TRUNCATED 0x0200
#define OPCODE_SHIFT 11
#define OPCODE_MASK 0xf
#define RCODE_MASK 0xf
#define CLASS_MASK 0x7fff       /* the uppermost bit asks for an answer to oneself, or says to forget others: RFC 6762, 18 */
#define EXTENDED_RCODE_SHIFT 20 /* of the upper byte of what is else the time to live, above four bits: RFC 6891, 6.1.3 */

static NetopCursor
cursor_at (const NetopDnsMessage *self,
           uint32_t               position)
{
  return (NetopCursor){ self->bytes + position, self->length - position };
}

static bool
read_header (NetopDnsMessage *self)
{
  NetopCursor cursor = cursor_at (self, 0);
  uint16_t    flags;

  if (!netop_cursor_read_u16 (&cursor, &self->id) || !netop_cursor_read_u16 (&cursor, &flags) ||
      !netop_cursor_read_u16 (&cursor, &self->n_questions) ||
      !netop_cursor_read_u16 (&cursor, &self->n_records[NETOP_DNS_SECTION_ANSWER]) ||
      !netop_cursor_read_u16 (&cursor, &self->n_records[NETOP_DNS_SECTION_AUTHORITY]) ||
      !netop_cursor_read_u16 (&cursor, &self->n_records[NETOP_DNS_SECTION_ADDITIONAL]))
    return false;

  self->is_response = (flags & FLAG_RESPONSE) != 0;
  self->is_truncated = (flags & FLAG_TRUNCATED) != 0;
  self->opcode = (flags >> OPCODE_SHIFT) & OPCODE_MASK;
  self->rcode = flags & RCODE_MASK;
  self->first_record = self->length - cursor.left;
  return true;
}

static bool
read_question (NetopDnsMessage *self,
               NetopDnsName    *name,
               uint16_t        *type,
               uint16_t *class)
{
  uint32_t    position = self->first_record;
  NetopCursor cursor;

  if (!netop_dns_name_read (name, self->bytes, self->length, &position))
    return false;

  cursor = cursor_at (self, position);
  if (!netop_cursor_read_u16 (&cursor, type) || !netop_cursor_read_u16 (&cursor, class))
    return false;

  *class &= CLASS_MASK;
  self->first_record = self->length - cursor.left;
  return true;
}

static bool
read_questions (NetopDnsMessage *self)
{
  NetopDnsName further;
  uint16_t     type, class;

  for (guint i = 0; i < self->n_questions; i++)
    {
      if (i == 0 ? !read_question (self, &self->name, &self->type, &self->class) : !read_question (self, &further, &type, &class))
        return false;
      self->has_question = true;
    }
  return true;
}

static void
look_at_records (NetopDnsMessage *self)
{
  NetopDnsRecordIter iter;
  NetopDnsRecord     record;

  netop_dns_record_iter_init (&iter, self);
  while (netop_dns_record_iter_next (&iter, &record))
    {
      if (record.type == NETOP_DNS_TYPE_OPT && record.section == NETOP_DNS_SECTION_ADDITIONAL)
        self->rcode = (uint16_t)((self->rcode & RCODE_MASK) | (record.ttl_s >> EXTENDED_RCODE_SHIFT & ~(uint32_t)RCODE_MASK));
    }
  self->is_partial = iter.section < NETOP_DNS_N_SECTIONS;
}

/**
 * netop_dns_message_read:
 * @self: (out): meaningful only if it could be read
 * @bytes: (array length=length): outlive @self
 *
 * Reads header and question, and as many of the records as there are. Allocates nothing.
 *
 * Returns: false where there is no header, or no question where it promises one
 */
bool
netop_dns_message_read (NetopDnsMessage *self,
                        const uint8_t   *bytes,
                        uint32_t         length)
{
  *self = (NetopDnsMessage){ .bytes = bytes, .length = length };
  if (!read_header (self))
    return false;
  if (!read_questions (self))
    {
      /* Of several the first is what is looked at, and no record can be found behind one that is broken. */
      self->is_partial = true;
      self->first_record = length;
      return self->has_question;
    }

  look_at_records (self);
  return true;
}

/**
 * netop_dns_record_iter_init:
 * @self: (out): before the first record of @message
 */
void
netop_dns_record_iter_init (NetopDnsRecordIter    *self,
                            const NetopDnsMessage *message)
{
  *self = (NetopDnsRecordIter){ .message = message, .position = message->first_record };
}

/**
 * netop_dns_record_iter_next:
 * @record: (out):
 *
 * Returns: false after the last record, or where what follows is none
 */
bool
netop_dns_record_iter_next (NetopDnsRecordIter *self,
                            NetopDnsRecord     *record)
{
  const NetopDnsMessage *message = self->message;
  uint32_t               position = self->position;
  NetopCursor            cursor;

  while (self->section < NETOP_DNS_N_SECTIONS && self->n_read == message->n_records[self->section])
    {
      self->section++;
      self->n_read = 0;
    }
  if (self->section == NETOP_DNS_N_SECTIONS || !netop_dns_name_read (&record->name, message->bytes, message->length, &position))
    return false;

  cursor = cursor_at (message, position);
  if (!netop_cursor_read_u16 (&cursor, &record->type) || !netop_cursor_read_u16 (&cursor, &record->class) ||
      !netop_cursor_read_u32 (&cursor, &record->ttl_s) || !netop_cursor_read_u16 (&cursor, &record->data_length))
    return false;

  record->section = (NetopDnsSection)self->section;
  record->class &= CLASS_MASK;
  record->data = message->length - cursor.left;
  if (!netop_cursor_skip (&cursor, record->data_length))
    return false;

  self->position = message->length - cursor.left;
  self->n_read++;
  return true;
}
