#!/usr/bin/python3
"""A keyboard: one client of the X server that presses keys for as long as a test runs.

A line such as "Control_L Shift_L space" presses these keys in that order and lets go of them in the
other; it is answered by "done". A program that is started anew for each key takes a while before it
presses one; this one is as quick as a person at their quickest.
"""
import ctypes
import sys
import time

x = ctypes.CDLL("libX11.so.6")
test = ctypes.CDLL("libXtst.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XStringToKeysym.restype = ctypes.c_ulong
display = ctypes.c_void_p(x.XOpenDisplay(None))

for line in sys.stdin:
    codes = [x.XKeysymToKeycode(display, ctypes.c_ulong(x.XStringToKeysym(name.encode()))) & 0xFF for name in line.split()]
    for down, keys in ((1, codes), (0, reversed(codes))):
        for code in keys:
            test.XTestFakeKeyEvent(display, code, down, ctypes.c_ulong(0))
            x.XSync(display, 0)
            time.sleep(0.004)
    print("done", flush=True)
