#!/usr/bin/env bash
# pipelines/drift.sh STACK FILE: what was changed behind a stack's back, as Markdown in FILE. Writes nothing to the stack.
# Ends with 0 where there is no drift, with 2 where there is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}
file=${2:?"FILE: is missing; name the file that gets the report"}

mkdir -p "$(dirname "$file")"
rm -f "$file"
exec npm run --silent flex-media -- drift --stack "$stack" --markdown "$file"
