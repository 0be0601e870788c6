import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** How a document is looked at. */
export interface View {
  /** CSS pixels; any width, also under the 500 that a window of Chromium needs. */
  readonly width: number;
  readonly dark?: boolean;
  readonly print?: boolean;
  /** Device pixels for one CSS pixel; 1 when absent. */
  readonly scale?: number;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

const PROGRAM = 'chromium';
const TALLEST = 7_500;

/** Inches. */
const PAPERS = {
  a4: { paperWidth: 210 / 25.4, paperHeight: 297 / 25.4 },
  letter: { paperWidth: 8.5, paperHeight: 11 },
} as const;

/** Events by which Chromium tells what stands in its console: calls, errors, and breaches of a document's policy. */
const TOLD: ReadonlySet<string> = new Set(['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded']);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
];

/**
 * One headless Chromium, spoken to over its debugging pipe: no port, no driver to install. It sees no network: every
 * request but for the document under test is refused and counted.
 */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Set<(answer: Answer) => void>();
  #next = 1;

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process;
    this.#profile = profile;
    const fromBrowser = process.stdio[4] as Readable;
    let rest = '';
    fromBrowser.setEncoding('utf8');
    fromBrowser.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#take(JSON.parse(part) as Answer);
    });
    process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`Chromium ended with code ${code}`));
      this.#waiting.clear();
    });
  }

  /**
   * @param trusted PEM of the only certificate that is taken without an authority behind it, as a person takes it who was
   *   told its fingerprint
   */
  static async start(trusted?: string): Promise<Chromium> {
    const profile = await mkdtemp(join(tmpdir(), 'daybook-chromium-'));
    const trust = trusted === undefined ? [] : [`--ignore-certificate-errors-spki-list=${keyHash(trusted)}`];
    const child = spawn(PROGRAM, [...FLAGS, ...trust, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Chromium(child, profile);
    await browser.#send('Browser.getVersion');
    return browser;
  }

  /** Opens `html` in a tab of its own. The tab sees no network and asks for nothing but what the document names. */
  async open(html: string, view: View): Promise<Tab> {
    const { send, tab } = await this.#newTab(() => false);
    await tab.look(view);
    const frame = (await send('Page.getFrameTree')).frameTree as { frame: { id: string } };
    await send('Page.setDocumentContent', { frameId: frame.frame.id, html });
    await send('Runtime.evaluate', { expression: 'document.fonts.ready.then(() => 1)', awaitPromise: true });
    return tab;
  }

  /** Goes to an address of this machine in a tab of its own, which reaches that origin and nothing else. */
  async visit(address: string): Promise<Tab> {
    const { origin } = new URL(address);
    const { send, tab } = await this.#newTab((url) => new URL(url).origin === origin);
    await send('Page.navigate', { url: address });
    return tab;
  }

  async #newTab(allowed: (url: string) => boolean): Promise<{ readonly send: Send; readonly tab: Tab }> {
    const target = (await this.#send('Target.createTarget', { url: 'about:blank' })).targetId as string;
    const session = (await this.#send('Target.attachToTarget', { targetId: target, flatten: true }))
      .sessionId as string;
    const send = (method: string, params: object = {}) => this.#send(method, params, session);
    const requests: string[] = [];
    const messages: string[] = [];
    const listener = (answer: Answer): void => {
      if (answer.sessionId !== session) return;
      if (answer.method && TOLD.has(answer.method)) messages.push(JSON.stringify(answer.params));
      if (answer.method !== 'Fetch.requestPaused') return;
      const { requestId, request } = answer.params as { requestId: string; request: { url: string } };
      if (allowed(request.url)) {
        void send('Fetch.continueRequest', { requestId });
        return;
      }
      if (!request.url.startsWith('data:')) requests.push(request.url);
      void send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    };
    this.#listeners.add(listener);
    await send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await send('Runtime.enable');
    await send('Log.enable');
    const tab = new Tab(send, { requests, messages }, async () => {
      this.#listeners.delete(listener);
      await this.#send('Target.closeTarget', { targetId: target });
    });
    return { send, tab };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    // Nothing of it is kept, so it need not tidy up: a browser that hangs must not hang the tests.
    this.#process.kill('SIGKILL');
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #take(answer: Answer): void {
    if (answer.id === undefined) {
      for (const listener of this.#listeners) listener(answer);
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.error) waiting?.reject(new Error(answer.error.message));
    else waiting?.resolve(answer);
  }

  async #send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = this.#next++;
    const answer = new Promise<Answer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return (await answer).result ?? {};
  }
}

/** SHA-256 of a certificate's public key, as Chromium names it. */
function keyHash(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** One document, laid out. */
export class Tab {
  readonly #send: Send;
  readonly #close: () => Promise<void>;
  #apart: number | undefined;
  /** What the document asked the network for; all of it was refused. */
  readonly requests: readonly string[];
  /** What stands in the console, as Chromium tells it. */
  readonly messages: readonly string[];

  constructor(send: Send, heard: Pick<Tab, 'requests' | 'messages'>, close: () => Promise<void>) {
    this.#send = send;
    this.requests = heard.requests;
    this.messages = heard.messages;
    this.#close = close;
  }

  /** Lays the document out for another view. */
  async look(view: View): Promise<void> {
    await this.#send('Emulation.setDeviceMetricsOverride', {
      width: view.width,
      height: 900,
      deviceScaleFactor: view.scale ?? 1,
      mobile: view.width < 600,
    });
    await this.#send('Emulation.setEmulatedMedia', {
      media: view.print ? 'print' : 'screen',
      features: [{ name: 'prefers-color-scheme', value: view.dark ? 'dark' : 'light' }],
    });
  }

  /** The value of a JavaScript expression in the document; it must be plain JSON. */
  evaluate<T>(expression: string): Promise<T> {
    return this.#evaluate({ expression });
  }

  /** The same in a world apart, which shares the document and none of its scripts' names. It is one and the same world for all calls. */
  async evaluateApart<T>(expression: string): Promise<T> {
    const tree = (await this.#send('Page.getFrameTree')).frameTree as { frame: { id: string } };
    const world = { frameId: tree.frame.id, worldName: 'apart' };
    this.#apart ??= (await this.#send('Page.createIsolatedWorld', world)).executionContextId as number;
    return this.#evaluate({ expression, contextId: this.#apart });
  }

  async #evaluate<T>(what: { expression: string; contextId?: number }): Promise<T> {
    const answer = await this.#send('Runtime.evaluate', { ...what, returnByValue: true, awaitPromise: true });
    const thrown = answer.exceptionDetails as { text: string; exception?: { description?: string } } | undefined;
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return (answer.result as { value: T }).value;
  }

  /** The document as PNG, the whole of it or its first {@link TALLEST} pixels: Chromium takes no longer pictures. */
  async picture(clip?: { x: number; y: number; width: number; height: number }): Promise<Buffer> {
    const size = (await this.#send('Page.getLayoutMetrics')).cssContentSize as { width: number; height: number };
    const answer = await this.#send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: true,
      clip: { ...(clip ?? { x: 0, y: 0, width: size.width, height: Math.min(size.height, TALLEST) }), scale: 1 },
    });
    return Buffer.from(answer.data as string, 'base64');
  }

  /** Printed as a PDF, with the document's own margins. */
  async pdf(paper: keyof typeof PAPERS = 'a4'): Promise<Buffer> {
    const asked = { ...PAPERS[paper], preferCSSPageSize: true, printBackground: true };
    const answer = await this.#send('Page.printToPDF', asked);
    return Buffer.from(answer.data as string, 'base64');
  }

  async close(): Promise<void> {
    await this.#close();
  }
}
