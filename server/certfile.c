/* SPDX-License-Identifier: ISC */
/*
 * Certificate files: read, and made without ever replacing one.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cert.h"
#include "certfile.h"

#define PATH_LIMIT ((size_t)4096)
#define PEM_MAX ((size_t)256 * 1024)

void
certfile_add_path(struct buf *path, const char *folder, const char *host)
{
	buf_printf(path, "%s/%s.pem", folder, host);
}

static enum certfile_result
failed(struct buf *why, const char *what, const char *path)
{
	buf_printf(why, "cannot %s %s: %s", what, path, strerror(errno));
	return CERTFILE_FAILED;
}

enum certfile_result
certfile_read(
    struct buf *pem, const char *folder, const char *host, struct buf *why)
{
	enum certfile_result result = CERTFILE_OK;
	BUF_LOCAL(path, PATH_LIMIT);
	int fd;

	certfile_add_path(&path, folder, host);
	fd = open(path.data, O_RDONLY | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT)
		result = CERTFILE_ABSENT;
	else if (fd == -1)
		result = failed(why, "open", path.data);
	else if (buf_read_fd(pem, fd) == -1)
		result = failed(why, "read", path.data);
	if (fd != -1)
		close(fd);
	return result;
}

/* Write a temporary file of mode 0600 in the folder; its name in `temp`. */
static int
write_temp(struct buf *temp, const char *folder, struct span text)
{
	FILE *file;
	int fd;
	bool is_done;

	buf_printf(temp, "%s/.new-XXXXXX", folder);
	errno = ENAMETOOLONG;
	fd = buf_ok(temp) ? mkostemp(temp->data, O_CLOEXEC) : -1;
	file = fd != -1 ? fdopen(fd, "w") : NULL;
	if (file == NULL) {
		buf_reset(temp);
		return -1;
	}
	is_done = fwrite(text.p, 1, text.len, file) == text.len &&
	    fflush(file) == 0 && fsync(fd) == 0;
	return fclose(file) == 0 && is_done ? 0 : -1;
}

static void
sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return;
	(void)fsync(fd);
	close(fd);
}

/* link(2) refuses where rename(2) would replace. */
static enum certfile_result
store(struct span text, const char *folder, const char *path, struct buf *why)
{
	enum certfile_result result = CERTFILE_OK;
	BUF_LOCAL(temp, PATH_LIMIT);

	if (write_temp(&temp, folder, text) == -1)
		result = failed(why, "write in", folder);
	else if (link(temp.data, path) == -1)
		result = errno == EEXIST ? CERTFILE_ABSENT
					 : failed(why, "make", path);
	else
		sync_folder(folder);
	if (temp.len > 0)
		(void)unlink(temp.data);
	return result;
}

enum certfile_result
certfile_make(
    struct buf *pem, const char *folder, const char *host, struct buf *why)
{
	enum certfile_result result;
	BUF_LOCAL(path, PATH_LIMIT);
	BUF_LOCAL(text, PEM_MAX);

	if (mkdir(folder, 0700) == -1 && errno != EEXIST)
		return failed(why, "make the folder", folder);
	certfile_add_path(&path, folder, host);
	if (cert_make(&text, host, time(NULL)) == -1) {
		buf_str(why, "OpenSSL cannot make a certificate");
		return CERTFILE_FAILED;
	}
	result = store(buf_span(&text), folder, path.data, why);
	if (result == CERTFILE_OK)
		buf_span_add(pem, buf_span(&text));
	return result;
}
