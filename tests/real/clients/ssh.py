#!/usr/bin/env python3
"""An SSH server with password authentication, and keys: it accepts every key, after the client proved to have it.

Usage: ssh.py FOLDER PROTOCOL. As sockets.py.
"""

import asyncio
import sys

import asyncssh

sys.dont_write_bytecode = True
from sockets import judge, publish, report


class Server(asyncssh.SSHServer):
    is_key = True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        self.is_key = False
        return judge(username, password)

    def public_key_auth_supported(self):
        return True

    def validate_public_key(self, _username, _key):
        return True

    def auth_completed(self):
        if self.is_key:
            report("ok")


async def serve():
    key = asyncssh.generate_private_key("ssh-ed25519")
    end = lambda process: process.exit(0)
    server = await asyncssh.create_server(Server, "127.0.0.1", 0, server_host_keys=[key], process_factory=end)
    publish(server.sockets[0].getsockname()[1])
    await server.wait_closed()


asyncio.run(serve())
