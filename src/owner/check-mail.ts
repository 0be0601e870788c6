import { bareAddress } from '#delivery/bare-address';
import type { CheckRequest } from './check-request.ts';
import type { MailPort } from './cloud.ts';
import { type Finding, fine, lookAt, note, outstanding } from './finding.ts';

/** A new account may send this many messages a day, and to verified addresses only (SES developer guide, "sandbox"). */
const SANDBOX_A_DAY = 200;

/** Everything between Daybook and a recipient's letter box. */
export async function checkMail(request: CheckRequest, mail: MailPort): Promise<Finding[]> {
  return [
    ...(await lookAt('Sender', () => senderFindings(request, mail))),
    ...(await lookAt('Sending', () => sendingFindings(request, mail))),
    ...(await lookAt('Recipients', () => recipientFindings(request, mail))),
  ];
}

async function senderFindings(request: CheckRequest, mail: MailPort): Promise<Finding[]> {
  const identity = request.deployment.senderIdentity;
  const findings: Finding[] = [];
  const isDomain = !identity.includes('@');
  const ofDomain = domainOf(identity).toLowerCase();
  const known = await mail.verification(isDomain ? [identity] : [identity, ofDomain]);
  const status = known[identity];
  // An identity that exists already may be the whole domain of the address, which SES then takes for it.
  const byDomain = !isDomain && known[ofDomain] === 'Success';
  if (status === 'Success') findings.push(fine('Sender', `${identity} is verified.`));
  else if (byDomain) findings.push(fine('Sender', `${identity} may be used: its domain is verified.`));
  else {
    findings.push(
      outstanding(
        'Sender',
        status === undefined
          ? `SES does not know ${identity} in ${request.deployment.region}.`
          : `${identity} is not verified yet (${status}): SES sends nothing.`,
        isDomain
          ? 'Add the three CNAME entries that the SES console shows for the identity to the DNS of the domain; it can take some hours.'
          : 'Open the mail of Amazon Web Services with the subject "Email Address Verification Request" and follow its link. It ends after 24 hours: the SES console sends another.',
      ),
    );
  }
  if (isDomain || byDomain) findings.push(await dkimFinding(isDomain ? identity : ofDomain, mail));
  else {
    findings.push(
      note(
        'DMARC',
        `Mails are not signed with the domain of ${identity}. If its owner publishes a strict DMARC policy they end as spam or nowhere: verify a whole domain then (setting mail.identity).`,
      ),
    );
  }
  const from = bareAddress(request.sender).toLowerCase();
  const domain = domainOf(from);
  if (
    from !== identity.toLowerCase() &&
    domain !== identity.toLowerCase() &&
    !domain.endsWith(`.${identity.toLowerCase()}`)
  ) {
    findings.push(
      outstanding(
        'From line',
        `The settings send from ${from}, which ${identity} does not cover.`,
        'Deploy again with these settings, or correct "sender".',
      ),
    );
  }
  return findings;
}

async function dkimFinding(domain: string, mail: MailPort): Promise<Finding> {
  const dkim = await mail.dkim(domain);
  if (dkim?.enabled && dkim.status === 'Success') {
    return fine('DKIM', `Mails are signed with ${domain}, so they align with its DMARC policy.`);
  }
  return outstanding(
    'DKIM',
    `Mails are not signed with ${domain} yet (${dkim?.status ?? 'SES does not know it'}).`,
    'Add the three CNAME entries that the SES console shows for the identity to the DNS of the domain.',
  );
}

async function sendingFindings(request: CheckRequest, mail: MailPort): Promise<Finding[]> {
  const { configurationSet } = request.deployment;
  const findings: Finding[] = [];
  if (!(await mail.accountMaySend())) {
    findings.push(
      outstanding(
        'Sending',
        'AWS has paused sending for this whole account.',
        'The SES console says why (Account dashboard) and how to ask for it to be opened again.',
      ),
    );
  }
  const set = await mail.configurationSet(configurationSet);
  if (set === 'enabled') findings.push(fine('Sending', `The configuration set ${configurationSet} may send.`));
  else {
    findings.push(
      outstanding(
        'Sending',
        set === 'paused'
          ? `Sending is paused for the configuration set ${configurationSet}.`
          : `The configuration set ${configurationSet} is not there.`,
        set === 'paused'
          ? `Mend what caused bounces or complaints, then: aws ses update-configuration-set-sending-enabled --configuration-set-name ${configurationSet} --enabled`
          : 'Run "npx cdk deploy" again.',
      ),
    );
  }
  return findings;
}

async function recipientFindings(request: CheckRequest, mail: MailPort): Promise<Finding[]> {
  const { recipients } = request;
  if (recipients.length === 0) {
    return [
      outstanding('Recipients', 'The settings name none: no mail goes out.', 'Add "recipients", and deploy again.'),
    ];
  }
  const { perDay } = await mail.quota();
  if (perDay < 0 || perDay > SANDBOX_A_DAY) {
    return [
      fine('Recipients', `${recipients.length} in the settings; this account may mail anybody, ${limitText(perDay)}.`),
    ];
  }
  const asked = recipients.map((address) => address.toLowerCase());
  const known = await mail.verification([...new Set([...recipients, ...asked.map(domainOf)])]);
  const missing = recipients.filter(
    (address) => known[address] !== 'Success' && known[domainOf(address.toLowerCase())] !== 'Success',
  );
  const sandbox = note(
    'Sandbox',
    `SES allows this account ${perDay} mails a day, and to verified addresses only: the sandbox. It is enough for a few recipients. The SES console lifts it on request ("Request production access").`,
  );
  if (missing.length === 0) {
    return [
      sandbox,
      fine(
        'Recipients',
        `${recipients.length === 1 ? 'The one' : `All ${recipients.length}`} in the settings can be mailed.`,
      ),
    ];
  }
  return [
    sandbox,
    ...missing.map((address) =>
      outstanding(
        'Recipient',
        `${address} is not verified, so SES refuses mail to it.`,
        known[address] === 'Pending'
          ? 'Its owner has a mail of Amazon Web Services with a link to follow within 24 hours.'
          : `Have it verified: aws ses verify-email-identity --email-address ${address} --region ${request.deployment.region}`,
      ),
    ),
  ];
}

const limitText = (perDay: number): string => (perDay < 0 ? 'without a limit' : `up to ${perDay} mails a day`);

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
