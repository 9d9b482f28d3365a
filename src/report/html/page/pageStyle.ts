/**
 * The page's style. Lines have colours in the spirit of Okabe and Ito, areas Paul Tol's muted ones in an order in which
 * neighbours differ: told apart with any kind of colour vision, which pageStyle.test.ts measures. Figures have equal widths,
 * so that they align.
 */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#5c6670;--rule:#e3e6ea;--panel:#f6f7f9;--accent:#0a5ea8;--focus:#0a5ea8;
--s0:#0064a8;--s1:#c65000;--s2:#008a66;--s3:#a8467f;--s4:#5c4200;--s5:#8c9299;--loss:#c65000;--gain:#0064a8;--sum:#4a525b;--cash:#d9dde2;
--w0:#88ccee;--w1:#117733;--w2:#ddcc77;--w3:#aa4499;--w4:#999933;--w5:#332288;--w6:#cc6677;--w7:#44aa99;--w8:#882255;--w9:#8a929b;
--h0:transparent;--p1:#e6f0f8;--p2:#c6def0;--p3:#9cc5e4;--p4:#6aa6d3;--p5:#2f7fbb;--n1:#fdf0e4;--n2:#fadbbf;--n3:#f4bd8d;--n4:#e8954f;--n5:#c96a1c;--on5:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e4e7ea;--soft:#9aa4ae;--rule:#2b3036;--panel:#1c2024;--accent:#7fbcf0;--focus:#7fbcf0;
--s0:#5eb0ee;--s1:#f08a3c;--s2:#3cc29a;--s3:#dd8dbd;--s4:#f0dd7a;--s5:#767e86;--loss:#f08a3c;--gain:#5eb0ee;--sum:#a9b2bb;--cash:#353b42;
--w0:#74b7dd;--w1:#3f9a58;--w2:#d6c773;--w3:#c06ab3;--w4:#a8a848;--w5:#6a64c8;--w6:#d67a88;--w7:#4fb8a8;--w8:#a84a78;--w9:#9aa3ac;
--p1:#16293a;--p2:#1a3a56;--p3:#1f5079;--p4:#28689d;--p5:#3d8bca;--n1:#2f2317;--n2:#48301a;--n3:#6b431d;--n4:#935a22;--n5:#bd742b}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums;display:grid;grid-template-columns:13rem minmax(0,60rem);justify-content:center;gap:0 3rem;padding:0 1.5rem}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:2.6rem 0 1rem;font-size:13px}
nav ol{list-style:none;margin:0;padding:0;border-left:1px solid var(--rule)}
nav a{display:block;padding:.22rem .9rem;color:var(--soft);text-decoration:none;margin-left:-1px;border-left:1px solid transparent}
nav a:hover{color:var(--ink);border-left-color:var(--ink)}
main{padding:2.2rem 0 5rem;min-width:0}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
h1{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.012em;margin:.1rem 0 .6rem;max-width:34em;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.15rem;font-weight:650;margin:0 0 .6rem;letter-spacing:-.005em}
h3{font-size:.92rem;font-weight:600;margin:1.6rem 0 .4rem}
section{border-top:1px solid var(--rule);margin-top:2.6rem;padding-top:1.3rem}
.file{margin:0;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.lead,.note{color:var(--soft);margin:.2rem 0 .9rem;max-width:46em;font-size:14px;overflow-wrap:anywhere}
.note{font-size:13px;margin-top:.6rem}
small{font-size:12px;color:var(--soft);line-height:1.4}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
pre{background:var(--panel);padding:.9rem 1.1rem;border-radius:6px;overflow:auto;max-height:32rem;margin:.5rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.9rem,1fr));gap:1.1rem 1.3rem;margin:1.5rem 0 0}
.tiles div,.facts div{margin:0}
.tiles dt,.facts dt{font-size:12.5px;color:var(--soft)}
.tiles dd,.facts dd{margin:0}
.tiles b{display:block;font-size:1.4rem;font-weight:600;letter-spacing:-.015em;line-height:1.3;white-space:nowrap}
.tiles small,.facts small{display:block}
.error{font-size:1rem;font-weight:400;color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(14.5rem,1fr));gap:1.1rem 2rem;margin:1.1rem 0 0}
.facts b{font-size:1.08rem;font-weight:600}
.alert{margin:1.3rem 0 0;font-size:14px}.alert::before{content:"▲";color:var(--loss);margin-right:.5em;font-size:.8em}
.warnings{list-style:none;margin:0;padding:0}.warnings li{padding:.55rem 0 .55rem .9rem;border-left:3px solid var(--loss);margin:.5rem 0;font-size:14px;overflow-wrap:anywhere}
.tag{display:block;font-size:12px;color:var(--soft)}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.35}
th,td{padding:.34rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);font-weight:400}
tbody th{white-space:nowrap;min-width:7em}tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
thead th{font-size:12px;color:var(--soft);vertical-align:bottom;white-space:normal}
tfoot th,tfoot td{border-bottom:0;font-weight:600}
.num{text-align:right;white-space:nowrap}.date{white-space:nowrap}td.wide,th.wide{min-width:9rem;width:30%}
td small.reason{display:block;white-space:normal;max-width:14em;margin-left:auto;text-align:right}
tbody th:has(.formula){white-space:normal;width:40%;min-width:13em}.formula{display:block}
.sort{all:unset;cursor:pointer}.sort:hover{color:var(--ink)}.sort:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.sort{position:relative}.sort::after{content:"";position:absolute;left:100%;padding-left:3px;font-size:9px;line-height:1.6em}.num .sort::after{left:auto;right:100%;padding:0 3px 0 0}
th[aria-sort=ascending] .sort::after{content:"▲"}th[aria-sort=descending] .sort::after{content:"▼"}
details{margin:.8rem 0 0;font-size:14px}summary{cursor:pointer;color:var(--accent);font-size:13px;width:fit-content}details[open]>summary{margin-bottom:.5rem}
.values summary{color:var(--soft);font-size:12px}
figure{margin:0 0 1.4rem;min-width:0}
figcaption{font-size:13px;font-weight:600;margin:0 0 .35rem}
.scroll+figure{margin-top:1.6rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.5rem 2.2rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:0 0 .35rem;padding:0;font-size:12.5px;color:var(--soft)}
.legend li{overflow-wrap:anywhere}
.key{display:inline-block;width:.85em;height:.85em;border-radius:2px;margin-right:.45em;vertical-align:-.06em;background:currentColor}
.key.thin{height:2px;vertical-align:.3em}.key.ref{height:3px;vertical-align:.25em}
.chart-frame{position:relative;touch-action:pan-y}
svg.chart{display:block;overflow:visible;margin-left:3.1rem;width:calc(100% - 3.1rem)}
.plot{overflow:visible}
.line{fill:none;stroke:currentColor;stroke-width:1.8;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.line.ref{stroke-width:1.2}.line.thin{stroke-width:1;opacity:.45}
.wash{fill:currentColor;opacity:.16}.area{fill:currentColor}
.grid{stroke:var(--rule);stroke-width:1}.grid.base{stroke:var(--soft);stroke-opacity:.55}
.tick-y,.tick-x text,.stage{font-size:11px;fill:var(--soft)}
.tick-x line{stroke:var(--soft);stroke-opacity:.5}
.cursor{stroke:var(--ink);stroke-opacity:.6;stroke-width:1;pointer-events:none}
.tip{position:absolute;top:14px;z-index:5;pointer-events:none;background:var(--paper);border:1px solid var(--rule);border-radius:6px;box-shadow:0 3px 14px #0002;padding:.45rem .65rem;font-size:12px;min-width:9rem;max-width:19rem}
.tip[hidden]{display:none}.tip-line{display:flex;align-items:baseline;gap:.1rem}.tip-line span{flex:1;padding-right:1rem;overflow-wrap:anywhere}.tip-line em{font-style:normal;white-space:nowrap}
.scale-switch{border:0;padding:0;margin:0;float:right;font-size:12px;display:flex;gap:.2rem;position:relative;top:-1.5rem}
.scale-switch label{cursor:pointer}.scale-switch input{position:absolute;opacity:0}
.scale-switch span{padding:.12rem .55rem;border-radius:4px;color:var(--soft)}.scale-switch input:checked+span{background:var(--panel);color:var(--ink);box-shadow:inset 0 0 0 1px var(--rule)}
.scale-switch input:focus-visible+span{outline:2px solid var(--focus)}
.only-linear{display:none}
figure:has(input[value=linear]:checked) .only-linear{display:inline}figure:has(input[value=linear]:checked) .only-log{display:none}
.s0{color:var(--s0)}.s1{color:var(--s1)}.s2{color:var(--s2)}.s3{color:var(--s3)}.s4{color:var(--s4)}.s5{color:var(--s5)}
.loss{color:var(--loss)}.gain{color:var(--gain)}.sum{color:var(--sum)}.cash{color:var(--cash)}
.w0{color:var(--w0)}.w1{color:var(--w1)}.w2{color:var(--w2)}.w3{color:var(--w3)}.w4{color:var(--w4)}.w5{color:var(--w5)}.w6{color:var(--w6)}.w7{color:var(--w7)}.w8{color:var(--w8)}.w9{color:var(--w9)}
svg.bar{display:block;overflow:visible;margin-top:.1em}.bar rect,.bar circle{fill:currentColor}.bar .soft{opacity:.35}.zero{stroke:var(--soft);stroke-opacity:.5}
.histogram{display:block;overflow:visible}.histogram rect{fill:currentColor;opacity:.5}.histogram text{font-size:11px;fill:var(--soft)}.histogram .study{stroke:var(--s0);stroke-width:2}.histogram .own{fill:var(--s0);font-weight:600}
.heat-map{table-layout:fixed;min-width:40rem;font-size:12.5px}.heat-map th,.heat-map td{padding:.34rem .3rem;text-align:center;border:1px solid var(--paper)}
.heat-map thead th{text-align:center}.heat-map thead th:first-child{text-align:left}.heat-map tbody th{min-width:0;text-align:left;padding-left:0}.heat-map .total{font-weight:600;text-align:right}.heat-map th.num{text-align:right}.part{font-style:italic}
.p1{background:var(--p1)}.p2{background:var(--p2)}.p3{background:var(--p3)}.p4{background:var(--p4)}.p5{background:var(--p5);color:var(--on5)}
.n1{background:var(--n1)}.n2{background:var(--n2)}.n3{background:var(--n3)}.n4{background:var(--n4)}.n5{background:var(--n5);color:var(--on5)}
.timeline{list-style:none;margin:.4rem 0 1.6rem;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1rem 0}
.timeline li{position:relative;padding:1.1rem 1.2rem 0 0;border-top:2px solid var(--rule);font-size:13px;overflow-wrap:anywhere}
.timeline li::before{content:"";position:absolute;top:-6px;left:0;width:10px;height:10px;border-radius:50%;background:var(--paper);border:2px solid var(--s0)}
.timeline time{display:block;font-size:12px;color:var(--soft)}.timeline b{display:block;font-weight:600}.timeline span{color:var(--soft)}
.ledger{margin:0;font-size:13px}.ledger div{display:grid;grid-template-columns:11rem 1fr;border-bottom:1px solid var(--rule);padding:.3rem 0}.ledger dt{color:var(--soft)}.ledger dd{margin:0;overflow-wrap:anywhere}
.graph-scroll{border:1px solid var(--rule);border-radius:6px;padding:.9rem;max-height:38rem;overflow:auto}
.graph{display:block}.stage{font-weight:600}
.edge{fill:none;stroke:var(--soft);stroke-opacity:.16;stroke-width:1}
.node rect{fill:var(--panel);stroke:var(--rule)}.node text{font-size:10.5px;fill:var(--ink)}
.node.computed rect{stroke:var(--s0);fill:color-mix(in srgb,var(--s0) 14%,var(--paper))}.node.extended rect{stroke:var(--s2);fill:color-mix(in srgb,var(--s2) 14%,var(--paper))}.node.cached rect{stroke:var(--s5)}.node.failed rect{stroke:var(--loss);fill:color-mix(in srgb,var(--loss) 18%,var(--paper));stroke-dasharray:3 2}
.key.computed{color:var(--s0)}.key.extended{color:var(--s2)}.key.cached{color:var(--s5)}.key.failed{color:var(--loss)}
.chosen .node:not(.near){opacity:.3}.chosen .edge:not(.near){stroke-opacity:.04}.edge.near{stroke:var(--accent);stroke-opacity:.9;stroke-width:1.4}
.node:focus-visible{outline:none}.node:focus-visible rect{stroke:var(--focus);stroke-width:2}
abbr{font-size:11px;color:var(--soft);text-decoration:none}
@media (max-width:66rem){body{grid-template-columns:minmax(0,60rem);padding:0 1.1rem}
nav{position:static;padding:1.1rem 0 0;max-height:none}nav ol{display:flex;overflow-x:auto;border:0;gap:.2rem;padding-bottom:.3rem}nav li{flex:none}nav a{padding:.3rem .6rem;border:0;margin:0;background:var(--panel);border-radius:5px}main{padding-top:1.2rem}}
@media (max-width:40rem){body{font-size:14.5px}h1{font-size:1.35rem}.minor text{display:none}.tiles{grid-template-columns:1fr 1fr;gap:1rem}.tiles b{font-size:1.25rem}
.ledger div{grid-template-columns:7.5rem 1fr}.timeline{grid-template-columns:1fr}.timeline li{border-top:0;border-left:2px solid var(--rule);padding:0 0 .8rem 1rem}.timeline li::before{top:2px;left:-6px}
section{margin-top:2rem}td.wide,th.wide{min-width:6rem}tbody th,tbody th:has(.formula){white-space:normal;min-width:8.5rem}.facts{grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr))}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#ccc;--panel:#f5f5f5;--accent:#000;--s0:#0064a8;--s1:#c65000;--s2:#008a66;--s3:#a8467f;--s4:#5c4200;--s5:#8c9299;--loss:#c65000;--gain:#0064a8;--sum:#4a525b;--cash:#d9dde2;
--w0:#88ccee;--w1:#117733;--w2:#ddcc77;--w3:#aa4499;--w4:#999933;--w5:#332288;--w6:#cc6677;--w7:#44aa99;--w8:#882255;--w9:#8a929b;--p1:#e6f0f8;--p2:#c6def0;--p3:#9cc5e4;--p4:#6aa6d3;--p5:#2f7fbb;--n1:#fdf0e4;--n2:#fadbbf;--n3:#f4bd8d;--n4:#e8954f;--n5:#c96a1c}
body{display:block;font-size:10.5pt;padding:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}nav,.skip,.scale-switch,.tip,.values,.graph-scroll{display:none}main{padding:0}
section{break-inside:auto;margin-top:1.2rem}h2,h3,figcaption{break-after:avoid}figure,tr,.tiles,.facts div,.timeline{break-inside:avoid}.scroll{overflow:visible}pre{max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}table{font-size:8.5pt}th,td{padding:.2rem .4rem}.heat-map{min-width:0}small,.formula{font-size:7.5pt}thead th{white-space:normal}.sort::after{display:none}@page{margin:14mm}}
`
