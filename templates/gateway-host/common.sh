# shellcheck shell=bash
# Its variables are read by the scripts that take it in.
# shellcheck disable=SC2034
# Shared by install.sh and update.sh. From the environment, with what a real host has as the default:
#   DAYBOOK_ROOT            put before every folder (none)
#   DAYBOOK_DOWNLOAD        where the gateway program comes from
#   DAYBOOK_GATEWAY_PORT, DAYBOOK_TRIAL_PORT   5000, 5001
#   DAYBOOK_PATIENCE, DAYBOOK_PAUSE   seconds a program may take to open (60), and between two tries of a report (15)
# and, given by fetch-files.sh: DAYBOOK_ARCHIVE (bucket), DAYBOOK_INSTANCE (id), DAYBOOK_GATEWAY_SHA256 (hex, or "any").
# systemctl, dnf, aws, nginx, java, useradd, setpriv, chown and chgrp are found by PATH.

root=${DAYBOOK_ROOT:-}
download=${DAYBOOK_DOWNLOAD:-https://download2.interactivebrokers.com/portal/clientportal.gw.zip}
gateway_port=${DAYBOOK_GATEWAY_PORT:-5000}
trial_port=${DAYBOOK_TRIAL_PORT:-5001}
patience=${DAYBOOK_PATIENCE:-60}
pause=${DAYBOOK_PAUSE:-15}
etc=$root/etc/ibgw
proxy=$root/etc/gateway-proxy
releases=$root/opt/ibgw/releases
serving=$root/opt/ibgw/current
current_files=$root/opt/daybook/current

say() { printf '%s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

# Stops before anything is begun that a full disk would leave half done. A download, its archives, the build that stays
# beside it and Java's packages take less than this. Free blocks of 1 KiB.
need_space() {
  local free
  free=$(df -k --output=avail "$root/opt" | tail -n 1)
  [ "$free" -ge 1000000 ] ||
    fail "the disk of this host has $((free / 1024)) MB left and needs 1 GB: nothing was changed. If it stays so, daybook host renew"
}

# Puts a file in place when it differs; leaves in `put` whether it did. Arguments: source, target, mode, group.
put=no
put_file() {
  put=no
  if cmp -s "$1" "$2"; then return; fi
  install -D -m "$3" "$1" "$2.new"
  chgrp "$4" "$2.new"
  mv "$2.new" "$2"
  put=yes
}

# conf.yaml with this host's keystore. Arguments: folder of files, target.
render_conf() {
  sed -e "s|@ETC@|$etc|" -e "s|@PASSWORD@|$(cat "$etc/keystore.password")|" "$1/conf.yaml" >"$2"
}

# Brings the files of a folder to their places. Argument: folder.
# Leaves in gateway_changed, proxy_changed and units_changed whether anything of each did change.
gateway_changed=no proxy_changed=no units_changed=no
apply_files() {
  local files=$1 unit conf
  gateway_changed=no proxy_changed=no units_changed=no
  conf=$(mktemp)
  render_conf "$files" "$conf"
  put_file "$conf" "$etc/conf.yaml" 0640 ibgw
  [ "$put" = no ] || gateway_changed=yes
  rm -f "$conf"
  put_file "$files/logback.xml" "$etc/logback.xml" 0640 ibgw
  [ "$put" = no ] || gateway_changed=yes
  if ! cmp -s "$files/run-gateway.sh" "$current_files/run-gateway.sh"; then gateway_changed=yes; fi
  put_file "$files/nginx.conf" "$proxy/nginx.conf" 0644 root
  [ "$put" = no ] || proxy_changed=yes
  for unit in "$files"/units/*; do
    put_file "$unit" "$root/etc/systemd/system/$(basename "$unit")" 0644 root
    if [ "$put" = yes ]; then
      units_changed=yes
      case "$unit" in
        */ibgw.service) gateway_changed=yes ;;
        */gateway-proxy.service) proxy_changed=yes ;;
      esac
    fi
  done
  put_file "$files/system/dnf-automatic.conf" "$root/etc/dnf/automatic.conf" 0644 root
  put_file "$files/system/logrotate.conf" "$root/etc/logrotate.d/gateway-proxy" 0644 root
  put_file "$files/system/journald.conf" "$root/etc/systemd/journald.conf.d/daybook.conf" 0644 root
  for unit in timer service; do
    put_file "$files/system/dnf-automatic-$unit.conf" "$root/etc/systemd/system/dnf-automatic.$unit.d/daybook.conf" \
      0644 root
    [ "$put" = no ] || units_changed=yes
  done
  ln -sfn "$files" "$current_files"
}

# Fetches the gateway program and lays its archives ready. Arguments: an empty folder, folder of files.
# Leaves: zip_sha256, build (first 12 digits of the hash over the list of its archives), known (yes or no),
# and in the folder `release` and `hashes`.
zip_sha256='' build='' known=no
fetch_gateway() {
  local work=$1 list
  curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --max-redirs 3 \
    --connect-timeout 20 --max-time 600 --max-filesize 200000000 --output "$work/gateway.zip" "$download" ||
    fail "the gateway program could not be fetched from $download"
  zip_sha256=$(sha256sum "$work/gateway.zip" | cut -d ' ' -f 1)
  if [ "$DAYBOOK_GATEWAY_SHA256" != any ] && [ "$DAYBOOK_GATEWAY_SHA256" != "$zip_sha256" ]; then
    fail "the download has the SHA-256 $zip_sha256, and the settings allow $DAYBOOK_GATEWAY_SHA256 alone"
  fi
  mkdir "$work/unpacked"
  unzip -q "$work/gateway.zip" -d "$work/unpacked" || fail "the download is no readable zip file"
  # Nothing but the program's archives is kept: not its configuration, and not its keystore, whose key is public.
  install -d -m 0755 "$work/release/dist" "$work/release/build/lib/runtime"
  for part in dist build/lib/runtime; do
    find "$work/unpacked/$part" -maxdepth 1 -type f -name '*.jar' -exec install -m 0644 -t "$work/release/$part" {} + ||
      fail "the download does not hold the folder $part"
  done
  [ -f "$work/release/dist/ibgroup.web.core.iblink.router.clientportal.gw.jar" ] ||
    fail "the download does not hold the gateway program"
  if (cd "$work/release" && find . -type f | LC_ALL=C grep -qvE '^[A-Za-z0-9._+/-]+$'); then
    fail "the download holds a file with an odd name"
  fi
  (cd "$work/release" && find build dist -type f | LC_ALL=C sort | xargs sha256sum) >"$work/hashes"
  build=$(sha256sum "$work/hashes" | cut -c 1-12)
  known=no
  for list in "$2"/known-builds/*.sha256; do
    if cmp -s <(LC_ALL=C sort "$list") <(LC_ALL=C sort "$work/hashes"); then known=yes; fi
  done
}

# Keeps a fetched build as a release. Argument: the folder of fetch_gateway.
keep_release() {
  [ -d "$releases/$build" ] && return
  install -d -m 0755 "$releases"
  cp "$1/hashes" "$1/release/hashes.sha256"
  mv "$1/release" "$releases/$build"
}

# What the archive learns of a build. Arguments: the folder of fetch_gateway, target.
write_build_record() {
  {
    printf '{"schema":"daybook-gateway-build/1","build":"%s","known":%s,' "$build" "$([ "$known" = yes ] && echo true || echo false)"
    printf '"zipSha256":"%s","installedAt":"%s","files":{' "$zip_sha256" "$(date -u +%FT%TZ)"
    awk '{ printf "%s\"%s\":\"%s\"", (NR > 1 ? "," : ""), $2, $1 }' "$1/hashes"
    printf '}}\n'
  } >"$2"
}

# Writes an object of this host once; one that is there already stays. Tries until the right to write has arrived.
# Arguments: name below host/<instance>/, file, content type.
put_once() {
  local answer
  for _ in $(seq 40); do
    if answer=$(aws s3api put-object --bucket "$DAYBOOK_ARCHIVE" --key "host/$DAYBOOK_INSTANCE/$1" --body "$2" \
      --content-type "$3" --if-none-match '*' --checksum-algorithm SHA256 2>&1); then
      say "reported $1"
      return
    fi
    case "$answer" in
      *PreconditionFailed*) say "$1 is in the archive already"; return ;;
    esac
    sleep "$pause"
  done
  fail "$1 could not be written to the archive: $answer"
}

# Whether a build opens beside the one that serves. Argument: release folder.
opens_beside() {
  local work pid status=0
  work=$(mktemp -d "$root/var/lib/ibgw-trial.XXXXXX")
  chown ibgw "$work"
  (cd "$work" && exec setpriv --reuid=ibgw --regid=ibgw --clear-groups --no-new-privs -- "$files/run-gateway.sh" "$1" "$work" --port "$trial_port") >"$work/output" 2>&1 &
  pid=$!
  "$files/await-open.sh" "$trial_port" "$patience" || status=1
  if ! kill -0 "$pid" 2>/dev/null; then status=1; fi
  [ "$status" -eq 0 ] || sed 's/^/  it said: /' "$work/output" | tail -n 20
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  rm -rf "$work"
  return "$status"
}
