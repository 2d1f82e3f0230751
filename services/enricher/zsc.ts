import { measureScale } from './bench/scale.ts';
console.log(await measureScale([10000,100000]));
