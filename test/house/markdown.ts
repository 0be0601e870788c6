import { dirname, join, normalize } from 'node:path';
import type { ProjectFile } from './project-files.ts';

/** A link from one page to a file of the project, or to a heading of one. */
export interface Link {
  /** Path of the page that has the link. */
  readonly page: string;
  /** From the project's root. */
  readonly target: string;
  readonly heading: string | undefined;
}

const withoutCode = (text: string): string => text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The links of a page that stay in the project. */
export function linksOf({ path, text }: ProjectFile): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map((match) => {
    const [file = '', heading] = (match[1] ?? '').split('#');
    return { page: path, target: file === '' ? path : normalize(join(dirname(path), file)), heading };
  });
}

/** The anchors that the headings of a page make: small letters, blanks as hyphens, no other signs. */
export function anchorsOf(text: string): readonly string[] {
  return [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ +(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Text that stands as code in a page, one command line or code span each. */
export function codeOf(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```.*?\n(.*?)^```/gms)].flatMap((match) => (match[1] ?? '').split('\n'));
  const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return [...blocks, ...spans];
}
