"""Lets libcurl ask the server with each netrc. Which credentials it sent, the server knows."""
import json
import sys

import pycurl

for line in open(sys.argv[1], encoding="utf-8"):
    case = json.loads(line)
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, case["url"])
    handle.setopt(pycurl.NETRC, pycurl.NETRC_REQUIRED)
    handle.setopt(pycurl.NETRC_FILE, case["path"])
    handle.setopt(pycurl.WRITEFUNCTION, lambda data: None)
    handle.setopt(pycurl.TIMEOUT, 8)
    why = ""
    try:
        handle.perform()
    except pycurl.error as error:
        why = "libcurl %s: %s" % error.args
    handle.close()
    print(json.dumps({"id": case["id"], "answer": "asked", "why": why}), flush=True)
