import itertools, os
from datetime import timedelta
import pytest
from django.urls import reverse
from core import clock
from core.scope import use_scope
from cases.services import filing, submission, transfer as tsv
from cases.models import Case, VerificationTask
from tests import world
from tests.cases.work_pages import browser
from playwright.sync_api import sync_playwright
from axe_playwright_python.sync_playwright import Axe
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
NAMES=[("Jovanović","Ana","Јовановић","Ана","F"),("Ilić","Dragan","Илић","Драган","M"),("Nikolić","Jelena","Николић","Јелена","F"),("Marković","Stefan","Марковић","Стефан","M"),("Đorđević-Stanković","Aleksandar Vladimir","Ђорђевић-Станковић","Александар Владимир","M"),("Petrović","Miloš","Петровић","Милош","M")]
@pytest.fixture
def plain(settings):
    settings.STORAGES={**settings.STORAGES,"staticfiles":{"BACKEND":"django.contrib.staticfiles.storage.StaticFilesStorage"}}
def test_shots(transactional_db, plain, live_server):
    people=world.corridor()
    names=itertools.cycle(NAMES)
    def make(status, ago=0, p=people):
        f,g,fn,gn,s=next(names)
        with clock.travel(clock.now()-timedelta(days=ago)):
            return world.case_at(p,status,family_name=f,given_names=g,family_name_native=fn,given_names_native=gn,sex=s)
    plan={"draft":6,"in_review":3,"submitted":6,"received":8,"in_verification":8,"decision_proposed":4,"accepted":5,"planned":2,"notified":3,"confirmed":4,"refused":3,"completed":2,"closed":2}
    made={}
    for i,(st,n) in enumerate(plan.items()):
        for k in range(n):
            ago={"received":[0,10,25,40,60,90,120,5][k%8],"in_verification":[3,12,22,28,0,1,35,80][k%8]}.get(st,k*2)
            if st in("planned","notified","confirmed","completed","closed"): ago = 0 if k%2 else 3
            made.setdefault(st,[]).append(make(st,ago))
    alb=world.corridor("ALB","eu-albania",desk="alb-border-migration",agency="alb-civil-status",consulate="alb-embassy-the-hague",border="alb-border-tirana")
    pak=world.corridor("PAK","eu-pakistan",desk="pak-interior",agency="pak-nadra",consulate="pak-mission-the-hague",border="pak-fia-islamabad")
    for p,nm in ((alb,("Hoxha","Arben","","")),(pak,("Hussain","Muhammad","حسین","محمد"))):
        for ago in (0,20):
            with clock.travel(clock.now()-timedelta(days=ago)):
                world.case_at(p,"received",family_name=nm[0],given_names=nm[1],family_name_native=nm[2],given_names_native=nm[3],native_language="ur" if nm[2] else "")
    for c in made["received"][:2]:
        with use_scope(people.officer.scope):
            filing.private_save(actor=people.officer,case_id=c.id,version=None,values={"vulnerabilities":["pregnant"]},detention={"place":"Rotterdam","since":clock.now().date()})
    c=made["confirmed"][0]
    with use_scope(people.border.scope):
        tsv.transfer_fail(actor=people.border, case_id=c.id, version=None, code="not_presented")
    with use_scope(people.verifier.scope):
        tasks=list(VerificationTask.objects.filter(status="asked"))
        done=VerificationTask.objects.filter(status="answered").first()
    shots=[("list",people.officer,reverse("cases:case-list")),("list2",people.officer,reverse("cases:case-list",query={"view":"overdue"})),
      ("theirs",people.registry,reverse("cases:case-list")),("home",people.officer,"/"),("homesigner",people.signer,"/"),("homeverifier",people.verifier,"/"),("homeborder",people.border,"/"),
      ("empty",people.consul,reverse("cases:case-list",query={"view":"overdue"})),
      ("vlist",people.verifier,reverse("cases:verification-list")),("vtask",people.verifier,reverse("cases:verification-task",args=[tasks[0].id])),("vdone",people.verifier,reverse("cases:verification-task",args=[done.id])),
      ("alist",people.border,reverse("cases:arrival-list")),("adetail",people.border,reverse("cases:arrival-detail",args=[made["confirmed"][1].id])),("adone",people.border,reverse("cases:arrival-detail",args=[made["completed"][0].id]))]
    only=os.environ.get("ONLY"); 
    with sync_playwright() as pw:
        b=pw.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox"])
        for name,actor,url in shots:
            if only and name not in only.split(","): continue
            cookie=browser(actor).cookies["rcms_session"].value
            for w,h in ((1360,900),(420,900)):
                ctx=b.new_context(viewport={"width":w,"height":h}); 
                ctx.add_cookies([{"name":"rcms_session","value":cookie,"url":live_server.url}])
                pg=ctx.new_page(); msgs=[]
                pg.on("console",lambda m: msgs.append(m.text)); 
                r=pg.goto(live_server.url+url); pg.wait_for_load_state("networkidle")
                ov=pg.evaluate("document.documentElement.scrollWidth>document.documentElement.clientWidth")
                print(name,w,r.status,"overflow" if ov else "",msgs[:3])
                pg.screenshot(path=f"/tmp/shots/{name}-{w}.png",full_page=True)
                res=Axe().run(pg,options={"runOnly":["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})
                for v in res.response["violations"]:
                    print("  AXE",v["id"],v["impact"],[n["html"][:140] for n in v["nodes"][:3]])
                if name=="vtask" and w==420:
                    pg.click("text=Give the answer"); pg.wait_for_load_state("networkidle"); pg.screenshot(path=f"/tmp/shots/verr-{w}.png",full_page=True)
                ctx.close()
        b.close()
