// Pictures compared with a tolerance: fonts differ from machine to machine, so what is compared is
// the mean colour of coarse cells, block by block.

/** How many cells a block is wide. */
export const COLUMNS = 16;

/** How high a cell is, in pixels of CSS. */
const CELL = 32;

/**
 * The blocks of the answer that is drawn, from top to bottom.
 * @param {import('playwright-core').Page} page
 */
export function blocks(page) {
  return page.locator('.message-assistant .message-body').evaluate((body, cell) => {
    const origin = body.getBoundingClientRect();
    return [...body.children].map((block) => {
      const { x, y, width, height } = block.getBoundingClientRect();
      return { name: [block.localName, ...block.classList].join('.'), x: x - origin.x, y: y - origin.y, width, height, rows: Math.max(1, Math.round(height / cell)) };
    });
  }, CELL);
}

/**
 * The mean colours of the cells of each block: `[[red, green, blue], …]`, row by row.
 * @param {import('playwright-core').Page} page any page without a policy that forbids pictures
 * @param {Buffer} png of the whole answer
 * @param {Awaited<ReturnType<typeof blocks>>} found where the blocks are in it
 * @param {number[]} rows how many rows of cells each block is cut into
 * @param {number} scale pixels of the picture for one of CSS
 */
export function cells(page, png, found, rows, scale) {
  return page.evaluate(async ({ data, found, rows, scale, columns }) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    const mean = (x, y, width, height) => {
      const { data: pixels } = context.getImageData(Math.floor(x), Math.floor(y), Math.max(1, Math.floor(width)), Math.max(1, Math.floor(height)));
      const sum = [0, 0, 0];
      for (let at = 0; at < pixels.length; at += 4) {
        sum[0] += pixels[at];
        sum[1] += pixels[at + 1];
        sum[2] += pixels[at + 2];
      }
      return sum.map((value) => Math.round(value / (pixels.length / 4)));
    };
    return found.flatMap((block, index) => Array.from({ length: rows[index] * columns }, (_, cell) => {
      const width = (block.width * scale) / columns;
      const height = (block.height * scale) / rows[index];
      return mean(block.x * scale + (cell % columns) * width, block.y * scale + Math.floor(cell / columns) * height, width, height);
    }));
  }, { data: png.toString('base64'), found, rows, scale, columns: COLUMNS });
}

/**
 * Cells as a small picture, a pixel each.
 * @param {import('playwright-core').Page} page
 * @param {number[][]} colours
 * @returns {Promise<Buffer>} a PNG
 */
export async function toPicture(page, colours) {
  const data = await page.evaluate(async ({ colours, columns }) => {
    const canvas = new OffscreenCanvas(columns, colours.length / columns);
    const context = canvas.getContext('2d');
    const image = context.createImageData(canvas.width, canvas.height);
    colours.forEach((colour, index) => image.data.set([...colour, 255], index * 4));
    context.putImageData(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, { colours, columns: COLUMNS });
  return Buffer.from(data, 'base64');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {Buffer} png as `toPicture` writes it
 * @returns {Promise<number[][]>}
 */
export function fromPicture(page, png) {
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return Array.from({ length: pixels.length / 4 }, (_, index) => [...pixels.slice(index * 4, index * 4 + 3)]);
  }, png.toString('base64'));
}

/**
 * How far two pictures are apart: the mean over all cells, and which part of them is clearly another colour.
 * @param {number[][]} one
 * @param {number[][]} other
 */
export function apart(one, other) {
  const distances = one.map((colour, index) => Math.max(...colour.map((value, channel) => Math.abs(value - (other[index]?.[channel] ?? 512)))));
  return {
    mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
    far: distances.filter((distance) => distance > 32).length / distances.length,
  };
}
