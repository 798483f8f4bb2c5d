"""What the server of server.py serves: the least that each client needs."""

import base64
import hashlib
import hmac
import io
import json
import os
import re
import subprocess
import tarfile
import urllib.parse


class Answer:
    def __init__(self, status, body=b"", kind="application/octet-stream", headers=()):
        self.status, self.body = status, body
        self.headers = [*headers, ("Content-Type", kind)]


def of_json(value, status=200):
    return Answer(status, json.dumps(value).encode(), "application/json")


def archive(files):
    """A .tar.gz with these files, pairs of a name and a text."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


class Site:
    """A site that is protected as a whole, and asks for `challenges`."""

    challenges = ['Basic realm="a"']

    def __init__(self, folder):
        self.folder = folder

    def is_open(self, _path):
        return False

    def refuse(self):
        return Answer(401, headers=[("WWW-Authenticate", one) for one in self.challenges])


class Files(Site):
    """The files of a folder, such as a Python index or a Go proxy. Accepts uploads without storing them."""

    def answer(self, request, path, _query, _body):
        if request.command == "POST":
            return Answer(200)
        file = (self.folder / urllib.parse.unquote(path).lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        if self.folder.resolve() not in file.parents or not file.is_file():
            return Answer(404)
        kind = "text/html" if file.suffix == ".html" else "application/octet-stream"
        return Answer(200, file.read_bytes(), kind)


class BearerFiles(Files):
    challenges = ['Bearer realm="a"', 'Basic realm="a"']


class Cgi(Site):
    """A program that answers each request."""

    command = []

    def answer(self, request, path, query, body):
        environment = {
            "PATH": os.environ["PATH"],
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "0",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "QUERY_STRING": query,
            "REQUEST_METHOD": request.command,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_USER": "me",
            "REMOTE_ADDR": "127.0.0.1",
            "GIT_PROJECT_ROOT": str(self.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        }
        for name, value in request.headers.items():
            environment["HTTP_" + name.upper().replace("-", "_")] = value
        done = subprocess.run(self.command, input=body, env=environment, cwd=self.folder, stdout=subprocess.PIPE)
        head, body = re.split(rb"\r?\n\r?\n", done.stdout, maxsplit=1)
        headers = [line.split(": ", 1) for line in head.decode().splitlines()]
        fields = {name: value for name, value in headers}
        status = int(fields.pop("Status", "200").split()[0])
        kind = fields.pop("Content-Type", "text/plain")
        return Answer(status, body, kind, fields.items())


class Git(Cgi):
    """Repositories, served by git http-backend."""

    command = ["git", "-c", "safe.directory=*", "http-backend"]


class Mercurial(Cgi):
    """A repository, served by the hgweb of Debian's Mercurial."""

    command = [
        "/usr/bin/python3",
        "-c",
        "from mercurial.hgweb import hgweb, wsgicgi; wsgicgi.launch(hgweb(b'repository'))",
    ]


class BearerGit(Git):
    challenges = ['Bearer realm="a"', 'Basic realm="a"']


class Cargo(Site):
    """A sparse index, with a crate `a`, that requires a token for everything. Keeps what is published."""

    challenges = ['Cargo login_url="http://127.0.0.1/me"']

    def __init__(self, folder):
        super().__init__(folder)
        manifest = '[package]\nname = "a"\nversion = "1.0.0"\nedition = "2021"\n'
        self.crates = {}
        self.add("a", "1.0.0", archive([("a-1.0.0/Cargo.toml", manifest), ("a-1.0.0/src/lib.rs", "")]))

    def add(self, name, version, crate):
        digest = hashlib.sha256(crate).hexdigest()
        entry = {"name": name, "vers": version, "deps": [], "cksum": digest, "features": {}, "yanked": False}
        self.crates[name] = (entry, crate)

    def answer(self, request, path, _query, body):
        base = "http://" + request.headers["Host"]
        words = path.strip("/").split("/")
        if path == "/index/config.json":
            return of_json({"dl": base + "/dl/{crate}/{version}", "api": base, "auth-required": True})
        if words[0] == "index" and words[-1] in self.crates:
            return of_json(self.crates[words[-1]][0])
        if words[0] == "dl":
            return Answer(200, self.crates[words[1]][1])
        if request.command == "PUT" and words[-1] == "new":
            return self.publish(body)
        if words[-1] == "owners" and request.command == "GET":
            return of_json({"users": [{"id": 1, "login": "me", "name": None}]})
        if request.command in ("PUT", "DELETE"):
            return of_json({"ok": True, "msg": "done"})
        return Answer(404)

    def publish(self, body):
        """The body is the length and the bytes of a description in JSON, and then those of the crate."""
        length = int.from_bytes(body[:4], "little")
        given = json.loads(body[4 : 4 + length])
        self.add(given["name"], given["vers"], body[8 + length :])
        return of_json({"warnings": {"invalid_categories": [], "invalid_badges": [], "other": []}})


class Kubernetes(Site):
    """A cluster without pods."""

    answers = {
        "/version": {"major": "1", "minor": "30", "gitVersion": "v1.30.0"},
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": []},
        "/api/v1": {
            "kind": "APIResourceList",
            "groupVersion": "v1",
            "resources": [{"name": "pods", "namespaced": True, "kind": "Pod", "verbs": ["get", "list"]}],
        },
    }
    pods = {"kind": "PodList", "apiVersion": "v1", "items": [], "metadata": {}}

    def refuse(self):
        status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 401}
        return of_json({**status, "reason": "Unauthorized", "message": "Unauthorized"}, 401)

    def answer(self, _request, path, _query, _body):
        return of_json(self.answers.get(path, self.pods))


class Npm(Site):
    """A registry in which every package exists."""

    def answer(self, request, path, _query, _body):
        name = urllib.parse.unquote(path[1:]).partition("/-/")[0]
        package = archive([("package/package.json", json.dumps({"name": name, "version": "1.0.0"}))])
        if "/-/" in path:
            return Answer(200, package)
        tarball = f"http://{request.headers['Host']}/{name}/-/x-1.0.0.tgz"
        version = {"name": name, "version": "1.0.0", "dist": {"tarball": tarball}}
        return of_json({"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}})


class Aws(Site):
    """The service that names the caller. Requests are signed."""

    def refuse(self):
        error = b"<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error></ErrorResponse>"
        return Answer(403, error, "text/xml")

    def answer(self, _request, _path, _query, _body):
        result = b"<Arn>arn:aws:iam::1:user/me</Arn><UserId>U</UserId><Account>1</Account>"
        name = b"GetCallerIdentity"
        body = b"<%sResponse><%sResult>%s</%sResult></%sResponse>" % (name, name, result, name, name)
        return Answer(200, body, "text/xml")


def is_signed(request, body, key, secret):
    """Whether a request has the signature of a key. Source: "Signature Version 4" of the AWS documentation."""
    header = request.headers.get("Authorization") or ""
    if not header.startswith("AWS4-HMAC-SHA256 "):
        return False
    fields = dict(field.strip().split("=", 1) for field in header.split(" ", 1)[1].split(","))
    used, *scope = fields["Credential"].split("/")
    path, _, query = request.path.partition("?")
    quote = lambda text: urllib.parse.quote(text, "-_.~")
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    names = fields["SignedHeaders"].split(";")
    canonical = [
        request.command,
        path,
        "&".join(sorted(f"{quote(name)}={quote(value)}" for name, value in pairs)),
        "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names),
        ";".join(names),
        request.headers.get("x-amz-content-sha256") or hashlib.sha256(body).hexdigest(),
    ]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    signed = "\n".join(["AWS4-HMAC-SHA256", request.headers["X-Amz-Date"], "/".join(scope), digest])
    derived = ("AWS4" + secret).encode()
    for word in [*scope, signed]:
        derived = hmac.new(derived, word.encode(), "sha256").digest()
    return used == key and hmac.compare_digest(derived.hex(), fields["Signature"])


class Terraform(Site):
    """A registry with modules. The description of the host and the archive of a module are open."""

    def is_open(self, path):
        return path == "/.well-known/terraform.json" or path.endswith(".tar.gz")

    def answer(self, request, path, _query, _body):
        if path == "/.well-known/terraform.json":
            return of_json({"modules.v1": "/v1/modules/"})
        if path.endswith("/versions"):
            return of_json({"modules": [{"versions": [{"version": "1.0.0"}]}]})
        if path.endswith("/download"):
            location = f"https://{request.headers['Host']}/module.tar.gz?archive=tar.gz"
            return Answer(204, headers=[("X-Terraform-Get", location)])
        return Answer(200, archive([("main.tf", "")]))


class WebDav(Site):
    """An empty folder."""

    def answer(self, _request, _path, _query, _body):
        kind = "<d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
        folder = f"<d:response><d:href>/</d:href><d:propstat>{kind}</d:propstat></d:response>"
        body = f'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">{folder}</d:multistatus>'
        return Answer(207, body.encode(), "application/xml")
