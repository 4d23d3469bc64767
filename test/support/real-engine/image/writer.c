/* What containers of the tests run: `wr` writes numbered lines, `say` writes exactly the bytes it is told. Built by lab-image.ts, static, without any library but libc. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void end_now(int number) { _exit(128 + number); }

static void put(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t done = write(fd, bytes, length);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) exit(3);
    bytes += done;
    length -= done;
  }
}

static void pause_for(long microseconds) {
  struct timespec left = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {}
}

/* wr N LEN USEC STREAMS [FIRST]: line i is the number, a blank, and letters up to LEN bytes. STREAMS is o, e, or b: odd numbers on stderr. One write a line. */
static int write_numbered(char **args, int count) {
  long lines = atol(args[0]), length = atol(args[1]), rest = atol(args[2]), first = count > 4 ? atol(args[4]) : 0;
  char streams = args[3][0], *line = malloc(length + 64);
  for (long i = first; i < first + lines; i++) {
    int used = sprintf(line, "%09ld ", i);
    for (; used < length; used++) line[used] = 'a' + (i + used) % 26;
    line[used++] = '\n';
    put(streams == 'e' || (streams == 'b' && i % 2) ? 2 : 1, line, used);
    if (rest > 0) pause_for(rest);
  }
  return 0;
}

/* Takes \n \r \t \\ and \xHH out of a text, in place; its length is the answer. */
static size_t unescape(char *text) {
  char *to = text;
  for (char *at = text; *at; at++) {
    if (*at != '\\') { *to++ = *at; continue; }
    at++;
    if (*at == 'n') *to++ = '\n';
    else if (*at == 'r') *to++ = '\r';
    else if (*at == 't') *to++ = '\t';
    else if (*at == 'x') {
      char hex[3] = {at[1], at[2], 0};
      *to++ = strtol(hex, NULL, 16);
      at += 2;
    } else *to++ = *at;
  }
  return to - text;
}

static void say_text(int fd, long times, char *text) {
  size_t length = unescape(text);
  char *all = malloc(length * times + 1);
  for (long i = 0; i < times; i++) memcpy(all + i * length, text, length);
  put(fd, all, length * times);
  free(all);
}

/* say OP…: o:TEXT and e:TEXT write in one write; O:TIMES:TEXT and E:TIMES:TEXT write it so many times over, as one; t: writes the time in ns; s:MS waits; x:CODE ends. */
static int say(char **ops, int count) {
  for (int i = 0; i < count; i++) {
    char *op = ops[i], *rest = op + 2;
    int fd = op[0] == 'e' || op[0] == 'E' ? 2 : 1;
    if (op[0] == 'o' || op[0] == 'e') say_text(fd, 1, rest);
    else if (op[0] == 'O' || op[0] == 'E') {
      char *text = strchr(rest, ':');
      say_text(fd, atol(rest), text + 1);
    } else if (op[0] == 't') {
      struct timespec now;
      char text[32];
      clock_gettime(CLOCK_REALTIME, &now);
      put(1, text, sprintf(text, "%ld%09ld", (long)now.tv_sec, now.tv_nsec));
    } else if (op[0] == 's') pause_for(atol(rest) * 1000);
    else if (op[0] == 'x') return atoi(rest);
    else return 64;
  }
  return 0;
}

int main(int count, char **args) {
  /* The first process of a container hears no signal that it does not handle. */
  signal(SIGTERM, end_now);
  signal(SIGPIPE, SIG_IGN);
  const char *name = strrchr(args[0], '/');
  if (strcmp(name ? name + 1 : args[0], "say") == 0) return say(args + 1, count - 1);
  return count < 5 ? 64 : write_numbered(args + 1, count - 1);
}
