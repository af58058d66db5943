#!/usr/bin/env bash
# pipelines/drift-issue.sh STACK CODE FILE: keeps one issue per stack at GitHub while there is drift. CODE is what
# pipelines/drift.sh ended with: 2 opens the issue, updates it or opens it again, 0 closes it. Everything else, and nothing
# where it did not even begin, tells there that drift could not be told.
# Needs GITHUB_REPOSITORY, and GITHUB_TOKEN with leave to write issues.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node setup.mjs >&2
exec node_modules/.bin/node pipelines/github/drift-issue.ts "$@"
