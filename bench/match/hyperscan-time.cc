// Times Hyperscan over the lines of a file, one line after the other, with all patterns of another file, one a line: the seconds of CPU that
// looking took, how many (line, pattern) hits there were, and how many lines hit. Built and run by hyperscan.ts where a compiler and libhyperscan are to be had.
#include <hs/hs.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

static double seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static int count_hit(unsigned, unsigned long long, unsigned long long, unsigned, void* hits) {
  ++*static_cast<long*>(hits);
  return 0;
}

int main(int, char** arguments) {
  std::ifstream pattern_file(arguments[1]), text_file(arguments[2], std::ios::binary);
  std::vector<std::string> patterns;
  for (std::string line; std::getline(pattern_file, line);) patterns.push_back(line);
  const std::string text((std::istreambuf_iterator<char>(text_file)), std::istreambuf_iterator<char>());

  std::vector<const char*> expressions;
  std::vector<unsigned> flags, ids;
  for (const auto& pattern : patterns) {
    ids.push_back(expressions.size());
    expressions.push_back(pattern.c_str());
    // Of each pattern only whether it matches the line is asked, as of us. Bytes, not characters: the text may be no UTF-8.
    flags.push_back(HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY);
  }
  hs_database_t* database;
  hs_compile_error_t* fault;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), expressions.size(), HS_MODE_BLOCK, nullptr, &database, &fault) != HS_SUCCESS) {
    std::fprintf(stderr, "pattern %d: %s\n", fault->expression, fault->message);
    return 1;
  }
  hs_scratch_t* scratch = nullptr;
  hs_alloc_scratch(database, &scratch);

  const double before = seconds();
  long hits = 0, lines = 0;
  const char *line = text.data(), *end = line + text.size();
  while (line < end) {
    const char* newline = static_cast<const char*>(std::memchr(line, '\n', end - line));
    const char* behind = newline ? newline : end;
    const char* last = behind > line && behind[-1] == '\r' ? behind - 1 : behind;
    const long hits_before = hits;
    hs_scan(database, line, last - line, 0, scratch, count_hit, &hits);
    lines += hits > hits_before;
    line = behind + 1;
  }
  std::printf("%.6f %ld %ld\n", seconds() - before, hits, lines);
}
