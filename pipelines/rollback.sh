#!/usr/bin/env bash
# pipelines/rollback.sh STACK FILE [--dry-run]: brings a stack back to the commit that is recorded on it, and verifies it; the
# report goes into FILE as Markdown. That commit has to be checked out: pipelines/rollback-commit.sh tells which it is,
# pipelines/commit.sh checks it out. With --dry-run it makes all checks and the report, and writes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}
file=${2:?"FILE: is missing; name the file that gets the report"}
case ${3:-} in
  "") mode=--yes ;;
  --dry-run) mode=--dry-run ;;
  *)
    echo "$3: is unknown; the only option is --dry-run" >&2
    exit 1
    ;;
esac

mkdir -p "$(dirname "$file")"
rm -f "$file"
exec npm run --silent flex-media -- rollback --stack "$stack" "$mode" --markdown "$file"
