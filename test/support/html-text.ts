/** What a reader sees of an HTML document, tags and hidden parts away: enough for documents that this project wrote. */
export function htmlText(html: string): string {
  return unescaped(
    html
      .replace(/<!--[\s\S]*?-->/g, ' ')
      .replace(/<(head|style)\b[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]*>/g, ' '),
  )
    .replace(/[\s\u00a0\u200c]+/g, ' ')
    .trim();
}

/** Every opening tag of a name, as written. */
export function tags(html: string, name: string): readonly string[] {
  return html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
}

/** The values of one attribute, in order. */
export function attributes(html: string, name: string): readonly string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => unescaped(match[1] ?? ''));
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
