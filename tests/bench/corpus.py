#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""corpus.py N DIR: write a blog of N posts below DIR/content.

The blog stands in for a real one in benchmarks: three languages, front matter
of every post with date, authors, nested categories and tags whose frequencies
fall off like those of a real blog, and bodies with every construct that a
converter meets.  A post has 5.86 KB on average, so 10,000 have 58.6 MB.

The same N always gives the same bytes.  DIR/content must not exist.
"""
import datetime
import itertools
import os
import random
import sys

MEAN = 5860
FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 3652

WORDS = {
    "en": """about above access active afternoon again almost always another
    answer archive around ask author autumn away become before begin behind
    believe beside better between book borrow branch bridge bring build bus
    carry catalogue change child choose citizen city class clear close club
    coffee collect come common community computer corner council country
    county course daily dance day decide desk different digital door draw
    early east easy edge email evening every exhibition family far farmer few
    film find first follow forest free friend from garden gather give good
    grandmother green group grow guide hall hand health help here history hold
    home hour house idea important information inside journey keep kitchen
    know language large later learn leave lend less letter librarian library
    light line listen little local long look loud machine make map market
    meet member memory message money month more morning mountain museum music
    near neighbour never new newspaper next night number often old open order
    outside page paper parent park part pay people person phone photograph
    picture place plan play poem practice project public question quiet rain
    read reader record region remember report return river road room school
    science screen season serve service shelf short show simple sister slow
    small song soon speak spring square staff stand start station stay story
    street strong student summer table talk teacher team tell thing think
    ticket time today together tomorrow town train translate travel tree
    try under understand village visit visitor voice volunteer wait walk wall
    want warm watch water way week welcome well winter woman wood word work
    workshop world write year young""",
    "ro": """acasă acces acolo activ acum adesea adult afară ajutor alături
    albastru alegere apă aproape arhivă arată artă astăzi atelier autor avea
    bibliotecar bibliotecă bine birou biserică bucurie bun bunică cafea cale
    calculator carte casă catalog câmp cântec câteva cerc cetățean chemare
    citi cititor clasă coleg comunitate copac copil copilărie cunoaște cuvânt
    dans de deal deasupra decizie deschis despre dimineață doar doi drum
    după egal elev expoziție fabrică familie fereastră film floare foarte foto
    frate frumos grădină greu grup gură iarnă idee ieri imagine împreună
    împrumut în început întâlnire întâi între întrebare învăța învățător
    istorie județ joc jos jurnal la lectură liber librărie liceu limbă
    linie listă literă liniște loc locuitor lucru lumină lume lună lung
    magazin mai mare masă mână mic mijloc mult mulțumire munte muzeu muzică
    nou noapte număr oameni oraș oră pădure pagină pâine parc pas pământ
    pentru persoană piață poezie poveste practică prieten primar primăvară
    primire proiect public rază raport rând regiune revistă râu sală sat
    sănătate scaun schimbare scrisoare seară serviciu singur soare spectacol
    spune stradă student sub știință știre târg tânăr timp toamnă toate
    tramvai tren ușă ușor vacanță vară vecin vechi vede vizită voce voluntar
    vorbă vreme zi ziar zâmbet""",
    "uk": """автор активний архів без берег бібліотека бібліотекар більше
    будинок буква вечір весна вечірка вибір вивчати виставка від відповідь
    вікно вільний вода волонтер вулиця вчитель газета гарний година голос
    гора громада громадянин група давно дерево день дитина для до добрий
    довго допомога дорога друг дуже дім діти електронний жінка життя завжди
    завтра загальний запитання запис зараз зал зима знання зустріч і ідея
    інший історія її каталог кава казка карта квиток квітка керівник книга
    коло комп'ютер край кроки кухня ліс літера літо лист люди малий мама
    майстерня мапа маленький математика між міст місто місце мова молодий
    музей музика на навчання над наука нарада наш небо нічого новий новина
    ніч область обмін озеро окремо осінь опис освіта п'ять пам'ять папір
    парк перед перший письменник пісня план площа поїзд поле пошта поруч
    початок поезія правда праця приклад проєкт проста публічний разом район
    рада ранок рік ріка родина розмова рука ряд сад світ село сестра сила
    слово служба слухати сонце спільний справа стаття стіл сторінка сусід
    сьогодні танець тепло тиждень тихий тиша товариш традиція третій турбота
    увага урок учень фільм фото хвилина хліб час читати читач читання школа
    шлях щастя що щоденник щодня якщо яблуко""",
}
WORDS = {lang: text.split() for lang, text in WORDS.items()}

PARENTS = ["Best practices", "Events", "Library hubs", "Projects", "Reading",
           "The network"]
CHILDREN = {
    "Best practices": ["Collections", "Digital skills", "Outreach", "Spaces"],
    "Events": ["Conferences", "Exhibitions", "Fairs", "Workshops"],
    "Library hubs": ["Lublin", "Kharkiv", "Cluj", "Larissa"],
    "Projects": ["Growing hubs", "Open doors", "PLACH – partners", "Schools"],
    "Reading": ["Children", "Poetry", "Reviews", "Slow reading"],
    "The network": ["Board", "Letters", "Members", "News"],
}
AUTHORS = ["admin", "Ana Munteanu", "Bohdan Kravets", "Clara Weiss",
           "Dorin Pavel", "Elena Ștefan", "Filip Nowak", "Grace Okoye",
           "Олена Лисенко", "Ioan Țurcanu", "Katerina Papa", "Marko Horvat"]
HOSTS = ["example.org", "library.example", "www.example.net", "archive.example",
         "news.example.com"]
CODE = {
    "python": "def borrow(book, reader):\n    if book.is_free():\n"
              "        return reader.take(book)\n    return None\n",
    "sh": "#!/bin/sh\nfor page in *.md; do\n    wc -w \"$page\"\ndone\n",
    "": "name      shelf   number\nAtlas     B 12    0042\nPoems     C  3    0117\n",
    "json": "{\n  \"title\": \"Atlas\",\n  \"shelf\": [\"B\", 12]\n}\n",
}


class Blog:
    """Names, sentence pools and one random sequence for the whole corpus."""

    def __init__(self, count):
        self.rng = random.Random(20210309)
        self.pools = {lang: [self.sentence(lang) for _ in range(3000)]
                      for lang in WORDS}
        self.tags = self.make_tags()
        self.tag_weights = list(itertools.accumulate(
            1 / (rank + 2) for rank in range(len(self.tags))))
        self.categories = PARENTS + [
            f"{parent}/{child}" for parent in PARENTS
            for child in CHILDREN[parent]]
        self.category_weights = list(itertools.accumulate(
            1 / (rank % 7 + 1) for rank in range(len(self.categories))))
        self.posts = self.plan(count)
        self.debt = 0  # bytes written so far beyond what the mean allows

    def pick(self, items):
        # choice() costs four times as much and this is called for each word.
        return items[int(self.rng.random() * len(items))]

    def chance(self, probability):
        return self.rng.random() < probability

    def words(self, lang, low, high):
        return [self.pick(WORDS[lang])
                for _ in range(self.rng.randint(low, high))]

    def sentence(self, lang):
        words = self.words(lang, 5, 17)
        if len(words) > 9:
            words[len(words) // 2] += ","
        end = self.pick([".", ".", ".", ".", "?", "!"])
        return " ".join(words).capitalize() + end

    def make_tags(self):
        """300 names: plain words, pairs, and some with numbers and colons."""
        names = [f"GOAL {number}: {' '.join(self.words('en', 2, 4))}"
                 for number in range(1, 18)]
        seen = {name.lower() for name in names}
        while len(names) < 300:
            lang = self.pick(["en"] * 8 + ["ro", "uk"])
            name = " ".join(self.words(lang, 1, 3)).capitalize()
            if name.lower() not in seen:
                seen.add(name.lower())
                names.append(name)
        self.rng.shuffle(names)
        return names

    def plan(self, count):
        """(date, slug, lang) of every post, so that bodies can link to any."""
        posts, seen = [], set()
        for number in range(count):
            day = FIRST_DAY + datetime.timedelta(
                days=int(self.rng.random() * DAYS))
            slug = "-".join(self.words("en", 2, 6))
            if slug in seen:
                slug += f"-{number}"
            seen.add(slug)
            lang = self.pick(["en"] * 14 + ["ro"] * 3 + ["uk"] * 3)
            posts.append((day, slug, lang))
        posts.sort()
        return posts

    # ---- front matter ----

    def front_matter(self, day, lang):
        title = " ".join(self.words(lang, 3, 9)).capitalize()
        if self.chance(0.05):
            title = f"GOAL {self.rng.randint(1, 17)}: {title}"
        lines = ["---", f'title: "{title}"', f"date: {day.isoformat()}"]
        if self.chance(0.3):
            lines[-1] += f"T{self.rng.randint(7, 21):02}:30:00Z"
        if self.chance(0.1):
            later = day + datetime.timedelta(days=self.rng.randint(1, 90))
            lines.append(f"updated: {later.isoformat()}")
        authors = self.rng.sample(AUTHORS, 2 if self.chance(0.08) else 1)
        lines.append(self.field("author", authors))
        lines.append(self.sequence("categories", self.draw(
            self.categories, self.category_weights, 1, 3)))
        lines.append(self.sequence("tags", self.draw(
            self.tags, self.tag_weights, 1, 9)))
        if lang != "en":
            lines.append(f"lang: {lang}")
        if self.chance(0.2):
            lines.append(f"likes: {self.rng.randint(1, 90)}")
        if self.chance(0.15):
            lines.append(f'summary: "{self.pick(self.pools[lang])}"')
        return "\n".join(lines) + "\n---\n\n"

    def draw(self, names, weights, low, high):
        chosen = self.rng.choices(names, cum_weights=weights,
                                  k=self.rng.randint(low, high))
        return list(dict.fromkeys(chosen))

    def field(self, key, names):
        if len(names) == 1:
            return f"{key}: {names[0]}"
        return self.sequence(key, names)

    def sequence(self, key, names):
        if self.chance(0.3):
            return "\n".join([f"{key}:"] + [f'  - "{name}"' for name in names])
        return f"{key}: [" + ", ".join(f'"{name}"' for name in names) + "]"

    # ---- bodies ----

    def external(self):
        path = "/".join(self.words("en", 1, 3))
        return f"https://{self.pick(HOSTS)}/{path}/"

    def internal(self):
        day, slug, _ = self.pick(self.posts)
        if self.chance(0.5):
            return f"../{day.year}/{day.isoformat()}-{slug}.md"
        return f"/{slug}/"

    def link(self, lang):
        target = self.internal() if self.chance(0.3) else self.external()
        return f"[{' '.join(self.words(lang, 1, 4))}]({target})"

    def inline(self, lang):
        words = " ".join(self.words(lang, 1, 3))
        return self.pick([f"*{words}*", f"**{words}**", f"`{words}`",
                          f"***{words}***", f"~~{words}~~",
                          f"<https://{self.pick(HOSTS)}/{words.split()[0]}>"])

    def paragraph(self, lang):
        pool = self.pools[lang]
        parts = [self.pick(pool) for _ in range(self.rng.randint(2, 6))]
        for _ in range(self.pick([0, 0, 1, 1, 2, 3])):
            parts.insert(self.rng.randint(0, len(parts)), self.link(lang))
        for _ in range(self.pick([0, 1, 1, 2])):
            parts.insert(self.rng.randint(0, len(parts)), self.inline(lang))
        text = " ".join(parts)
        if self.chance(0.25):
            middle = text.find(" ", len(text) // 2)
            if middle > 0:
                text = text[:middle] + "\n" + text[middle + 1:]
        return text + "\n"

    def heading(self, lang):
        marks = self.pick(["## ", "## ", "## ", "### ", "#### "])
        return marks + " ".join(self.words(lang, 2, 6)).capitalize() + "\n"

    def plain_list(self, lang):
        mark = self.pick(["- ", "* ", "+ "])
        lines = []
        for _ in range(self.rng.randint(2, 7)):
            text = self.pick(self.pools[lang])
            if self.chance(0.3):
                text += " " + self.link(lang)
            lines.append(mark + text)
            if self.chance(0.2):
                lines += [f"    {mark}{' '.join(self.words(lang, 2, 6))}"
                          for _ in range(self.rng.randint(1, 3))]
        return "\n".join(lines) + "\n"

    def ordered_list(self, lang):
        start = self.pick([1, 1, 1, 3, 10])
        return "".join(f"{start + number}. {self.pick(self.pools[lang])}\n"
                       for number in range(self.rng.randint(2, 6)))

    def task_list(self, lang):
        return "".join(f"- [{self.pick('x ')}] "
                       f"{' '.join(self.words(lang, 2, 7))}\n"
                       for _ in range(self.rng.randint(2, 5)))

    def table(self, lang):
        columns = self.rng.randint(2, 4)
        def row(cells):
            return "| " + " | ".join(cells) + " |\n"
        text = row(self.words(lang, columns, columns))
        text += row([self.pick(["---", ":--", "--:", ":-:"])
                     for _ in range(columns)])
        for _ in range(self.rng.randint(2, 6)):
            cells = [" ".join(self.words(lang, 1, 3)) for _ in range(columns)]
            if self.chance(0.15):
                cells[-1] = self.link(lang)
            text += row(cells)
        return text

    def image(self, lang):
        alt = " ".join(self.words(lang, 2, 6))
        return f"![{alt}]({self.external()}{self.rng.randint(1, 999)}.jpg)\n"

    def code(self, _lang):
        name = self.pick(list(CODE))
        return f"```{name}\n{CODE[name]}```\n"

    def quote(self, lang):
        lines = [self.pick(self.pools[lang])
                 for _ in range(self.rng.randint(1, 3))]
        text = "".join(f"> {line}\n" for line in lines)
        if self.chance(0.2):
            text += f">\n> > {self.pick(self.pools[lang])}\n"
        return text

    def footnote(self, lang):
        number = self.rng.randint(1, 10**6)
        return (f"{self.pick(self.pools[lang])}[^n{number}]\n\n"
                f"[^n{number}]: {self.pick(self.pools[lang])}\n")

    def residue(self, lang):
        words = " ".join(self.words(lang, 2, 6))
        return self.pick([
            f'<div class="wp-block"><img src="{self.external()}a.jpg"'
            f' alt="{words}"></div>\n',
            '<iframe src="https://video.example/embed/'
            f'{self.rng.randint(1, 9999)}" title="{words}"></iframe>\n',
            f"<p align=\"center\"><strong>{words}</strong><br>{words}</p>\n",
            f"<!-- {words} -->\n", f"{words} <sup>2</sup> <br/> {words}\n"])

    BLOCKS = [("paragraph", 56), ("heading", 12), ("plain_list", 8),
              ("ordered_list", 3), ("task_list", 1), ("table", 1.5),
              ("image", 5), ("code", 2), ("quote", 4), ("footnote", 2),
              ("residue", 0.7), ("rule", 0.8)]
    NAMES = [name for name, _ in BLOCKS]
    WEIGHTS = list(itertools.accumulate(weight for _, weight in BLOCKS))

    def rule(self, _lang):
        return "---\n"

    def body(self, lang, size):
        parts, length = [], 0
        kinds = iter(())
        while length < size:
            kind = next(kinds, None)
            if kind is None:
                kinds = iter(self.rng.choices(
                    self.NAMES, cum_weights=self.WEIGHTS, k=8))
                continue
            part = getattr(self, kind)(lang)
            parts.append(part)
            length += len(part.encode()) + 1
        return "\n".join(parts)

    def post(self, day, lang):
        """One post's bytes; lengths vary widely, their mean is kept."""
        head = self.front_matter(day, lang)
        wish = min(40000, MEAN * self.rng.lognormvariate(-0.18, 0.6))
        size = wish - self.debt / 4 - len(head.encode()) - 120
        text = (head + self.body(lang, max(300, size))).encode()
        self.debt += len(text) - MEAN
        return text


CAPSULE = """title: A blog of {count} posts
tagline: Ten years, three languages, nothing but words
lang: en
host: localhost
email: blog@example.org
"""


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: corpus.py N DIR")
    count, content = int(sys.argv[1]), os.path.join(sys.argv[2], "content")
    os.makedirs(content)
    with open(os.path.join(content, "capsule.yaml"), "w") as out:
        out.write(CAPSULE.format(count=count))
    blog = Blog(count)
    total = 0
    for year in range(2015, 2025):
        os.makedirs(os.path.join(content, "posts", str(year)))
    for day, slug, lang in blog.posts:
        text = blog.post(day, lang)
        total += len(text)
        name = f"{day.isoformat()}-{slug}.md"
        with open(os.path.join(content, "posts", str(day.year), name),
                  "wb") as out:
            out.write(text)
    print(f"{count} posts, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
