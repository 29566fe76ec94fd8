#!/usr/bin/env bash
# Asks a running LeRun whether it works: health, then a new account registers, logs in, is read and deleted.
#   infra/smoke-test.sh https://<app>.azurewebsites.net
set -euo pipefail

base="${1:?usage: smoke-test.sh <base address>}"
base="${base%/}/api"
username="smoke-$(date +%s)-$RANDOM"
password="$(head -c 24 /dev/urandom | base64 | tr -d '/+=')"
credentials="$(jq -n --arg u "$username" --arg p "$password" '{username: $u, password: $p}')"
registered=false

# call <expected status> <method> <path> [curl arguments]: prints the body.
call() {
  local expected="$1" method="$2" path="$3" answer status
  shift 3
  answer="$(curl -sS --max-time 60 -w '\n%{http_code}' -X "$method" "$base$path" "$@")"
  status="${answer##*$'\n'}"
  if [ "$status" != "$expected" ]; then
    echo "$method $path answered $status instead of $expected: ${answer%$'\n'*}" >&2
    return 1
  fi
  printf '%s' "${answer%$'\n'*}"
}

# Credentials go through standard input, so that no process list shows them.
send() {
  local method="$2" path="$3"
  printf '%s' "$credentials" | call "$1" "$method" "$path" -H 'Content-Type: application/json' --data-binary @-
}

# A failed test leaves no account behind.
clean_up() { if $registered; then send 200 DELETE /users/delete > /dev/null || true; fi; }
trap clean_up EXIT

# The first request may meet a cold start, a fresh role assignment or the previous code.
for attempt in {1..20}; do
  if health="$(call 200 GET /health)"; then break; fi
  if [ "$attempt" = 20 ]; then echo "not healthy after $attempt attempts" >&2; exit 1; fi
  sleep 15
done
echo "healthy: $health"

send 200 POST /users > /dev/null
registered=true
token="$(send 200 POST /users/login | jq -er .token)"
found="$(call 200 GET "/users/$username" -H @<(printf 'Authorization: Bearer %s' "$token") | jq -r .username)"
[ "$found" = "$username" ]
call 401 GET "/users/$username" > /dev/null
send 200 DELETE /users/delete > /dev/null
registered=false
send 404 POST /users/login > /dev/null
echo "registered, logged in, read and deleted $username"
