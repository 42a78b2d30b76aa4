# SPDX-License-Identifier: ISC
"""The constructs that posts are made of, for make_corpora.py.

A piece is a function of a Writer that gives Markdown; PIECES says whose habit
each is.
"""
WORDS = """about above across again almost along already always another around
    because become before began behind below beside better between beyond book
    borrowed both bought bread bring brother brown build called careful carried
    certain chair changed child choose city clean clear climb cloud coffee cold
    colour come common cook could country crossed cup dance dark daughter day
    decide deep different dinner doctor doubt down draw dream drink drive dry
    early earth east easy either empty enough even every except eye face fact
    fair family far farmer father few field find finger fire first fish five
    floor follow food foot forest forget found four friend front full funny
    give glad go gold good grass great green ground grow guess half hand happy
    hard head hear heavy help high hill hold home hope horse hot hour house how
    hundred idea inside just keep kind kitchen knew ladder lake land laugh lead
    leaf learn leave left letter light like listen little long look lost loud
    make many market meet middle mile milk mind minute money month moon more
    morning mother mountain mouth move music name narrow near neighbour never
    new next night nobody noise north nothing notice number often old once open
    orange other outside over own page paint part past people perhaps picture
    piece place plain plant play please point poor pull push question quick
    quiet rain reach read ready real red remember rest rice right road roof
    room round run said salt same sand save school sea season second see seed
    send seven shade shape she ship shoe shop short should show side silent
    silver simple since sing sister sit sleep slow small smell snow soft some
    son song soon sound south speak spoon spring stand star start step still
    stone stop story strange street strong sugar summer sun table talk tall
    taste teach tell thank then there thick thin thing think third thought
    thousand three through throw time tired today together told tomorrow too
    took touch toward town train travel tree true try turn twelve two under
    until upon use very voice wait walk wall warm wash watch water weather week
    west wet what wheel when where which while white who whole why wide wild
    wind winter wish without wolf woman wonder wood wool word work world would
    write wrong yard year yellow yes yet young""".split()
OTHER = ["viața bună în orașul vechi", "țara învață să citească",
         "книга лежить на столі", "їжак п'є воду", "ο δρόμος για το χωριό",
         "die Straße über den Fluß", "l’été à la plage", "雨の日に本を読む",
         "他们在图书馆喝茶", "서울 도서관", "अच्छी किताब", "مكتبة صغيرة",
         "thé ☕ et carte 🗺️", "naïve café", "½ litre, 20 °C, 5 €"]
HOSTS = ["example.org", "www.example.com", "library.example", "news.example"]


class Writer:
    """Words and references for one post."""

    def __init__(self, habit, rng, entries, number, base):
        self.habit, self.rng, self.base = habit, rng, base
        self.entries, self.number = entries, number
        self.pictures, self.ends = [], []
        self.count = 0

    def next(self):
        self.count += 1
        return self.count

    def words(self, low, high=None):
        count = self.rng.randint(low, high or low)
        return " ".join(self.rng.choice(WORDS) for _ in range(count))

    def sentence(self):
        text = self.words(5, 14)
        if self.rng.random() < .12:
            text += ", " + self.rng.choice(OTHER)
        return text[0].upper() + text[1:] + self.rng.choice(".....?!…")

    def paragraph(self):
        ends = ["\n", " ", " ", "  " if self.habit == "jekyll" else " "]
        text = ""
        for _ in range(self.rng.randint(2, 5)):
            text += self.sentence() + self.rng.choice(ends)
        return text.strip()

    def url(self):
        path = self.words(1, 3).replace(" ", self.rng.choice("-/_"))
        tail = self.rng.choice(["", "/", ".html", f"?p={self.next()}&x=a",
                                "#part", "/a_(b)", "/%C3%A9t%C3%A9", "/été"])
        return f"https://{self.rng.choice(HOSTS)}/{path}-{self.next()}{tail}"

    def plain_url(self):
        return f"https://{self.rng.choice(HOSTS)}/{self.rng.choice(WORDS)}" \
               f"/{self.number}-{self.next()}"

    def picture(self, suffix=".png", name=None):
        name = name or f"{self.rng.choice(WORDS)}-{self.number}-" \
                       f"{self.next()}{suffix}"
        self.pictures.append(name)
        return self.base + name.replace(" ", "%20")

    def other(self):
        """Another post that is published."""
        while True:
            number = self.rng.randrange(len(self.entries))
            if number % 17 != 8 and number % 18 != 9 and number != self.number:
                return number, *self.entries[number]


# Any habit ------------------------------------------------------------------

def links(w):
    return (f"{w.sentence()} [{w.words(2)}]({w.url()}) {w.words(3)}, "
            f"[*{w.words(1)}* and `{w.words(1)}`](<{w.plain_url()}>) "
            f"{w.words(2)} [{w.words(2)}]({w.plain_url()} \"{w.words(3)}\") "
            f"{w.words(4)} ([{w.words(1)}]({w.plain_url()} '{w.words(2)}')).")


def same_words(w):
    return (f"See [here]({w.plain_url()}) and [here]({w.plain_url()}), "
            f"{w.words(3)} [here]({w.plain_url()}).")


def link_paragraph(w):
    return "\n".join(f"[{w.words(3)}]({w.plain_url()})" for _ in range(3))


def link_list(w):
    return "\n".join(f"* [{w.words(3)}]({w.plain_url()})" for _ in range(4))


def reference_links(w):
    first, second = w.words(2), w.words(2)
    w.ends.append(f"[{first}]: {w.plain_url()}\n"
                  f"[r{w.number}-{w.count}]: <{w.plain_url()}> "
                  f"\"{w.words(3)}\"\n"
                  f"[{second.upper()}]: {w.plain_url()}\n  '{w.words(2)}'")
    return (f"{w.sentence()} [{first}] {w.words(3)} [{w.words(2)}]"
            f"[r{w.number}-{w.count - 1}] {w.words(2)}, [{second}][] "
            f"{w.words(2)} [not a reference] {w.words(1)} [x].")


def bare_addresses(w):
    return (f"{w.sentence()} <{w.plain_url()}> {w.words(2)} {w.plain_url()}, "
            f"{w.words(2)} www.example.net/{w.words(1)}{w.next()} "
            f"({w.plain_url()}). <desk@library.example> {w.words(2)}.")


def anchors(w):
    return (f"[{w.words(2)}](#part) {w.words(3)} "
            f"<a name=\"part\"></a>{w.words(2)}.")


def headings(w):
    return (f"## {w.words(3)} ##\n\n{w.sentence()}\n\n#### {w.words(4)}\n\n"
            f"{w.sentence()}\n\n{w.words(3).capitalize()}\n---\n\n"
            f"{w.sentence()}\n\n### [{w.words(2)}]({w.plain_url()})\n\n"
            f"###### *{w.words(2)}* & {w.words(1)}")


def emphasis(w):
    return (f"**{w.words(2)}** {w.words(2)} *{w.words(2)}*, __{w.words(1)}__ "
            f"_{w.words(1)}_ ~~{w.words(3)}~~ ***{w.words(1)}*** snake_case_"
            f"{w.words(1)} 2*3*4 **{w.words(1)}**ed `` a `tick` {w.words(1)}``"
            f" \\*{w.words(1)}\\* \\[{w.words(1)}\\] 5 < 7 > 3 && {w.words(1)}")


def entities(w):
    return (f"{w.words(2)}&nbsp;{w.words(1)} &amp; {w.words(1)} &mdash; "
            f"{w.words(1)} &#8217;{w.words(1)} &#x2026; &copy; &lt;b&gt; "
            f"\u00a0{w.words(1)}\u00a0“{w.words(2)}” ‘{w.words(1)}’ – "
            f"&eacute;t&eacute; &unknown; AT&T {w.words(1)}")


def hard_breaks(w):
    return (f"{w.words(4)}  \n{w.words(4)}\\\n{w.words(4)}<br>{w.words(3)}"
            f"<br />\n{w.words(3)}")


def traps(w):
    return "\n\n".join([
        f"\\# {w.words(3)}", f"#{w.words(3)}", f"=> {w.words(3)}",
        f"=>{w.words(2)}", f"\\> {w.words(3)}", f"\\* {w.words(3)}",
        f"*{w.words(1)}* {w.words(3)}", f"\\- {w.words(2)}",
        f"&#35; {w.words(2)}", f"&gt; {w.words(2)}",
        f"\\```{w.words(2)}", f"{w.words(2)}  \n=> {w.words(2)}  \n"
        f"\\# {w.words(2)}", f"1986\\. {w.words(3)}",
        f"{w.words(3)}\n=> {w.words(2)}\n#{w.words(2)}"])


def bullets(w):
    return (f"* {w.words(3)}\n* {w.words(3)} [{w.words(1)}]({w.plain_url()})\n"
            f"    * {w.words(3)}\n    * {w.words(2)}\n"
            f"        * {w.words(2)}\n* {w.words(2)}\n{w.words(3)}\n\n"
            f"- {w.words(2)}\n  - {w.words(2)}\n    - {w.words(2)}\n"
            f"      + {w.words(2)}\n+ {w.words(3)}")


def tabbed(w):
    return (f"*\t{w.words(3)}\n*\t{w.words(3)}\n\t*\t{w.words(3)}\n"
            f"*\t{w.words(2)}\n\n{w.sentence()}\n\n\t{w.words(2)}\t{w.words(1)}"
            f"\n\t\t{w.words(2)}")


def numbers(w):
    return (f"4. {w.words(3)}\n5. {w.words(3)}\n   1. {w.words(2)}\n"
            f"   2. {w.words(2)}\n6. {w.words(3)}\n\n{w.sentence()}\n\n"
            f"1) {w.words(2)}\n2) {w.words(2)}\n\n   {w.sentence()}\n\n"
            f"10) {w.words(2)}\n\n7\\. {w.words(2)}\n\n0. {w.words(2)}")


def full_items(w):
    return (f"1. {w.sentence()}\n\n   {w.sentence()}\n\n"
            f"   ```sh\n   echo {w.words(2)}\n   # {w.words(2)}\n   ```\n\n"
            f"   {w.sentence()}\n\n2. {w.sentence()}\n\n"
            f"       indented {w.words(2)}\n\n   > {w.sentence()}\n\n"
            f"   * {w.words(2)}\n\n     {w.sentence()}\n\n3. {w.words(2)}")


def tasks(w):
    return (f"- [x] {w.words(3)}\n- [ ] {w.words(3)}\n  - [X] {w.words(2)}\n"
            f"- [ ] [{w.words(2)}]({w.plain_url()})")


def quotes(w):
    return (f"> {w.sentence()}\n{w.words(4)}\n>\n> {w.sentence()} "
            f"[{w.words(2)}]({w.plain_url()})\n>\n> > {w.words(4)}\n> >\n"
            f"> > {w.sentence()}\n>\n> * {w.words(2)}\n> * {w.words(2)}\n>\n"
            f"> ```\n> {w.words(3)}\n> ```\n>\n> — {w.words(2)}")


def code(w):
    return (f"{w.sentence()}\n\n```python\ndef {w.rng.choice(WORDS)}(x):\n"
            f"    return \"{w.words(2)}\"  # {w.words(2)}\n\n=> {w.words(1)}\n"
            f"# {w.words(2)}\n> {w.words(1)}\n* {w.words(1)}\n```\n\n"
            f"~~~\n```\n{w.words(2)}\n```\n<b>{w.words(1)}</b> &amp; "
            f"[{w.words(1)}]({w.words(1)})\n~~~\n\n    <p>{w.words(2)}</p>\n\n"
            f"        {w.words(2)}\n\n````markdown\n```\n{w.words(1)}\n```\n````")


def table(w):
    return (f"{w.sentence()}\n\n| {w.words(1)} | {w.words(1)} | {w.words(1)} "
            f"|\n|:---|:--:|---:|\n"
            f"| {w.words(1)} | **{w.words(1)}** | 12 |\n"
            f"| `a \\| b` | [{w.words(1)}]({w.plain_url()}) | 1,345.50 € |\n"
            f"| 図書館 | {w.words(1)} ☕ | |\n| {w.words(1)} |\n")


def wide_table(w):
    return (f"{w.words(2)} | {w.words(2)} | {w.words(2)} | {w.words(1)}\n"
            f"--- | --- | --- | ---\n"
            + "\n".join(f"{w.words(8)} | [{w.words(2)}]({w.plain_url()}) "
                        f"{w.words(4)} | {w.words(7)} | {w.words(1)}"
                        for _ in range(3)))


def footnotes(w):
    name = f"n{w.number}-{w.next()}"
    w.ends.append(f"[^{name}]: {w.sentence()} [{w.words(1)}]"
                  f"({w.plain_url()})\n\n    {w.sentence()}\n\n"
                  f"[^{name}-never-used]: {w.words(2)}\n\n"
                  f"[^{name}b]:\n    {w.sentence()}")
    return (f"{w.words(4)}[^{name}], {w.words(3)}.[^{name}b] {w.words(2)}"
            f"[^{name}].")


def definitions(w):
    return (f"{w.words(2)}\n: {w.sentence()}\n: {w.words(3)} "
            f"[{w.words(1)}]({w.plain_url()})\n\n{w.words(1)}\n"
            f":   {w.sentence()}\n\n{w.words(1)}\n\n: {w.words(4)}")


def rules(w):
    return (f"{w.words(3)}\n\n---\n\n{w.words(3)}\n\n* * *\n\n{w.words(2)}\n"
            f"***\n{w.words(2)}\n\n_____")


def images(w):
    return (f"![{w.words(3)}]({w.picture()})\n\n{w.words(3)} "
            f"![]({w.picture('.jpg')}) {w.words(2)}.\n\n"
            f"[![{w.words(2)}]({w.picture('.gif')})]({w.plain_url()})\n\n"
            f"![{w.words(2)}]({w.picture('.jpg')} \"{w.words(3)}\")\n\n"
            f"* {w.words(2)} ![{w.words(2)}]({w.picture()})\n\n"
            f"![{w.words(2)}](https://example.org/{w.next()}.png)")


def attachment(w):
    return (f"{w.words(3)} [{w.words(2)}]({w.picture('.pdf')}) {w.words(2)} "
            f"[{w.words(1)}]({w.picture('.mp3')}).")


def html_figure(w):
    return (f"<figure class=\"wide\">\n  <img src=\"{w.picture('.jpg')}\" "
            f"alt=\"{w.words(3)}\" width=\"600\">\n  <figcaption>"
            f"{w.words(4)} <a href=\"{w.plain_url()}\">{w.words(2)}</a>"
            f"</figcaption>\n</figure>")


def html_table(w):
    return (f"<table>\n<caption>{w.words(3)}</caption>\n<thead>\n<tr><th>"
            f"{w.words(1)}</th><th>{w.words(1)}</th></tr>\n</thead>\n"
            f"<tr><td>{w.words(2)}</td><td><a href='{w.plain_url()}'>"
            f"{w.words(1)}</a><br>{w.words(2)}</td></tr>\n"
            f"<tr><td colspan=2>{w.words(4)} &amp; {w.words(1)}</td></tr>\n"
            f"</table>")


def html_frames(w):
    return (f"<iframe width=\"560\" height=\"315\" title=\"{w.words(3)}\" "
            f"src=\"https://www.youtube.com/embed/v{w.next()}x\" "
            f"allowfullscreen></iframe>\n\n{w.words(3)}\n\n"
            f"<video controls src=\"{w.picture('.mp4')}\">{w.words(3)}"
            f"</video>\n\n<audio controls>\n<source src=\"{w.picture('.ogg')}\""
            f" type=\"audio/ogg\">\n<source src=\"{w.picture('.mp3')}\">\n"
            f"{w.words(4)}\n</audio>")


def html_details(w):
    return (f"<details>\n<summary>{w.words(3)}</summary>\n\n{w.paragraph()}\n\n"
            f"* {w.words(2)}\n* {w.words(2)} [{w.words(1)}]({w.plain_url()})"
            f"\n\n</details>")


def html_terms(w):
    return (f"<dl>\n<dt>{w.words(2)}</dt>\n<dd>{w.words(4)}</dd>\n"
            f"<dd>{w.words(3)} <a href=\"{w.plain_url()}\">{w.words(1)}</a>"
            f"</dd>\n<dt>{w.words(1)}<dd>{w.words(3)}\n</dl>")


def html_inline(w):
    return (f"{w.words(2)} <abbr title=\"{w.words(3)}\">{w.words(1).upper()}"
            f"</abbr> H<sub>2</sub>O, x<sup>2</sup>, 21<sup>st</sup>, "
            f"<kbd>Ctrl</kbd>+<kbd>{w.words(1)}</kbd> <q>{w.words(2)}</q> "
            f"<del>{w.words(1)}</del> <ins>{w.words(1)}</ins> <mark>"
            f"{w.words(1)}</mark> <span style=\"color: red\">{w.words(2)}"
            f"</span> <a href=\"{w.plain_url()}\" target=_blank title='"
            f"{w.words(2)}'>{w.words(2)}</a> <code>a &lt; b</code> "
            f"<small>{w.words(2)}</small> <cite>{w.words(1)}</cite>")


def html_blocks(w):
    return (f"<div class=\"box\">\n<h3>{w.words(2)}</h3>\n<p>{w.words(4)} "
            f"<b>{w.words(1)}</b>\n{w.words(3)}<p>{w.words(3)}\n<ul>\n<li>"
            f"{w.words(2)}\n<li>{w.words(2)} <a href={w.plain_url()}>"
            f"{w.words(1)}</a>\n<ol start=3><li>{w.words(2)}</li></ol>\n</ul>\n"
            f"<blockquote>{w.words(4)}<footer>{w.words(2)}</footer>"
            f"</blockquote>\n<pre>\n  {w.words(2)}\n=> {w.words(1)}\n</pre>\n"
            f"<hr>\n<address>{w.words(3)}</address>\n</div>")


def html_open(w):
    return (f"<div markdown=\"1\">\n\n**{w.words(2)}** {w.words(2)} "
            f"[{w.words(1)}]({w.plain_url()})\n\n<blockquote>\n\n"
            f"{w.paragraph()}\n\n</blockquote>\n\n<section>\n\n1. {w.words(2)}"
            f"\n2. {w.words(2)}\n\n</section>\n</div>")


def dropped(w):
    return (f"<!-- {w.words(3)} -->\n\n{w.words(3)} <!-- {w.words(2)} --> "
            f"{w.words(2)}\n\n<style>\n.a {{ color: red }}\n</style>\n\n"
            f"{w.words(3)}\n\n<script>\nvar a = 1 < 2;\n</script>\n\n"
            f"{w.words(3)}\n\n<!--\n{w.words(2)}\n\n{w.words(2)}\n-->\n\n"
            f"{w.words(2)}")


def unclosed(w):
    return (f"{w.words(2)} <b>{w.words(2)}\n\n{w.words(3)} [{w.words(1)} "
            f"{w.words(1)} *{w.words(2)}\n\n<p>{w.words(3)}\n\n"
            f"{w.words(2)} `{w.words(1)} {w.words(1)}\n\n</span>{w.words(3)}")


def letters(w):
    return "\n\n".join([f"> {w.rng.choice(OTHER)}",
                        "\n".join(w.rng.choice(OTHER) for _ in range(3)),
                        f"* {w.rng.choice(OTHER)}\n* {w.words(2)}",
                        f"雨の日に\n本を読む、{w.words(1)}。",
                        f"e\u0301te\u0301 {w.words(1)} soft\u00adhyphen "
                        f"zero\u200bwidth 👩‍👧 {w.words(1)}"])


def long_word(w):
    return (f"{w.words(2)} {'Donau' * 14} {w.words(1)} "
            f"https://example.org/{'a-very-long-path/' * 7}{w.next()} "
            f"{w.words(2)}")


# Jekyll ---------------------------------------------------------------------

def kramdown(w):
    return (f"{w.paragraph()}\n{{: .lead #start}}\n\n## {w.words(3)} "
            f"{{#own-id}}\n\n{w.words(3)}{{: .note}} {w.words(2)}\n\n"
            f"![{w.words(2)}]({w.picture()}){{: width=\"200\"}}\n\n"
            f"* {w.words(2)}\n* {w.words(2)}\n{{: .plain}}")


def contents(w):
    return (f"* TOC\n{{:toc}}\n\n{w.words(4)}\n\n<!--more-->\n\n"
            f"{w.words(3)}")


def liquid(w):
    _, day, slug = w.other()
    return (f"{w.words(2)} [{w.words(2)}]({{% post_url {day}-{slug} %}}), "
            f"[{w.words(2)}]({{{{ site.baseurl }}}}{{% post_url {day}-{slug}"
            f" %}}) {w.words(2)} [{w.words(1)}]({{{{ \"/{day:%Y/%m/%d}/{slug}/\""
            f" | url }}}}) {w.words(1)} [{w.words(1)}]({{{{ '/{day:%Y/%m/%d}/"
            f"{slug}/' | relative_url }}}}).")


def liquid_image(w):
    w.picture(name=f"own-{w.number}-{w.next()}.png")
    name = w.base + w.pictures[-1]
    return (f"{{% image \"{name}\" \"{w.words(3)}\" %}}\n\n"
            f"![{w.words(2)}]({{{{ site.baseurl }}}}{name})\n\n"
            f"<img src=\"{{{{ site.baseurl }}}}{name}\" alt=\"{w.words(2)}\">"
            if name.startswith("/") else
            f"{{% image \"{name}\" \"{w.words(3)}\" %}}")


def liquid_code(w):
    return (f"{{% highlight ruby linenos %}}\ndef {w.rng.choice(WORDS)}\n"
            f"  puts \"{w.words(2)}\" # <b>{w.words(1)}</b>\nend\n"
            f"{{% endhighlight %}}\n\n{w.words(3)}\n\n{{% raw %}}\n"
            f"{{{{ {w.rng.choice(WORDS)} }}}} {w.words(2)}\n{{% endraw %}}\n\n"
            f"```liquid\n{{% if {w.rng.choice(WORDS)} %}}{w.words(1)}"
            f"{{% endif %}}\n```\n\n`{{{{ {w.rng.choice(WORDS)} }}}}` "
            f"{w.words(2)}")


def liquid_unknown(w):
    return (f"{w.words(2)} {{% if page.{w.rng.choice(WORDS)} %}} {w.words(3)}"
            f" {{% else %}} {w.words(2)} {{% endif %}} {w.words(1)}\n\n"
            f"{{% comment %}}never seen{{% endcomment %}}\n\n{w.words(2)} "
            f"{{{{ page.title | upcase }}}} {w.words(2)}\n\n"
            f"{{% include video.html id=page.video %}}\n\n<div>\n"
            f"{{% include box.html %}}\n<p>{w.words(3)}</p>\n</div>")


# Hugo -----------------------------------------------------------------------

def hugo_figure(w):
    return (f"{{{{< figure src=\"{w.picture('.jpg')}\" alt=\"{w.words(3)}\" "
            f"title=\"{w.words(2)}\" caption=\"{w.words(4)}\" >}}}}\n\n"
            f"{{{{% figure src=\"{w.picture()}\" link=\"{w.plain_url()}\" "
            f"caption=\"{w.words(3)}\" %}}}}\n\n"
            f"{{{{< figure src='{w.picture()}' attr=\"{w.words(2)}\" "
            f"attrlink=\"{w.plain_url()}\" />}}}}")


def hugo_video(w):
    return (f"{{{{< youtube w{w.next()}Q_{w.number} >}}}}\n\n{w.words(2)}\n\n"
            f"{{{{< vimeo 1466{w.next()}{w.number} >}}}}\n\n"
            f"{{{{< youtube id=\"x{w.next()}-{w.number}\" autoplay=\"true\" "
            f">}}}}")


def hugo_refs(w):
    number, _, slug = w.other()
    name = slug if number % 2 else f"{slug}.md"
    return (f"{w.words(2)} [{w.words(2)}]({{{{< ref \"{name}\" >}}}}), "
            f"[{w.words(2)}]({{{{< relref \"/posts/{name}\" >}}}}) "
            f"{w.words(2)} [{w.words(1)}]({{{{% ref \"{name}#part\" %}}}}) "
            f"[{w.words(1)}](/{slug if number % 6 != 2 else 'own-' + slug}/).")


def hugo_code(w):
    return (f"{{{{< highlight go \"linenos=table\" >}}}}\nfunc "
            f"{w.rng.choice(WORDS)}() {{ return \"{w.words(2)}\" }}\n"
            f"// <i>{w.words(1)}</i>\n{{{{< / highlight >}}}}\n\n{w.words(2)}"
            f"\n\n{{{{% highlight text %}}}}\n{w.words(3)}\n"
            f"{{{{% /highlight %}}}}")


def hugo_unknown(w):
    return (f"{{{{< notice tip >}}}}\n{w.words(4)} [{w.words(1)}]"
            f"({w.plain_url()})\n{{{{< /notice >}}}}\n\n"
            f"{{{{% aside %}}}}\n**{w.words(3)}**\n{{{{% /aside %}}}}\n\n"
            f"{w.words(2)} {{{{< icon >}}}} {w.words(2)}\n\n<!--more-->\n\n"
            f"{w.words(2)}")


# WordPress ------------------------------------------------------------------

def caption(w):
    return (f"[caption id=\"attachment_{w.next()}\" align=\"aligncenter\" "
            f"width=\"300\"]<a href=\"{w.picture('.jpg')}\"><img class=\""
            f"size-medium\" src=\"{w.picture('.jpg')}\" alt=\"{w.words(3)}\" "
            f"/></a> {w.words(4)}[/caption]")


def players(w):
    return (f"[youtube https://www.youtube.com/watch?v=v{w.next()}]\n\n"
            f"[youtube=http://www.youtube.com/watch?v=v{w.next()}&w=640]\n\n"
            f"{w.words(2)} [vimeo {w.next()}88] {w.words(2)}\n\n"
            f"[soundcloud url=\"https://sound.example/{w.next()}\" "
            f"height=\"166\" /]\n\n[tweet https://twitter.example/"
            f"status/{w.next()}]\n\n[{w.words(2)}] [video {w.words(1)}]")


def shortcode(w):
    return (f"[code language=\"css\"]\n{w.words(2)} {{ {w.words(1)}: "
            f"*{w.words(1)}* }}\n\n  {w.words(1)}\n[/code]\n\n"
            f"[plugin_box title=\"{w.words(2)}\"]{w.words(3)}[/plugin_box]"
            f"\n\n[plugin_button url=\"{w.plain_url()}\" title=\""
            f"{w.words(2)}\"]\n\n[plugin_form id=\"{w.next()}\"] "
            f"{w.words(2)}")


def uploads(w):
    return (f"<a href=\"{w.picture('.jpg')}\"><img class=\"alignleft\" "
            f"title=\"{w.words(2)}\" src=\"{w.picture('.jpg')}\" alt=\"\" "
            f"width=\"300\" height=\"200\" srcset=\"x.jpg 300w\" /></a>"
            f"{w.words(5)}\n\n[![{w.words(2)}]({w.picture('.jpg')})]"
            f"({w.picture('.jpg')})")


def own_links(w):
    _, day, slug = w.other()
    _, other_day, other = w.other()
    return (f"{w.words(2)} [{w.words(2)}](https://blog.example/"
            f"{day:%Y/%m/%d}/{slug}/) {w.words(2)} <a href=\""
            f"http://blog.example/{other_day:%Y/%m/%d}/{other}\">{w.words(2)}"
            f"</a>, [{w.words(1)}](/{day:%Y/%m/%d}/{slug}/#more-12), "
            f"[{w.words(1)}](https://blog.example/not-here/).")


def spaces(w):
    return (f"&nbsp;\n\n{w.words(3)}&nbsp;&nbsp;{w.words(2)}\n\n&nbsp;\n\n"
            f"\u00a0\n\n{w.words(2)}\u00a0 {w.words(2)}   {w.words(1)}\n\n"
            f"<p style=\"text-align: center;\">&nbsp;</p>\n\n<p>\u00a0"
            f"{w.words(3)}</p>\n\n<!--more-->\n\n{w.words(3)}")


def word_html(w):
    return (f"<p style=\"text-align: justify;\"><span style=\"font-family: "
            f"'Times New Roman';\"><strong>{w.words(3)}</strong>&nbsp;"
            f"{w.words(3)} <em>{w.words(1)}</em></span></p>\n\n"
            f"<div>{w.words(3)}</div>\n<div><a href=\"{w.plain_url()}\">"
            f"{w.words(2)}</a></div>\n<div></div>\n\n"
            f"<p align=\"right\"><o:p></o:p>{w.words(3)}</p>\n\n"
            f"<ul>\n \t<li>{w.words(2)}</li>\n \t<li><strong>{w.words(2)}"
            f"</strong>: {w.words(3)}</li>\n</ul>\n\n<h2><b>{w.words(3)}</b>"
            f"</h2>\n\n<center>{w.words(2)}</center>")


def escaped(w):
    return (f"{w.words(2)}\\. {w.words(2)}\\_{w.words(1)} \\- {w.words(2)}\\! "
            f"\\[{w.words(1)}\\] {w.words(1)}\\#1 1\\. {w.words(1)} "
            f"don’t “{w.words(2)}”… **{w.words(2)} **{w.words(1)} "
            f"**“{w.words(2)}”**{w.words(1)}")


def embedded(w):
    return (f"{w.plain_url()}\n\n<blockquote class=\"twitter-tweet\"><p "
            f"lang=\"en\">{w.words(5)}</p>&mdash; {w.words(2)} <a href=\""
            f"{w.plain_url()}\">{w.words(2)}</a></blockquote>\n<script async "
            f"src=\"//platform.example/widgets.js\"></script>\n\n"
            f"<object data=\"{w.plain_url()}.pdf\" title=\"{w.words(2)}\">"
            f"</object>\n\n{w.words(3)}")


ALL = ("jekyll", "hugo", "wordpress")
PIECES = [(ALL, piece) for piece in (
    links, same_words, link_paragraph, link_list, reference_links,
    bare_addresses, anchors, headings, emphasis, entities, hard_breaks, traps,
    bullets, tabbed, numbers, full_items, tasks, quotes, code, table,
    wide_table, footnotes, definitions, rules, images, attachment, html_figure,
    html_table, html_frames, html_details, html_terms, html_inline,
    html_blocks, html_open, dropped, unclosed, letters, long_word)]
PIECES += [(("jekyll",), piece) for piece in (
    kramdown, contents, liquid, liquid_image, liquid_code, liquid_unknown)]
PIECES += [(("hugo",), piece) for piece in (
    hugo_figure, hugo_video, hugo_refs, hugo_code, hugo_unknown)]
PIECES += [(("wordpress",), piece) for piece in (
    caption, uploads, own_links, spaces, word_html, escaped, embedded,
    players, shortcode)]
