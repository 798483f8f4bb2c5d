"""Usage: image.py FOLDER. Writes an OCI image of one small file, with the tag 1, as a folder."""

import gzip
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

folder = Path(sys.argv[1])
blobs = folder / "blobs/sha256"
blobs.mkdir(parents=True)


def digest(data):
    return hashlib.sha256(data).hexdigest()


def add(data, kind):
    (blobs / digest(data)).write_bytes(data)
    return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest(data)}", "size": len(data)}


buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w") as tar:
    tar.addfile(tarfile.TarInfo("file"))
files = buffer.getvalue()
layer = add(gzip.compress(files), "layer.v1.tar+gzip")
rootfs = {"type": "layers", "diff_ids": [f"sha256:{digest(files)}"]}
config = add(json.dumps({"architecture": "amd64", "os": "linux", "rootfs": rootfs}).encode(), "config.v1+json")
manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json"}
manifest |= {"config": config, "layers": [layer]}
entry = add(json.dumps(manifest).encode(), "manifest.v1+json")
entry["annotations"] = {"org.opencontainers.image.ref.name": "1"}
(folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [entry]}))
(folder / "oci-layout").write_text(json.dumps({"imageLayoutVersion": "1.0.0"}))
