import type { CloudAnswer } from './face.ts';
import { Refusal, xmlText } from './refusal.ts';
import type { StoredBucket, StoredVersion } from './s3-bucket.ts';

interface Listing {
  readonly prefix: string;
  readonly maxKeys: number;
  readonly objects: readonly { readonly key: string; readonly version: StoredVersion }[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page begins. */
  readonly next?: string;
}

/** One page of ListObjectsV2. */
export function listing(store: StoredBucket, query: URLSearchParams, pageSize: number): Listing {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = Math.min(Number(query.get('max-keys') ?? 1000), pageSize);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw new Refusal(400, 'InvalidArgument', 'max-keys is no number');
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64').toString('utf8');
  const objects: { key: string; version: StoredVersion }[] = [];
  const commonPrefixes = new Set<string>();
  let last = after;
  for (const key of store.keys(prefix)) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    const entry = common ?? key;
    if (Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0 || commonPrefixes.has(entry)) continue;
    if (objects.length + commonPrefixes.size === maxKeys) {
      return { prefix, maxKeys, objects, commonPrefixes: [...commonPrefixes], next: last };
    }
    last = entry;
    if (common !== undefined) commonPrefixes.add(common);
    else objects.push({ key, version: store.current(key) as StoredVersion });
  }
  return { prefix, maxKeys, objects, commonPrefixes: [...commonPrefixes] };
}

/** The page as S3 writes it. */
export function listAnswer(bucket: string, page: Listing): CloudAnswer {
  const contents = page.objects.map(
    ({ key, version }) =>
      `<Contents><Key>${xmlText(key)}</Key><LastModified>${version.at.toISOString()}</LastModified>` +
      `<ETag>${xmlText(version.etag)}</ETag><Size>${version.body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = page.commonPrefixes.map(
    (prefix) => `<CommonPrefixes><Prefix>${xmlText(prefix)}</Prefix></CommonPrefixes>`,
  );
  const next = page.next === undefined ? '' : Buffer.from(page.next).toString('base64');
  const body = [
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${xmlText(bucket)}</Name><Prefix>${xmlText(page.prefix)}</Prefix><MaxKeys>${page.maxKeys}</MaxKeys>`,
    `<KeyCount>${page.objects.length + page.commonPrefixes.length}</KeyCount>`,
    `<IsTruncated>${page.next !== undefined}</IsTruncated>`,
    next && `<NextContinuationToken>${next}</NextContinuationToken>`,
    ...contents,
    ...prefixes,
    '</ListBucketResult>',
  ].join('');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
