"""Asks CPython's netrc module, or the function of requests (or of the copy of it in pip) that looks a netrc up."""
import base64
import json
import os
import sys


def netrc_module(case):
    import netrc

    found = netrc.netrc(case["path"]).authenticators(case["host"])
    return found and (found[0], found[2])


def requests_function(module, auth):
    # If the file has errors, the function returns nothing and raises no exception.
    def lookup(case):
        os.environ["NETRC"] = case["path"]
        found = module.get_netrc_auth("http://%s/" % case["host"])
        return found and sent(auth._basic_auth_str(*found))

    return lookup


def sent(header):
    """The login and password in the header that requests makes of them."""
    login, _, password = base64.b64decode(header.split()[1]).partition(b":")
    return login, password


def lookup_of(tool):
    if tool == "requests":
        import requests.auth
        import requests.utils

        return requests_function(requests.utils, requests.auth)
    if tool == "pip":
        import pip._vendor.requests.auth
        import pip._vendor.requests.utils

        return requests_function(pip._vendor.requests.utils, pip._vendor.requests.auth)
    return netrc_module


def encoded(value):
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogateescape")
    return None if value is None else base64.b64encode(value).decode()


tool, path = sys.argv[1:]
lookup = lookup_of(tool)
for line in open(path, encoding="utf-8"):
    case = json.loads(line)
    answer = {"id": case["id"], "answer": "none"}
    try:
        found = lookup(case)
        if found:
            answer.update(answer="match", login=encoded(found[0]), password=encoded(found[1]))
    except Exception as error:
        answer.update(answer="error", why="%s: %s" % (type(error).__name__, error))
    print(json.dumps(answer), flush=True)
