#!/bin/bash
# Waits until a gateway program answers on a port of this host, and fails when it does not within a minute: with a wrong
# keystore or a taken port the program runs on without a word, and deaf.
# Arguments: port, seconds (default 60).
set -euo pipefail
port=$1
for _ in $(seq $((4 * ${2:-60}))); do
  if curl --silent --output /dev/null --max-time 2 --cacert "${DAYBOOK_ROOT:-}/etc/ibgw/gateway.pem" "https://localhost:$port/"; then
    exit 0
  fi
  sleep 0.25
done
echo "the gateway program does not answer on port $port" >&2
exit 1
