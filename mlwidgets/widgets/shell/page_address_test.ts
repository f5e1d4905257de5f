import { linkIn } from "./page_address.ts";

function same(got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`got ${got}, wanted ${wanted}`);
}

Deno.test("a link stands behind the # or, where a redirect put it there, behind the ?", () => {
  same(linkIn("", "#mlw=1.abc"), "#mlw=1.abc");
  same(linkIn("?mlw=1.abc", ""), "?mlw=1.abc");
  same(linkIn("?token=x&mlw=1.abc", "#top"), "?token=x&mlw=1.abc");
  same(linkIn("?mlw=1.old", "#mlw=1.new"), "#mlw=1.new");
  same(linkIn("", "#networkShape=4,2&x=true"), "#networkShape=4,2&x=true");
});

Deno.test("a lesson is opened in the same way", () => {
  same(linkIn("?lesson=1-data", ""), "?lesson=1-data");
  same(linkIn("?token=x&lesson=1-data", "#lesson=2-loss"), "#lesson=2-loss");
  same(linkIn("?lessons=1", "#mylesson=1"), null);
  same(linkIn("?lesson=", "#lesson="), null);
});

Deno.test("no other address is a link", () => {
  for (const [search, hash] of [["", ""], ["?token=1", "#top"], ["?xmlw=1", "#amlw=2"], ["?problem=1", ""]]) {
    same(linkIn(search, hash), null);
  }
});

Deno.test("no more is sent than Python needs to say that it is too long", () => {
  same(linkIn("", `#mlw=1.${"A".repeat(1_000_000)}`)?.length, 250_000);
});
