#!/usr/bin/env bash
# pipelines/check.sh: types, lint, format, workflows, and whether what is generated is fresh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec npm run check
