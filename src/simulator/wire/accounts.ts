import type { AccountProfile } from '#simulator/account';
import type { Json } from './json.ts';

/** A row of the list of accounts. `brokerageAccess` is true in `/portfolio/accounts` and false everywhere else. */
export function accountRow(profile: AccountProfile, brokerageAccess: boolean): Json {
  const { id } = profile;
  return {
    id,
    'PrepaidCrypto-Z': false,
    'PrepaidCrypto-P': false,
    brokerageAccess,
    accountId: id,
    accountVan: id,
    accountTitle: profile.title,
    displayName: profile.title,
    accountAlias: null,
    accountStatus: profile.openedAt,
    currency: profile.currency,
    type: profile.type,
    tradingType: profile.tradingType,
    businessType: profile.businessType,
    category: '',
    ibEntity: 'IBLLC-US',
    faclient: profile.advisorClient,
    clearingStatus: 'O',
    covestor: false,
    noClientTrading: false,
    trackVirtualFXPortfolio: false,
    acctCustType: 'INDIVIDUAL',
    parent: { mmc: [], accountId: '', isMParent: false, isMChild: false, isMultiplex: false },
    desc: id,
  };
}

const PAGE_SIZE = 20;

/** `GET /portfolio/subaccounts2`: pages of 20. */
export function subaccountsPage(profiles: readonly AccountProfile[], page: number): Json {
  const rows = profiles.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE).map((profile) => accountRow(profile, false));
  return { metadata: { total: profiles.length, pageSize: PAGE_SIZE, pageNum: page }, subaccounts: rows };
}
