// Times RE2 (C++) over the lines of a file: for each pattern of another file, one a line, the nanoseconds of CPU a byte and how many
// lines match, or a dash when RE2 refuses the pattern. Built and run by hostile.ts where a compiler and libre2 are to be had.
#include <re2/re2.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

static double nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

static std::vector<std::string> lines_of(const char* name) {
  std::ifstream file(name, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

int main(int, char** arguments) {
  const auto patterns = lines_of(arguments[1]), lines = lines_of(arguments[2]);
  double bytes = 0;
  for (const auto& line : lines) bytes += line.size() + 1;
  RE2::Options options;
  options.set_log_errors(false);
  for (const auto& pattern : patterns) {
    const RE2 expression(pattern, options);
    if (!expression.ok()) {
      std::printf("-\t-\n");
      continue;
    }
    const double before = nanoseconds();
    long matches = 0;
    for (const auto& line : lines) matches += expression.Match(line, 0, line.size(), RE2::UNANCHORED, nullptr, 0);
    std::printf("%.3f\t%ld\n", (nanoseconds() - before) / bytes, matches);
  }
}
