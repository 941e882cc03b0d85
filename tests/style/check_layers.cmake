# Fails on an #include that the layout forbids, on over-long files, and on leftovers.
#
#   cmake -DROOT=<source tree> -P check_layers.cmake
#
# The layout (docs/architecture.md):
#   engine/core <- engine/{audio,dsp,diffusion,model,nn,streaming,watermark}, which meet only through core
#   engine <- vocoder <- tts <- {plugin, tools}; plugin and tools never meet
#   **/training (libtorch) only from **/training, tools/driftwave_train and tests
#   vocoder/{torch,diffwave,wavegrad} (libtorch, in a module of its own) only from there, **/training,
#   tools/driftwave_train and tests
# Exceptions, each with its reason:
#   engine/training may include engine/model: checkpoints and shards are safetensors files.
#   engine/watermark may include engine/dsp: marks are made of spectra.
cmake_minimum_required(VERSION 3.25)

set(longest_file_lines 400)
set(torch_folders "^vocoder/(torch|diffwave|wavegrad)/")
set(problems "")

# What files of a module may include from the project, as path prefixes.
function(allowed_prefixes file result)
  if(file MATCHES "^engine/training/")
    set(prefixes engine/training/ engine/core/ engine/model/)
  elseif(file MATCHES "^engine/watermark/")
    set(prefixes engine/watermark/ engine/dsp/ engine/core/)
  elseif(file MATCHES "^(engine/[a-z_]+)/")
    set(prefixes ${CMAKE_MATCH_1}/ engine/core/)
  elseif(file MATCHES "^vocoder/")
    set(prefixes engine/ vocoder/)
  elseif(file MATCHES "^tts/")
    set(prefixes engine/ vocoder/ tts/)
  elseif(file MATCHES "^plugin/")
    set(prefixes engine/ vocoder/ tts/ plugin/)
  elseif(file MATCHES "^(tools/[a-z_]+)/")
    set(prefixes engine/ vocoder/ tts/ ${CMAKE_MATCH_1}/)
  else()
    set(prefixes engine/ vocoder/ tts/ plugin/ tools/ tests/)
  endif()
  set(${result} ${prefixes} PARENT_SCOPE)
endfunction()

function(check_project_include file include)
  allowed_prefixes("${file}" prefixes)
  set(allowed FALSE)
  foreach(prefix IN LISTS prefixes)
    string(FIND "${include}" "${prefix}" at)
    if(at EQUAL 0)
      set(allowed TRUE)
    endif()
  endforeach()
  if(NOT allowed)
    list(JOIN prefixes ", " wanted)
    set(problems "${problems}\n  ${file} includes \"${include}\": want one of ${wanted}" PARENT_SCOPE)
  elseif(include MATCHES "/training/" AND NOT file MATCHES "(/training/|^tools/driftwave_train/|^tests/)")
    set(problems "${problems}\n  ${file} includes \"${include}\": training code may not ship" PARENT_SCOPE)
  elseif(include MATCHES "${torch_folders}" AND NOT file MATCHES "${torch_folders}"
         AND NOT file MATCHES "(/training/|^tools/driftwave_train/|^tests/)")
    set(problems "${problems}\n  ${file} includes \"${include}\": it belongs to the libtorch module" PARENT_SCOPE)
  endif()
endfunction()

function(check_system_include file include)
  if(include MATCHES "^(torch|ATen|c10)/" AND NOT file MATCHES "${torch_folders}"
     AND NOT file MATCHES "(/training/|^tools/driftwave_train/|^tests/)")
    set(problems "${problems}\n  ${file} includes <${include}>: libtorch belongs to training folders" PARENT_SCOPE)
  elseif(include MATCHES "^juce|^JuceHeader" AND NOT file MATCHES "^(tests/)?plugin/")
    set(problems "${problems}\n  ${file} includes <${include}>: JUCE belongs to plugin/" PARENT_SCOPE)
  endif()
endfunction()

function(check_text file)
  file(READ "${ROOT}/${file}" text)
  string(REGEX MATCHALL "\n" newlines "${text}")
  list(LENGTH newlines lines)
  if(lines GREATER longest_file_lines)
    string(APPEND problems "\n  ${file}: want at most ${longest_file_lines} lines, got ${lines}")
  endif()
  if(file MATCHES "\\.h$" AND NOT text MATCHES "(^|\n)#pragma once\n")
    string(APPEND problems "\n  ${file}: want #pragma once")
  endif()
  if(text MATCHES "TODO|FIXME|XXX:")
    string(APPEND problems "\n  ${file}: finish what it says about ${CMAKE_MATCH_0}, or write it down elsewhere")
  endif()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}"
     "${ROOT}/engine/*.h" "${ROOT}/engine/*.cpp" "${ROOT}/engine/*.inc"
     "${ROOT}/vocoder/*.h" "${ROOT}/vocoder/*.cpp" "${ROOT}/tts/*.h" "${ROOT}/tts/*.cpp"
     "${ROOT}/plugin/*.h" "${ROOT}/plugin/*.cpp" "${ROOT}/tools/*.h" "${ROOT}/tools/*.cpp"
     "${ROOT}/tests/*.h" "${ROOT}/tests/*.cpp")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "check_layers: want a source tree, got ${ROOT} without sources")
endif()

foreach(file IN LISTS files)
  check_text("${file}")
  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "\"([^\"]+)\"")
      check_project_include("${file}" "${CMAKE_MATCH_1}")
    elseif(line MATCHES "<([^>]+)>")
      check_system_include("${file}" "${CMAKE_MATCH_1}")
    endif()
  endforeach()
endforeach()

if(problems)
  message(FATAL_ERROR "check_layers:${problems}")
endif()
message(STATUS "check_layers: ${count} files keep the layout")
