#!/usr/bin/env bash
# pipelines/report.sh STACK FILE: what an up would do to a stack, and which policies that violates, as Markdown in FILE.
# Writes nothing to the stack. Ends with 2 where a mandatory policy is violated. COMMIT names the commit that it is about, by
# default the one that is checked out: for a pull request that is a merge which nobody knows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}
file=${2:?"FILE: is missing; name the file that gets the report"}
commit=${COMMIT:-$(git rev-parse HEAD)}

mkdir -p "$(dirname "$file")"
# A report of an earlier run must not pass for this one's.
rm -f "$file"
exec npm run --silent flex-media -- report --stack "$stack" --commit "$commit" --markdown "$file"
