#!/usr/bin/env bash
# pipelines/approval.sh ENVIRONMENT: fails where an environment of GitHub's has nobody who must approve, so that a promotion
# would go through at once. WITHOUT_APPROVAL=true says that it may.
# Needs GITHUB_REPOSITORY, and GITHUB_TOKEN with leave to read actions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node setup.mjs >&2
exec node_modules/.bin/node pipelines/github/approval.ts "$@"
