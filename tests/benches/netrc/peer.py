"""Times Python's own netrc module: peer.py FILE HOST ROUNDS prints the version and the median in seconds."""

import netrc
import platform
import statistics
import sys
import time

path, host, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
times = []
for _ in range(rounds):
    began = time.perf_counter()
    found = netrc.netrc(path).authenticators(host)
    times.append(time.perf_counter() - began)
    assert found, "not found"
print(platform.python_version(), statistics.median(times))
