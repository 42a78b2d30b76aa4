# SPDX-License-Identifier: ISC
"""Random changes to a blog, and after each a build that must write just what
a clean build with one thread writes.

    incremental.py BOOKMOBILE FOLDER SEED ROUNDS SECONDS

FOLDER must not exist.  Between the builds posts are edited, added, deleted and
renamed, settings change, files get other times, days pass, and builds are
killed at random moments.  Files whose bytes stay must keep their inode and time
of change.  Prints what went wrong and exits 1 at the first difference.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

WORDS = """river market bridge window letter garden song teacher winter paper
bread station evening music farmer mountain reader story village lamp""".split()
TAGS = ["Reading", "Rivers", "GOAL 3", "Old maps", "Bread", "Winter songs",
        "reading", "Öl", "C++", "Old-maps", "gophermap"]
CATEGORIES = ["News", "News/Local", "Hub", "Hub/Best practices", "Letters"]
AUTHORS = ["ana", "Ion Pop", "vera"]
LISTS = ["/tag/reading/", "/tag/old-maps/", "/tag/bread/page/1/", "/category/hub/",
         "/author/ana/", "/2020/", "/ro/", "/atom.xml", "/robots.txt"]
DAY = 86400
EPOCH = 1600000000  # 2020-09-13


class Blog:
    def __init__(self, program, folder, seed):
        self.program = program
        self.folder = folder
        self.random = random.Random(seed)
        self.content = os.path.join(folder, "content")
        self.public = os.path.join(folder, "public")
        self.clean = os.path.join(folder, "clean")
        self.today = EPOCH
        self.posts = {}
        self.pages = {}
        self.files = {}
        self.settings = {"title": "A blog", "page_size": 4, "related": 3,
                         "permalink": "/:slug/", "recent": 3}
        self.made = 0
        os.makedirs(self.content)

    def pick(self, values, most=3):
        return self.random.sample(values, self.random.randint(0, most))

    def text(self):
        r = self.random
        parts = []
        for _ in range(r.randint(1, 3)):
            parts.append(" ".join(r.choices(WORDS, k=r.randint(3, 12))))
            targets = list(self.posts) + list(self.pages) + list(self.files)
            if targets and r.random() < 0.7:
                parts.append(self.link(r.choice(targets)))
            if r.random() < 0.2:
                parts.append("[%s](%s)" % (r.choice(["there", ""]),
                                           r.choice(LISTS)))
            if r.random() < 0.1:
                parts.append("See [nothing](gone-%d.md)." % r.randint(1, 3))
            if r.random() < 0.1:
                parts.append("<script>x()</script>")
        return "\n\n".join(parts) + "\n"

    def link(self, target):
        """A link in one of the ways that sources write it."""
        name = os.path.basename(target)
        label = self.random.choice(["there", ""])
        way = self.random.randint(0, 2)
        if way == 0:
            return "A [%s](/%s) link." % (label, target)
        if way == 1 and name.startswith("20"):
            return "A [%s](/%s/) link." % (label, name[11:-3])
        return "A [%s](%s) link." % (label, name)

    def front(self, title, day, with_terms=True):
        r = self.random
        lines = ["title: \"%s\"" % title]
        if day:
            lines.append("date: " + day)
        if with_terms:
            lines.append("tags: [%s]" % ", ".join(
                '"%s"' % t for t in self.pick(TAGS)))
            lines.append("categories: [%s]" % ", ".join(
                '"%s"' % t for t in self.pick(CATEGORIES)))
            if r.random() < 0.8:
                lines.append("author: [%s]" % ", ".join(
                    r.sample(AUTHORS, r.randint(1, 2))))
        if r.random() < 0.2:
            lines.append("lang: " + r.choice(["ro", "uk"]))
        if r.random() < 0.1:
            lines.append("summary: " + r.choice(WORDS))
        if r.random() < 0.1:
            lines.append("draft: true")
        if r.random() < 0.15:
            lines.append("only: " + r.choice(["gemini", "gopher"]))
        if r.random() < 0.1:
            lines.append("likes: %d" % r.randint(1, 9))
        if r.random() < 0.1:
            self.made += 1
            lines.append("aliases: [/old-%d/]" % self.made)
        return "---\n%s\n---\n\n" % "\n".join(lines)

    def write(self, name, data):
        path = os.path.join(self.content, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())

    # What may happen to a blog.

    def day(self):
        # A few of them are not due yet.
        when = self.today + self.random.randint(-900, 4) * DAY
        return time.strftime("%Y-%m-%d", time.gmtime(when))

    def title(self):
        return " ".join(self.random.choices(WORDS, k=3)).capitalize()

    def add_post(self):
        self.made += 1
        day = self.day()
        name = "posts/%s-%s-%d.md" % (day, self.random.choice(WORDS),
                                      self.made)
        self.posts[name] = day
        self.write(name, self.front(self.title(), day) + self.text())

    def edit_post(self):
        name = self.random.choice(list(self.posts))
        day = self.posts[name]
        if self.random.random() < 0.3:
            day = self.posts[name] = self.day()
        self.write(name, self.front(self.title(), day) + self.text())

    def edit_body(self):
        name = self.random.choice(list(self.posts))
        with open(os.path.join(self.content, name), "a") as f:
            f.write("\nAnd %s.\n" % self.random.choice(WORDS))

    def retitle(self):
        name = self.random.choice(list(self.posts))
        path = os.path.join(self.content, name)
        with open(path) as f:
            lines = f.read().split("\n")
        lines[1] = 'title: "%s"' % self.title()
        self.write(name, "\n".join(lines))

    def delete_post(self):
        name = self.random.choice(list(self.posts))
        del self.posts[name]
        os.remove(os.path.join(self.content, name))

    def rename_post(self):
        name = self.random.choice(list(self.posts))
        self.made += 1
        new = "posts/%s%s-%d.md" % (
            self.random.choice(["", "more/"]), os.path.basename(name)[:-3],
            self.made)
        os.makedirs(os.path.dirname(os.path.join(self.content, new)),
                    exist_ok=True)
        os.rename(os.path.join(self.content, name),
                  os.path.join(self.content, new))
        self.posts[new] = self.posts.pop(name)

    def swap_posts(self):
        """Two files change places: names, sizes and times may stay."""
        if len(self.posts) < 2:
            return
        a, b = self.random.sample(list(self.posts), 2)
        paths = [os.path.join(self.content, n) for n in (a, b)]
        os.rename(paths[0], paths[0] + ".x~")
        os.rename(paths[1], paths[0])
        os.rename(paths[0] + ".x~", paths[1])

    def page(self):
        name = "pages/%s.md" % self.random.choice(WORDS)
        if name in self.pages and self.random.random() < 0.5:
            del self.pages[name]
            os.remove(os.path.join(self.content, name))
            return
        self.pages[name] = None
        self.write(name, self.front(self.title(), None, False) + self.text())

    def file(self):
        name = "files/%s.%s" % (self.random.choice(WORDS),
                                self.random.choice(["txt", "pdf", "odd"]))
        if name in self.files and self.random.random() < 0.5:
            del self.files[name]
            os.remove(os.path.join(self.content, name))
            return
        self.files[name] = None
        self.write(name, self.random.randbytes(self.random.randint(1, 3000)))

    def same_size_and_time(self):
        """Another text of the same size, with the old time put back."""
        name = self.random.choice(list(self.posts))
        path = os.path.join(self.content, name)
        st = os.stat(path)
        with open(path, "rb") as f:
            data = f.read()
        word = self.random.choice(WORDS).encode()
        other = word[::-1].lower()
        self.write(name, data.replace(word, other))
        os.utime(path, ns=(st.st_atime_ns, st.st_mtime_ns))

    def touch(self):
        name = self.random.choice(list(self.posts))
        os.utime(os.path.join(self.content, name))

    def change_settings(self):
        key, values = self.random.choice([
            ("title", ["A blog", "Another blog"]), ("feeds", ["full", "summary"]),
            ("page_size", [3, 4, 7]),
            ("related", [0, 2, 3]), ("recent", [1, 3, 5]),
            ("permalink", ["/:slug/", "/:year/:slug/"])])
        self.settings[key] = self.random.choice(values)
        self.write_settings()

    def home(self):
        self.write("index.md", self.text())

    def pass_days(self):
        self.today += self.random.randint(1, 3) * DAY

    def write_settings(self):
        self.write("capsule.yaml", "".join(
            "%s: %s\n" % item for item in self.settings.items()))

    def change(self):
        r = self.random
        while len(self.posts) < 12:
            self.add_post()
        if r.random() < 0.3:
            # What only adds a record to the cache.
            for _ in range(r.choice([1, 1, 2])):
                r.choice([self.edit_body, self.retitle, self.touch,
                          self.same_size_and_time])()
            return
        for _ in range(r.choice([1, 1, 1, 2, 5])):
            r.choice([
                self.add_post, self.add_post, self.edit_post, self.edit_post,
                self.edit_body, self.retitle, self.retitle, self.delete_post,
                self.rename_post, self.swap_posts, self.page, self.page,
                self.file, self.same_size_and_time, self.touch,
                self.change_settings, self.home, self.pass_days])()

    # Builds.

    def environment(self):
        return dict(os.environ, SOURCE_DATE_EPOCH=str(self.today))

    def build(self, output, one_core=False):
        words = [self.program, "build", self.content, output]
        if one_core:
            words = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] + words
        return subprocess.run(words, capture_output=True, text=True,
                              env=self.environment())

    def kill_build(self):
        """Begin a build and kill it somewhere on its way."""
        child = subprocess.Popen(
            [self.program, "build", self.content, self.public],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.environment())
        time.sleep(self.random.random() * 0.04)
        child.send_signal(signal.SIGKILL)
        child.wait()


def tree(folder):
    """Every file and folder that a build wrote: bytes, or None."""
    found = {}
    for above, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.relpath(os.path.join(above, name), folder)] = None
        for name in files:
            path = os.path.join(above, name)
            if name != ".cache":
                with open(path, "rb") as f:
                    found[os.path.relpath(path, folder)] = f.read()
    return found


def stamps(folder, names):
    result = {}
    for name, data in names.items():
        if data is not None:
            st = os.stat(os.path.join(folder, name))
            result[name] = (st.st_ino, st.st_mtime_ns)
    return result


def messages(text):
    """What a build says, but for the time that it took and how much of the
    output was new."""
    return sorted(line.split(" files (")[0] for line in text.splitlines())


def compare(blog, now, clean):
    wrong = sorted(n for n in set(now) | set(clean)
                   if now.get(n, 0) != clean.get(n, 0))
    for name in wrong[:10]:
        print("differs: " + name)
        for which, side in (("incremental", now), ("clean", clean)):
            if name not in side:
                print("  not in the %s build" % which)
    return not wrong


def check_round(blog, before, old_stamps):
    ran = blog.build(blog.public)
    shutil.rmtree(blog.clean, ignore_errors=True)
    other = blog.build(blog.clean, one_core=True)
    if ran.returncode != other.returncode:
        print("exit %d, clean %d\n%s%s" % (ran.returncode, other.returncode,
                                          ran.stderr, other.stderr))
        return None
    if messages(ran.stderr) != messages(other.stderr) or (
            messages(ran.stdout) != messages(other.stdout)):
        print("messages differ:\n%s%s---\n%s%s" % (
            ran.stderr, ran.stdout, other.stderr, other.stdout))
        return None
    if ran.returncode != 0:
        return before if os.path.isdir(blog.public) else {}
    now = tree(blog.public)
    if not compare(blog, now, tree(blog.clean)):
        return None
    for name, stamp in stamps(blog.public, now).items():
        if before.get(name) == now[name] and name in old_stamps and (
                old_stamps[name] != stamp):
            print("touched without need: " + name)
            return None
    return now


def main():
    program, folder, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rounds, seconds = int(sys.argv[4]), float(sys.argv[5])
    began = time.monotonic()
    blog = Blog(program, folder, seed)
    blog.write_settings()
    before, old_stamps, failed, number = {}, {}, 0, 0
    while number < rounds and time.monotonic() - began < seconds:
        number += 1
        blog.change()
        if blog.random.random() < 0.3:
            blog.kill_build()
            before, old_stamps = {}, {}
            if blog.random.random() < 0.5:
                blog.change()
        now = check_round(blog, before, old_stamps)
        if now is None:
            print("in round %d of seed %d" % (number, seed))
            sys.exit(1)
        before = now
        old_stamps = stamps(blog.public, now)
    print("%d rounds" % number)


main()
