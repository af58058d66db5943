#!/usr/bin/env bash
# pipelines/rollback-commit.sh STACK: prints the commit that a stack goes back to; to GitHub's later steps it is the output
# `commit`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${1:?"STACK: is missing; name the stack"}"

node setup.mjs >&2
commit=$(node_modules/.bin/node pipelines/rollback-commit.ts "$1")
echo "$commit"
if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo "commit=$commit" >>"$GITHUB_OUTPUT"; fi
