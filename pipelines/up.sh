#!/usr/bin/env bash
# pipelines/up.sh STACK: brings a stack up with what is checked out. The policy pack judges every resource before it is
# written, and no up goes ahead past a mandatory violation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stack=${1:?"STACK: is missing; name the stack"}

policies=(--policy-pack policies)
# Pulumi Cloud's full names have the organisation and the project in front.
config="policies/environments/${stack##*/}.json"
# Without a file of its own a stack gets every policy as mandatory.
if [[ -f $config ]]; then policies+=(--policy-pack-config "$config"); fi
exec npm run --silent pulumi -- up --stack "$stack" --yes --non-interactive "${policies[@]}"
