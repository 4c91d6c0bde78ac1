"""The documentation page: reads /openapi.json in the browser. One file, no library, nothing from other servers.

A key that is typed in stays in its field: it is stored nowhere and goes to this server alone.
"""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Smart assist API</title>
<style>
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--get:#1a7f5a;--post:#2458c5;--put:#9a5b00;--delete:#b42318}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1.5rem}
h1{margin:0 0 .25rem;font-size:1.6rem}h2{margin:2rem 0 .5rem;font-size:1.1rem;text-transform:capitalize}
details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0}
summary{cursor:pointer;padding:.5rem .75rem;display:flex;gap:.75rem;align-items:baseline;flex-wrap:wrap}
summary b{font:600 12px ui-monospace,monospace;color:#fff;border-radius:4px;padding:.1rem .45rem;background:#555}
b.get{background:var(--get)}b.post{background:var(--post)}b.put,b.patch{background:var(--put)}
b.delete{background:var(--delete)}
code,pre,textarea{font:13px/1.45 ui-monospace,monospace}
pre{background:var(--soft);padding:.75rem;border-radius:6px;overflow:auto;max-height:26rem;margin:.3rem 0}
.in{padding:0 .75rem .75rem}.in h3{font-size:.85rem;margin:.8rem 0 .2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;border-top:1px solid var(--line);padding:.25rem .5rem}
textarea{width:100%;height:12rem;background:var(--soft);color:inherit;border:1px solid var(--line);border-radius:6px}
button{font:inherit;padding:.3rem .9rem;margin-top:.4rem}
input{font:inherit;width:100%;padding:.4rem .6rem;margin:.75rem 0}
</style>
<h1>Smart assist API</h1>
<p id="about"></p>
<input id="key" type="password" autocomplete="off" spellcheck="false" aria-label="Key"
  placeholder="Key or token, where the server asks for one; forgotten when this page closes">
<input id="find" type="search" placeholder="Filter by path or words" aria-label="Filter">
<main id="list">Loading /openapi.json ...</main>
<script type="module">
const el=(tag,props={},...kids)=>{const n=Object.assign(document.createElement(tag),props);n.append(...kids);return n};
const pretty=v=>typeof v==="string"?v:JSON.stringify(v,null,2);
const exampleOf=c=>c&&(c.example??Object.values(c.examples??{})[0]?.value);
const doc=await (await fetch("openapi.json")).json();
document.title=doc.info.title;document.querySelector("h1").textContent=doc.info.title+" "+doc.info.version;
about.textContent=doc.info.description??"";
const params=ps=>el("table",{},...ps.map(p=>el("tr",{},el("td",{},el("code",{textContent:p.name})),
  el("td",{textContent:p.in+(p.required?", required":"")}),
  el("td",{textContent:p.description??(p.schema?.enum??[]).join(" | ")}))));
const LISTEN_S=30;
function credentials(url){
  const secret=key.value.trim();
  return secret&&new URL(url,location.href).origin===location.origin?{authorization:"Bearer "+secret}:{};
}
async function follow(r,show){
  const reader=r.body.getReader(),decoder=new TextDecoder();
  for(let text="";;){
    const {done,value}=await reader.read();
    if(done)return;
    text+=decoder.decode(value,{stream:true});
    show(text);
  }
}
function tryIt(path,method,type,body,fields){
  const area=el("textarea",{value:body===undefined?"":pretty(body)}),out=el("pre",{hidden:true});
  const target=el("input",{value:path,ariaLabel:"Path"});
  const inputs=fields.map(f=>el("input",{name:f.name,placeholder:f.name+": "+(f.description??""),ariaLabel:f.name}));
  let running;
  const stop=el("button",{textContent:"Stop",hidden:true,onclick:()=>running.abort()});
  const go=el("button",{textContent:"Send",onclick:async()=>{
    running?.abort();
    const mine=running=new AbortController();
    const init={method:method.toUpperCase(),headers:credentials(target.value),signal:mine.signal};
    for(const f of inputs)if(f.value?.trim())init.headers[f.name.toLowerCase()]=f.value.trim();
    if(body!==undefined){init.body=area.value;init.headers["content-type"]=type}
    const show=text=>{if(running===mine)out.textContent=text};
    let head="",timer;
    stop.hidden=out.hidden=false;show("...");
    try{
      const r=await fetch(target.value,init);
      head=r.status+" "+r.statusText+"\\n";
      if(r.headers.get("content-type")?.startsWith("text/event-stream")){
        timer=setTimeout(()=>mine.abort(),LISTEN_S*1000);
        show(head);
        await follow(r,text=>show(head+text));
      }else{
        const t=await r.text();
        let shown=t;try{shown=JSON.stringify(JSON.parse(t),null,2)}catch{}
        show(head+shown);
      }
    }catch(error){show((head?out.textContent:"")+(mine.signal.aborted?"(stopped)":String(error)))}
    finally{clearTimeout(timer);if(running===mine)stop.hidden=true}
  }});
  return el("div",{},el("h3",{textContent:"Try it"}),target,...inputs,...(body===undefined?[]:[area]),go," ",stop,out);
}
function operation(path,method,op){
  const inside=el("div",{className:"in"},el("p",{textContent:op.description??""}));
  if(op.parameters?.length)inside.append(el("h3",{textContent:"Parameters"}),params(op.parameters));
  const [type,content]=Object.entries(op.requestBody?.content??{}).find(([t])=>t.includes("json"))??[];
  const body=exampleOf(content);
  for(const [status,r] of Object.entries(op.responses??{})){
    const sample=exampleOf(Object.values(r.content??{})[0]);
    if(status<300&&sample!==undefined)
      inside.append(el("h3",{textContent:status+" "+r.description}),el("pre",{textContent:pretty(sample)}));
  }
  const problems=Object.entries(op.responses??{}).filter(([s])=>s>=400).map(([s,r])=>s+" "+r.description);
  inside.append(el("h3",{textContent:"Problems"}),el("p",{textContent:problems.join(" · ")}),
    tryIt(path,method,type,body,(op.parameters??[]).filter(p=>p.in==="header")));
  const d=el("details",{},el("summary",{},el("b",{className:method,textContent:method.toUpperCase()}),
    el("code",{textContent:path}),op.summary??""),inside);
  d.dataset.words=(path+" "+(op.summary??"")+" "+(op.description??"")).toLowerCase();
  return d;
}
const groups=new Map();
for(const [path,item] of Object.entries(doc.paths))for(const m of ["get","post","put","patch","delete"])if(item[m]){
  const tag=item[m].tags?.[0]??"other";
  groups.set(tag,[...(groups.get(tag)??[]),operation(path,m,item[m])]);
}
list.replaceChildren(...[...groups].map(([tag,ops])=>el("section",{},el("h2",{textContent:tag}),...ops)));
find.oninput=()=>{
  const words=find.value.toLowerCase();
  for(const d of list.querySelectorAll("details"))d.hidden=!d.dataset.words.includes(words);
};
</script>
"""
