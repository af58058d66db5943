#!/usr/bin/env bash
# pipelines/outcome.sh COMMAND…: runs a step that ends with 2 where it found something, and lets the pipeline go on then.
# GitHub's later steps have its exit code as the output `code`. An error stays an error.
set -euo pipefail
: "${1:?"COMMAND: is missing; name the step to run"}"

code=0
"$@" || code=$?
if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo "code=$code" >>"$GITHUB_OUTPUT"; fi
if [[ $code != 0 && $code != 2 ]]; then exit "$code"; fi
