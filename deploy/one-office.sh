#!/bin/sh
# One office on one machine with Debian 12 or 13: Siantar, its background work, Caddy with TLS.
#
#   sh deploy/one-office.sh --wheel dist/siantar-0.2.0-py3-none-any.whl [--from answers.toml]
#
# Run again with a newer wheel it updates: backup, migration, restart. Nothing that is there is overwritten.
#   --wheel FILE   the wheel (make wheel); requirements.txt beside it or beside this script names what it needs
#   --from FILE    answers to the five questions (siantar init --from); without it they are asked
#   --tls KIND     acme (public domain) or internal (own root certificate); chosen by the address without it
#   --port N       where Siantar listens on this machine: 8000
#   --root DIR     trial: everything below DIR, no packages, no user, no services started
#   --signers FILE whose signature on the release is asked for (deploy/check-release.sh); without it only digests are compared
#   --site DIR     packages from this folder instead of the net (a trial, or a machine without one)
set -eu
wheel="" from="" tls="" port=8000 root="" site="" signers=""
here="$(cd "$(dirname "$0")" && pwd)"
say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || stop "Opsi $1 tanpa nilai."
    case "$1" in
        --wheel) wheel="$2" ;;
        --from) from="$(cd "$(dirname "$2")" && pwd)/$(basename "$2")" ;;
        --tls) tls="$2" ;;
        --port) port="$2" ;;
        --root) root="$2" ;;
        --signers) signers="$2" ;;
        --site) site="$2" ;;
        *) stop "Opsi $1 tidak dikenal. Baca awal $0." ;;
    esac
    shift 2
done
[ -f "$wheel" ] || stop "Sebutkan wheel-nya: --wheel siantar-....whl"
release="$(dirname "$wheel")"
if [ -n "$signers" ]; then
    sh "$here/check-release.sh" "$release" "$signers"
elif [ -f "$release/SHA256SUMS" ]; then
    (cd "$release" && sha256sum --check --strict --quiet SHA256SUMS) || stop "Ada arsip rilis yang berubah. Ambil rilisnya sekali lagi."
fi
case "$port" in '' | *[!0-9]*) stop "--port harus angka." ;; esac
case "$tls" in '' | acme | internal) ;; *) stop "--tls acme atau internal." ;; esac

opt="$root/opt/siantar" home="$root/var/lib/siantar" units="$root/etc/systemd/system" caddy="$root/etc/caddy"
if [ -z "$root" ]; then
    [ "$(id -u)" = 0 ] || stop "Jalankan sebagai root: sudo sh $0 ..."
    # shellcheck disable=SC1091
    . /etc/os-release
    case "$ID-$VERSION_ID" in debian-12 | debian-13) ;; *) stop "Ini bukan Debian 12 atau 13 ($ID $VERSION_ID)." ;; esac
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv caddy >/dev/null
    id siantar >/dev/null 2>&1 || useradd --system --home-dir /var/lib/siantar --shell /usr/sbin/nologin siantar
fi
as_siantar() { # in its folder, as its user
    if [ -z "$root" ]; then (cd "$home" && runuser -u siantar -- "$@"); else (cd "$home" && "$@"); fi
}

say "1/5  Program di $opt"
[ -x "$opt/bin/python" ] || python3 -m venv "$opt"
if [ -n "$site" ]; then
    for folder in "$opt"/lib/python3*/site-packages; do printf '%s\n' "$site" >"$folder/site.pth"; done
    "$opt/bin/python" -m pip install --quiet --no-deps --no-index --force-reinstall "$wheel"
else
    needs="$(dirname "$wheel")/requirements.txt"
    [ -f "$needs" ] || needs="$here/../requirements.txt"
    [ -f "$needs" ] || stop "requirements.txt tidak ada di samping wheel-nya."
    "$opt/bin/python" -m pip install --quiet --require-hashes -r "$needs"
    "$opt/bin/python" -m pip install --quiet --no-deps --force-reinstall "$wheel"
fi

say "2/5  Kantor di $home"
mkdir -p "$home"
chmod 700 "$home"
[ -n "$root" ] || chown siantar:siantar "$home"
if [ -f "$home/.env" ]; then
    as_siantar "$opt/bin/siantar" upgrade
elif [ -n "$from" ]; then # read here as root, handed over: the service need not see the folder of the answers
    copy="$home/.answers.toml"
    (umask 077 && cp "$from" "$copy")
    [ -n "$root" ] || chown siantar:siantar "$copy"
    as_siantar "$opt/bin/siantar" init --from "$copy" || { rm -f "$copy"; exit 1; }
    rm -f "$copy"
else
    as_siantar "$opt/bin/siantar" init
fi
url="$(sed -n "s/^SIANTAR_BASE_URL=//p" "$home/.env" | tr -d "\"'")"
name="$(printf '%s' "$url" | sed 's,^[a-z]*://,,; s,:[0-9]*$,,')"
if [ -z "$tls" ]; then
    case "$name" in *.lan | *.local | *.internal | localhost | [0-9]*.[0-9]*.[0-9]*.[0-9]*) tls=internal ;; *.*) tls=acme ;; *) tls=internal ;; esac
fi

say "3/5  Layanan systemd"
mkdir -p "$units"
for unit in siantar-serve siantar-work; do
    sed "s,--port 8000,--port $port," "$here/$unit.service" >"$units/$unit.service"
done

say "4/5  Caddy dengan TLS ($tls)"
mkdir -p "$caddy"
line=""
[ "$tls" = acme ] || line="tls internal"
if [ -f "$caddy/Caddyfile" ] && ! grep -q 'in front of Siantar' "$caddy/Caddyfile"; then
    cp -n "$caddy/Caddyfile" "$caddy/Caddyfile.sebelum-siantar"
fi
sed "s,^ADDRESS {,$url {,; s,^\tTLS\$,\t$line,; s,:PORT {,:$port {," "$here/Caddyfile" >"$caddy/Caddyfile"
if command -v caddy >/dev/null 2>&1; then
    caddy validate --adapter caddyfile --config "$caddy/Caddyfile" >/dev/null 2>&1 || stop "Caddyfile tidak sah: $caddy/Caddyfile"
fi

if [ -n "$root" ]; then
    say "5/5  Percobaan di $root: tidak ada layanan yang dijalankan."
    exit 0
fi
say "5/5  Jalankan"
cat >/usr/local/bin/siantar <<'COMMAND'
#!/bin/sh
# Siantar's commands with the settings and the rights of the service.
cd /var/lib/siantar && exec runuser -u siantar -- /opt/siantar/bin/siantar "$@"
COMMAND
chmod 755 /usr/local/bin/siantar
systemctl daemon-reload
systemctl enable --quiet siantar-serve siantar-work caddy
systemctl restart siantar-serve siantar-work
systemctl reload-or-restart caddy
for _ in 1 2 3 4 5 6 7 8 9 10; do
    "$opt/bin/python" -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/live')" 2>/dev/null && break
    sleep 1
done
"$opt/bin/python" -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/live')" 2>/dev/null ||
    stop "Siantar tidak menjawab. Baca: journalctl -u siantar-serve -n 50"
say "Siap: $url/masuk/"
[ "$tls" = acme ] || say "Pasang /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt di setiap komputer dan ponsel kantor."
