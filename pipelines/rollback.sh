#!/usr/bin/env bash
# pipelines/rollback.sh STACK: brings a stack back to the commit before the last promotion, which has to be checked out
# (pipelines/previous-commit.sh tells which, pipelines/commit.sh checks it out), and verifies it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}

exec npm run --silent flex-media -- rollback --stack "$stack" --yes
