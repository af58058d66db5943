"""Runs a command on a terminal of its own, and types answers as somebody would.

Usage: python terminal.py '{"command": [...], "cwd": "…", "env": {…}, "steps": [["what it shows", "what is typed"], …]}'

Each step waits until the text shows, behind what the step before has seen. One line of JSON goes to stdout: what was
shown, without control sequences, and the exit code. A step that never comes ends the command, and is named.
"""

import json
import os
import pty
import re
import select
import signal
import struct
import sys
import fcntl
import termios
import time

LIMIT_SECONDS = 240
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


def main():
    told = json.loads(sys.argv[1])
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(told["cwd"])
        os.execvpe(told["command"][0], told["command"], told["env"])
    # Wide, so that nothing is wrapped.
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))
    shown, seen, missing = "", 0, None
    steps = [tuple(step) for step in told["steps"]]
    deadline = time.monotonic() + LIMIT_SECONDS
    raw = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            missing = steps[0][0] if steps else "its end"
            os.kill(child, signal.SIGKILL)
            break
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if part == b"":
            break
        raw += part
        shown = CONTROL.sub("", raw.decode("utf-8", "replace"))
        while steps and (at := shown.find(steps[0][0], seen)) >= 0:
            wanted, answer = steps.pop(0)
            seen = at + len(wanted)
            os.write(terminal, answer.encode())
    _, status = os.waitpid(child, 0)
    if steps and missing is None:
        missing = steps[0][0]
    print(json.dumps({"shown": shown, "code": os.waitstatus_to_exitcode(status), "missing": missing}))


main()
