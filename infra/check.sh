#!/usr/bin/env bash
# Checks a deployment, and sends one card:
#   infra/check.sh <email address of a Genesys user> [<resource group> <function app>]
# Without the last two, those of the current azd environment. Needs curl and az, signed in with a role that may read the app's keys.
# With Entra sign-in: OPERATOR_TOKEN=$(az account get-access-token --resource api://<client id> --query accessToken -o tsv).
# API_URL replaces the address of the app, CHECK_WAIT the seconds for which logs are awaited. Ends with 1 if a check fails. Prints no key.
set -uo pipefail

if [ $# -ne 1 ] && [ $# -ne 3 ] || [[ ! $1 =~ ^[^[:space:]\"\\@]+@[^[:space:]\"\\@]+$ ]]; then
  sed -n '2,6s/^# //p' "$0" >&2
  exit 2
fi

TO=$1
GROUP=${2:-$(azd env get-value AZURE_RESOURCE_GROUP)}
APP=${3:-$(azd env get-value FUNCTION_APP_NAME)}
WAIT=${CHECK_WAIT:-900}
PAUSE=$((WAIT < 15 ? 1 : 15))
ALERTS=$(dirname "$0")/alerts.json
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
FAILED=0

ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1: ${2:-no details}"; FAILED=$((FAILED + 1)); }
# The last error of az or curl in one line.
error() { tail -n 1 "$WORK/error"; }
azure() { az "$@" --output tsv 2>"$WORK/error"; }

# call KEY METHOD URL [curl options]: sets STATUS; the body is in $WORK/body. Keys go by standard input, so that no list of processes shows them.
call() {
  local key=$1 method=$2 url=$3
  shift 3
  STATUS=$({
    [ -z "$key" ] || printf 'x-functions-key: %s\n' "$key"
    case $key:$url in ?*:*/operator/* | ?*:*/admin/*) [ -z "${OPERATOR_TOKEN:-}" ] || printf 'Authorization: Bearer %s\n' "$OPERATOR_TOKEN" ;; esac
  } | curl -sS --max-time 60 -X "$method" -H @- -o "$WORK/body" -D "$WORK/head" -w '%{http_code}' "$@" "$url" 2>"$WORK/error") || STATUS="no response ($(error))"
}
post() {
  cat >"$WORK/send"
  call "$1" POST "$2" -H 'Content-Type: application/json' --data-binary "@$WORK/send" "${@:3}"
}
body() { tr -d '\n' <"$WORK/body" 2>"$WORK/error" | cut -c 1-600; }
has() { tr -d ' \n' <"$WORK/body" 2>"$WORK/error" | grep -Eq "$1"; }

# until_ok COMMAND...: repeats it until it succeeds or the time is over.
until_ok() {
  local end=$((SECONDS + WAIT))
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep "$PAUSE"
  done
}

# query KQL: prints the first value of the first row.
query() {
  printf '{"query":"%s"}' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')" >"$WORK/query.json"
  azure rest --method post --url "https://api.loganalytics.io/v1/workspaces/$WORKSPACE/query" --resource https://api.loganalytics.io \
    --headers Content-Type=application/json --body "@$WORK/query.json" --query 'tables[0].rows[0][0]'
}
key_of() { azure functionapp function keys list --resource-group "$GROUP" --name "$APP" --function-name "$1" --query default; }

API=${API_URL:-https://$(azure resource show --resource-group "$GROUP" --name "$APP" --resource-type Microsoft.Web/sites --query properties.defaultHostName)/api}
ADMIN=${API%/api}/admin
STARTED=$(date -u +%Y-%m-%dT%H:%M:%SZ)
echo "Checks $API"

# Health. The first request may meet a cold start, or roles that Azure has not spread yet.
healthy() { call '' GET "$API/health" && [ "$STATUS" = 200 ] && has '^ok$'; }
if until_ok healthy; then ok 'health'; else fail 'health' "$STATUS $(body)"; fi

SEND_KEY=$(key_of SendMessage) && PREVIEW_KEY=$(key_of PreviewMessage) && GET_KEY=$(key_of GetMessage) && HEALTH_KEY=$(key_of HealthDetails) && LIST_KEY=$(key_of ListMessages) ||
  fail 'function keys' "$(error)"

# Storage, vault and Genesys by the identity of the app.
call "${HEALTH_KEY:-}" GET "$API/operator/health"
for part in storage vault; do
  if [ "$STATUS" = 200 ] && has "\"part\":\"$part\",\"status\":\"ok\""; then ok "$part"; else fail "$part" "$STATUS $(body)"; fi
done

MESSAGE='"message":{"type":"card","title":"Deployment check","subtitle":"This card was sent by the check of a deployment."}'
post "${PREVIEW_KEY:-}" "$API/messages/preview" <<<"{\"to\":{\"email\":\"$TO\"},$MESSAGE}"
if [ "$STATUS" = 200 ] && has 'Deploymentcheck'; then ok 'preview'; else fail 'preview' "$STATUS $(body)"; fi

# A card through the queue. Its record is read from one table, the list from another.
ID=check-$(date -u +%Y%m%d%H%M%S)-$RANDOM
post "${SEND_KEY:-}" "$API/messages" -H 'Prefer: respond-async' <<<"{\"id\":\"$ID\",\"to\":{\"email\":\"$TO\"},$MESSAGE}"
if [ "$STATUS" = 202 ]; then ok 'queue: the card is accepted'; else fail 'queue' "$STATUS $(body)"; fi
settled() { call "${GET_KEY:-}" GET "$API/messages/$ID" && has '"status":"(sent|delivered|read|failed|unknown|cancelled)"'; }
if until_ok settled && has '"status":"(sent|delivered|read)"'; then ok "card: sent to $TO; look whether it arrived"; else fail 'card' "$STATUS $(body)"; fi
call "${LIST_KEY:-}" GET "$API/operator/messages?since=$STARTED"
if [ "$STATUS" = 200 ] && has "\"$ID\""; then ok 'tables: record and list'; else fail 'tables' "$STATUS $(body)"; fi

# What must be closed without a key, and with Entra sign-in without a token.
while read -r method path; do
  call '' "$method" "$API/$path"
  if [ "$STATUS" = 401 ]; then ok "closed: $method $path"; else fail "closed: $method $path" "responded with $STATUS and not with 401"; fi
done <<END
GET operator/health
GET operator/messages
GET operator/dead-letters
POST operator/dead-letters/replay?id=check&dryRun=true
DELETE operator/dead-letters?id=check&dryRun=true
POST messages
POST messages/batch
POST messages/preview
GET messages/$ID
DELETE messages/check
END
# The webhook is open: the function itself refuses what is not signed. A 401 of sign-in lacks its header.
post '' "$API/webhooks/genesys" <<<'{}'
if [ "$STATUS" = 401 ] && grep -qi '^x-content-type-options: *nosniff' "$WORK/head"; then ok 'open: POST webhooks/genesys'; else fail 'open: POST webhooks/genesys' "$STATUS did not come from the function"; fi

# Every query of an alert. An error would show in no notification.
WORKSPACE=$(azure monitor log-analytics workspace list --resource-group "$GROUP" --query '[0].customerId')
GROUP_ID=$(azure group show --name "$GROUP" --query id)
azure rest --method get --url "$GROUP_ID/providers/Microsoft.Insights/scheduledQueryRules?api-version=2023-12-01" \
  --query 'value[].[name, properties.criteria.allOf[0].query, properties.actions.actionGroups[0]]' >"$WORK/rules" || fail 'alerts' "$(error)"
EXPECTED=$(grep -c '^    "name":' "$ALERTS")
FOUND=$(grep -c . "$WORK/rules")
if [ "$FOUND" = "$EXPECTED" ]; then ok "alerts: $FOUND rules"; else fail 'alerts' "$FOUND rules, and alerts.json has $EXPECTED: deploy the templates again"; fi
while IFS=$'\t' read -r name text group <&3; do
  if query "$text" >"$WORK/value"; then ok "query of $name"; else fail "query of $name" "$(error)"; fi
  [ -n "$group" ] && [ "$group" != None ] || NOBODY=1
done 3<"$WORK/rules"
[ -z "${NOBODY:-}" ] || fail 'alerts' 'they notify nobody: set ALERT_EMAIL or alertActionGroupIds and deploy the templates again'

# Timers: one by its schedule, the daily one started by hand. Their logs arrive some minutes later.
MASTER_KEY=$(azure functionapp keys list --resource-group "$GROUP" --name "$APP" --query masterKey)
post "$MASTER_KEY" "$ADMIN/functions/PurgeExpiredRecords" <<<'{}'
if [ "$STATUS" = 202 ]; then ok 'timer PurgeExpiredRecords: started by hand'; else fail 'timer PurgeExpiredRecords' "$STATUS $(body)"; fi
logged() {
  local rows
  rows=$(query "union isfuzzy=true AppTraces, AppExceptions | where AppRoleName =~ \"$APP\" and TimeGenerated > $2 | where toint(coalesce(tostring(Properties.EventId), tostring(Properties[\"event.id\"]))) == $1 | count") &&
    [ "${rows:-0}" -gt 0 ]
}
if until_ok logged 14020 'ago(15m)'; then ok 'timer MeasureQueues: runs by its schedule'; else fail 'timer MeasureQueues' "no event 14020 in 15 minutes: docs/operations.md, Timers. $(error)"; fi
if until_ok logged 14025 "datetime($STARTED)"; then ok 'timer PurgeExpiredRecords: ran'; else fail 'timer PurgeExpiredRecords' "no event 14025 since $STARTED: docs/operations.md, Timers. $(error)"; fi

if [ $FAILED -gt 0 ]; then
  echo "$FAILED checks failed."
  exit 1
fi
echo 'All checks passed.'
