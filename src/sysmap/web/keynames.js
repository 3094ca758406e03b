/** What the keys and the pointer do in the picture, for the help that the page shows. */
export const KEYS = [
  ["Arrow keys", "go to the nearest factor in that direction"], ["Shift and arrow keys", "move the picture"], ["+ and −", "zoom"],
  ["F", "fit the whole map"], ["U, D, B", "ask what leads to the factor, what follows from it, or both"],
  ["0 to 9", "how many links away the question goes; A for all the way"], ["H", "hide the rest, or show it faintly"], ["Escape", "let go"],
  ["Shift and click", "one more starting factor of the question"],
];
