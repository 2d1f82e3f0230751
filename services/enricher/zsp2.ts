import { rowsOf } from './bench/read.ts';
import { measureSpeed } from './bench/speed.ts';
import { createLanguageDetector } from './src/language.ts';
import { loadTools } from './src/tools.ts';
const { detect } = await createLanguageDetector(); const tools=loadTools(); const L=tools.recogniser.lexicon;
const texts=[...rowsOf<any>('/work/shared/enrich','geo.jsonl'),...rowsOf<any>('/work/shared/enrich','story.jsonl')].map((r:any)=>r.text);
for(let i=0;i<5;i++)console.log('per s', await measureSpeed(texts,{detectLanguage:detect,tools},L.words));
