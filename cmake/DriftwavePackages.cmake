# cpack: a .deb and a .tar.gz of what is installed. For a release, build without training:
#   cmake --preset release -DDRIFTWAVE_TRAINING=OFF && cmake --build --preset release && cpack --config build/release/CPackConfig.cmake
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME driftwave)
set(CPACK_PACKAGE_VENDOR "Driftwave")
set(CPACK_PACKAGE_CONTACT "The Driftwave authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Speech synthesis and live resynthesis by waveform diffusion")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_FILE_NAME "driftwave-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The plugin opens the X libraries itself, where there is a display.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "espeak-ng-data, libx11-6, libxcursor1, libxext6, libxinerama1, libxrandr2, libxrender1")
include(CPack)
