// What the page decides about a chart that says nothing itself: its colours, its fonts, its margins.

// Okabe and Ito's colours, which colour-blind people tell apart; for a dark page the same hues, lighter.
const COLOURS = {
  light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b6b6b", "#8c7a00"],
  dark: ["#56b4e9", "#f08a3c", "#2fc79b", "#e59bc4", "#f0b429", "#8fd0f5", "#b8b8b8", "#f0e442"],
};
const COLOURBAR = { thickness: 14, outlinewidth: 0 };

/** A computed colour in a form that plotly reads: a mixed one comes as "color(srgb 0.1 0.2 0.3 / 0.5)". */
export function plotlyColour(computed: string): string {
  const [red, green, blue, alpha = 1] = (computed.match(/[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const scale = computed.startsWith("color(") ? 255 : 1;
  return `rgba(${[red, green, blue].map((part) => Math.round(part * scale))}, ${alpha})`;
}

/** Plotly's template for a chart at this place of the page. */
export function pageTemplate(root: HTMLElement): Record<string, unknown> {
  const style = getComputedStyle(root);
  const [ink, line, surface] = [style.color, style.borderTopColor, style.outlineColor].map(plotlyColour);
  const lines = { gridcolor: line, linecolor: line, zerolinecolor: line, zerolinewidth: 1 };
  const axis = { ...lines, automargin: true, title: { font: { size: 13 } } };
  const plane = { backgroundcolor: "rgba(0, 0, 0, 0)", gridcolor: line, zerolinecolor: line, showbackground: false };
  return {
    layout: {
      font: { family: style.fontFamily, size: 13, color: ink },
      title: { font: { size: 15 }, x: 0, xref: "paper", automargin: true },
      paper_bgcolor: "rgba(0, 0, 0, 0)",
      plot_bgcolor: "rgba(0, 0, 0, 0)",
      colorway: COLOURS[style.colorScheme === "dark" ? "dark" : "light"],
      margin: { l: 48, r: 12, t: 36, b: 44 },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      hoverlabel: { bgcolor: surface, bordercolor: line, font: { family: style.fontFamily, color: ink } },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: plane, yaxis: plane, zaxis: plane, aspectmode: "cube" },
      dragmode: false, // a finger that crosses a chart means to scroll the page
    },
    data: Object.fromEntries(
      ["contour", "heatmap", "surface"].map((type) => [type, [{ colorscale: "Viridis", colorbar: COLOURBAR }]]),
    ),
  };
}
