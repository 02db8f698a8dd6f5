/* Lets the program see folders in another order and another time, as on another machine.
 *
 * READ_ORDER=N   a seed: the order in which folders hand out their names
 * CLOCK_SHIFT=N  seconds between the clock and the one that the program sees
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

/* A folder that is being read: all its entries, and how many were handed out. */
struct folder {
    DIR *stream;
    struct dirent64 **entries;
    size_t count, next;
    struct folder *rest;
};

static struct folder *folders;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static unsigned long number(const char *name) {
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

static void shuffle(struct folder *folder) {
    unsigned long chance = number("READ_ORDER") * 2654435761u + 88172645463325252u;
    for (size_t left = folder->count; left > 1; left--) {
        chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
        size_t other = chance % left;
        struct dirent64 *entry = folder->entries[left - 1];
        folder->entries[left - 1] = folder->entries[other];
        folder->entries[other] = entry;
    }
}

static struct folder *whole(DIR *stream) {
    struct folder *folder = calloc(1, sizeof *folder);
    folder->stream = stream;
    for (struct dirent64 *entry; (entry = REAL(readdir64)(stream));) {
        folder->entries = realloc(folder->entries, (folder->count + 1) * sizeof entry);
        folder->entries[folder->count] = malloc(entry->d_reclen);
        memcpy(folder->entries[folder->count++], entry, entry->d_reclen);
    }
    shuffle(folder);
    folder->rest = folders;
    return folders = folder;
}

struct dirent64 *readdir64(DIR *stream) {
    pthread_mutex_lock(&lock);
    struct folder *folder = folders;
    while (folder && folder->stream != stream) folder = folder->rest;
    if (!folder) folder = whole(stream);
    struct dirent64 *entry = folder->next < folder->count ? folder->entries[folder->next++] : NULL;
    pthread_mutex_unlock(&lock);
    return entry;
}

int closedir(DIR *stream) {
    pthread_mutex_lock(&lock);
    for (struct folder **at = &folders; *at; at = &(*at)->rest)
        if ((*at)->stream == stream) {
            *at = (*at)->rest; /* what it held is little, and the program is short */
            break;
        }
    pthread_mutex_unlock(&lock);
    return REAL(closedir)(stream);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = REAL(clock_gettime)(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += (long)number("CLOCK_SHIFT");
    return result;
}
