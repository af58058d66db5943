#!/usr/bin/env bash
# pipelines/promote.sh FROM TO FILE [--dry-run]: brings TO up with the commit that FROM runs, which has to be checked out,
# and verifies it; the report goes into FILE as Markdown. With --dry-run it makes all checks and the report, and writes
# nothing: that is what an approval is given on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
from=${1:?"FROM: is missing; name the stack whose commit it is"}
to=${2:?"TO: is missing; name the stack to bring up"}
file=${3:?"FILE: is missing; name the file that gets the report"}
case ${4:-} in
  "") mode=--yes ;;
  --dry-run) mode=--dry-run ;;
  *)
    echo "$4: is unknown; the only option is --dry-run" >&2
    exit 1
    ;;
esac

mkdir -p "$(dirname "$file")"
rm -f "$file"
exec npm run --silent flex-media -- promote --from "$from" --to "$to" "$mode" --markdown "$file"
