/* SPDX-License-Identifier: ISC */
/*
 * Runs a fuzz target over files, without libFuzzer: `make test` replays each
 * corpus and every input that once broke something.
 *
 *	replay-NAME FILE|FOLDER ...
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { INPUT_MAX = 16 << 20 };

/* The target gets a copy of exactly its size, so that ASan sees each byte read
 * beyond its end. */
static void
run(const char *data, size_t len)
{
	uint8_t *copy = xmalloc(len);

	if (len > 0)
		memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void
replay_file(const char *path)
{
	struct buf input;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	buf_init(&input, INPUT_MAX);
	if (fd < 0 || buf_read_fd(&input, fd) < 0)
		die_errno("%s", path);
	close(fd);
	run(input.data, input.len);
	buf_release(&input);
}

static bool
is_folder(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		die_errno("%s", path);
	return S_ISDIR(st.st_mode);
}

/* The files of a folder, in the order of their names; not what lies deeper. */
static size_t
replay_folder(const char *path)
{
	struct dirent **entry;
	size_t replayed = 0;
	int count = scandir(path, &entry, NULL, alphasort);

	if (count < 0)
		die_errno("%s", path);
	for (int i = 0; i < count; i++) {
		struct buf file;

		buf_init(&file, 4096);
		buf_printf(&file, "%s/%s", path, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.' && !is_folder(file.data)) {
			replay_file(file.data);
			replayed++;
		}
		buf_release(&file);
		free(entry[i]);
	}
	free(entry);
	return replayed;
}

int
main(int argc, char **argv)
{
	size_t replayed = 1;

	die_set_name(argv[0]);
	run("", 0);
	for (int i = 1; i < argc; i++) {
		if (is_folder(argv[i])) {
			replayed += replay_folder(argv[i]);
		} else {
			replay_file(argv[i]);
			replayed++;
		}
	}
	printf("%zu inputs replayed\n", replayed);
	return 0;
}
