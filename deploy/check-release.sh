#!/bin/sh
# Whether a release is what its makers signed: sh deploy/check-release.sh FOLDER SIGNERS
#
#   FOLDER   holds the files of the release with SHA256SUMS and SHA256SUMS.sig
#   SIGNERS  whom you trust, a line each as ssh-keygen has it (man ssh-keygen, ALLOWED SIGNERS); from another way than the release
set -eu
stop() { printf '%s\n' "$*" >&2; exit 1; }
[ $# = 2 ] || stop "Pakai: $0 FOLDER PENANDA-TANGAN"
[ -f "$2" ] || stop "Daftar penanda tangan $2 tidak ada."
signers="$(cd "$(dirname "$2")" && pwd)/$(basename "$2")"
cd "$1"
for each in SHA256SUMS SHA256SUMS.sig; do
    [ -f "$each" ] || stop "$each tidak ada di $1: rilis ini tidak ditandatangani. Jangan dipasang."
done
who="$(ssh-keygen -Y find-principals -f "$signers" -s SHA256SUMS.sig 2>/dev/null | head -n 1)"
[ -n "$who" ] || stop "Rilis ini tidak ditandatangani oleh siapa pun di $2. Jangan dipasang."
ssh-keygen -Y verify -f "$signers" -I "$who" -n siantar-release -s SHA256SUMS.sig <SHA256SUMS >/dev/null 2>&1 ||
    stop "Tanda tangan rilis ini tidak cocok dengan isinya. Jangan dipasang."
sha256sum --check --strict --quiet SHA256SUMS || stop "Ada arsip yang berubah atau hilang sesudah ditandatangani. Jangan dipasang."
listed="$(sed 's/^[0-9a-f]*[ *]*//' SHA256SUMS)"
there="$(find . -type f ! -path ./SHA256SUMS ! -path ./SHA256SUMS.sig | sed 's,^\./,,' | LC_ALL=C sort)"
[ "$listed" = "$there" ] || stop "Ada arsip yang tidak tercantum di rilis ini. Jangan dipasang."
printf '%s\n' "Rilis utuh, ditandatangani oleh $who."
