"""A backend of Python's keyring that asks `keyrc helper keyring`."""

import json
import subprocess

from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential
from keyring.errors import PasswordDeleteError, PasswordSetError


def call(*arguments, **options):
    command = ["keyrc", "helper", "keyring", *arguments]
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", **options)
    except OSError:
        # keyrc is not in PATH.
        return subprocess.CompletedProcess(command, 127, stdout="")


class Keyring(KeyringBackend):
    priority = 10

    def get_password(self, service, username):
        done = call("get", service, username)
        return done.stdout.removesuffix("\n") if done.returncode == 0 else None

    def get_credential(self, service, username):
        names = [username] if username else []
        done = call("--mode=creds", "--output=json", "get", service, *names)
        if done.returncode != 0:
            return None
        found = json.loads(done.stdout)
        return SimpleCredential(found["username"], found["password"])

    def set_password(self, service, username, password):
        if call("set", service, username, input=password).returncode != 0:
            raise PasswordSetError

    def delete_password(self, service, username):
        if call("del", service, username).returncode != 0:
            raise PasswordDeleteError
