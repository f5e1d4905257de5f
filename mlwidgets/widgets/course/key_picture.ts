// What a learner saw when a task was solved: a small picture of the largest canvas in sight. Where there is none, there
// is no picture, and nothing is said.

export const WIDEST = 480; // pixels; Python says the same
export const MOST_BYTES = 60_000; // and this
const QUALITIES = [0.85, 0.6, 0.35];
const SMALLEST = 24; // what is less high or wide is a sign and no picture

/** The size of a small picture of something that is shown so large; null if it is too small to show anything. */
export function sizeOf(width: number, height: number): { width: number; height: number } | null {
  if (!(width >= SMALLEST && height >= SMALLEST)) return null;
  const scale = Math.min(1, WIDEST / width, (2 * WIDEST) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How much of a box is in the window, in square pixels. */
export function areaInSight(box: Box, width: number, height: number): number {
  const across = Math.min(box.right, width) - Math.max(box.left, 0);
  const down = Math.min(box.bottom, height) - Math.max(box.top, 0);
  return across > 0 && down > 0 ? across * down : 0;
}

/** The canvas of which most can be seen in the labs around an element; null if none can. */
function largestCanvas(beside: Element): HTMLCanvasElement | null {
  const house = beside.closest(".mlw-dashboard") ?? document;
  let [found, most]: [HTMLCanvasElement | null, number] = [null, 0];
  for (const canvas of house.querySelectorAll("canvas")) {
    if (beside.contains(canvas) || !canvas.width || !canvas.height) continue;
    if (!canvas.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const area = areaInSight(canvas.getBoundingClientRect(), innerWidth, innerHeight);
    if (area > most) [found, most] = [canvas, area];
  }
  return found;
}

/** Draw a canvas small, on the colour that is behind it; null if there is nothing on it. */
function drawSmall(canvas: HTMLCanvasElement): HTMLCanvasElement | null {
  const box = canvas.getBoundingClientRect();
  const size = sizeOf(box.width, box.height);
  const small = document.createElement("canvas");
  const context = small.getContext("2d");
  if (!size || !context) return null;
  Object.assign(small, size);
  context.imageSmoothingEnabled = canvas.width > size.width; // few cells drawn large stay cells
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, 0, 0, size.width, size.height);
  const seen = new Uint32Array(context.getImageData(0, 0, size.width, size.height).data.buffer);
  if (seen.every((pixel) => pixel === seen[0])) return null; // of one colour, or a chart that forgets what it has drawn
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = getComputedStyle(canvas).getPropertyValue("--mlw-surface") || "white";
  context.fillRect(0, 0, size.width, size.height);
  return small;
}

const written = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/webp", quality));

/** Return a small picture of what is to be seen beside an element, as PNG or WebP; null if there is none. */
export async function keyPicture(beside: Element): Promise<ArrayBuffer | null> {
  try {
    const canvas = largestCanvas(beside);
    const small = canvas && drawSmall(canvas);
    if (!small) return null;
    for (const quality of QUALITIES) {
      const blob = await written(small, quality);
      if (blob && blob.size <= MOST_BYTES) return await blob.arrayBuffer();
    }
  } catch {
    // a canvas with a picture from elsewhere may not be read
  }
  return null;
}
