#!/bin/sh
# Stops azd before it creates resources without a required value.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

[ -n "${GENESYS_CLOUD_CLIENT_ID:-}" ] ||
  fail 'GENESYS_CLOUD_CLIENT_ID is not set: the id of the Genesys OAuth client. Set it with: azd env set GENESYS_CLOUD_CLIENT_ID <id>'

# A workflow has no environment of azd to keep them: a missing one would open storage, change the region or leave alerts without a receiver.
if [ "${CI:-}" = true ]; then
  for name in GENESYS_CLOUD_REGION VNET_ENABLED ALERT_EMAIL; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || fail "$name is not set. Set the variable of the repository or its environment: gh variable set $name"
  done
fi

# Without the provider, the virtual network fails with an error 500 that does not name it.
if [ "${VNET_ENABLED:-}" = true ]; then
  if state=$(az provider show --namespace Microsoft.App --query registrationState --output tsv 2>/dev/null); then
    [ "$state" = Registered ] ||
      fail 'VNET_ENABLED needs the provider Microsoft.App, which is not registered in this subscription. Register it with: az provider register --namespace Microsoft.App --wait'
  else
    echo 'Could not ask whether the provider Microsoft.App is registered, which VNET_ENABLED needs: az login, or az provider register --namespace Microsoft.App --wait' >&2
  fi
fi
