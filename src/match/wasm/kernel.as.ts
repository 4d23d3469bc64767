// The hot loops, in AssemblyScript, as one WebAssembly module: what is named here is what it exports.
export { scanStrided } from './strided-pass.as';
export { scanShort } from './short-pass.as';
export { readLines } from './line-reader.as';
export { lineStartOf, lineEndOf, countNewlines } from './line-ends.as';

// Nobody calls these from outside. A function that is exported is not merged into the one that calls it, so each of these loops is compiled by itself.
export { scan8, scan4, scan2, scan1 } from './strided-pass.as';
