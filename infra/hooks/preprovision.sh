#!/bin/sh
# Stops azd before it creates resources without a required value.
set -eu

if [ -z "${GENESYS_CLOUD_CLIENT_ID:-}" ]; then
  echo 'GENESYS_CLOUD_CLIENT_ID is not set: the id of the Genesys OAuth client. Set it with: azd env set GENESYS_CLOUD_CLIENT_ID <id>' >&2
  exit 1
fi
