#!/usr/bin/env python3
"""A local server that requires credentials, for the clients of the credential-helper protocols.

Usage: server.py FOLDER SITE

It serves SITE, a class of sites.py, on 127.0.0.1. FOLDER has the files of the site in `files`, and in `accepted.json` what
to accept: a list of objects with `scheme`, `path`, `login` and `token`. The file is read for each request. The server
writes its port to `port`, and a line for each request to `log`: a verdict, the method and the path.
"""

import base64
import http.server
import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import sites

FOLDER, SITE = Path(sys.argv[1]), sys.argv[2]


def expected(account):
    """The header `Authorization` of an account. Most programs encode Basic as UTF-8."""
    if account["scheme"] == "basic":
        pair = f"{account['login']}:{account['token']}"
        return "Basic " + base64.b64encode(pair.encode()).decode()
    return f"{account['scheme']} {account['token']}".strip()


def has_password(header):
    """Whether a header has more than a login: pip and curl first send an empty password."""
    if not header:
        return False
    if not header.startswith("Basic "):
        return True
    return not base64.b64decode(header[6:] + "==").endswith(b":")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            return b"".join(self.chunks())
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def chunks(self):
        while size := int(self.rfile.readline().strip() or b"0", 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def verdict(self, body):
        """`ok`, `open` for a path that needs no credential, `none` without a credential, else `bad`."""
        header = self.headers.get("Authorization")
        path = self.path.partition("?")[0]
        for account in json.loads((FOLDER / "accepted.json").read_text()):
            if not path.startswith(account["path"]):
                continue
            if account["scheme"] == "sigv4":
                if sites.is_signed(self, body, account["login"], account["token"]):
                    return "ok"
            elif header and header.encode("latin-1") == expected(account).encode():
                return "ok"
        if site.is_open(path):
            return "open"
        return "bad" if has_password(header) else "none"

    def handle_request(self):
        body = self.body()
        verdict = self.verdict(body)
        with open(FOLDER / "log", "a") as log:
            log.write(f"{verdict} {self.command} {self.path}\n")
        if verdict in ("ok", "open"):
            path, _, query = self.path.partition("?")
            answer = site.answer(self, path, query, body)
        else:
            answer = site.refuse()
        self.send(answer)

    def send(self, answer):
        body = answer.body
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_PROPFIND = handle_request


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


site = getattr(sites, SITE)(FOLDER / "files")
server = Server(("127.0.0.1", 0), Handler)
port = FOLDER / "port.new"
port.write_text(str(server.server_address[1]))
# The rename makes the file complete or absent.
os.rename(port, FOLDER / "port")
server.serve_forever()
