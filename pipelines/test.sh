#!/usr/bin/env bash
# pipelines/test.sh: all tests, on stand-ins: they need no account.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec npm test
