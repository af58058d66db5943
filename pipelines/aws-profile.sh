#!/usr/bin/env bash
# pipelines/aws-profile.sh NAME ROLE_ARN TOKEN_FILE: makes an AWS profile whose credentials come from the pipeline's own OIDC
# token, for pipelines other than GitHub's. What is written names a role and a file; there is no credential in it.
set -euo pipefail
name=${1:?"NAME: is missing; name the profile, as the stack's aws:profile does"}
role=${2:?"ROLE_ARN: is missing; give the role that the profile stands for"}
token=${3:?"TOKEN_FILE: is missing; name the file that holds the OIDC token"}
file=${AWS_CONFIG_FILE:-$HOME/.aws/config}

if [[ ! $name =~ ^[A-Za-z0-9._-]+$ ]]; then
  echo "NAME: is \"$name\", which is no name for a profile; use letters, digits, dots, dashes and underscores" >&2
  exit 1
fi
if [[ ! $role =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$ ]]; then
  echo "ROLE_ARN: is no role's ARN; give one as in arn:aws:iam::123456789012:role/flex-media" >&2
  exit 1
fi
mkdir -p "$(dirname "$file")"
if [[ -f $file ]] && grep -qF "[profile $name]" "$file"; then
  echo "NAME: $name is in $file already; choose another name" >&2
  exit 1
fi
printf '[profile %s]\nrole_arn = %s\nweb_identity_token_file = %s\nrole_session_name = flex-media\n' \
  "$name" "$role" "$token" >>"$file"
