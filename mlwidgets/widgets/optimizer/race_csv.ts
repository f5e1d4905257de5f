// All paths as a table for a spreadsheet or a program: a row for each racer and update.

import { numberAt, type Race, type Racer } from "./race_model.ts";

const AXES = ["x", "y"] as const;

/** A text in quotation marks if it needs them. */
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function columnsOf(racers: Racer[]): { head: string; name: string; coordinate: 0 | 1 }[] {
  const wide = new Map<string, boolean>();
  for (const { fields } of racers) {
    for (const [name, [, width]] of Object.entries(fields)) wide.set(name, width > 1);
  }
  return [...wide].flatMap(([name, isWide]) =>
    isWide
      ? AXES.map((axis, at) => ({
        head: name === "theta" ? axis : `${name}_${axis}`,
        name,
        coordinate: at as 0 | 1,
      }))
      : [{ head: name, name, coordinate: 0 as const }]
  );
}

/** The table. Numbers are in single precision; what an optimizer does not have is empty. */
export function csvOf(race: Race): string {
  const columns = columnsOf(race.racers);
  const lines = [["optimizer", "update", ...columns.map(({ head }) => head)].join(",")];
  for (const racer of race.racers) {
    const name = quoted(`${racer.label}, ${racer.rate}`);
    for (let row = 0; row < racer.rows; row += 1) {
      const cells = columns.map((column) => {
        if (!racer.fields[column.name]) return "";
        const value = numberAt(racer, column.name, row, column.coordinate);
        return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : Number.isNaN(value) ? "nan" : "inf";
      });
      lines.push([name, row, ...cells].join(","));
    }
  }
  return lines.join("\r\n") + "\r\n";
}
