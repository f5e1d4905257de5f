import { type Kernel, watchKernel } from "./kernel_watch.ts";

function equal(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  }
}

/** A page whose connection is lost, a server that answers or does not, and a clock that the test turns on. */
class Bench {
  answers = false;
  told: string[] = [];
  reconnected = 0;
  private asks: (() => void)[] = [];
  private readonly changes: ((sender: unknown, value: never) => void)[] = [];
  private readonly kernel = {
    id: "1",
    status: "idle",
    connectionStatus: "connecting",
    isDisposed: false,
    serverSettings: { baseUrl: "http://127.0.0.1/" },
    reconnect: () => Promise.resolve(void this.reconnected++),
    statusChanged: silent(),
    connectionStatusChanged: { connect: (call: never) => void this.changes.push(call), disconnect: () => {} },
    iopubMessage: silent(),
    disposed: silent(),
  } as unknown as Kernel;

  async run(test: () => Promise<void>): Promise<void> {
    const { setInterval, setTimeout, fetch } = globalThis;
    const page = { addEventListener: () => {}, removeEventListener: () => {}, visibilityState: "hidden" };
    Object.assign(globalThis, {
      document: page,
      setInterval: (call: () => void) => this.asks.push(call),
      setTimeout: () => 0,
      fetch: () =>
        this.answers
          ? Promise.resolve(new Response(JSON.stringify({ connections: 0 })))
          : Promise.reject(new TypeError("no network")),
    });
    const stop = watchKernel(this.kernel, "", true, {
      report: (state) => this.told.push(state),
      hear: () => {},
      seen: () => false,
    }).stop;
    try {
      await test();
    } finally {
      stop();
      Object.assign(globalThis, { setInterval, setTimeout, fetch });
      Reflect.deleteProperty(globalThis, "document");
    }
  }

  /** What happens every five seconds while the connection is lost. */
  async ask(times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      this.asks.forEach((call) => call());
      for (let step = 0; step < 20; step++) await Promise.resolve(); // what was answered is heard
    }
  }
}

function silent() {
  return { connect: () => {}, disconnect: () => {} };
}

Deno.test("a page connects as soon as the server is back, once", async () => {
  const bench = new Bench();
  await bench.run(async () => {
    await bench.ask(10);
    equal(bench.reconnected, 0);
    bench.answers = true;
    await bench.ask(10); // a busy server may take its time: trying again and again would never come to an end
    equal(bench.reconnected, 1);
    bench.answers = false;
    await bench.ask();
    bench.answers = true;
    await bench.ask();
    equal(bench.reconnected, 2);
    equal(bench.told, []);
  });
});

Deno.test("where the server was there all the time, Jupyter connects by itself", async () => {
  const bench = new Bench();
  bench.answers = true;
  await bench.run(async () => {
    await bench.ask(10);
    equal(bench.reconnected, 0);
  });
});
