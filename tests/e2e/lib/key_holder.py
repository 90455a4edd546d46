#!/usr/bin/python3
"""Another program that has taken Ctrl+Shift+Space, until its standard input ends."""
import ctypes
import sys
import time

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
for name in ("XDefaultRootWindow", "XSync", "XStringToKeysym", "XKeysymToKeycode", "XGrabKey"):
    getattr(x, name).restype = ctypes.c_ulong
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = ctypes.c_ulong(x.XDefaultRootWindow(display))
space = x.XKeysymToKeycode(display, ctypes.c_ulong(x.XStringToKeysym(b"space")))
CONTROL_AND_SHIFT, ASYNC = 1 << 2 | 1 << 0, 1
refused = []
# Kept: the X library calls it for as long as this runs.
note = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: refused.append(1) or 0)
x.XSetErrorHandler(note)
# Who held it before has perhaps only just ended.
for _ in range(100):
    refused.clear()
    x.XGrabKey(display, int(space), CONTROL_AND_SHIFT, root, 0, ASYNC, ASYNC)
    x.XSync(display, 0)
    if not refused:
        break
    time.sleep(0.1)
else:
    sys.exit("Another program holds Ctrl+Shift+Space.")
print("held", flush=True)
sys.stdin.read()
