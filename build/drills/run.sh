#!/usr/bin/env bash
# Runs every drill whole and prints what they found as a table; everything else goes to standard error. Needs what the tests need.
#   build/drills/run.sh                                  all of them
#   build/drills/run.sh --filter-class '*CrashDrill'     some: options of the test program
set -euo pipefail
cd "$(dirname "$0")/../.."
export DRILLS=whole

dotnet build tests/ServerlessMessaging.EndToEndTests --nologo -v quiet >&2
rm -rf artifacts/drills/whole
[ $# -gt 0 ] || set -- --filter-namespace 'ServerlessMessaging.EndToEndTests.Drills*'
status=0
artifacts/local/bin/ServerlessMessaging.EndToEndTests/debug/ServerlessMessaging.EndToEndTests --no-ansi "$@" >&2 || status=$?

echo "$(date -u +%F), $(nproc) cores"
echo
echo '| drill | promised or done | found |'
echo '|---|---|---|'
cat artifacts/drills/whole/*.md
exit "$status"
