/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

/** What stands around every page. The style is a constant of ours: no text from outside can reach it. */
export interface Frame {
  readonly style: string;
  /** Content security policy that lets this very style in, and nothing else. */
  readonly policy: string;
}

/** A whole HTML document that needs no network. */
export function Document({ title, frame, children }: { title: string; frame: Frame; children: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={frame.policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: frame.style }} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
