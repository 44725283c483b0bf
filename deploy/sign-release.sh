#!/bin/sh
# The list of a release and its signature: sh deploy/sign-release.sh FOLDER KEY (an SSH key; its public half goes to SIGNERS)
set -eu
[ $# = 2 ] || { printf '%s\n' "Pakai: $0 FOLDER KUNCI" >&2; exit 1; }
key="$(cd "$(dirname "$2")" && pwd)/$(basename "$2")"
cd "$1"
rm -f SHA256SUMS SHA256SUMS.sig
sums="$(find . -type f | sed 's,^\./,,' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum)"
printf '%s\n' "$sums" >SHA256SUMS
ssh-keygen -q -Y sign -n siantar-release -f "$key" SHA256SUMS
