#!/bin/bash
# Each minute, as root. Heals the process and nothing else: a gateway program that no longer answers is restarted, and
# connections to IBKR that never came back are cut, which keeps the login. It asks IBKR nothing and takes no notice of
# what IBKR says: no answer of IBKR's is cured by a restart, and a restart costs a login.
set -euo pipefail
root=${DAYBOOK_ROOT:-}
here=$(dirname "$(readlink -f "$0")")
state=$root/run/gateway-heal
log=$root/var/log/gateway-proxy/access.log
port=${DAYBOOK_GATEWAY_PORT:-5000}
# Restarts a day. More of the same would not help and hide the cause.
most=3
# Minutes without an answer before a restart.
patience=3

mkdir -p "$state"
count() { cat "$state/$1" 2>/dev/null || echo 0; }

# Of the last lines: calls that the proxy gave up on since the gateway last passed on an answer.
given_up() {
  [ -r "$log" ] || { echo 0; return; }
  tail -n 200 "$log" | awk '$2 != "login" && $6 == "timeout" { n++ } $6 == "passed" { n = 0 } END { print n + 0 }'
}

if [ "$(systemctl is-active ibgw.service || true)" = activating ]; then exit 0; fi

if "$here/await-open.sh" "$port" 2 2>/dev/null; then
  rm -f "$state/deaf"
  stuck=$(given_up)
  # Told once for each: the lines stay in the log.
  if [ "$stuck" -ge 3 ] && [ "$stuck" -ne "$(count stuck)" ]; then
    echo "$stuck" >"$state/stuck"
    uid=$(id -u ibgw)
    echo "calls hang ($stuck given up): cutting the gateway's connections to IBKR"
    ss -Htne state established '( dport = :443 )' | awk -v uid="uid:$uid" '$0 ~ uid "( |$)" { print $3 }' |
      while read -r address; do ss -K -tn "( sport = :${address##*:} and dport = :443 )" >/dev/null; done
  fi
  [ "$stuck" -ge 3 ] || rm -f "$state/stuck"
  exit 0
fi

deaf=$(($(count deaf) + 1))
echo "$deaf" >"$state/deaf"
today=restarts-$(date -u +%F)
if [ "$deaf" -lt "$patience" ]; then
  echo "the gateway program does not answer ($deaf of $patience)"
elif [ "$(count "$today")" -ge "$most" ]; then
  echo "the gateway program does not answer, and was restarted $most times today: left alone" >&2
else
  find "$state" -name 'restarts-*' ! -name "$today" -delete
  echo $(($(count "$today") + 1)) >"$state/$today"
  rm -f "$state/deaf"
  echo "the gateway program does not answer: restarting it"
  systemctl reset-failed ibgw.service
  systemctl restart ibgw.service
fi
