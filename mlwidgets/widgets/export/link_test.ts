import { accessOf, isOnThisMachine, pageLink, withAccess } from "./link_model.ts";

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
  const none = { hidden: [], locked: [] };
  const locked = withAccess(none, "seed", "locked");
  same(locked, { hidden: [], locked: ["seed"] });
  same(accessOf(locked, "seed"), "locked");
  const hidden = withAccess(locked, "seed", "hidden");
  same(hidden, { hidden: ["seed"], locked: [] });
  same(withAccess(hidden, "seed", "free"), none);
});
