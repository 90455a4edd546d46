#!/usr/bin/python3
"""Another program that has copied and selected a text, and counts how often anybody asks for either.

Arguments: the text, and `secret` where it calls it one as password managers do. Each line on stdin is
answered by one line of JSON: how often the clipboard and the selection were asked for, by target.
"""
import json
import os
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

TEXT = sys.argv[1]
SECRET = "secret" in sys.argv[2:]
asked = {"CLIPBOARD": [], "PRIMARY": []}

window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.realize()


def give(_widget, data, _info, _time):
    if data.get_target().name() == "x-kde-passwordManagerHint":
        data.set(data.get_target(), 8, b"secret")
    else:
        data.set_text(TEXT, -1)


def count(_widget, event):
    asked[event.selection.name()].append(event.target.name())
    return False


window.connect("selection-get", give)
window.connect("selection-request-event", count)
for selection in (Gdk.SELECTION_CLIPBOARD, Gdk.SELECTION_PRIMARY):
    names = ["UTF8_STRING", "STRING"] + (["x-kde-passwordManagerHint"] if SECRET else [])
    for name in names:
        Gtk.selection_add_target(window, selection, Gdk.Atom.intern(name, False), 0)
    if not Gtk.selection_owner_set(window, selection, Gdk.CURRENT_TIME):
        sys.exit("the selection cannot be had")
print(json.dumps(asked), flush=True)


def heard(_source, _condition):
    said = os.read(0, 4096).decode()
    if said == "":
        Gtk.main_quit()
        return False
    for _ in said.splitlines():
        print(json.dumps(asked), flush=True)
    return True


GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, heard)
Gtk.main()
