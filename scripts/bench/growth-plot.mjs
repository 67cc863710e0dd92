// Draws docs/growth.svg from docs/growth.json: two panels with logarithmic axes, where what grows linearly is a straight
// line of slope one.

/**
 * @typedef {object} Growth
 * @property {number} bins
 * @property {number} targets
 * @property {number} bytes of metadata
 * @property {number} wallMs the fastest round
 * @property {number} peakMemoryMB of the tab
 * @property {number} heldMB of it, what stays once the collectors have run
 * @property {number} pythonMs the fastest round of python-tuf on the same files
 */

const PANEL = { width: 360, height: 260, left: 60, top: 40 };
const GAP = 40;

/** @param {readonly Growth[]} growth */
export function growthPlot(growth) {
  const bins = growth.map((one) => one.bins);
  const time = panel(0, "Seconds to the verdict", bins, [
    { name: "Countersign, one tar", values: growth.map(({ wallMs }) => wallMs / 1000), mark: "solid" },
    { name: "python-tuf", values: growth.map(({ pythonMs }) => pythonMs / 1000), mark: "dashed" },
  ]);
  const memory = panel(PANEL.left + PANEL.width + GAP, "Memory of the tab, MB", bins, [
    { name: "at its peak", values: growth.map(({ peakMemoryMB }) => peakMemoryMB), mark: "solid" },
    { name: "that stays", values: growth.map(({ heldMB }) => heldMB), mark: "dashed" },
  ]);
  const width = 2 * (PANEL.left + PANEL.width) + GAP + 40;
  const height = PANEL.top + PANEL.height + 60;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Time and memory over the number of hash bins">
<rect width="100%" height="100%" fill="#ffffff"/>
${time}
${memory}
</svg>
`;
}

/**
 * @param {number} x
 * @param {string} title
 * @param {readonly number[]} bins
 * @param {readonly { readonly name: string, readonly values: readonly number[], readonly mark: "solid" | "dashed" }[]} lines
 */
function panel(x, title, bins, lines) {
  const { width, height, left, top } = PANEL;
  const all = lines.flatMap(({ values }) => values);
  const [low, high] = [10 ** Math.floor(Math.log10(Math.min(...all))), 10 ** Math.ceil(Math.log10(Math.max(...all)))];
  /** @param {number} value */
  const across = (value) => x + left + (Math.log2(value / (bins[0] ?? 1)) / Math.log2((bins.at(-1) ?? 1) / (bins[0] ?? 1))) * width;
  /** @param {number} value */
  const up = (value) => top + height - (Math.log10(value / low) / Math.log10(high / low)) * height;
  const ticks = Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);
  return [
    `<text x="${x + left}" y="${top - 16}" font-weight="bold" fill="#1b1d22">${title}</text>`,
    ...ticks.map((tick) => `<line x1="${x + left}" x2="${x + left + width}" y1="${up(tick)}" y2="${up(tick)}" stroke="#dedbd2"/><text x="${x + left - 8}" y="${up(tick) + 4}" text-anchor="end" fill="#55585f">${tick < 1 ? tick.toFixed(Math.round(-Math.log10(tick))) : tick}</text>`),
    ...bins.map((bin) => `<text x="${across(bin)}" y="${top + height + 20}" text-anchor="middle" fill="#55585f">${bin.toLocaleString("en")}</text>`),
    `<text x="${x + left + width / 2}" y="${top + height + 42}" text-anchor="middle" fill="#55585f">hash bins, of 60 targets each</text>`,
    ...lines.map(({ name, values, mark }) => {
      const points = values.map((value, i) => `${across(bins[i] ?? 1).toFixed(1)},${up(value).toFixed(1)}`);
      const [lastX = "0", lastY = "0"] = points.at(-1)?.split(",") ?? [];
      const isLower = lines.some((other) => (other.values.at(-1) ?? 0) > (values.at(-1) ?? 0));
      return `<polyline points="${points.join(" ")}" fill="none" stroke="${mark === "solid" ? "#1f3fbf" : "#8a5200"}" stroke-width="2"${mark === "solid" ? "" : ' stroke-dasharray="6 4"'}/>${points.map((point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3" fill="${mark === "solid" ? "#1f3fbf" : "#8a5200"}"/>`).join("")}<text x="${Number(lastX) - 8}" y="${Number(lastY) + (isLower ? 60 : -10)}" text-anchor="end" fill="${mark === "solid" ? "#1f3fbf" : "#8a5200"}">${name}</text>`;
    }),
  ].join("\n");
}
