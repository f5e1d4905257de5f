// What Python sends of the doctor's findings, and which of them are news.

export interface Finding {
  name: string;
  severity: "problem" | "note";
  headline: string;
  why: string;
  numbers: [string, string][];
  remedies: string[];
}
export interface Row {
  title: string;
  cells: [string, string][]; // a number, and what is unusual about it
}
export interface Frame {
  serial: number;
  told: boolean;
  findings?: Finding[];
  rows?: Row[];
  moment?: string;
  empty?: string;
  more?: string;
  said?: string;
}

/** Return what to say of problems that were not there before, and all that are there now. */
export function news(findings: Finding[], heard: Set<string>): { fresh: string; known: Set<string> } {
  const problems = findings.filter((one) => one.severity === "problem");
  const fresh = problems.filter((one) => !heard.has(one.name)).map((one) => `${one.headline}.`).join(" ");
  return { fresh, known: new Set(problems.map((one) => one.name)) };
}
