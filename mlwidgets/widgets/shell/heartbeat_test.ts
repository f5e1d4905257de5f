import { ANSWER, Heartbeat, REST } from "./heartbeat.ts";

function equal(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  }
}

/** A server that answers, refuses or says nothing at all, and a clock that the test turns on. */
class Bench {
  time = 0;
  mode: "answers" | "refuses" | "silent" = "answers";
  asked = 0;
  on = true;
  told: boolean[] = [];
  private waiting: (() => void)[] = [];
  readonly beat = new Heartbeat(() => this.ask(), () => this.on, (answers) => this.told.push(answers), () => this.time);

  private ask(): Promise<void> {
    this.asked++;
    if (this.mode === "answers") return Promise.resolve();
    if (this.mode === "refuses") return Promise.reject(new Error("no network"));
    return new Promise((answer) => this.waiting.push(answer));
  }

  answer(): void {
    this.mode = "answers";
    this.waiting.splice(0).forEach((answer) => answer());
  }

  async pass(seconds: number, meanwhile: () => void = () => {}): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.time += 1_000;
      meanwhile();
      this.beat.look();
      for (let step = 0; step < 8; step++) await Promise.resolve(); // what was answered is heard
    }
  }
}

const SOON = REST / 1000 + ANSWER / 1000 + 2;

Deno.test("a server that falls silent is told once, in seconds, and so is its return", async () => {
  for (const mode of ["silent", "refuses"] as const) {
    const bench = new Bench();
    bench.mode = mode;
    await bench.pass(REST / 1000);
    equal(bench.told, []);
    await bench.pass(SOON - REST / 1000);
    equal(bench.told, [false]);
    await bench.pass(60);
    equal(bench.told, [false]);
    bench.answer();
    await bench.pass(2);
    equal(bench.told, [false, true]);
  }
});

Deno.test("who does something hears of it sooner", async () => {
  const bench = new Bench();
  bench.mode = "silent";
  await bench.pass(2);
  bench.beat.act();
  equal(bench.asked, 1);
  await bench.pass(ANSWER / 1000);
  equal(bench.told, [false]);
});

Deno.test("a server that talks is not asked, and one that answers is asked seldom", async () => {
  const bench = new Bench();
  await bench.pass(100, () => bench.beat.hear());
  bench.beat.act();
  equal(bench.asked, 0);
  await bench.pass(100);
  equal([bench.asked < 1 + 100_000 / REST, bench.told], [true, []]);
});

Deno.test("nobody asks where nobody is, or while the connection is known to be down", async () => {
  const bench = new Bench();
  await bench.pass(5 * 60 + 1);
  const { asked } = bench;
  await bench.pass(3600);
  equal(bench.asked, asked);
  bench.on = false;
  bench.beat.act();
  await bench.pass(60);
  equal(bench.asked, asked);
  bench.on = true;
  bench.beat.act();
  equal(bench.asked, asked + 1);
});

Deno.test("a page that has slept gives the server its time again", async () => {
  const bench = new Bench();
  bench.mode = "silent";
  await bench.pass(REST / 1000 + 1);
  bench.time += 3_600_000; // the lid was closed
  await bench.pass(1);
  equal(bench.told, []);
  bench.answer();
  await bench.pass(10);
  equal(bench.told, []);
});
