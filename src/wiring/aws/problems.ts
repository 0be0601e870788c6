import type { z } from 'zod';

/** What is wrong with a value, field by field, without the value itself: it may be private. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const at = issue.path.length === 0 ? 'the whole' : issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') return `${at} has unknown fields: ${issue.keys.join(', ')}`;
    return issue.code === 'invalid_type' ? `${at} should be ${issue.expected}` : `${at} is not as expected`;
  });
}
