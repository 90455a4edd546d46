#!/usr/bin/python3
"""Shows notifications as a desktop would.

Owns org.freedesktop.Notifications on the session bus. Its arguments are what it can do. Prints one
line for each thing that is asked of it. The line `press ID` on stdin presses a notification.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

SERVICE = "org.freedesktop.Notifications"


def say(*words):
    print(*words, flush=True)


class Host(dbus.service.Object):
    """The service's side of the specification."""

    def __init__(self, bus, can):
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.can = can
        self.last = 0

    @dbus.service.method(SERVICE, out_signature="as")
    def GetCapabilities(self):
        return dbus.Array(self.can, signature="s")

    @dbus.service.method(SERVICE, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, _expires):
        self.last = replaces or self.last + 1
        entry = str(hints.get("desktop-entry", ""))
        say("shown", json.dumps([int(self.last), str(app), str(icon), str(title), str(body), [str(one) for one in actions], entry]))
        return dbus.UInt32(self.last)

    @dbus.service.method(SERVICE, in_signature="u")
    def CloseNotification(self, number):
        say("closed", number)
        self.NotificationClosed(number, dbus.UInt32(3))

    @dbus.service.signal(SERVICE, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(SERVICE, signature="uu")
    def NotificationClosed(self, number, why):
        pass


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    host = Host(bus, sys.argv[1:])
    # Kept alive here: the name goes when this value does.
    name = dbus.service.BusName(SERVICE, bus, do_not_queue=True)
    loop = GLib.MainLoop()

    def on_line(source, _condition):
        line = source.readline()
        if not line:
            loop.quit()
            return False
        _, _, number = line.strip().partition(" ")
        host.ActionInvoked(dbus.UInt32(int(number)), "default")
        host.NotificationClosed(dbus.UInt32(int(number)), dbus.UInt32(2))
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)
    say("ready", name.get_name())
    loop.run()


main()
