import { rowsOf, f1 } from './bench/read.ts';
import { loadLexicon } from './src/names/lexicon.ts';
import { readModel } from './src/names/model.ts';
import { tag } from './src/names/tag.ts';
import { tokenize } from './src/text/tokens.ts';
const lex=loadLexicon();
const en={model:readModel(new URL('./data/tagger.en.bin',import.meta.url)),set:{words:true}};
const xx={model:readModel(new URL('./data/tagger.xx.bin',import.meta.url)),set:{words:false}};
const de={model:readModel(new URL('./data/tagger.de.bin',import.meta.url)),set:{words:false}};
for (const [l,m,nm] of [['en',en,'en'],['en',xx,'xx'],['de',xx,''],['de',de,'de'],['pt',xx,''],['ru',xx,''],['sv',xx,'']] as const){
 let tp=0,pr=0,go=0;const by:any={};const fp:any={},fn:any={};
 for(const r of rowsOf<any>('/work/shared/enrich',`ner/pud_${l}.jsonl`)){
  const ms=tag(r.text,tokenize(r.text),l,lex,m); const set=new Set(r.spans.map((s:any)=>s.join()));
  go+=r.spans.length;pr+=ms.length;
  for(const s of r.spans){(by[s[2]]??=[0,0,0])[2]++}
  for(const x of ms){const b=by[x.type]??=[0,0,0];b[1]++;const k=[x.start,x.end,x.type].join();if(set.delete(k)){tp++;b[0]++}else fp[x.text+'/'+x.type]=(fp[x.text+'/'+x.type]??0)+1}
  for(const k of set){const [a,b,t]=(k as string).split(',');const q=r.text.slice(+a!,+b!)+'/'+t;fn[q]=(fn[q]??0)+1}
 }
 console.log(l,nm,f1(tp,pr,go),Object.entries(by).map(([k,b]:any)=>k+' '+f1(b[0],b[1],b[2]).f1).join(' '));
 if(process.argv[2]===l){const o=(x:any)=>Object.entries(x).sort((a:any,b:any)=>b[1]-a[1]).slice(0,120).map(e=>e.join(':')).join(', ');console.log('FP',o(fp),'\nFN',o(fn))}
}
