import type { Report } from '#report/report';
import { reportOf } from './report-of.ts';
import { balance, ledger, performance, position, present, series, snapshot } from './snapshot.ts';

/** The report of an account that owes money in its base currency, with which it bought more than it has. */
export function owingReport(): Report {
  const held = [
    position({ conid: 1, symbol: 'AAA', quantity: 900 }),
    position({ conid: 2, symbol: 'BBB', quantity: 300 }),
  ];
  const balances = [
    balance('USD', -40_000, { held: 120_000, accruedInterest: -120.5 }),
    balance('EUR', 1_000, { rateToBase: 1.16 }),
  ];
  const values = Array.from({ length: 70 }, (_, day) => 90_000 - day * 150 + (day % 7) * 220);
  return reportOf(
    snapshot({
      datasets: {
        positions: present(held),
        ledger: present(ledger(balances)),
        performance: present(performance([series([...values, 81_039.5])])),
      },
    }),
  );
}
