#!/usr/bin/env bash
# Starts the storage emulator, the simulator, its vault as Azure would show it, and the functions by the command given here; then
# proves that they work. SIMULATOR is the command that starts the simulator, CERTIFICATE and KEY are those of VAULT_NAME, under which
# this machine must find itself. Ports: 7071 to 7075, 10000 to 10002.
#   build/worker/run.sh <folder to start the functions in> <command> ...
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1
shift

logs=$(mktemp -d)
children=()
end() {
  local status=$?
  kill "${children[@]}" 2>/dev/null || true
  wait "${children[@]}" 2>/dev/null || true
  if [ "$status" -ne 0 ]; then
    tail -n 100 "$logs"/*.log
  fi
}
trap end EXIT

start() {
  local name=$1
  shift
  "$@" >"$logs/$name.log" 2>&1 &
  children+=($!)
}

until_answers() {
  for _ in $(seq 120); do
    if curl --silent --output /dev/null "$1"; then
      return 0
    fi
    sleep 0.5
  done
  echo "Nothing answers at $1." >&2
  return 1
}

start azurite node "$repository/node_modules/azurite/dist/src/azurite.js" --silent --disableTelemetry --skipApiVersionCheck --inMemoryPersistence
# shellcheck disable=SC2086 # a command with its arguments
start simulator $SIMULATOR
until_answers http://127.0.0.1:10001
until_answers http://127.0.0.1:7072/simulator
start vault node "$repository/build/worker/vault.mjs" http://127.0.0.1:7072 "$CERTIFICATE" "$KEY"
until_answers http://127.0.0.1:7074

export FUNCTIONS_WORKER_RUNTIME=dotnet-isolated AzureWebJobsStorage='UseDevelopmentStorage=true'
export AzureFunctionsJobHost__extensions__queues__maxPollingInterval=00:00:01
export KeyVault__Uri="https://$VAULT_NAME:7075" IDENTITY_ENDPOINT=http://127.0.0.1:7074/token IDENTITY_HEADER=none
export Genesys__LoginUrl=http://127.0.0.1:7072 Genesys__ApiUrl=http://127.0.0.1:7072 Genesys__Clients__0__ClientId=local-client
cd "$folder"
start functions "$@"
node "$repository/build/worker/prove.mjs" http://127.0.0.1:7071 http://127.0.0.1:7072 ${FUNCTION_LIST:+"$FUNCTION_LIST"}
