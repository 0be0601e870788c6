#!/bin/bash
# Makes a fresh Amazon Linux 2023 the gateway's host. Can be run again after a failure, and finds what is there.
set -euo pipefail
umask 022
files=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=common.sh
. "$files/common.sh"
exec 9>"$root/run/daybook-host.lock"
flock 9
need_space

# Amazon Linux keeps to the packages of its image until told otherwise, security updates among them.
install -d -m 0755 "$root/etc/dnf/vars"
echo latest >"$root/etc/dnf/vars/releasever"
dnf -q -y install nginx java-21-amazon-corretto-headless unzip nftables openssl dnf-automatic logrotate iproute util-linux

for user in ibgw gateway-proxy; do
  id -u "$user" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /sbin/nologin "$user"
done
install -d -m 0750 "$etc" "$proxy"
chgrp ibgw "$etc"
chgrp gateway-proxy "$proxy"
install -d -m 0755 "$root/opt/ibgw" "$root/var/lib" "$root/var/log"

# A key and its certificate for 825 days, made here; the key never leaves the host. Arguments: folder, name, subject, names.
make_certificate() {
  [ -f "$1/$2.pem" ] && return
  (umask 077; openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 825 -keyout "$1/$2.key.new" -out "$1/$2.pem.new" \
    -subj "/CN=$3" -addext "subjectAltName=$4" -addext extendedKeyUsage=serverAuth 2>/dev/null)
  mv "$1/$2.key.new" "$1/$2.key"
  mv "$1/$2.pem.new" "$1/$2.pem"
}
make_certificate "$proxy" proxy gateway.daybook.internal DNS:gateway.daybook.internal
make_certificate "$proxy" login localhost DNS:localhost,IP:127.0.0.1
make_certificate "$etc" gateway localhost DNS:localhost,IP:127.0.0.1
if [ ! -f "$etc/keystore.p12" ]; then
  (umask 077; openssl rand -hex 24 >"$etc/keystore.password"
    openssl pkcs12 -export -name gateway -inkey "$etc/gateway.key" -in "$etc/gateway.pem" \
      -passout "file:$etc/keystore.password" -out "$etc/keystore.p12.new")
  mv "$etc/keystore.p12.new" "$etc/keystore.p12"
fi
install -m 0644 "$etc/gateway.pem" "$proxy/gateway.pem"
chgrp ibgw "$etc/keystore.p12" "$etc/gateway.pem"
chmod 0640 "$etc/keystore.p12" "$etc/gateway.pem"
chgrp gateway-proxy "$proxy/proxy.key" "$proxy/proxy.pem" "$proxy/login.key" "$proxy/login.pem"
chmod 0640 "$proxy/proxy.key" "$proxy/proxy.pem" "$proxy/login.key" "$proxy/login.pem"

apply_files "$files"
work=$(mktemp -d "$root/opt/ibgw/new.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ ! -e "$serving" ]; then
  fetch_gateway "$work" "$files"
  keep_release "$work"
  write_build_record "$work" "$releases/$build/build.json"
  ln -sfn "$releases/$build" "$serving"
fi

systemctl daemon-reload
# Whoever installs a timer by dnf only has it start at the next boot.
systemctl enable --now daybook-packet-rules.service dnf-automatic.timer logrotate.timer
systemctl enable ibgw.service gateway-proxy.service gateway-heal.timer
systemctl try-restart systemd-journald.service
systemctl restart gateway-proxy.service
systemctl restart ibgw.service
systemctl start gateway-heal.timer

put_once build.json "$serving/build.json" application/json
put_once login-certificate.pem "$proxy/login.pem" application/x-pem-file
# Last: whoever finds it finds a host that serves.
put_once certificate.pem "$proxy/proxy.pem" application/x-pem-file
touch "$root/opt/daybook/installed"
say "the gateway host is ready: log in"
