import { ENDPOINTS } from './endpoints.ts';

const SEGMENTS: ReadonlySet<string> = new Set([
  ...Object.values(ENDPOINTS).flatMap(({ path }) => path.split('/')),
  ...['v1', 'api', 'sso', 'validate', 'iserver', 'auth', 'status', 'Login', 'Dispatcher'],
]);

/** Whether a part of an address's path may stand where others read it. */
export const isKnownSegment = (segment: string): boolean => SEGMENTS.has(segment) && !segment.startsWith('{');
