#!/usr/bin/python3
"""Shows tray icons as a desktop's panel would, and clicks on their menus.

Owns org.kde.StatusNotifierWatcher on the session bus. Prints one line for each thing that
happens. A line `menu` on stdin prints the menu of the newest icon as JSON, a line `click LABEL`
clicks an item of it.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


def say(*words):
    print(*words, flush=True)


class Watcher(dbus.service.Object):
    """The watcher's side of the StatusNotifierItem protocol."""

    def __init__(self, bus):
        super().__init__(bus, "/StatusNotifierWatcher")
        self.bus = bus
        self.items = []

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        # The argument is a path, or a bus name whose path is the usual one.
        if service.startswith("/"):
            self.items.append((sender, service))
        else:
            self.items.append((service, "/StatusNotifierItem"))
        say("registered", *self.items[-1])

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([a + b for a, b in self.items], "s"),
        }

    def layout(self):
        """The newest icon's menu: its proxy, and its entries in order."""
        name, path = self.items[-1]
        item = self.bus.get_object(name, path)
        menu_path = item.Get(ITEM, "Menu", dbus_interface=PROPERTIES)
        menu = dbus.Interface(self.bus.get_object(name, menu_path), MENU)
        menu.AboutToShow(dbus.Int32(0))
        _revision, (_root, _properties, children) = menu.GetLayout(0, -1, dbus.Array([], "s"))
        return menu, [(int(child[0]), child[1]) for child in children]

    def told(self, properties):
        """An entry as a panel draws it."""
        if properties.get("type") == "separator":
            return {"separator": True}
        entry = {"label": str(properties.get("label", ""))}
        if not properties.get("enabled", True):
            entry["enabled"] = False
        if "toggle-state" in properties:
            entry["checked"] = int(properties["toggle-state"]) == 1
        return entry

    def menu(self):
        _menu, entries = self.layout()
        seen = [properties for _id, properties in entries if properties.get("visible", True)]
        say("menu", json.dumps([self.told(properties) for properties in seen]))

    def click(self, label):
        menu, entries = self.layout()
        wanted = [id for id, properties in entries if properties.get("label") == label]
        if not wanted:
            say("missing", label)
            return
        menu.Event(wanted[0], "clicked", dbus.Int32(0, variant_level=1), dbus.UInt32(0))
        say("clicked", label)


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    watcher = Watcher(bus)
    # Kept alive here: the name goes when this value does.
    name = dbus.service.BusName(WATCHER, bus, do_not_queue=True)
    loop = GLib.MainLoop()

    def on_line(source, _condition):
        line = source.readline()
        if not line:
            loop.quit()
            return False
        verb, _, rest = line.strip().partition(" ")
        try:
            if verb == "click":
                watcher.click(rest)
            elif verb == "menu":
                watcher.menu()
        except (dbus.DBusException, IndexError) as error:
            say("failed", error)
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)
    say("ready", name.get_name())
    loop.run()


main()
