import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proxyConfiguration } from './proxy-configuration.ts';
import { packTar, type TarFile } from './tar.ts';

const TEMPLATES = fileURLToPath(new URL('../../templates/gateway-host', import.meta.url));

/** Everything that is brought to the gateway host: `templates/gateway-host` as it stands, and the proxy's configuration. */
export function hostFiles(): readonly TarFile[] {
  const entries = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => {
    const place = join(entry.parentPath, entry.name);
    const path = place.slice(TEMPLATES.length + 1).replaceAll('\\', '/');
    return { path, text: readFileSync(place, 'utf8').replaceAll('\r\n', '\n'), executable: path.endsWith('.sh') };
  });
  return [...files, { path: 'nginx.conf', text: proxyConfiguration(), executable: false }];
}

/** The host's files as one archive, and the proof of its bytes. */
export function packedHostFiles(): { readonly bytes: Buffer; readonly sha256: string } {
  const bytes = packTar(hostFiles());
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
