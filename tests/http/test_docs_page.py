"""The documentation page in a browser's place: what "Try it" sends and shows."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from assist.api.docs import PAGE

NODE = shutil.which("node")

DOCUMENT = {
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/v1/a": {"get": {"responses": {}, "parameters": [{"name": "If-Match", "in": "header"}]}},
        "/v1/s/events": {"get": {"responses": {}}},
    },
}
# As much of a browser as the page uses.
BROWSER = """
class Node{constructor(tag){this.tag=tag;this.kids=[];this.dataset={}}
  append(...kids){this.kids.push(...kids)} replaceChildren(...kids){this.kids=kids}
  querySelectorAll(){return []}
  all(){return [this,...this.kids.flatMap(kid=>kid.all?.()??[])]}}
const title=new Node("h1");
globalThis.document={createElement:tag=>new Node(tag),querySelector:()=>title};
globalThis.location={href:"http://desk.test/docs",origin:"http://desk.test"};
for(const id of ["about","list","find","key"])globalThis[id]=Object.assign(new Node(id),{value:""});
const sent=[];let feed;
globalThis.fetch=async(url,init)=>{
  if(url==="openapi.json")return new Response(JSON.stringify(DOCUMENT));
  sent.push({url,headers:init.headers});
  if(!url.endsWith("/events"))return new Response('{"a":1}',{headers:{"content-type":"application/json"}});
  const stream=new ReadableStream({start(control){
    feed=text=>control.enqueue(new TextEncoder().encode(text));
    init.signal.addEventListener("abort",()=>control.error(init.signal.reason))}});
  return new Response(stream,{headers:{"content-type":"text/event-stream; charset=utf-8"}});
};
const rest=()=>new Promise(done=>setTimeout(done,20));
"""
SCENARIO = """
const forms=list.all().filter(node=>node.tag==="div"&&node.kids[0]?.textContent==="Try it").map(form=>({
  path:form.kids.find(kid=>kid.tag==="input"),field:form.kids.find(kid=>kid.name==="If-Match"),out:form.kids.at(-1),
  send:form.all().find(kid=>kid.textContent==="Send"),stop:form.all().find(kid=>kid.textContent==="Stop")}));
const [plain,events]=forms,seen={};
await plain.send.onclick();seen.plain=plain.out.textContent;
key.value=" secret ";
await plain.send.onclick();
plain.field.value=' "7f" ';
await plain.send.onclick();
plain.field.value="";
plain.path.value="http://elsewhere.test/v1/a";
await plain.send.onclick();
const following=events.send.onclick();await rest();
feed("id: 1\\n");await rest();seen.first=events.out.textContent;
feed("id: 2\\n");await rest();seen.second=events.out.textContent;
seen.canStop=!events.stop.hidden;
events.stop.onclick();await following;seen.stopped=events.out.textContent;seen.over=events.stop.hidden;
console.log(JSON.stringify({sent,seen}));
"""


def run_page() -> dict[str, Any]:
    """What was sent and what was seen."""
    script = re.search(r'<script type="module">(.*?)</script>', PAGE, re.DOTALL)
    assert script
    code = f"const DOCUMENT={json.dumps(DOCUMENT)};{BROWSER}{script[1]}{SCENARIO}"
    command = [str(NODE), "--input-type=module"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(NODE is None, reason="needs node to run the page's script")
def test_try_it_sends_the_key_to_this_server_alone_and_shows_a_stream_as_it_arrives() -> None:
    found = run_page()
    headers = [call["headers"].get("authorization") for call in found["sent"]]
    assert headers == [None, "Bearer secret", "Bearer secret", None, "Bearer secret"]
    assert [call["headers"].get("if-match") for call in found["sent"]] == [None, None, '"7f"', None, None]
    seen = found["seen"]
    assert '"a": 1' in seen["plain"]
    assert seen["first"].endswith("id: 1\n")
    assert seen["second"].endswith("id: 1\nid: 2\n")
    assert (seen["canStop"], seen["over"]) == (True, True)
    assert seen["stopped"].endswith("id: 2\n(stopped)")


def test_the_key_is_kept_in_its_field_and_in_no_storage() -> None:
    assert 'id="key"' in PAGE
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", PAGE)
