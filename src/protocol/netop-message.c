/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-message-codec.h"

#include "netop-frame.h"
#include "netop-tick-part.h"

/* version, byte order, tier, uid, ring, real-time refused, privileged, local inferred, start monotonic and real, boot,
 * namespace, host, os, kernel, boot id, interface, reason, missing */
#define HELLO_TYPE "(uuuuubbbxxxtsssssss)"
#define BYE_TYPE "(us)"
#define INTERVAL_TYPE "(u)"
#define EMPTY_TYPE "()"

/* As the sender's machine stores numbers: read with the other order neither value is 1 or 2. */
#define BYTE_ORDER_LITTLE 1
#define BYTE_ORDER_BIG 2
#define BYTE_ORDER_HERE (G_BYTE_ORDER == G_LITTLE_ENDIAN ? BYTE_ORDER_LITTLE : BYTE_ORDER_BIG)

G_DEFINE_QUARK (netop - protocol - error - quark, netop_protocol_error)

static GVariant *
new_string (const char *text)
{
  return g_variant_new_take_string (g_utf8_make_valid (text != NULL ? text : "", -1));
}

/**
 * netop_hello_clear:
 *
 * Frees its strings.
 */
void
netop_hello_clear (NetopHello *self)
{
  g_clear_pointer (&self->host_name, g_free);
  g_clear_pointer (&self->os_name, g_free);
  g_clear_pointer (&self->kernel, g_free);
  g_clear_pointer (&self->boot_id, g_free);
  g_clear_pointer (&self->interface_name, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->missing, g_free);
}

/**
 * netop_bye_clear:
 *
 * Frees its text.
 */
void
netop_bye_clear (NetopBye *self)
{
  g_clear_pointer (&self->text, g_free);
}

static GBytes *
new_empty (NetopMessageType type)
{
  return netop_frame_new (type, g_variant_new_tuple (NULL, 0));
}

/**
 * netop_begun_encode:
 *
 * Returns: (transfer full): the frame
 */
GBytes *
netop_begun_encode (void)
{
  return new_empty (NETOP_MESSAGE_BEGUN);
}

/**
 * netop_hello_encode:
 * @self: its version and byte order are not read: they are this program's. Strings may be %NULL and need not be
 *   UTF-8
 *
 * Returns: (transfer full): the frame
 */
GBytes *
netop_hello_encode (const NetopHello *self)
{
  GVariant *children[] = {
    g_variant_new_uint32 (NETOP_PROTOCOL_VERSION),
    g_variant_new_uint32 (BYTE_ORDER_HERE),
    g_variant_new_uint32 (self->tier),
    g_variant_new_uint32 (self->uid_served),
    g_variant_new_uint32 (self->ring_bytes),
    g_variant_new_boolean (self->realtime_refused),
    g_variant_new_boolean (self->privileged),
    g_variant_new_boolean (self->local_inferred),
    g_variant_new_int64 (self->start_mono_us),
    g_variant_new_int64 (self->start_real_us),
    g_variant_new_int64 (self->boot_real_us),
    g_variant_new_uint64 (self->namespace_inode),
    new_string (self->host_name),
    new_string (self->os_name),
    new_string (self->kernel),
    new_string (self->boot_id),
    new_string (self->interface_name),
    new_string (self->reason),
    new_string (self->missing),
  };

  return netop_frame_new (NETOP_MESSAGE_HELLO, g_variant_new_tuple (children, G_N_ELEMENTS (children)));
}

/**
 * netop_bye_encode:
 *
 * Returns: (transfer full): the frame
 */
GBytes *
netop_bye_encode (const NetopBye *self)
{
  return netop_frame_new (NETOP_MESSAGE_BYE, g_variant_new ("(u@s)", (guint32)self->reason, new_string (self->text)));
}

/**
 * netop_command_encode:
 *
 * Returns: (transfer full): the frame
 */
GBytes *
netop_command_encode (const NetopCommand *self)
{
  if (self->type == NETOP_MESSAGE_INTERVAL)
    return netop_frame_new (self->type, g_variant_new (INTERVAL_TYPE, self->interval_ms));

  g_assert (self->type == NETOP_MESSAGE_STOP);
  return new_empty (self->type);
}

/**
 * netop_message_get_type:
 * @type: as it came
 *
 * Returns: (nullable): the type of the body, %NULL for a message that is not known
 */
const GVariantType *
netop_message_get_type (uint32_t type)
{
  switch (type)
    {
    case NETOP_MESSAGE_HELLO:
      return G_VARIANT_TYPE (HELLO_TYPE);
    case NETOP_MESSAGE_TICK:
      return netop_tick_part_get_type ();
    case NETOP_MESSAGE_BYE:
      return G_VARIANT_TYPE (BYE_TYPE);
    case NETOP_MESSAGE_INTERVAL:
      return G_VARIANT_TYPE (INTERVAL_TYPE);
    case NETOP_MESSAGE_BEGUN:
    case NETOP_MESSAGE_STOP:
      return G_VARIANT_TYPE (EMPTY_TYPE);
    default:
      return NULL;
    }
}

static bool
is_time (int64_t time_us)
{
  return time_us >= 0 && time_us <= NETOP_TIME_MAX_US;
}

/**
 * netop_hello_read:
 * @body: of the type of a hello, in normal form
 *
 * Returns: whether it can be talked to
 */
bool
netop_hello_read (NetopHello *self,
                  GVariant   *body,
                  GError    **error)
{
  guint32  tier;
  gboolean realtime_refused, privileged, local_inferred;

  g_variant_get_child (body, 0, "u", &self->version);
  g_variant_get_child (body, 1, "u", &self->byte_order);
  if (self->version != NETOP_PROTOCOL_VERSION || self->byte_order != BYTE_ORDER_HERE)
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_VERSION, "The helper speaks version %u (byte order %u) of the protocol, this program version %u (byte order %u): install both from one package", self->version, self->byte_order, NETOP_PROTOCOL_VERSION, BYTE_ORDER_HERE);
      return false;
    }

  g_variant_get (body, HELLO_TYPE, NULL, NULL, &tier, &self->uid_served, &self->ring_bytes, &realtime_refused, &privileged, &local_inferred, &self->start_mono_us, &self->start_real_us, &self->boot_real_us, &self->namespace_inode, &self->host_name, &self->os_name, &self->kernel, &self->boot_id, &self->interface_name, &self->reason, &self->missing);
  self->realtime_refused = realtime_refused;
  self->privileged = privileged;
  self->local_inferred = local_inferred;
  if (tier > NETOP_TIER_FILE)
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "The helper names an unknown way to capture (%u)", tier);
      return false;
    }

  if (!is_time (self->start_mono_us) || !is_time (self->start_real_us) || !is_time (self->boot_real_us))
    {
      g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "The helper names an impossible time as its start");
      return false;
    }

  self->tier = (NetopTier)tier;
  return true;
}

/**
 * netop_bye_read:
 * @body: of the type of a bye, in normal form
 *
 * A reason that is not known becomes %NETOP_BYE_FAILED: the text still says what happened.
 *
 * Returns: %true
 */
bool
netop_bye_read (NetopBye *self,
                GVariant *body,
                GError  **error)
{
  guint32 reason;

  g_variant_get (body, BYE_TYPE, &reason, &self->text);
  self->reason = reason <= NETOP_BYE_FAILED ? (NetopByeReason)reason : NETOP_BYE_FAILED;
  return true;
}

/**
 * netop_command_read:
 * @body: of the type of @type, in normal form
 *
 * Returns: whether it can be done
 */
bool
netop_command_read (NetopCommand    *self,
                    NetopMessageType type,
                    GVariant        *body,
                    GError         **error)
{
  *self = (NetopCommand){ .type = type };
  if (type != NETOP_MESSAGE_INTERVAL)
    return true;

  g_variant_get (body, INTERVAL_TYPE, &self->interval_ms);
  if (self->interval_ms >= NETOP_INTERVAL_MIN_MS && self->interval_ms <= NETOP_INTERVAL_MAX_MS)
    return true;

  g_set_error (error, NETOP_PROTOCOL_ERROR, NETOP_PROTOCOL_ERROR_MALFORMED, "An interval of %u ms is not between %d and %d", self->interval_ms, NETOP_INTERVAL_MIN_MS, NETOP_INTERVAL_MAX_MS);
  return false;
}

/**
 * netop_incoming_clear:
 *
 * Frees what the message holds; a tick that was taken out of it has been replaced by %NULL.
 */
void
netop_incoming_clear (NetopIncoming *self)
{
  netop_hello_clear (&self->hello);
  netop_bye_clear (&self->bye);
  g_clear_pointer (&self->tick, netop_tick_free);
  *self = (NetopIncoming){ 0 };
}
