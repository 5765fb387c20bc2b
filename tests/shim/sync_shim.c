/*
 * Stands between a program and the system calls that make files durable, so that a test can make
 * them fail, hold them, or count them. For LD_PRELOAD; told what to do by the environment:
 *
 *   SYNC_SHIM_ONLY        only files whose path contains this text; all files where it is unset
 *   SYNC_SHIM_FAIL_AFTER  that many calls succeed, every later one fails with EIO
 *   SYNC_SHIM_FAIL_FILE   while this file exists, every call fails with EIO
 *   SYNC_SHIM_GATE_FILE   while this file exists, every call waits
 *   SYNC_SHIM_COUNT_FILE  one byte is appended to this file for each call that begins, before it
 *                         waits or fails: the file's size is the number of calls
 *
 * A call that fails makes nothing durable: the real one is not made.
 *
 * Build: cc -shared -fPIC -O1 -Wall -Wextra -o sync_shim.so sync_shim.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_long calls;

static int concerns(int fd) {
    const char *only = getenv("SYNC_SHIM_ONLY");
    if (only == NULL) return 1;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = '\0';
    return strstr(path, only) != NULL;
}

static int there(const char *variable) {
    const char *path = getenv(variable);
    return path != NULL && access(path, F_OK) == 0;
}

static void count(void) {
    const char *path = getenv("SYNC_SHIM_COUNT_FILE");
    if (path == NULL) return;
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return;
    /* A byte that cannot be written is a call that the test does not see: it will say so. */
    ssize_t written = write(fd, ".", 1);
    (void)written;
    close(fd);
}

static int fails(long call) {
    const char *after = getenv("SYNC_SHIM_FAIL_AFTER");
    return there("SYNC_SHIM_FAIL_FILE") || (after != NULL && call > atol(after));
}

static int shimmed(long system_call, int fd) {
    if (concerns(fd)) {
        long call = atomic_fetch_add(&calls, 1) + 1;
        count();
        while (there("SYNC_SHIM_GATE_FILE")) {
            struct timespec pause = {.tv_sec = 0, .tv_nsec = 1000000};
            nanosleep(&pause, NULL);
        }
        if (fails(call)) {
            errno = EIO;
            return -1;
        }
    }
    return (int)syscall(system_call, fd);
}

int fsync(int fd) { return shimmed(SYS_fsync, fd); }

int fdatasync(int fd) { return shimmed(SYS_fdatasync, fd); }
