import type { DoctorStep, Examination } from './doctor-step.ts';
import { WHERE_TO_SEND } from './exchange-log.ts';

const SIGNS: Record<DoctorStep['state'], string> = { good: '✓', bad: '✗', note: '–', skipped: '·' };

/** What the doctor saw, as a person reads it: a line for each step, then what it all comes to. */
export function doctorText(examined: Examination, about: string, log: string | undefined): string {
  const { steps, conclusion } = examined;
  const width = Math.max(0, ...steps.map(({ what }) => what.length));
  const lines = steps.flatMap((step) => {
    const measured = [step.status, step.ms === undefined ? undefined : `${step.ms} ms`].filter(
      (one) => one !== undefined,
    );
    const how = measured.length === 0 ? '' : `${measured.join(', ')}: `;
    return [
      `${SIGNS[step.state]} ${step.what.padEnd(width)}  ${how}${step.text}`,
      ...(step.nextStep ? [`  ${' '.repeat(width)}  → ${step.nextStep}`] : []),
    ];
  });
  const name = conclusion.diagnosis.replaceAll('-', ' ');
  const again = conclusion.resumeAt ? ` Not before ${conclusion.resumeAt}.` : '';
  return [
    about,
    '',
    ...lines,
    '',
    `Diagnosis: ${name}. ${conclusion.text}`,
    `→ ${conclusion.nextStep}${again}`,
    ...(log === undefined ? [] : ['', `Log: ${log}`, WHERE_TO_SEND]),
    '',
  ].join('\n');
}
