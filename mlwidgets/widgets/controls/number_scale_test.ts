import { display, makeScale, read, spoken } from "./number_scale.ts";

function same(got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

const rate = makeScale({ minimum: 1e-6, maximum: 10, step: 1, scale: "log", integer: false });
const epochs = makeScale({ minimum: 1, maximum: 200, step: 1, scale: "linear", integer: true });

Deno.test("keys on a log scale meet round numbers exactly", () => {
  same([0.003, 0.005, 0.007, 0.01].map((value) => rate.next(value)), [0.005, 0.007, 0.01, 0.015]);
  same(rate.previous(0.0042), 0.003);
  same([rate.next(10), rate.previous(1e-6)], [10, 1e-6]);
  same([rate.page(0.02, 1), rate.page(0.02, -1), rate.page(5, 1)], [0.2, 0.002, 10]);
});

Deno.test("positions and values belong together", () => {
  same(rate.at(rate.position(0.03)), 0.03);
  same([epochs.at(0), epochs.at(1), epochs.at(0.5)], [1, 200, 101]);
  same([epochs.next(7), epochs.previous(1), epochs.page(195, 1)], [8, 1, 200]);
});

Deno.test("numbers are shown short and spoken without an exponent", () => {
  same([0.00123456, 12345.678, 1e-6, 20].map(display), ["0.001235", "12346", "1e-6", "20"]);
  same([1e-6, 0.5].map(spoken), ["0.000001", "0.5"]);
});

Deno.test("what is typed is read, or refused with the rule", () => {
  same(read("0,03", "Rate", rate, false), { number: 0.03 });
  same(read("−1", "Rate", rate, false).complaint, "Rate must be a number from 1e-6 to 10; got −1.");
  same(read("2.5", "Epochs", epochs, true).complaint, "Epochs must be a whole number from 1 to 200; got 2.5.");
  same(
    read("1,500", "Rate", rate, false).complaint,
    "“1,500” can be read as 1.5 or as 1500. Type it without the comma.",
  );
});
