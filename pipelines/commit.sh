#!/usr/bin/env bash
# pipelines/commit.sh COMMIT: checks a commit out, if it went through the main branch. A pipeline that takes its commit from
# whoever starts it would otherwise run code that nobody has reviewed, with the rights of the stack.
# Needs the main branch's whole history. MAIN_BRANCH names the branch, by default main.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=${1:?"COMMIT: is missing; give its full hash"}
main=${MAIN_BRANCH:-main}

if [[ ! $commit =~ ^[0-9a-f]{40}$ ]]; then
  echo "COMMIT: is no full commit hash; give its 40 hexadecimal digits, as \`git rev-parse\` prints them" >&2
  exit 1
fi
if ! git merge-base --is-ancestor "$commit" "origin/$main"; then
  echo "COMMIT: $commit is not in the history of $main; merge it first" >&2
  exit 1
fi
# The last thing that this script does: the commit may have another script in its place.
exec git checkout --quiet --detach "$commit"
