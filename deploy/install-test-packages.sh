#!/bin/sh
# Browsers, PostgreSQL, faketime, Caddy, curl, OpenSSH and tilemaker for the tests, from Debian; only what is missing.
set -eu
missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v faketime >/dev/null 2>&1 || missing="$missing faketime"
command -v tilemaker >/dev/null 2>&1 || missing="$missing tilemaker"
command -v curl >/dev/null 2>&1 || missing="$missing curl"
command -v ssh-keygen >/dev/null 2>&1 || missing="$missing openssh-client"
# Those of a city's cluster: asked for by `make cluster-test`, wished for by the tests of their configuration.
cluster=""
for program in etcd etcdctl haproxy pgbouncer; do
    PATH="$PATH:/usr/sbin" command -v $program >/dev/null 2>&1 || cluster="etcd-server etcd-client haproxy pgbouncer"
done
command -v pgbackrest >/dev/null 2>&1 || cluster="$cluster pgbackrest"
[ "${1:-}" != cluster ] || missing="$missing${cluster:+ $cluster}"
[ "${1:-}" != bench ] || command -v wrk >/dev/null 2>&1 || missing="$missing wrk"  # asks as fast as it can
optional=""  # without caddy its test says so; without the lighter browser the whole one shows the pages
command -v caddy >/dev/null 2>&1 || optional="caddy"
[ -x /usr/bin/chromium-headless-shell ] || optional="$optional chromium-headless-shell"
[ -z "$missing$optional" ] && exit 0
if [ "$(id -u)" != 0 ]; then
    [ -z "$missing" ] && exit 0
    echo "Paket sistem belum ada:$missing. Jalankan sebagai root: apt-get install -y$missing" >&2
    exit 1
fi
apt-get update -qq || [ -z "$missing" ]
export DEBIAN_FRONTEND=noninteractive
[ -z "$missing" ] || apt-get install -y -qq $missing >/dev/null
for package in $optional; do
    apt-get install -y -qq "$package" >/dev/null || echo "Tanpa $package." >&2
done
