import { rowsOf } from './bench/read.ts';
import { loadWords } from './src/text/words.ts';
import { tokenize, isCapital } from './src/text/tokens.ts';
const rows=rowsOf<any>('/work/shared/enrich','story.jsonl');
const W=loadWords();
type V=Map<string,number>;
const stemEn=(k:string)=>k.length>4?k.replace(/(?:ies)$/,'y').replace(/(?:ing|ed|es|s)$/,''):k;
const N=1e6;
function prior(k:string){const r=W.rank(k); return r===undefined? N*2e-6 : N*Math.min(.9,.5/ (1+r/60)) ;}
const docs=rows.map((r:any)=>{const t=tokenize(r.text);return {...r,t}});
function vec(d:any,o:any,df:Map<string,number>,n:number):V{
 const tf=new Map<string,number>();const cap=new Map<string,boolean>();const raw=new Map<string,string>();
 d.t.forEach((t:any,i:number)=>{ if(!/[\p{L}\p{N}]/u.test(t.text))return; if(W.isStop(t.key,'en')||t.key.length<2)return; const k=o.stem?stemEn(t.key):t.key; const pos=i<o.leadN?o.lead:1; tf.set(k,(tf.get(k)??0)+pos); raw.set(k,t.key); if((isCapital(t.text)&&!t.first)||/\d/.test(t.text))cap.set(k,true)});
 const v:V=new Map();
 for(const [k,f] of tf){const p=prior(raw.get(k)!);const idf=Math.log((N+n*o.mix)/(1+p+(df.get(k)??0)*o.mix)); v.set(k,(o.log?1+Math.log(f):Math.sqrt(f))*Math.pow(idf,o.ip)*(cap.get(k)?o.cap:1));}
 const top=[...v].sort((a,b)=>b[1]-a[1]).slice(0,o.top);
 const l=Math.sqrt(top.reduce((s,[,x])=>s+x*x,0))||1; return new Map(top.map(([k,x])=>[k,x/l]));
}
const dot=(a:V,b:V)=>{let s=0;for(const [k,x] of a){const y=b.get(k);if(y)s+=x*y}return s};
function run(o:any,th:number){
 const df=new Map<string,number>();let n=0;const cl:{c:V,ids:number[],m:V[]}[]=[];const asg:number[]=[];
 docs.forEach((d:any,i:number)=>{const v=vec(d,o,df,n);n++;for(const k of v.keys())df.set(k,(df.get(k)??0)+1);
  let b=-1,bs=-1;cl.forEach((c,j)=>{ const cl2=Math.sqrt([...c.c.values()].reduce((s,x)=>s+x*x,0));let s=dot(v,c.c)/cl2; if(o.max){let m=0;for(const q of c.m)m=Math.max(m,dot(v,q));s=(1-o.max)*s+o.max*m} if(s>bs){bs=s;b=j}});
  if(bs>=th){const c=cl[b]!;for(const [k,x] of v)c.c.set(k,(c.c.get(k)??0)+x);if(c.c.size>o.ctop){c.c=new Map([...c.c].sort((a,b)=>b[1]-a[1]).slice(0,o.ctop))}c.ids.push(i);c.m.push(v);if(c.m.length>8)c.m.shift();asg.push(b)}
  else{cl.push({c:new Map(v),ids:[i],m:[v]});asg.push(cl.length-1)}});
 // b3 per doc
 const by=new Map<number,number[]>();asg.forEach((a,i)=>by.set(a,[...(by.get(a)??[]),i]));
 const gold=new Map<string,number[]>();docs.forEach((d:any,i:number)=>gold.set(d.story,[...(gold.get(d.story)??[]),i]));
 return docs.map((d:any,i:number)=>{const c=by.get(asg[i]!)!,g=gold.get(d.story)!;const k=c.filter(x=>docs[x].story===d.story).length;return {t:d.topic,p:k/c.length,r:k/g.length}});
}
const f=(ds:any[])=>{const p=ds.reduce((s,x)=>s+x.p,0)/ds.length,r=ds.reduce((s,x)=>s+x.r,0)/ds.length;return 100*2*p*r/(p+r)};
const topics=[...new Set(docs.map((d:any)=>d.topic))];
export function loto(o:any,ths:number[]){
 const R=ths.map(th=>run(o,th));
 const held:any[]=[];const fs:number[]=[];
 for(const t of topics){let bi=0,bv=-1;R.forEach((r,i)=>{const v=f(r.filter((x:any)=>x.t!==t));if(v>bv){bv=v;bi=i}});const h=R[bi]!.filter((x:any)=>x.t===t);held.push(...h);fs.push(f(h))}
 const all=R.map(r=>f(r));const bi=all.indexOf(Math.max(...all));
 // mean over topics per threshold
 return {pooled:f(held).toFixed(1),meanTopic:(fs.reduce((a,b)=>a+b,0)/fs.length).toFixed(1),best:all[bi]!.toFixed(1),th:ths[bi],curve:all.map(x=>x.toFixed(0)).join(' '),min:Math.min(...fs).toFixed(0)};
}
const base={stem:true,log:true,ip:1,cap:1.5,top:100,ctop:150,lead:1.5,leadN:60,mix:2000,max:0};
const ths=[.15,.18,.2,.22,.24,.26,.28,.3,.33,.36,.4];
for(const v of [{mix:0,top:60,ctop:64},{mix:0,cap:2},{mix:0,cap:2,lead:2.5,top:60,ctop:64},{mix:0,ip:1.5,top:60,ctop:64},{mix:0,ip:1.5,cap:2},{mix:0,ip:1.5,cap:2,lead:2.5,top:64,ctop:64},{mix:0,ip:2,cap:1.5,top:64,ctop:64},{mix:100,ip:1.5,cap:2,lead:2,top:64,ctop:64},{mix:0,ip:1.5,cap:2,lead:2,top:40,ctop:64}] as any[]) console.log(JSON.stringify(v),JSON.stringify(loto({...base,...v},ths)));
