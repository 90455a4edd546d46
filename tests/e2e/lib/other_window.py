#!/usr/bin/python3
"""A window of another program, with two fields; the second has the keyboard.

Each line on stdin is answered by one line of JSON: what the fields hold, and which of them has the
keyboard (0, 1, or none). "clear" empties both first.
"""
import json
import os

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

window = Gtk.Window(title="Another program")
window.set_default_size(420, 120)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
fields = [Gtk.Entry(), Gtk.Entry()]
for field in fields:
    box.add(field)
window.add(box)
window.show_all()
fields[1].grab_focus()


def answer(line):
    if line == "clear":
        for field in fields:
            field.set_text("")
    focus = [i for i, field in enumerate(fields) if field.has_focus() and window.is_active()]
    print(json.dumps({"texts": [f.get_text() for f in fields], "focus": focus[0] if focus else None}), flush=True)


def heard(_source, _condition):
    said = os.read(0, 4096).decode()
    if said == "":
        Gtk.main_quit()
        return False
    for line in said.splitlines():
        answer(line.strip())
    return True


GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, heard)
Gtk.main()
