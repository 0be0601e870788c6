import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  CfnBucketPolicy,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { WRITE_ONCE_PREFIXES } from '#archive/keys';
import { allow, type Grant } from './grant.ts';

export interface ArchiveBucketProps {
  /**
   * Name of a bucket that an earlier deploy left. It is used as it is: versions, encryption, life cycle and events are
   * those it was made with. Its policy is set by this stack. Default: a new bucket is made.
   */
  readonly adopt?: string | undefined;
}

/** What a function may do below which prefixes of the archive. */
export interface ArchiveRights {
  /** Prefixes (`state/`) or whole keys that are read. */
  readonly read: readonly string[];
  /** Prefixes or whole keys that are written. Default: none. */
  readonly write?: readonly string[];
}

/**
 * Where everything is kept for good: versioned, encrypted, over TLS alone, never public, and left in place when the
 * stack goes. Its policy refuses every unconditional write to what is written once, whoever asks.
 */
export class ArchiveBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    super(scope, id);
    // The library's classes were not written for exact optional properties: hence the assertion.
    this.bucket = props.adopt ? Bucket.fromBucketName(this, 'Bucket', props.adopt) : (this.newBucket() as IBucket);
    // One logical id for both, so that naming a bucket that this stack made does not make its policy twice.
    new CfnBucketPolicy(this, 'Policy', { bucket: this.bucket.bucketName, policyDocument: this.policy() });
  }

  /** Rights below prefixes, and the bucket's name. */
  grant(rights: ArchiveRights): Grant {
    const objects = (prefixes: readonly string[]): string[] =>
      prefixes.map((prefix) => this.bucket.arnForObjects(prefix.endsWith('/') ? `${prefix}*` : prefix));
    const { read, write = [] } = rights;
    return {
      environment: { DAYBOOK_BUCKET: this.bucket.bucketName },
      statements: [
        allow(['s3:GetObject'], objects(read)),
        // Without it S3 answers "denied" for a key that is not there. Keys hold dates and hashes alone; a condition on
        // the prefix would deny again, as reading an object carries none.
        allow(['s3:ListBucket'], [this.bucket.bucketArn]),
        ...(write.length > 0 ? [allow(['s3:PutObject', 's3:AbortMultipartUpload'], objects(write))] : []),
      ],
    };
  }

  private newBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'old-state', prefix: 'state/', noncurrentVersionExpiration: Duration.days(30) },
        // index.html and the pages below index/: each can be made again.
        { id: 'old-pages', prefix: 'index', noncurrentVersionExpiration: Duration.days(30) },
        { id: 'broken-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
    // The construct's own switch would add a function with rights on every bucket's notifications.
    if (bucket.node.defaultChild instanceof CfnBucket) {
      bucket.node.defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
    return bucket;
  }

  private policy(): PolicyDocument {
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: 'TlsOnly',
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['s3:*'],
          resources: [this.bucket.bucketArn, this.bucket.arnForObjects('*')],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
        new PolicyStatement({
          sid: 'WriteOnce',
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: WRITE_ONCE_PREFIXES.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)),
          // The parts of a multipart upload take no condition; its completion does.
          conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
        }),
      ],
    });
  }
}
