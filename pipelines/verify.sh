#!/usr/bin/env bash
# pipelines/verify.sh STACK: proves through the public interfaces that a stack does what it was brought up for.
# Ends with 2 where it does not. FLEX_TOKEN, where it is set, lets it try playback too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}

exec npm run --silent flex-media -- verify --stack "$stack" --patience 60
