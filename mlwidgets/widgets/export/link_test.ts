import { accessOf, isOnThisMachine, pageLink } from "./link_model.ts";

function same(got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

Deno.test("a page's link keeps its address, and neither its token nor its old link", () => {
  same(pageLink("http://a.org/user/x/?token=secret&b=1#mlw=1.old", "#mlw=1.new"), "http://a.org/user/x/?b=1#mlw=1.new");
  same(pageLink("http://a.org/?token=secret", "#mlw=1.new"), "http://a.org/#mlw=1.new");
  same(pageLink("http://a.org/page", "#mlw=1.new"), "http://a.org/page#mlw=1.new");
});

Deno.test("an address of this machine is known", () => {
  const hosts = ["localhost", "127.0.0.1", "[::1]", "hub.example.org", "127.example.org"];
  same(hosts.map(isOnThisMachine), [true, true, true, false, false]);
});

Deno.test("a control is one of free, locked and hidden", () => {
  const chosen = { hidden: ["noise"], locked: ["seed"] };
  same(["noise", "seed", "epochs"].map((name) => accessOf(chosen, name)), ["hidden", "locked", "free"]);
});
