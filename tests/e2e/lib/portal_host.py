#!/usr/bin/python3
"""A desktop's portal for global shortcuts, as on Wayland.

Owns org.freedesktop.portal.Desktop on the session bus. Prints one line for each thing that is asked
of it. Its first argument is how it answers: `grants` the keys that are wanted, `other` ones, `denies`
them, `waits` until the line `grant` or `deny` comes, or is `old` and has no such portal. Lines on stdin:
`press`, `change TRIGGER`, `close`.
"""

import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

DESKTOP = "org.freedesktop.portal.Desktop"
PLACE = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REGISTRY = "org.freedesktop.host.portal.Registry"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"


def say(*words):
    print(*words, flush=True)


def place_of(kind, sender, token):
    return f"{PLACE}/{kind}/{sender[1:].replace('.', '_')}/{token}"


class Request(dbus.service.Object):
    """Its answer is a signal."""

    @dbus.service.signal(REQUEST, signature="ua{sv}")
    def Response(self, response, results):
        pass


class Session(dbus.service.Object):
    """What a program holds while it has keys."""

    @dbus.service.method(SESSION)
    def Close(self):
        say("closed")
        self.remove_from_connection()

    @dbus.service.signal(SESSION)
    def Closed(self):
        pass


class Base(dbus.service.Object):
    """What every portal has."""

    @dbus.service.method(REGISTRY, in_signature="sa{sv}")
    def Register(self, app, _options):
        say("registered", app)


class Portal(Base):
    """The one for shortcuts."""

    def __init__(self, bus, way):
        super().__init__(bus, PLACE)
        self.bus = bus
        self.way = way
        self.session = None
        self.waits = None

    def answer(self, request, response, results):
        GLib.idle_add(lambda: request.Response(dbus.UInt32(response), dbus.Dictionary(results, signature="sv")) and False)

    @dbus.service.method(SHORTCUTS, in_signature="a{sv}", out_signature="o", sender_keyword="sender")
    def CreateSession(self, options, sender=None):
        place = place_of("request", sender, options["handle_token"])
        at = place_of("session", sender, options["session_handle_token"])
        self.session = Session(self.bus, at)
        self.answer(Request(self.bus, place), 0, {"session_handle": dbus.String(at)})
        return dbus.ObjectPath(place)

    @dbus.service.method(SHORTCUTS, in_signature="oa(sa{sv})sa{sv}", out_signature="o", sender_keyword="sender")
    def BindShortcuts(self, _session, shortcuts, _parent, options, sender=None):
        ((name, wanted),) = shortcuts
        say("asked", name, wanted["preferred_trigger"], wanted["description"])
        place = place_of("request", sender, options["handle_token"])
        self.waits = Request(self.bus, place), wanted["preferred_trigger"]
        if self.way != "waits":
            self.decide(self.way)
        return dbus.ObjectPath(place)

    def decide(self, way):
        request, trigger = self.waits
        if way in ("denies", "deny"):
            self.answer(request, 1, {})
        else:
            self.answer(request, 0, {"shortcuts": self.given("Ctrl+Alt+Q" if way == "other" else trigger)})

    def given(self, trigger):
        words = dbus.Dictionary({"trigger_description": dbus.String(trigger)}, signature="sv")
        return dbus.Array([dbus.Struct(("ask", words), signature="sa{sv}")], signature="(sa{sv})")

    @dbus.service.signal(SHORTCUTS, signature="osta{sv}")
    def Activated(self, session, name, at, options):
        pass

    @dbus.service.signal(SHORTCUTS, signature="oa(sa{sv})")
    def ShortcutsChanged(self, session, shortcuts):
        pass

    def obey(self, verb, rest):
        at = self.session and dbus.ObjectPath(self.session.__dbus_object_path__)
        if verb == "press":
            self.Activated(at, "ask", dbus.UInt64(1), dbus.Dictionary({}, signature="sv"))
        elif verb == "change":
            self.ShortcutsChanged(at, self.given(rest))
        elif verb == "close":
            self.session.Closed()
        else:
            self.decide(verb)


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    way = sys.argv[1]
    portal = Base(bus, PLACE) if way == "old" else Portal(bus, way)
    # Kept alive here: the name goes when this value does.
    name = dbus.service.BusName(DESKTOP, bus, do_not_queue=True)
    loop = GLib.MainLoop()

    def on_line(source, _condition):
        line = source.readline()
        if not line:
            loop.quit()
            return False
        portal.obey(*line.strip().partition(" ")[::2])
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)
    say("ready", name.get_name())
    loop.run()


main()
