#!/usr/bin/env bash
# Fetches the source of git from Debian, and builds from it the programs that git's own tests need. They test the git that is
# installed; if that is too old, also builds git. Debian 13's source has the tests of authtype; the source of older releases does not.
set -euo pipefail
cd "$(dirname "$0")/../../.."

suite=trixie
folder=$PWD/target/clients/git-suite

# Prints the place of this machine's Debian archive.
archive() {
    . /etc/os-release
    apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" "Origin: Debian" "Component: main" \
        "Codename: $VERSION_CODENAME" | head -n 1
}

fetch() {
    local uri
    uri=$(archive)
    [ -n "$uri" ] || {
        echo "$0: cannot fetch the source of git: this system has no archive of Debian; run apt-get update" >&2
        exit 1
    }
    # apt uses separate package lists, so that the system's lists stay unchanged.
    mkdir -p "$folder/lists/partial"
    printf '%s\n' "Types: deb-src" "URIs: $uri" "Suites: $suite" "Components: main" \
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" >"$folder/archive.sources"
    local options=(
        -o "Dir::Etc::sourcelist=$folder/archive.sources" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/lists"
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=
    )
    apt-get "${options[@]}" update -qq
    (cd "$folder" && apt-get "${options[@]}" source -qq --download-only git)
    tar -xJf "$folder"/git_*.orig.tar.xz -C "$folder" --one-top-level=source --strip-components=1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Whether the installed git does not know authtype, which came with git 2.46.
is_git_old() {
    ! printf '%s\n' 2.46 "$(git version | cut -d ' ' -f 3)" | sort -CV
}

build() {
    local make=(make -s -j2 -C "$folder/source")
    local options=(
        CFLAGS='-O0 -pipe' NO_OPENSSL=1 NO_EXPAT=1 NO_GETTEXT=1 NO_TCLTK=1 NO_PYTHON=1 NO_PERL=1
        prefix="$PWD/target/clients/git"
    )
    if is_git_old; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 \
            install -y -qq --no-install-recommends libcurl4-openssl-dev >/dev/null
        "${make[@]}" "${options[@]}" install
    else
        options+=(NO_CURL=1)
    fi
    "${make[@]}" "${options[@]}" t/helper/test-tool GIT-BUILD-OPTIONS
    "${make[@]}/templates" all SHELL_PATH=/bin/sh
    # git's own suite has tests of authtype, but does not call them for external helpers.
    sed 's/^helper_test_oauth_refresh_token .*/&\nhelper_test_authtype "$GIT_TEST_CREDENTIAL_HELPER"/' \
        "$folder/source/t/t0303-credential-external.sh" >"$folder/source/t/t0303-keyrc.sh"
}

[ -e "$folder/built" ] && exit
rm -rf "$folder"
fetch
build >/dev/null
touch "$folder/built"
