/**
 * A layout between two others: what stands in both has gone a share of its way, what stands in one only keeps its place.
 *
 * @typedef {import("../types.js").LayoutData} LayoutData
 * @typedef {import("../types.js").Point} Point
 * @typedef {import("../types.js").Area} Area
 */

/**
 * @param {LayoutData} before
 * @param {LayoutData} after
 * @param {number} share from 0 to 1; below a half the elements are those of `before`, from there on those of `after`
 * @returns {LayoutData} its bounds hold both layouts, so that the picture keeps still while its parts move
 */
export function layoutBetween(before, after, share) {
  const base = share < 0.5 ? before : after;
  const number = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  /** @template {{x: number, y: number, width: number, height: number}} T @param {T} one @param {T} a @param {T} b @returns {T} */
  const boxed = (one, a, b) => ({
    ...one, x: number(a.x, b.x), y: number(a.y, b.y), width: number(a.width, b.width), height: number(a.height, b.height),
  });
  const points = (/** @type {Point[]} */ a, /** @type {Point[]} */ b) => a.map(([x, y], i) => /** @type {Point} */ ([number(x, b[i][0]), number(y, b[i][1])]));
  const area = (/** @type {Area} */ a, /** @type {Area} */ b) => ({
    left: number(a.left, b.left), top: number(a.top, b.top), right: number(a.right, b.right), bottom: number(a.bottom, b.bottom),
  });
  return {
    ...base,
    bounds: {
      left: Math.min(before.bounds.left, after.bounds.left), top: Math.min(before.bounds.top, after.bounds.top),
      right: Math.max(before.bounds.right, after.bounds.right), bottom: Math.max(before.bounds.bottom, after.bounds.bottom),
    },
    boxes: Object.fromEntries(Object.entries(base.boxes).map(([id, box]) => {
      const [a, b] = [before.boxes[id], after.boxes[id]];
      return [id, a && b ? boxed(box, a, b) : box];
    })),
    routes: Object.fromEntries(Object.entries(base.routes).map(([id, route]) => {
      const [a, b] = [before.routes[id], after.routes[id]];
      if (!a || !b) return [id, route];
      const curves = Math.max(a.path.length, b.path.length);
      return [id, { ...route, path: points(inCurves(a.path, curves), inCurves(b.path, curves)), sign_at: points([a.sign_at], [b.sign_at])[0] }];
    })),
    headers: base.headers.map((header) => {
      const [a, b] = [before, after].map(({ headers }) => headers.find(({ id }) => id === header.id));
      return a && b ? { ...boxed(header, a, b), panel: area(a.panel, b.panel) } : header;
    }),
  };
}

/**
 * The same path in as many points, its longest curve halved until they are reached.
 *
 * @param {Point[]} path a start, then two controls and an end for each curve
 * @param {number} points
 * @returns {Point[]}
 */
export function inCurves(path, points) {
  let cut = path;
  while (cut.length > 1 && cut.length < points) {
    let longest = 0;
    const length = (/** @type {number} */ i) => Math.hypot(cut[i + 3][0] - cut[i][0], cut[i + 3][1] - cut[i][1]);
    for (let i = 3; i + 3 < cut.length; i += 3) if (length(i) > length(longest)) longest = i;
    const [a, b, c, d] = cut.slice(longest, longest + 4);
    const [ab, bc, cd] = [middle(a, b), middle(b, c), middle(c, d)];
    const [abc, bcd] = [middle(ab, bc), middle(bc, cd)];
    cut = [...cut.slice(0, longest + 1), ab, abc, middle(abc, bcd), bcd, cd, ...cut.slice(longest + 3)];
  }
  return cut;
}

/** @param {Point} a @param {Point} b @returns {Point} */
function middle(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
