#!/usr/bin/env bash
# pipelines/previous-commit.sh STACK: prints the commit that a stack ran before the last promotion to it; to GitHub's
# later steps it is the output `commit`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}

# The first run in a clone tells of its set-up; the tag's value is the last line.
commit=$(npm run --silent pulumi -- stack tag get flex-media:previous-commit --stack "$stack" | tail -n 1)
if [[ ! $commit =~ ^[0-9a-f]{40}$ ]]; then
  echo "$stack: has no commit recorded from before its last promotion; choose one and promote it" >&2
  exit 1
fi
echo "$commit"
if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo "commit=$commit" >>"$GITHUB_OUTPUT"; fi
