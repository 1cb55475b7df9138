/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-interface-icon.h"

/* Of the icon theme that GNOME has. */
static const struct
{
  const char *kind;
  const char *icon_name;
} icons[] = {
  { "loopback", "computer-symbolic" },
  { "ethernet", "network-wired-symbolic" },
  { "wifi", "network-wireless-symbolic" },
  { "wireguard", "network-vpn-symbolic" },
  { "tun", "network-vpn-symbolic" },
  { "veth", "np-container-symbolic" },
};

/**
 * netop_interface_icon_get_name:
 *
 * Returns: (transfer none): the name of an icon for its kind, or one for any
 */
const char *
netop_interface_icon_get_name (const NetopInterface *facts)
{
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (netop_interface_has_kind (facts, icons[i].kind))
      return icons[i].icon_name;
  return "np-interfaces-symbolic";
}
