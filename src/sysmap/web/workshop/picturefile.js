/**
 * A picture that somebody chose, made anew: drawn on a canvas and written out as a plain PNG or JPEG small enough for a map. Where and
 * when it was taken, and whatever else the file held (programs of an SVG too), stays behind.
 */

/** A little below `sysmap.core.pictures.LONGEST_PICTURE`. */
const LONGEST = 178_000;
/** Widest or highest side, and the quality of a JPEG, tried one after the other until the picture is small enough. */
const TRIES = /** @type {[number, number][]} */ ([[1600, 0.85], [1600, 0.7], [1400, 0.6], [1200, 0.55], [1000, 0.5], [800, 0.45], [600, 0.4], [400, 0.4]]);

/**
 * @param {Blob} file
 * @returns {Promise<{image: string, width: number, height: number} | null>} null for what no browser shows as a picture
 */
export async function pictureFrom(file) {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const [wide, high] = [picture.naturalWidth || 800, picture.naturalHeight || 600];
    for (const [side, quality] of TRIES) {
      const k = Math.min(1, side / Math.max(wide, high));
      const [width, height] = [Math.max(1, Math.round(wide * k)), Math.max(1, Math.round(high * k))];
      for (const image of [side === TRIES[0][0] ? drawn(picture, width, height, "image/png", 1) : "", drawn(picture, width, height, "image/jpeg", quality)]) {
        if (image && image.length <= LONGEST) return { image, width, height };
      }
    }
    return null;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {HTMLImageElement} picture
 * @param {number} width
 * @param {number} height
 * @param {string} type
 * @param {number} quality
 */
function drawn(picture, width, height, type, quality) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  if (type === "image/jpeg") {
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, width, height);
  }
  ctx.drawImage(picture, 0, 0, width, height);
  return canvas.toDataURL(type, quality);
}
