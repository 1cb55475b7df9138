# SPDX-License-Identifier: MIT
# Copyright 2026 The netoproc authors
"""An authentication agent that answers by itself, in place of a user before a dialog. Root.

usage: polkit_agent.py PID approve|dismiss|fail

Prints "registered", and a line with action and message of each question.
"""

import os
import sys

from gi.repository import Gio, GLib

AUTHORITY = ("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority", "org.freedesktop.PolicyKit1.Authority")
PATH = "/org/netoproc/Netoproc/TestAgent"
INTERFACE = """<node><interface name='org.freedesktop.PolicyKit1.AuthenticationAgent'>
<method name='BeginAuthentication'>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='a{ss}' direction='in'/><arg type='s' direction='in'/><arg type='a(sa{sv})' direction='in'/></method>
<method name='CancelAuthentication'><arg type='s' direction='in'/></method></interface></node>"""


class Agent:
    def __init__(self, pid, answer):
        self.answer = answer
        self.bus = Gio.bus_get_sync(Gio.BusType.SYSTEM, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.bus.register_object(PATH, node.interfaces[0], self.take_call, None, None)
        self.call("RegisterAuthenticationAgent", GLib.Variant("((sa{sv})ss)", (find_subject(pid), "C", PATH)))
        print("registered", flush=True)

    def call(self, method, parameters):
        self.bus.call_sync(*AUTHORITY, method, parameters, None, 0, -1, None)

    def take_call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        values = parameters.unpack()
        if method != "BeginAuthentication":
            invocation.return_value(None)
            return
        print("asked", values[0], values[1], flush=True)
        if self.answer == "approve":
            identity = ("unix-user", {"uid": GLib.Variant("u", 0)})
            self.call("AuthenticationAgentResponse2", GLib.Variant("(us(sa{sv}))", (os.getuid(), values[4], identity)))
        if self.answer == "dismiss":
            invocation.return_dbus_error("org.freedesktop.PolicyKit1.Error.Cancelled", "dismissed")
        else:
            invocation.return_value(None)


def find_subject(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        start = int(file.read().rsplit(")", 1)[1].split()[19])
    uid = os.stat(f"/proc/{pid}").st_uid
    return "unix-process", {"pid": GLib.Variant("u", pid), "start-time": GLib.Variant("t", start), "uid": GLib.Variant("i", uid)}


if __name__ == "__main__":
    Agent(int(sys.argv[1]), sys.argv[2])
    GLib.MainLoop().run()
