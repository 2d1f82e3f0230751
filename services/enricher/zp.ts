import { rowsOf } from './bench/read.ts';
import { scorePlaces, distance } from './bench/places.ts';
import { loadLexicon } from './src/names/lexicon.ts';
import { readModel } from './src/names/model.ts';
import { tag } from './src/names/tag.ts';
import { resolvePlaces } from './src/places/resolve.ts';
import { tokenize } from './src/text/tokens.ts';
const lex=loadLexicon();
const en={model:readModel(new URL('./data/tagger.en.bin',import.meta.url)),set:{words:true}};
const bad:any={};
const rows=rowsOf<any>('/work/shared/enrich','geo.jsonl');
const find=(text:string)=>{const ms=tag(text,tokenize(text),'en',lex,en);return resolvePlaces(ms.filter(m=>m.type==='LOC'),'en',lex.gazetteer).map(r=>({...r,lat:r.place.lat,lon:r.place.lon}))};
console.log(scorePlaces(rows,find));
console.log('gold names',scorePlaces(rows,(t)=>{const r=rows.find((x:any)=>x.text===t);return resolvePlaces(r.places.map((p:any)=>({text:p.name,start:p.start,end:p.end})),'en',lex.gazetteer).map(r=>({...r,lat:r.place.lat,lon:r.place.lon}))}));
for(const r of rows){const f=find(r.text);for(const p of r.places){const s=f.filter((x:any)=>x.start<p.end&&x.end>p.start);const ok=s.some((x:any)=>distance(x,p)<=161);if(!ok){const all=tag(r.text,tokenize(r.text),'en',lex,en).find((x:any)=>x.start<p.end&&x.end>p.start);const k=p.name+' '+(s.length?'WRONG '+s[0].place.id+' '+s[0].place.kind+' '+[s[0].lat,s[0].lon]+' vs '+[p.lat,p.lon]:all?'tag '+all.type+' '+all.text:'missed');bad[k]=(bad[k]??0)+1}}}
console.log(Object.entries(bad).sort((a:any,b:any)=>b[1]-a[1]).slice(0,130).map(x=>x.join(':')).join('\n'));
