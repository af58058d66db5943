"""Serves MiniStack over TLS on one loopback port, for as long as the process that started it lives.

Usage: python serve.py '{"port": 0, "folder": "…", "keep": true, "judged": "…"}'

MiniStack's own command binds port 443 as well, needs to be told a port that is free, and outlives its parent. Here
the socket is opened first (port 0 picks a free one), the end of stdin means that the parent is gone, and the process
group, which holds the Lambda workers too, ends with this process. Its last act is to kill that group, so an orderly
stop shows as SIGKILL.

One line of JSON goes to stdout, {"port": N} once folder and port are ours, else {"error": "…", "reason": "…"}. After a line
on stdin, which says that the folder has been prepared, serving begins and all output goes to ministack.log in there.
"""

import asyncio
import fcntl
import json
import os
import runpy
import shutil
import signal
import socket
import sys
import threading
import time

# A predecessor that is still saving its state holds the folder's lock for this long at most.
LOCK_WAIT_SECONDS = 8
STOP_SECONDS = 5


def end_group():
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def stop_when_parent_goes():
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    end_group()


def lock(folder):
    handle = open(os.path.join(folder, "lock"), "a")
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def listen(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    return listener


async def serve(listener, judged):
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config

    from ministack.app import app

    for taught in ("conditions.py", "actions.py"):
        runpy.run_path(beside(taught))["teach"]()
    if judged is not None:
        runpy.run_path(beside("judged.py"))["note_into"](judged)
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.certfile = os.environ["MINISTACK_SSL_CERT"]
    config.keyfile = os.environ["MINISTACK_SSL_KEY"]
    config.keep_alive_timeout = 75

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    async def stopped():
        await stop.wait()
        # A call that still runs would hold its connection, and with it the stop, until it is done.
        workers = sys.modules.get("ministack.core.lambda_runtime")
        if workers is not None:
            await asyncio.to_thread(workers.reset)

    await hypercorn_serve(app, config, shutdown_trigger=stopped)


def beside(name):
    return os.path.join(os.path.dirname(__file__), name)


def main():
    # What is kept includes the values of secrets.
    os.umask(0o077)
    options = json.loads(sys.argv[1])
    folder = options["folder"]

    def tell(message):
        print(json.dumps(message), flush=True)

    try:
        held = lock(folder)
    except BlockingIOError as error:
        tell({"reason": "folder", "error": str(error)})
        sys.exit(1)
    try:
        listener = listen(options["port"])
    except (OSError, OverflowError) as error:
        tell({"reason": "port", "error": str(error)})
        sys.exit(1)
    port = listener.getsockname()[1]
    os.environ["GATEWAY_PORT"] = str(port)
    tell({"port": port})
    if os.read(0, 1) == b"":
        sys.exit(1)

    threading.Thread(target=stop_when_parent_goes, daemon=True).start()
    log = os.open(os.path.join(folder, "ministack.log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    # A failure leaves the folder with its log to the parent, which tells of it.
    asyncio.run(serve(listener, options.get("judged")))
    if not options["keep"]:
        shutil.rmtree(folder, ignore_errors=True)
    held.close()
    end_group()


main()
