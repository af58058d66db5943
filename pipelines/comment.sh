#!/usr/bin/env bash
# pipelines/comment.sh STACK FILE: shows a report on a pull request at GitHub, as one comment per stack that later runs update.
# Needs PULL_REQUEST (its number), GITHUB_REPOSITORY, and GITHUB_TOKEN with leave to write pull requests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node setup.mjs >&2
exec node_modules/.bin/node pipelines/github/comment.ts "$@"
