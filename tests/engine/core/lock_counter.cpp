#include "tests/engine/core/lock_counter.h"

#include <dlfcn.h>
#include <pthread.h>

namespace driftwave::test {
namespace {

thread_local std::size_t locks = 0;

}  // namespace

std::size_t locks_of_this_thread() noexcept {
  return locks;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

bool counts_locks() noexcept {
  return false;
}

}  // namespace driftwave::test

#else

bool counts_locks() noexcept {
  return true;
}

/// Calls what this file stands before.
template <typename... Arguments>
int call_next(const char* name, Arguments... arguments) {
  ++locks;
  const auto next = reinterpret_cast<int (*)(Arguments...)>(dlsym(RTLD_NEXT, name));
  return next(arguments...);
}

}  // namespace driftwave::test

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  return driftwave::test::call_next("pthread_mutex_lock", mutex);
}
int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  return driftwave::test::call_next("pthread_mutex_trylock", mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  return driftwave::test::call_next("pthread_rwlock_rdlock", lock);
}
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  return driftwave::test::call_next("pthread_rwlock_wrlock", lock);
}
}

#endif
