// The picture of a ranking: ranks on a logarithmic axis, so that the few at the top have room.

export interface RankPlot {
  left: number;
  top: number;
  right: number;
  bottom: number;
  x(rank: number): number; // the left side of a rank's bar, counted from 0; x(count) is the right end
  y(share: number): number; // of the height
  rankAt(x: number): number;
}

export function rankPlot(width: number, height: number, count: number, letters: number): RankPlot {
  const [left, right, top, bottom] = [letters * 3.4, letters * 3.2, letters * 1.7, letters * 2.4 + 10];
  const [wide, tall] = [Math.max(width - left - right, 1), Math.max(height - top - bottom, 1)];
  const whole = Math.log(count + 1);
  return {
    left,
    right,
    top,
    bottom,
    x: (rank) => left + (Math.log(rank + 1) / whole) * wide,
    y: (share) => top + (1 - share) * tall,
    rankAt: (x) => {
      const place = Math.exp((Math.min(Math.max(x - left, 0), wide) / wide) * whole) - 1;
      return Math.min(Math.max(Math.floor(place + 1e-9), 0), count - 1);
    },
  };
}

/** The ranks that are written at the axis: 1, 2, 5, 10, … */
export function rankTicks(count: number): number[] {
  const ticks: number[] = [];
  for (let decade = 1; decade <= count; decade *= 10) {
    for (const step of [1, 2, 5]) if (step * decade <= count) ticks.push(step * decade);
  }
  return ticks;
}
