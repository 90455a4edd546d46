#!/usr/bin/python3
"""What a screen reader finds in the program's window: `role name` of each object, indented by depth.

Reads the accessibility bus of this session once. The first argument is the program's process id.
"""

import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

MOST = 2000


def told(one, depth, left):
    """Prints an object and all in it, as long as there is room."""
    if one is None or left[0] <= 0:
        return
    left[0] -= 1
    print(f"{'  ' * depth}{one.get_role_name()}\t{one.get_name() or ''}")
    for index in range(one.get_child_count()):
        told(one.get_child_at_index(index), depth + 1, left)


def main():
    wanted = int(sys.argv[1])
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(index)
        if program is not None and program.get_process_id() == wanted:
            told(program, 0, [MOST])


main()
