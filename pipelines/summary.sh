#!/usr/bin/env bash
# pipelines/summary.sh FILE: shows a report on the page of the run, where whoever approves looks; elsewhere than on GitHub it
# prints it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
file=${1:?"FILE: is missing; name the report"}
# GitHub shows nothing of a summary that is longer than 1 MiB.
limit=1000000

if [[ ! -f $file ]]; then
  text="The report could not be made; the log of this run says why."
else
  text=$(head -c "$limit" "$file")
  if [[ $(wc -c <"$file") -gt $limit ]]; then text+=$'\n\nThe report is longer than GitHub shows.'; fi
fi
if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then exec >>"$GITHUB_STEP_SUMMARY"; fi
printf '%s\n' "$text"
