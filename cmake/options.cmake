# Warnings, sanitizers and optimisation, in one interface target that every
# file of ours compiles with.

add_library(px_options INTERFACE)
target_include_directories(px_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(px_options INTERFACE _GNU_SOURCE PIXIE_VERSION="${PROJECT_VERSION}")
target_compile_options(px_options INTERFACE
	-Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wno-missing-field-initializers
	-fno-strict-aliasing -fstack-protector-strong
	-include ${CMAKE_SOURCE_DIR}/src/base/banned.h)
if(PIXIE_WERROR)
	target_compile_options(px_options INTERFACE -Werror)
endif()
if(PIXIE_SANITIZE)
	target_compile_options(px_options INTERFACE
		-fsanitize=${PIXIE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
	target_link_options(px_options INTERFACE -fsanitize=${PIXIE_SANITIZE})
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
	include(CheckIPOSupported)
	check_ipo_supported(RESULT PIXIE_LTO OUTPUT ignored LANGUAGES C)
	set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${PIXIE_LTO})
endif()
# A hundred test programs: with lld linking them takes a tenth of the time.  GCC's LTO needs the linker of GNU.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
	find_program(PIXIE_LLD ld.lld)
	if(PIXIE_LLD)
		add_link_options(-fuse-ld=lld)
	endif()
endif()
