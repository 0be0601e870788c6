import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination, CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { domainOf, senderAddress } from '#wiring/sender';
import type { Settings } from '#wiring/settings';
import { allow, type Grant } from './grant.ts';
import { ruleName } from './rule-name.ts';
import type { StageFunction } from './stage-function.ts';

export interface SenderProps {
  /** The From line: `Name <address>` or an address. */
  readonly from: string;
  /** What SES is asked to verify: the address, its domain, or nothing because the identity exists. */
  readonly identity: Settings['mail']['identity'];
}

/** What becomes of a mail, as CloudFormation writes it (SES's own API writes otherwise). Opens and clicks are not watched: mails hold no tracker. */
const EVENTS = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay', 'renderingFailure'];

/** Who mails: the identity at SES, and the configuration set through which every mail goes and is followed. */
export class Sender extends Construct {
  /** The identity at SES: the address, or its domain. */
  readonly identityName: string;
  readonly configurationSet: string;
  readonly #address: string;

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const address = senderAddress(props.from);
    if (!address) throw new Error(`The setting sender holds no mail address: ${props.from}`);
    this.#address = address;
    this.identityName = props.identity === 'domain' ? domainOf(address) : address;
    if (props.identity !== 'existing') this.#identity(props.identity);
    const set = new CfnConfigurationSet(this, 'Set', {
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    this.configurationSet = set.ref;
    new CfnConfigurationSetEventDestination(this, 'Events', {
      configurationSetName: set.ref,
      eventDestination: {
        name: 'events',
        enabled: true,
        matchingEventTypes: EVENTS,
        eventBridgeDestination: {
          eventBusArn: stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
        },
      },
    });
  }

  /** The right to mail under this address through this configuration set, and the set's name. */
  grantSend(): Grant {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'ses', resource, resourceName });
    return {
      environment: { DAYBOOK_CONFIGURATION_SET: this.configurationSet },
      statements: [
        // In the sandbox SES asks for the right on the recipient's identity too, which no template may name. The From
        // address is what holds: no other can be used.
        allow(['ses:SendRawEmail'], [arn('identity', '*'), arn('configuration-set', this.configurationSet)], {
          StringEquals: { 'ses:FromAddress': this.#address },
        }),
      ],
    };
  }

  /** Brings what SES tells of these mails to a function. */
  deliverEvents(to: StageFunction, deadLetters: IQueue): void {
    const rule = new CfnRule(this, 'Rule', {
      name: ruleName(this, 'mail-events'),
      description: 'What became of the mails',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet] } } },
      },
      targets: [
        {
          id: 'note-delivery',
          arn: to.function.functionArn,
          deadLetterConfig: { arn: deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 20, maximumEventAgeInSeconds: 24 * 3600 },
        },
      ],
    });
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: to.function.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
      sourceAccount: Stack.of(this).account,
    });
  }

  #identity(kind: 'address' | 'domain'): void {
    const identity = new CfnEmailIdentity(this, 'Identity', { emailIdentity: this.identityName });
    if (kind === 'address') return;
    const records = [
      [identity.attrDkimDnsTokenName1, identity.attrDkimDnsTokenValue1],
      [identity.attrDkimDnsTokenName2, identity.attrDkimDnsTokenValue2],
      [identity.attrDkimDnsTokenName3, identity.attrDkimDnsTokenValue3],
    ];
    for (const [index, [name, value]] of records.entries()) {
      const output = new CfnOutput(this, `DkimRecord${index + 1}`, {
        value: `${name} CNAME ${value}`,
        description: `DNS entry ${index + 1} of 3 by which SES verifies the domain.`,
      });
      output.overrideLogicalId(`DkimRecord${index + 1}`);
    }
  }
}
