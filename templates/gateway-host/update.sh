#!/bin/bash
# `daybook host update`: brings the files of the last deploy, Java's updates and the newest gateway program. A new build
# is first opened beside the one that serves; the old one is kept, and comes back when the new one does not open.
set -euo pipefail
umask 022
files=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=common.sh
. "$files/common.sh"
[ -f "$root/opt/daybook/installed" ] || fail "this host is not installed yet: the installation repeats itself each minute"
exec 9>"$root/run/daybook-host.lock"
flock --nonblock 9 || fail "another installation or update is running"
need_space

old_files=$(readlink -f "$current_files")
old_release=$(readlink -f "$serving")
work=$(mktemp -d "$root/opt/ibgw/new.XXXXXX")
trap 'rm -rf "$work"' EXIT

java_before=$(java -version 2>&1 || true)
dnf -q -y upgrade 'java-*-amazon-corretto*'
java_changed=no
[ "$java_before" = "$(java -version 2>&1)" ] || java_changed=yes

fetch_gateway "$work" "$files"
new_release=$releases/$build
build_changed=no
if [ "$new_release" != "$old_release" ]; then
  build_changed=yes
  keep_release "$work"
  write_build_record "$work" "$new_release/build.json"
  [ "$known" = yes ] || say "this build of the gateway program is not among the known ones: $build, download $zip_sha256"
  if ! opens_beside "$new_release"; then
    rm -rf "$new_release"
    fail "the new build $build does not open; the old one goes on, nothing was changed"
  fi
fi

# Back to what served before. Argument: why.
roll_back() {
  say "going back: $1"
  ln -sfn "$old_release" "$serving"
  apply_files "$old_files"
  systemctl daemon-reload
  systemctl restart daybook-packet-rules.service gateway-proxy.service
  systemctl restart ibgw.service || fail "$1; and the old state does not start either: daybook host renew"
  fail "$1; the old state serves again: log in"
}

apply_files "$files"
[ "$units_changed" = no ] || systemctl daemon-reload
systemctl reload daybook-packet-rules.service || roll_back "the packet rules could not be set"
systemctl restart gateway-heal.timer
if [ "$proxy_changed" = yes ]; then
  nginx -t -q -e stderr -c "$proxy/nginx.conf" || roll_back "nginx refuses the proxy's configuration"
  systemctl restart gateway-proxy.service || roll_back "the proxy does not start"
fi
if [ "$build_changed" = no ] && [ "$gateway_changed" = no ] && [ "$java_changed" = no ]; then
  say "the gateway program is the newest and was left alone: the login stays"
  exit 0
fi
ln -sfn "$new_release" "$serving"
systemctl restart ibgw.service || roll_back "the gateway program does not start"
"$files/await-open.sh" "$gateway_port" "$patience" || roll_back "the gateway program does not open"

put_once "builds/$build.json" "$new_release/build.json" application/json
# The one that serves and the one before it are kept.
for release in "$releases"/*; do
  case "$release" in "$new_release" | "$old_release") ;; *) rm -rf "$release" ;; esac
done
say "updated to build $build: log in"
