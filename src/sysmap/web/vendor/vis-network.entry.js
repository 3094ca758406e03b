// What of vis-network goes into vis-network.min.js. See README.md for the command.
import { Network } from "vis-network/esnext";

globalThis.vis = { Network };
