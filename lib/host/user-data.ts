/**
 * What the host runs at its first boot. Its text depends on the parameter's name alone and never on the host's files: a
 * changed user data would stop and start the instance and lose the login. It lays down one small program that fetches
 * the files named by the parameter, proves their SHA-256, and runs one of them; and a service that repeats the
 * installation until it succeeds.
 *
 * @param parameter name of the SSM parameter whose value is made by {@link parameterValue}
 */
export function userData(parameter: string): string {
  return `#!/bin/bash
set -euo pipefail
install -d -m 0755 /opt/daybook/bin
cat > /opt/daybook/bin/fetch-files.sh <<'END'
${fetchFiles(parameter)}END
chmod 0755 /opt/daybook/bin/fetch-files.sh
cat > /etc/systemd/system/daybook-install.service <<'END'
[Unit]
Description=Daybook: installs the gateway host, until it has succeeded once
Wants=network-online.target
After=network-online.target
ConditionPathExists=!/opt/daybook/installed

[Service]
Type=oneshot
ExecStart=/opt/daybook/bin/fetch-files.sh install.sh
Restart=on-failure
RestartSec=60
TimeoutStartSec=1800

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now --no-block daybook-install.service
`;
}

function fetchFiles(parameter: string): string {
  return `#!/bin/bash
# Fetches the files of this host that the last deploy named, proves them, and runs the one named on the command line.
set -euo pipefail
umask 022
token=$(curl -fsS --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
metadata() { curl -fsS --max-time 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"; }
AWS_REGION=$(metadata placement/region)
DAYBOOK_INSTANCE=$(metadata instance-id)
export AWS_REGION DAYBOOK_INSTANCE AWS_DEFAULT_REGION="$AWS_REGION"
value=$(aws ssm get-parameter --name '${parameter}' --query Parameter.Value --output text)
read -r location sha256 DAYBOOK_ARCHIVE DAYBOOK_GATEWAY_SHA256 <<<"$value"
export DAYBOOK_ARCHIVE DAYBOOK_GATEWAY_SHA256
folder=/opt/daybook/files/$sha256
if [ ! -d "$folder" ]; then
  install -d -m 0755 /opt/daybook/files
  work=$(mktemp -d /opt/daybook/files/new.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  aws s3 cp --only-show-errors "$location" "$work/files.tar.gz"
  echo "$sha256  $work/files.tar.gz" | sha256sum --check --status ||
    { echo "the files at $location are not those that the deploy named" >&2; exit 1; }
  install -d -m 0755 "$work/files"
  tar -xzf "$work/files.tar.gz" -C "$work/files" --no-same-owner
  mv "$work/files" "$folder"
  rm -rf "$work"
fi
exec "$folder/$1"
`;
}

/** What the host learns from the parameter: four words, so that a shell reads them without a parser. */
export function parameterValue(of: {
  /** Where the packed files lie, `s3://…`. */
  readonly location: string;
  /** SHA-256 of the packed files, hex. */
  readonly sha256: string;
  /** Name of the archive's bucket. */
  readonly archive: string;
  /** The only gateway download that may be installed, hex; any when undefined. */
  readonly gatewaySha256: string | undefined;
}): string {
  return [of.location, of.sha256, of.archive, of.gatewaySha256 ?? 'any'].join(' ');
}
