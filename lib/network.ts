import {
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from './grant.ts';

export interface NetworkProps {
  /** ARN of the archive's bucket: the only one that the isolated subnet reaches. */
  readonly bucketArn: string;
}

/** Port of the proxy's API listener on the gateway host. */
const PROXY_PORT = 8443;

/**
 * One small network without NAT and interface endpoints: a public /28 for the gateway host, an isolated /26 for the
 * two functions that speak to it. From the isolated subnet there are two ways out: to the proxy, and to one bucket.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  /** Public; for the gateway host alone. */
  readonly hostSubnet: ISubnet;
  /** Of collect and keep-session. */
  readonly callers: ISecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.42.0.0/24'),
      natGateways: 0,
      // One instance, so a second zone buys nothing and adds traffic between zones.
      maxAzs: 1,
      // The default group is used by nobody; emptying it would take a function with rights of its own.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'host', subnetType: SubnetType.PUBLIC, cidrMask: 28 },
        { name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
      ],
    });
    // The library's classes were not written for exact optional properties: hence the assertion.
    this.vpc = vpc as IVpc;
    const [hostSubnet] = vpc.publicSubnets;
    if (!hostSubnet) throw new Error('The network has no public subnet for the gateway host.');
    this.hostSubnet = hostSubnet;

    const s3 = vpc.addGatewayEndpoint('S3', {
      service: GatewayVpcEndpointAwsService.S3,
      subnets: [{ subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    const statement = allow(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListBucket'],
      [props.bucketArn, `${props.bucketArn}/*`],
    );
    // An endpoint's policy must name everyone; who may do what is said by the functions' roles.
    statement.addPrincipals(new AnyPrincipal());
    s3.addToPolicy(statement);

    this.callers = new SecurityGroup(this, 'Callers', {
      vpc: this.vpc,
      description: 'collect and keep-session: to the proxy of the gateway host and to S3',
      allowAllOutbound: false,
    });
    // The isolated subnet has no route but these two; S3's addresses have no name in a template.
    this.callers.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'S3, by the gateway endpoint');
    this.callers.addEgressRule(Peer.ipv4(this.vpc.vpcCidrBlock), Port.tcp(PROXY_PORT), 'the proxy on the gateway host');
  }
}
