#!/bin/bash
# Starts the gateway program of one release. Both the service and the trial of a new build start it here.
# Arguments: release folder, folder of its logs, further arguments of the program. The working folder is the caller's.
set -euo pipefail
release=$1
logs=$2
shift 2
etc=${DAYBOOK_ROOT:-}/etc/ibgw
exec java -Xms32m -Xmx128m -XX:+UseSerialGC -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError \
  -Dvertx.disableDnsResolver=true -Djava.net.preferIPv4Stack=true "-Dvertx.cacheDirBase=$PWD/.vertx" \
  -Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory "-Dibgw.log=$logs" \
  -cp "$etc:$release/dist/ibgroup.web.core.iblink.router.clientportal.gw.jar:$release/build/lib/runtime/*" \
  ibgroup.web.core.clientportal.gw.GatewayStart --conf conf.yaml "$@"
