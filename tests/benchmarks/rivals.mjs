// Lays the same boxes and links out with Graphviz dot and with ELK, for tests/benchmarks/bench_pictures.py.
// Reads {boxes: {id: [width, height]}, links: [[id, from, to]], layers: [[ids]]} and writes {dot, elk}, each
// {boxes: {id: [x, y, width, height]}, routes: {id: [[x, y], …]}} with straight pieces; a way that failed is null.
// Needs `npm install elkjs @hpcc-js/wasm-graphviz` in the folder named by SYSMAP_RIVALS.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.env.SYSMAP_RIVALS || ".", "index.js"));
const given = JSON.parse(readFileSync(0, "utf8"));
const ids = Object.keys(given.boxes);
const number = new Map(ids.map((id, i) => [id, i]));

const bezier = (points) => {
  const out = [points[0]];
  for (let i = 0; i + 3 < points.length; i += 3) {
    const [a, b, c, d] = points.slice(i, i + 4);
    for (let k = 1; k <= 8; k++) {
      const [t, u] = [k / 8, 1 - k / 8];
      out.push([0, 1].map((j) => u * u * u * a[j] + 3 * u * u * t * b[j] + 3 * u * t * t * c[j] + t * t * t * d[j]));
    }
  }
  return out;
};

async function dot() {
  const { Graphviz } = require("@hpcc-js/wasm-graphviz");
  const lines = ["digraph { rankdir=LR; nodesep=0.34; ranksep=0.9; node [shape=box, fixedsize=true, label=\"\"];"];
  ids.forEach((id, i) => lines.push(`n${i} [width=${given.boxes[id][0] / 72}, height=${given.boxes[id][1] / 72}];`));
  given.layers.forEach((layer, at) => {
    lines.push(`l${at} [width=0.01, height=0.01, style=invis]; { rank=same; l${at}; ${layer.map((id) => `n${number.get(id)}`).join("; ")} }`);
    if (at) lines.push(`l${at - 1} -> l${at} [style=invis, weight=0];`);
  });
  given.links.forEach(([, from, to], i) => lines.push(`n${number.get(from)} -> n${number.get(to)} [id="${i}"];`));
  const drawn = JSON.parse((await Graphviz.load()).layout(`${lines.join("\n")}\n}`, "json", "dot"));
  const boxes = {};
  for (const node of drawn.objects) {
    if (!/^n\d+$/.test(node.name)) continue;
    const [x, y] = node.pos.split(",").map(Number);
    const id = ids[Number(node.name.slice(1))];
    boxes[id] = [x, -y, ...given.boxes[id]];
  }
  const routes = {};
  for (const edge of drawn.edges || []) {
    if (!edge.id || !edge.pos) continue;
    const end = edge.pos.match(/e,([-\d.e+]+),([-\d.e+]+)/);
    const points = edge.pos.replace(/[es],[-\d.e+]+,[-\d.e+]+ /g, "").trim().split(" ").map((pair) => pair.split(",").map(Number)).map(([x, y]) => [x, -y]);
    routes[given.links[Number(edge.id)][0]] = [...bezier(points), ...(end ? [[Number(end[1]), -Number(end[2])]] : [])];
  }
  return { boxes, routes };
}

async function elk() {
  const ELK = require("elkjs");
  const layer = new Map(given.layers.flatMap((one, at) => one.map((id) => [id, at])));
  const drawn = await new ELK().layout({
    id: "root",
    layoutOptions: {
      "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.spacing.nodeNode": "24", "elk.layered.spacing.nodeNodeBetweenLayers": "64",
      ...(given.layers.length ? { "elk.partitioning.activate": "true" } : {}),
    },
    children: ids.map((id) => ({
      id: `n${number.get(id)}`, width: given.boxes[id][0], height: given.boxes[id][1],
      ...(layer.has(id) ? { layoutOptions: { "elk.partitioning.partition": String(layer.get(id)) } } : {}),
    })),
    edges: given.links.map(([, from, to], i) => ({ id: `e${i}`, sources: [`n${number.get(from)}`], targets: [`n${number.get(to)}`] })),
  });
  const boxes = Object.fromEntries(drawn.children.map((node) => [ids[Number(node.id.slice(1))], [node.x + node.width / 2, node.y + node.height / 2, node.width, node.height]]));
  const routes = Object.fromEntries(drawn.edges.map((edge) => [given.links[Number(edge.id.slice(1))][0],
    (edge.sections || []).flatMap(({ startPoint, bendPoints, endPoint }) => [startPoint, ...(bendPoints || []), endPoint].map(({ x, y }) => [x, y]))]));
  return { boxes, routes };
}

const tried = async (way) => {
  const start = performance.now();
  try {
    return { ...(await way()), seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    process.stderr.write(`${error}\n`);
    return null;
  }
};
process.stdout.write(JSON.stringify({ dot: await tried(dot), elk: await tried(elk) }));
