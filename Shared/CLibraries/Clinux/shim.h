// What glibc hides behind _GNU_SOURCE, and variadic calls, neither of which Swift's Glibc module shows.
#pragma once
#include <spawn.h>
#include <sys/prctl.h>

int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
// POSIX_SPAWN_SETSID: the child leads a session, and so a group, of its own.
enum { PLEDGE_SPAWN_SETSID = 0x80 };
int pipe2(int ends[2], int flags);

// Orphaned descendants become children of the calling process, so that it can reap them.
static inline int pledge_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
