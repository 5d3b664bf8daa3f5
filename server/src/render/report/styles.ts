/** How the report looks: in light and dark, on paper, and in a webview of VS Code, which names its theme on the body. */
export const STYLES = `
:root{color-scheme:light dark;
--page:light-dark(#fff,#14181f);--panel:light-dark(#f4f6f9,#1d232d);--line:light-dark(#d3d9e2,#38414f);
--text:light-dark(#1b2330,#e4e8ee);--muted:light-dark(#545f72,#a3adbc);--link:light-dark(#1f5fae,#8ab8f5);
--customer:light-dark(#1b7a4b,#4cc38a);--managed:light-dark(#2a66b0,#6ea8f2);--owned:light-dark(#9a5b00,#e0a34a);
--bad:light-dark(#b3261e,#f2857d);--open:light-dark(#5f6b7d,#98a3b3);--depends:light-dark(#7448b0,#b795ec);
--reach:light-dark(#5d7186,#8799ad)}
body.vscode-light,body.vscode-high-contrast-light{color-scheme:light}
body.vscode-dark,body.vscode-high-contrast{color-scheme:dark}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:72rem;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{margin:0;font-size:1.7rem;line-height:1.25}h2{margin:0 0 .6rem;font-size:1.25rem}h3{margin:1.2rem 0 .3rem;font-size:1rem}
p{margin:.4rem 0}ul{padding-left:1.2rem}a{color:var(--link)}code{font:.9em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
section{margin:2.2rem 0;scroll-margin-top:1rem}section:focus{outline:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.muted{color:var(--muted)}.lead{font-size:1.05rem;font-weight:600}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.4rem .8rem;z-index:1}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.8rem 0 0}
header{border-bottom:1px solid var(--line);padding-bottom:1rem}
.bar{display:block;width:100%;height:22px;border-radius:4px}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;list-style:none;padding:0;margin:.6rem 0}
.legend .line{width:30px;height:8px;margin-right:.5rem;vertical-align:middle}
.swatch{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin-right:.45em;background:currentColor}
.swatch.customer-managed{color:var(--customer)}.swatch.aws-managed{color:var(--managed)}.swatch.aws-owned{color:var(--owned)}
.swatch.invalid,.swatch.unusable{color:var(--bad)}.swatch.undecided{color:var(--open)}.swatch.depends{color:var(--depends)}
.customer-managed{--kind:var(--customer)}.aws-managed{--kind:var(--managed)}.aws-owned{--kind:var(--owned)}
.invalid,.unusable{--kind:var(--bad)}.undecided{--kind:var(--open)}.depends{--kind:var(--depends)}
.bar rect{fill:var(--kind)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.8rem;list-style:none;padding:0;margin:1.2rem 0 0}
.figures a{display:block;height:100%;padding:.8rem 1rem;background:var(--panel);border:1px solid var(--line);border-radius:8px;color:inherit;text-decoration:none}
.figures a:hover{border-color:var(--link)}.figures strong{display:block;font-size:1.35rem;line-height:1.3}.figures span{color:var(--muted)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{padding:.45rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th,thead td{background:var(--panel);border-bottom:2px solid var(--line);white-space:nowrap}
tbody th{font-weight:600;overflow-wrap:anywhere;min-width:9rem}
td{overflow-wrap:anywhere;min-width:5rem}.where{min-width:9rem}
.amount{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.place{display:block;color:var(--muted);font-size:.87em;font-weight:400;overflow-wrap:anywhere}
.nowrap{white-space:nowrap}
.kept-out{color:var(--bad)}.key-case{display:block}.key-case.more{padding-left:1.2em}
th button{all:unset;cursor:pointer;display:inline-flex;gap:.35em;font-weight:600}
th button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
th button::after{content:"↕";color:var(--muted)}th[aria-sort=ascending] button::after{content:"↑"}th[aria-sort=descending] button::after{content:"↓"}
.filter{display:inline-block;margin:.3rem 0}.filter input{font:inherit;padding:.25rem .6rem;border:1px solid var(--muted);border-radius:5px;background:var(--page);color:inherit}
details summary{cursor:pointer;padding:.15rem 0}
.rule,.framework{border:1px solid var(--line);border-radius:8px;padding:.5rem .9rem;margin:.6rem 0}
.severity{display:inline-block;min-width:5.2em;font-weight:600;color:var(--muted)}.severity.error{color:var(--bad)}.severity.warning{color:var(--owned)}.severity.info{color:var(--managed)}
.places{list-style:none;padding:0;margin:.4rem 0}.places li{padding:.35rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.range{width:200px;height:14px;vertical-align:middle}.range line{stroke:var(--line);stroke-width:2}.range rect{fill:var(--managed)}
.picture{display:block;width:100%;min-width:52rem;height:auto}
.picture text{fill:var(--text)}
.column{font:600 13px system-ui,sans-serif}
.label{font:12px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;pointer-events:none}.label.strong{font-weight:700}.picture .label.note{fill:var(--muted)}
.picture rect{fill:var(--panel);stroke:var(--line)}
.picture rect.key{stroke:var(--kind);stroke-width:2}.picture rect.table{stroke:var(--kind)}
.under,.reach{fill:none;stroke-width:1.5}
.under{stroke:var(--kind)}.at-times{stroke-dasharray:2 3}
.reach{stroke:var(--reach);opacity:.75}.reach.blocked-by-key{stroke:var(--bad);stroke-dasharray:6 3}.reach.undecided{stroke:var(--open);stroke-dasharray:1.5 3}
.group:focus,.principal:focus{outline:none}
.group:focus-visible rect.key,.principal:focus-visible rect{stroke:var(--link);stroke-width:3}
.picture:has(.group:hover,.group:focus-visible) .group:not(:hover,:focus-visible),.picture.some .group:not(.partly){opacity:.2}
.picture.some .partly .reach:not(.on){opacity:.08}
.group:hover .reach,.group:focus-visible .reach,.reach.on{opacity:1;stroke-width:2}
.principal.on rect{stroke:var(--link);stroke-width:2}
@media print{:root,body.vscode-dark,body.vscode-high-contrast{color-scheme:light}
body{max-width:none;padding:0;font-size:10.5pt}nav,.skip,.filter,.hidden-print{display:none}
tr,li,.figures a,.rule summary,.framework summary,.group,.principal{break-inside:avoid}h2,h3,summary{break-after:avoid}
thead{display:table-header-group}.figures{grid-template-columns:repeat(4,1fr)}.scroll{overflow:visible}.picture{min-width:0}
a{color:inherit;text-decoration:none}th button::after{content:none}section{margin:1.2rem 0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

/** Of the styles, for the page's Content-Security-Policy; a test holds it to that. */
export const STYLES_HASH = "sha256-B9MyY/YD/NAbCVHPlB8+emnvl1ZDHbkXO9qXVHpFTYQ=";
