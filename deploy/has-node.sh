#!/bin/sh
# Whether a Node that can build the pages is on the PATH, with npm: 20.19 or newer of 20, or 22.12 or newer.
set -eu
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || exit 1
exec node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1);
'
