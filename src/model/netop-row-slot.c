/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-row-slot.h"

/* One position of a table. A list view holds on to the objects of its model; by giving it positions instead of
 * processes, a re-sort changes no object, and nothing has to be bound again. */

struct _NetopRowSlot
{
  GObject parent_instance;

  guint position;
};

G_DEFINE_FINAL_TYPE (NetopRowSlot, netop_row_slot, G_TYPE_OBJECT)

static void
netop_row_slot_class_init (NetopRowSlotClass *klass)
{
}

static void
netop_row_slot_init (NetopRowSlot *self)
{
}

/**
 * netop_row_slot_new:
 *
 * Returns: (transfer full): the slot of @position
 */
NetopRowSlot *
netop_row_slot_new (guint position)
{
  NetopRowSlot *self = g_object_new (NETOP_TYPE_ROW_SLOT, NULL);

  self->position = position;

  return self;
}

/**
 * netop_row_slot_get_position:
 *
 * Returns: the position it stands for; it never changes
 */
guint
netop_row_slot_get_position (NetopRowSlot *self)
{
  g_return_val_if_fail (NETOP_IS_ROW_SLOT (self), 0);

  return self->position;
}
