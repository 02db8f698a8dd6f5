/* Lets the N-th call that changes the disk fail, or be the last of the program.
 *
 * FAIL_AT=N    which call, from 1; calls that only read or print do not count
 * FAIL_HOW=    enospc, eio, or kill
 * FAIL_COUNT=  a file that gets the number of calls when the program ends
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;

/* Whether this call is the one; then errno is set. */
static int fails(void) {
    const char *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    if (atomic_fetch_add(&calls, 1) + 1 != (at ? atol(at) : -1)) return 0;
    if (how && !strcmp(how, "kill")) kill(getpid(), SIGKILL);
    errno = how && !strcmp(how, "eio") ? EIO : ENOSPC;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *name = getenv("FAIL_COUNT");
    FILE *file = name ? fopen(name, "w") : NULL;
    if (file) {
        fprintf(file, "%ld", atomic_load(&calls));
        fclose(file);
    }
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size) {
    return fd > 2 && fails() ? -1 : REAL(write)(fd, bytes, size);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    return fd > 2 && fails() ? -1 : REAL(writev)(fd, parts, count);
}
ssize_t copy_file_range(int from, off_t *at, int to, off_t *there, size_t size, unsigned flags) {
    return fails() ? -1 : REAL(copy_file_range)(from, at, to, there, size, flags);
}
int rename(const char *from, const char *to) { return fails() ? -1 : REAL(rename)(from, to); }
int mkdir(const char *path, mode_t mode) { return fails() ? -1 : REAL(mkdir)(path, mode); }
int unlink(const char *path) { return fails() ? -1 : REAL(unlink)(path); }
int rmdir(const char *path) { return fails() ? -1 : REAL(rmdir)(path); }
int unlinkat(int folder, const char *path, int flags) { return fails() ? -1 : REAL(unlinkat)(folder, path, flags); }
int fsync(int fd) { return fails() ? -1 : REAL(fsync)(fd); }

#define OPEN(name)                                                                                                    \
    int name(const char *path, int flags, ...) {                                                                      \
        va_list rest;                                                                                                 \
        va_start(rest, flags);                                                                                        \
        mode_t mode = va_arg(rest, mode_t);                                                                           \
        va_end(rest);                                                                                                 \
        return (flags & O_CREAT) && fails() ? -1 : REAL(name)(path, flags, mode);                                     \
    }
OPEN(open)
OPEN(open64)
