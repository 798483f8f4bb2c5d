#!/usr/bin/env python3
"""Local servers that are not for HTTP, for clients that run a password command.

Usage: sockets.py FOLDER PROTOCOL. As server.py, with a class of this file, and without `files`.
"""

import base64
import json
import os
import socketserver
import sys
from pathlib import Path

FOLDER, PROTOCOL = Path(sys.argv[1]), sys.argv[2]


def judge(login, token):
    """Logs a verdict, and returns whether the token is right. ssh sends an empty one if askpass fails."""
    accounts = json.loads((FOLDER / "accepted.json").read_text())
    is_right = any((one["login"], one["token"]) == (login, token) for one in accounts)
    report("ok" if is_right else "bad" if token else "none")
    return is_right


def report(verdict):
    """Logs a verdict, as server.py does."""
    with open(FOLDER / "log", "a") as log:
        log.write(f"{verdict} LOGIN -\n")


class Smtp(socketserver.StreamRequestHandler):
    """Takes mail after AUTH PLAIN. Source: RFC 5321 and RFC 4954."""

    def handle(self):
        self.say("220 ready")
        has_logged_in = False
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ")[0].upper()
            if command == "EHLO":
                self.say("250-a.test")
                self.say("250 AUTH PLAIN")
            elif command == "AUTH":
                _, login, token = base64.b64decode(line.split(" ")[2]).decode().split("\0")
                has_logged_in = judge(login, token)
                self.say("235 welcome" if has_logged_in else "535 no")
            elif command == "QUIT":
                return self.say("221 bye")
            elif not has_logged_in:
                self.say("530 log in first")
            elif command == "DATA":
                self.say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.say("250 taken")
            else:
                self.say("250 yes")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Postgres(socketserver.StreamRequestHandler):
    """Asks for a password in clear text, and answers every query with nothing. Source: "Message Formats" in the manual
    of PostgreSQL."""

    REFUSE_TLS = 80877103

    def handle(self):
        startup = self.startup()
        if int.from_bytes(startup[:4], "big") == self.REFUSE_TLS:
            self.wfile.write(b"N")
            startup = self.startup()
        words = startup[4:].split(b"\0")
        login = words[words.index(b"user") + 1].decode()
        self.say(b"R", (3).to_bytes(4, "big"))
        if self.rfile.read(1) != b"p":
            return
        if not judge(login, self.startup().rstrip(b"\0").decode()):
            return self.say(b"E", b"SFATAL\0C28P01\0Mpassword authentication failed\0\0")
        self.say(b"R", bytes(4))
        self.say(b"Z", b"I")
        while self.rfile.read(1) == b"Q":
            self.startup()
            self.say(b"C", b"SELECT 0\0")
            self.say(b"Z", b"I")

    def startup(self):
        """Reads a length and the bytes after it."""
        return self.rfile.read(int.from_bytes(self.rfile.read(4), "big") - 4)

    def say(self, kind, body):
        self.wfile.write(kind + (len(body) + 4).to_bytes(4, "big") + body)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def publish(port):
    """Writes the port to its file. The rename makes the file complete or absent."""
    (FOLDER / "port.new").write_text(str(port))
    os.rename(FOLDER / "port.new", FOLDER / "port")


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), globals()[PROTOCOL])
    publish(server.server_address[1])
    server.serve_forever()
